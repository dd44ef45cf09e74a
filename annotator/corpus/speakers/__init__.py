"""Who speaks in a quotation: attribution, names, titles."""
