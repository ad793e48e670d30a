"""The only clock of the web layer: which day and which school year it is, where the reader is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app, g, has_app_context

from models.accounts import School
from models.school_years import FIRST_MONTH, SchoolYear

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


def hour_in(time_zone: str | None) -> int:
    """Say which hour of the day it is in a time zone, 0 to 23; None for the server's own."""
    return _there(now(), time_zone).hour


def earliest_day() -> date:
    """Say which day it still is somewhere: what ended before it has ended everywhere."""
    return _frozen() or (now() - FURTHEST_WEST).date()


def today() -> date:
    """Say which day it is at the reader's school, or at the place of the server where nobody reads."""
    return day_in(_zone_in_use())


def today_at(school: School) -> date:
    """Say which day it is at a school, whoever reads."""
    return day_in(school.district.time_zone)


def here(instant: datetime) -> datetime:
    """Give an instant as the clocks at the reader's school showed it."""
    return _there(instant, _zone_in_use())


def beginning(day: date) -> datetime:
    """Give the instant at which a day begins at the reader's school."""
    zone = _zone_in_use()
    return datetime.combine(day, time(), ZoneInfo(zone)) if zone else datetime.combine(day, time()).astimezone()


def school_year(day: date | None = None) -> SchoolYear:
    """Give the school year of a day as the reader's district counts it; by default the present one."""
    return SchoolYear.of(day or today(), year_begins_in())


def year_begins_in() -> int:
    """Give the month with whose first day school years begin in the reader's district."""
    month: int = g.get("year_begins_in", FIRST_MONTH) if has_app_context() else FIRST_MONTH
    return month


def use_place(time_zone: str | None, year_begins_in: int = FIRST_MONTH) -> None:
    """Count days and school years as the reader's place does, for the rest of this request.

    Args:
        time_zone: IANA name; None for the server's own.
        year_begins_in: Month with whose first day its school years begin.
    """
    g.time_zone, g.year_begins_in = time_zone, year_begins_in


def _zone_in_use() -> str | None:
    zone: str | None = g.get("time_zone") if has_app_context() else None
    return zone
