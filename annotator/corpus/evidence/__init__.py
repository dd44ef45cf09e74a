"""Which quoted words occur in a document's clips, and how they were altered."""
