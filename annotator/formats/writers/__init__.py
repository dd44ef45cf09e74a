"""Writers of datasets, one module per format: `registry` lists the formats."""
