"""Activities: the log, the list and one activity."""
