"""Widgets paint what they are given and post messages."""
