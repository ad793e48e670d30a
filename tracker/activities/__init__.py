"""Activities: the log, the list, and one activity."""

from tracker.activities import files, line, log, offline, views
from tracker.activities.blueprint import bp

__all__ = ["bp", "files", "line", "log", "offline", "views"]
