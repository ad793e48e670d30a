"""A strategic alliance's own side: what it gave, what schools ask of it, and what it tells them."""

from tracker.alliances import entries, log, needs, partnerships, requests, views
from tracker.alliances.blueprint import bp

__all__ = ["bp", "entries", "log", "needs", "partnerships", "requests", "views"]
