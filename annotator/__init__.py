"""A terminal app for labelling the posts of a Japanese link-blog."""
