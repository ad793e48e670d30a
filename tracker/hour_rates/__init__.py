"""What an hour of a volunteer's time is worth."""

from tracker.hour_rates import states, views
from tracker.hour_rates.page import bp

__all__ = ["bp", "states", "views"]
