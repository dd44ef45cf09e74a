"""Writers of datasets, one module per format."""
