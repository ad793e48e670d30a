"""The domain: tables, questions, changes and the continuum engine, free of any web framework."""
