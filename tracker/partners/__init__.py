"""Partners: the school's directory of organisations, and their contacts."""

from tracker.partners.contacts import bp as contacts
from tracker.partners.views import bp

bp.register_blueprint(contacts)

__all__ = ["bp"]
