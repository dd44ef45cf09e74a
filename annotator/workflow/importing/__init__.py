"""Imports documents: reads and parses files, decides what is new, stores it and reports it."""
