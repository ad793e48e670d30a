"""The secret address of a person's calendar, and the one click that adds a day to another one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from models.operations.reminders import close_calendar, renew_calendar
from models.queries.accounts import find_by_token
from models.queries.calendar import (
    ACTION,
    ACTIVITY,
    AGREEMENT,
    EVALUATION,
    CalendarDay,
    find_calendar_day,
    list_calendar,
)
from models.queries.catalogue import NoRules
from models.queries.reminders import find_calendar_owner
from tracker.calendar.ics import Entry, calendar_of
from tracker.clock import earliest_day, now, today, use_place
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.mail.site import host, site
from tracker.permissions import can, public, requires
from tracker.reader import Place, permitted, places_of, reader, scope_at
from tracker.roles import Permission

bp = Blueprint("calendar", __name__)
READS: Mapping[str, Permission] = MappingProxyType(
    {
        AGREEMENT: Permission.AGREEMENTS_READ,
        EVALUATION: Permission.EVALUATIONS_READ,
        ACTIVITY: Permission.ACTIVITIES_READ,
        ACTION: Permission.ACTIONS_READ,
    }
)
# Kind of day -> endpoint of its page and the name of the argument that takes its number.
PAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        AGREEMENT: ("agreements.show", "agreement_id"),
        EVALUATION: ("partnerships.show", "partnership_id"),
        ACTIVITY: ("activities.show", "activity_id"),
        ACTION: ("actions.show", "action_id"),
    }
)


@bp.get("/calendar/<key>/continuum.ics")
@public
def feed(key: str) -> ResponseReturnValue:
    """Give a person's calendar to whoever knows its address: calendar programs cannot sign in."""
    user = or_404(find_calendar_owner(db.session, key))
    person = or_404(find_by_token(db.session, user.session_token, day=earliest_day()))
    places = places_of(person.held)
    if not places:
        abort(404)
    found = [one for place in places for one in _entries_at(place, person.id, person.name)]
    return _answer(calendar_of(found, name="Continuum"), "continuum.ics")


def _entries_at(place: Place, user_id: int, name: str) -> list[Entry]:
    use_place(place.time_zone, place.year_begins_in)
    may = permitted(place.roles)
    kinds = [kind for kind, permission in READS.items() if permission in may]
    scope = scope_at(place, user_id)
    try:
        days = list_calendar(db.session, scope=scope, name=name, today=today(), kinds=kinds)
    except NoRules:  # nobody can say what is due
        return []
    return [_entry(one, place) for one in days]


@bp.get("/calendar/<any(agreement, evaluation, activity, action):kind>/<int:record_id>/event.ics")
@requires(Permission.ACCOUNT)
def add(kind: str, record_id: int) -> ResponseReturnValue:
    """Give one day as a file that a calendar program adds; of an evaluation by the number of its partnership."""
    who = reader()
    try:
        day = or_404(find_calendar_day(db.session, kind, record_id, scope=who.scope, today=today()))
    except NoRules:
        abort(404)
    if not can(READS[kind]):
        abort(403)
    return _answer(calendar_of([_entry(day, who.place)], name="Continuum"), f"{kind}.ics")


@bp.post("/account/calendar")
@requires(Permission.ACCOUNT)
def renew() -> ResponseReturnValue:
    """Give the reader's calendar an address, or another one: the old one is dead."""
    had_one = renew_calendar(db.session, reader().person.id)
    db.session.commit()
    said = "Your calendar has a new address. The earlier one shows nothing any more."
    flash(said if had_one else "Your calendar has an address now.", "success")
    return redirect(url_for("reminders.mine", _anchor="calendar"))


@bp.post("/account/calendar/close")
@requires(Permission.ACCOUNT)
def close() -> ResponseReturnValue:
    """Take the reader's calendar down."""
    close_calendar(db.session, reader().person.id)
    db.session.commit()
    flash("Your calendar is closed: its address shows nothing any more.", "success")
    return redirect(url_for("reminders.mine", _anchor="calendar"))


def feed_address(key: str) -> str:
    """Give the whole address of a calendar."""
    return _whole(url_for("calendar.feed", key=key))


def _whole(path: str) -> str:
    return (site() or request.url_root.rstrip("/")) + path


def _entry(one: CalendarDay, place: Place) -> Entry:
    endpoint, argument = PAGES[one.kind]
    numbers: dict[str, Any] = {argument: one.record_id}
    # An alliance has one page for all that is its own.
    path = url_for("alliances.show") if place.partner_id is not None else url_for(endpoint, **numbers)
    uid = f"{one.kind}-{one.record_id}@{host()}"
    return Entry(uid, one.on, one.title, place.name, _whole(path), one.changed_at or now())


def _answer(calendar: bytes, name: str) -> Response:
    answer = Response(calendar, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
