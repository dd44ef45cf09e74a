"""The use cases: every user action, from a key or a command, is one call here."""
