"""Hand-overs: who leaves, who follows, and all that goes with it, at the school and at its partners."""

from tracker.hand_overs.contacts import bp as contacts
from tracker.hand_overs.views import bp

bp.register_blueprint(contacts)

__all__ = ["bp"]
