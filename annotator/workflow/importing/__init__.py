"""Adding documents, and reading them again."""
