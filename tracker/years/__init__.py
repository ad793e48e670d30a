"""The year: the leadership team's assessment, its ratings and evidence, and what it signs."""

from tracker.years import evidence, plan, rating, reports, signing, views
from tracker.years.blueprint import bp

__all__ = ["bp", "evidence", "plan", "rating", "reports", "signing", "views"]
