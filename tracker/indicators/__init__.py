"""One indicator: why the evidence supports the level it does."""
