"""Dialogs over the labelling screen."""
