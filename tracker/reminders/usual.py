"""How long before their day people are reminded of things at this installation."""

from __future__ import annotations

from flask import current_app

from models.reminder_days import Offsets
from tracker.config import Settings


def usual_offsets() -> Offsets:
    """Give the days before, as the settings say."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.offsets
