"""Speakers of quotations: attribution, names, titles."""
