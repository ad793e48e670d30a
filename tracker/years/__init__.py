"""The year: the leadership team's assessment, its ratings and evidence, and what it signs."""

from tracker.years import being_on, evidence, plan, rating, reports, signing, views
from tracker.years.blueprint import bp

__all__ = ["being_on", "bp", "evidence", "plan", "rating", "reports", "signing", "views"]
