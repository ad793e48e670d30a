"""Log what an action asks for: its form opened filled, and the action ticked off by what is saved there."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flask import flash, g, request, url_for

from models.actions import Action, Origin
from models.operations.actions import tick_by_record
from models.queries.actions import find_action
from models.records import Record
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import record_id
from tracker.permissions import Permission, can, may_open
from tracker.reader import reader
from tracker.records.declared import PAGES as SMALL

# Part of an address that names the action which a form is opened for.
FIELD = "action"
# Kind of record -> the page that makes one.
MADE_AT: Mapping[str, str] = MappingProxyType(
    {
        "activity": "activities.log",
        "evaluation": "evaluations.new",
        "agreement": "agreements.new",
        **{code: page.endpoint("new") for code, page in SMALL.items()},
    }
)


def log_address(action: Action) -> str | None:
    """Give the address of the form that logs an action, filled as it says.

    Returns:
        None where the reader may not open it, or where what is planned is a change of a record on file.
    """
    endpoint = MADE_AT.get(action.log_kind or "activity")
    is_change = action.origin is Origin.PLAN and action.from_record is not None
    if endpoint is None or is_change or not may_open(endpoint):
        return None
    fill = {name: texts for name, texts in (action.log_fill or {}).items() if name.isidentifier() and name[0] != "_"}
    if not action.log_kind and action.by:
        fill = {"by": [action.by]}
    fill |= {FIELD: [str(action.id)], "back": [url_for("actions.show", action_id=action.id)]}
    return url_for(endpoint, **fill)


def action_asked() -> Action | None:
    """Find the action that the address names; None where it names none of the reader's school."""
    number = record_id(request.args.get(FIELD, ""))
    if number is None or not can(Permission.ACTIONS_READ):
        return None
    return find_action(db.session, number, scope=reader().scope)


def for_action() -> str | None:
    """Give what the address says of an action, for a page that leads on to the form of its record."""
    return request.args.get(FIELD) or None


def tick_asked(record: Record) -> None:
    """Tick the action off that the address names, by the record just entered; the caller commits."""
    action = action_asked()
    if action is None:
        return
    db.session.flush()  # the record needs its reference and status
    if tick_by_record(action, record, today=today()):
        later = "" if action.done_on else " once it has happened and is confirmed"
        g.ticked = f"“{action.what}” is ticked off{later}."


def say_ticked() -> None:
    """Tell on the next page which action was ticked off; ask it once all is committed."""
    said = g.pop("ticked", None)
    if said:
        flash(said, "success")
