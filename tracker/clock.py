"""The only clock of the web layer: which day it is, where the reader is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, g, has_app_context

from models.accounts import School

# How far behind UTC a day can still be running somewhere.
FURTHEST_WEST = timedelta(hours=12)


def now() -> datetime:
    """Give the present instant, in UTC."""
    return datetime.now(UTC)


def _frozen() -> date | None:
    frozen: date | None = current_app.config["TODAY"]
    return frozen


def _there(instant: datetime, time_zone: str | None) -> datetime:
    return instant.astimezone(ZoneInfo(time_zone) if time_zone else None)


def day_in(time_zone: str | None) -> date:
    """Say which day it is in a time zone.

    Args:
        time_zone: Its IANA name; None for the server's own.

    Returns:
        The frozen day where one is set (tests, demonstrations).
    """
    return _frozen() or _there(now(), time_zone).date()


def earliest_day() -> date:
    """Say which day it still is somewhere: what ended before it has ended everywhere."""
    return _frozen() or (now() - FURTHEST_WEST).date()


def today() -> date:
    """Say which day it is at the reader's school, or at the place of the server where nobody reads."""
    return day_in(_zone_in_use())


def today_at(school: School) -> date:
    """Say which day it is at a school: for commands, which have no reader."""
    return day_in(school.district.time_zone)


def here(instant: datetime) -> datetime:
    """Give an instant as the clocks at the reader's school showed it."""
    return _there(instant, _zone_in_use())


def beginning(day: date) -> datetime:
    """Give the instant at which a day begins at the reader's school."""
    zone = _zone_in_use()
    return datetime.combine(day, time(), ZoneInfo(zone)) if zone else datetime.combine(day, time()).astimezone()


def use_zone(time_zone: str | None) -> None:
    """Set the reader's time zone for the rest of this request; None for the server's own."""
    g.time_zone = time_zone


def _zone_in_use() -> str | None:
    zone: str | None = g.get("time_zone") if has_app_context() else None
    return zone
