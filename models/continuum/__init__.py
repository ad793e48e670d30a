"""The continuum engine: pure functions from dated facts to explained levels. It reads no clock and no session."""
