"""Thanks: who gave in a year and was not thanked, and a certificate for each."""
