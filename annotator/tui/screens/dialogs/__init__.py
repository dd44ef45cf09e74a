"""Dialogs over the labelling screen, one module each."""
