"""Record files: reading and writing every kind of record as CSV."""
