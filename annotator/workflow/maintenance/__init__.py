"""Backups, checks and upkeep of a database."""
