"""Two days of a school beside each other."""
