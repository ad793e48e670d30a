"""The only clock of the web layer."""

from __future__ import annotations

from datetime import date, datetime

from flask import current_app


def today() -> date:
    """Say which day it is, for every page and command of this application.

    Returns:
        The frozen day where one is set (tests, demonstrations), otherwise the day at the place of the server.
    """
    frozen: date | None = current_app.config["TODAY"]
    return frozen or datetime.now().astimezone().date()
