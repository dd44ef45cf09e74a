"""Readers of documents, one module per format: `registry` lists the formats, `reading` is the way in."""
