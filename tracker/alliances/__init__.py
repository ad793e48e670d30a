"""A strategic alliance's own side: what it gave, what schools ask of it, and what it tells them."""

from tracker.alliances import (
    asked,
    entries,
    given_file,
    hours,
    log,
    needs,
    partnerships,
    reports,
    requests,
    signing,
    views,
    why,
)
from tracker.alliances.blueprint import bp

__all__ = [
    "asked",
    "bp",
    "entries",
    "given_file",
    "hours",
    "log",
    "needs",
    "partnerships",
    "reports",
    "requests",
    "signing",
    "views",
    "why",
]
