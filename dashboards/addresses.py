"""Addresses: where the marks of dashboards lead."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from dashboards.windows import Window
from models.continuum.rulebook.catalogue import IndicatorName

HOME = "/dashboards/"
# Of all schools and of today: what narrows a dashboard of one school says nothing there, and the other way round.
SCHOOLS = f"{HOME}schools"
ENGAGEMENT = f"{HOME}engagement"


def why_href(indicator: IndicatorName, on: date, level: int | None = None) -> str:
    """Lead to the explanation of one indicator's level on a day, or to what is said there of one of the levels."""
    at = f"&level={level}#level-{level}" if level else ""
    return f"/indicators/{indicator.slug}?{urlencode({'on': on.isoformat()})}{at}"


def then_and_now_href(on: date) -> str:
    """Lead to two days of the school side by side, of which one is this."""
    return f"/comparisons?{urlencode({'on': on.isoformat()})}"


def indicator_records_href(indicator: IndicatorName, on: date) -> str:
    """Lead to all records that count toward an indicator on a day."""
    return f"/activities?{urlencode({'indicator': indicator.code, 'on': on.isoformat()})}"


def practice_records_href(practice: str, on: date, *, month: date | None = None) -> str:
    """Lead to the records that count toward one practice on a day.

    Args:
        month: A day of the one month wanted; None for all that count.
    """
    of_month = {} if month is None else {"month": f"{month:%Y-%m}"}
    return f"/activities?{urlencode({'practice': practice, 'on': on.isoformat(), **of_month})}"


def records_href(window: Window, *, until: date, **filters: str) -> str:
    """Lead to a window's confirmed activities up to a day, filtered.

    Args:
        until: The last day counted.
    """
    return f"/activities?{urlencode(window.args(until) | filters)}"


# Where one goes on to from a page: of nothing that the page itself shows.
LEADS_ON = frozenset({"back", "next"})
