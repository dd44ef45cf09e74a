"""Datasets out; other copies of the project in."""
