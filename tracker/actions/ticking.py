"""Log what an action asks for: its form opened filled, and the action ticked off by what is saved there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from flask import flash, g, request, url_for

from models.actions import Action, Origin, record_key
from models.activities import Activity
from models.agreements import Commitment
from models.operations.actions import tick_by_record
from models.partnerships import Partnership
from models.queries.actions import find_action
from models.queries.record_names import record_numbers
from models.records import Record
from tracker.actions.changing import change_address, is_change
from tracker.actions.making import ACTION, made_address
from tracker.asked_parts import not_found
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import record_id
from tracker.permissions import Permission, can, may_open
from tracker.reader import reader

_WITH_WHICH = "partnerships.toward"


def log_addresses(actions: Iterable[Action]) -> Callable[[Action], str | None]:
    """Give what says where each of some actions is logged, see `log_address`; a statement for each kind of record."""
    wanted = [key for action in actions if action.is_open and (key := _written_in(action)) is not None]
    numbers = record_numbers(db.session, wanted, scope=reader().scope) if wanted else {}

    def address(action: Action) -> str | None:
        back = url_for("actions.show", action_id=action.id)
        inside = _written_in(action)
        number = numbers.get(inside) if inside is not None else None
        if is_change(action):
            columns = action.log_fill or {}
            return change_address(inside[0], number, columns, back=back) if inside and number is not None else None
        if action.origin is Origin.PRACTICE and not action.log_kind:
            # No form says alone what is missing: the page that asks with which partnership does.
            asks = url_for(_WITH_WHICH, practice=action.practice, action=action.id, back=back)
            return asks if may_open(_WITH_WHICH) else None
        fill: Mapping[str, Sequence[str]] = action.log_fill or {}
        if not action.log_kind and action.by:
            fill = {"by": [action.by]}
        kind = action.log_kind or Activity.kind
        return made_address(kind, {**fill, ACTION: [str(action.id)]}, number, back=back)

    return address


def log_address(action: Action) -> str | None:
    """Give the address where an action is logged.

    Returns:
        The form of its record, filled as it says; where it changes a record on file, the page on which that is written
        down. None where the reader may not open it, or the record is none that they see.
    """
    return log_addresses([action])(action)


def _written_in(action: Action) -> tuple[str, str] | None:
    """Name the record on file that an action changes, or on whose page what it makes is written down."""
    if is_change(action):
        return record_key(action.from_record)
    if action.log_kind == Commitment.kind and (refs := (action.log_fill or {}).get("partnership")):
        return Partnership.kind, refs[0]
    return None


def action_asked() -> Action | None:
    """Find the action that the address names; None where it names none of the reader's school, which is said."""
    text = request.args.get(ACTION, "").strip()
    if not text or not can(Permission.ACTIONS_READ):
        return None
    number = record_id(text)
    found = find_action(db.session, number, scope=reader().scope) if number is not None else None
    if found is None:
        not_found("Action", text)
    return found


def for_action() -> str | None:
    """Give what the address says of an action, for a page that leads on to the form of its record."""
    return request.args.get(ACTION) or None


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
