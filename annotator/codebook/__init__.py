"""The label scheme: dimensions, labels, keys, targets and their checks. Pure."""
