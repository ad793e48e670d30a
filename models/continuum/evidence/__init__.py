"""What a school recorded, as dated facts, ready for questions about any day."""
