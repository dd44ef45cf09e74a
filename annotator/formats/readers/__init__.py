"""Readers of documents: from paths to stored texts, one module per format. `registry` is the way in."""
