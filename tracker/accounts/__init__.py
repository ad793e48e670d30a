"""Sign in, choose a place, change the password."""
