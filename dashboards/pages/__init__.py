"""Pages: what stands where, and which question each part asks."""
