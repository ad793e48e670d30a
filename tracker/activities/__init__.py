"""Activities: the log, the list, and one activity."""

from tracker.activities import confirming, files, line, log, offline, views
from tracker.activities.blueprint import bp

__all__ = ["bp", "confirming", "files", "line", "log", "offline", "views"]
