"""Standing facts: still true or changed, once a year."""
