"""Partners: the school's directory of organisations, and their contacts."""

from tracker.partners.contacts import bp as contacts
from tracker.partners.merges import bp as merges
from tracker.partners.views import bp

bp.register_blueprint(contacts)
bp.register_blueprint(merges)

__all__ = ["bp"]
