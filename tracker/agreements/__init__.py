"""Agreements: on paper between school and partner, with the days that matter and their files."""

from tracker.agreements.many import bp as many
from tracker.agreements.steps import bp as steps
from tracker.agreements.views import bp

bp.register_blueprint(steps)
bp.register_blueprint(many)

__all__ = ["bp"]
