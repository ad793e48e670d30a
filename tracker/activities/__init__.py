"""Activities: the log, the list, and one activity."""

from tracker.activities import line, log, views
from tracker.activities.blueprint import bp

__all__ = ["bp", "line", "log", "views"]
