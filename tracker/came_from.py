"""Where a form was opened from: it says so, and leads back there once it is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from dashboards.addresses import SCHOOLS
from tracker.accounts.signin import safe_next
from tracker.rules import rules_today

FIELD = "back"
# Pages that open forms filled -> what they are called in "Back to …"; another page is "where you came from".
_CALLED = {
    "home.show": "Home",
    "activities.index": "the activities",
    "activities.show": "the activity",
    "activities.to_confirm": "what is to be confirmed",
    "series.show": "the series",
    "partners.index": "the partners",
    "partners.show": "the partner",
    "partnerships.index": "the partnerships",
    "partnerships.show": "the partnership",
    "partnerships.pipeline": "the partnerships by stage",
    "agreements.index": "the agreements",
    "agreements.show": "the agreement",
    "evaluations.index": "the evaluations",
    "evaluations.show": "the evaluation",
    "activities.log": "the log",
    "records.index": "Records",
    "actions.index": "the actions",
    "actions.show": "the action",
    "gaps.index": "the gaps",
    "facts.index": "Still true?",
    "roster.index": "the team",
    "comparisons.show": "Then and now",
    "district.index": "the schools",
}
# Pages that Dash shows have no endpoint of their own.
_CALLED_AT = {SCHOOLS: "the schools"}


@dataclass(frozen=True, slots=True)
class CameFrom:
    """A page of this product that the reader came from.

    Attributes:
        href: Its address here.
        words: What it is called in mid-sentence.
    """

    href: str
    words: str


def came_from() -> CameFrom | None:
    """Read `back` of the address; None where it says nothing, or leads to no page of this product."""
    href = safe_next(request.args.get(FIELD))
    path = urlsplit(href or "").path
    found = page_at(path) if href else None
    return CameFrom(href, _CALLED_AT.get(path) or _words(*found)) if href and found else None


def way_back() -> str | None:
    """Give the address that `back` names, for a page that hands it on; None as `came_from`."""
    back = came_from()
    return back.href if back else None


def back_or(page: str) -> str:
    """Say where saving leads: back to where the form was opened from, or to a page where the address names nothing."""
    return way_back() or page


def page_at(path: str) -> tuple[str, dict[str, Any]] | None:
    """Find the view that shows a path: its endpoint and the arguments in the path; None for no page."""
    try:
        endpoint, arguments = current_app.url_map.bind_to_environ(request.environ).match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return None
    return endpoint, dict(arguments)


def _words(endpoint: str, arguments: dict[str, Any]) -> str:
    slug = arguments.get("slug")
    named = next((one.name for one in rules_today().indicators.values() if one.slug == slug), None) if slug else None
    return f"“{named}”" if named else _CALLED.get(endpoint, "where you came from")
