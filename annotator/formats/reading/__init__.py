"""Readers of documents: from paths to stored texts, one module a format. `inputs` is the way in."""
