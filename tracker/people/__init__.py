"""The people of a school who can sign in."""
