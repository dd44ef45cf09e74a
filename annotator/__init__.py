"""A terminal app for labelling the posts of a Japanese link-blog."""

__version__ = "0.1.0"
