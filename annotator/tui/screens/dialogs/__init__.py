"""Dialogs over the labelling screen: pickers, lists to choose from, pages to read, prompts, the filter, the search."""
