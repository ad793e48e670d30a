"""The page of the leadership team: who is on it, for whom, until when, and who is missing."""
