"""Activities: the log, the list, and one activity."""

from tracker.activities import log, views
from tracker.activities.blueprint import bp

__all__ = ["bp", "log", "views"]
