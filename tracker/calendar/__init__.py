"""A person's calendar: as a feed that calendar programs read, and one day at a time."""
