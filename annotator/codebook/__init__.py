"""What may be answered: dimensions, labels, keys, targets and their checks. Pure."""
