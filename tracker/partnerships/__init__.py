"""Partnerships: the list, one as a page, and everything that changes in it."""

from tracker.partnerships.changes import bp as changes
from tracker.partnerships.giving import bp as giving
from tracker.partnerships.views import bp

bp.register_blueprint(changes)
bp.register_blueprint(giving)

__all__ = ["bp"]
