"""Finding units: the queue, search, filters, near duplicates, statistics."""
