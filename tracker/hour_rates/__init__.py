"""What an hour of a volunteer's time is worth."""
