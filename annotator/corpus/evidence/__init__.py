"""Evidence of quotations: whether and how the clips of a document have them."""
