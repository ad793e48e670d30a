"""The district's own page: its schools side by side."""
