"""What is picked on the board."""

from __future__ import annotations

from tracker.forms import Form, OneCard


class MatchForm(Form):
    """A need and an offer."""

    need = OneCard("Need", required=True, missing="Pick a need.")
    offer = OneCard("Offer", required=True, missing="Pick an offer.")
