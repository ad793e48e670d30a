"""Enter and change records that are one row of one table, as their declaration says. Nothing here commits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Enum
from sqlalchemy.orm import Session, object_session

from models.agreements import Contribution
from models.assessments import Attestation
from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.kinds.columns import Column, Holds
from models.kinds.kind import RecordKind
from models.needs import Match
from models.operations.giving import amount_problem
from models.operations.records import still_open, touch
from models.operations.statement_grounds import has_ground
from models.queries.catalogue import latest_catalogue
from models.records import Record, RecordStatus
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.stewardship import Transition
from models.wording import day_words

# Column of the declaration -> what it is to hold: a typed value, a `Partner`, another record or a stored file.
Said = Mapping[str, Any]
STILL_TO_COME = "This day is still to come. Choose today or an earlier day."
# States may be noted before they begin or end, and people say beforehand when somebody leaves.
_MAY_LIE_AHEAD = frozenset({"from_on", "until_on", "ended_on", "answer_by"})
_CHANGES_AHEAD = ("transition", "occurred_on")


def enter_record(session: Session, kind: RecordKind, said: Said, *, scope: Scope, today: date) -> Record:
    """Put a record of a kind on record.

    Raises:
        Refused: Something that the kind asks for is missing, a day is still to come, or days run backwards.
    """
    record = kind.table(school_id=scope.school_id, entered_on=today, entered_by_id=scope.user_id)
    settle = _SETTLED.get(kind.name)
    if kind.table is Transition:
        _names_adults(session, said)
    if kind.table is Attestation:
        has_ground(latest_catalogue(session), said)
    _check(kind, settle(record, said) if settle else said, today)
    _fill(record, kind, settle(record, said) if settle else said)
    session.add(record)
    session.flush()
    return record


def change_record(record: Record, kind: RecordKind, said: Said, *, today: date) -> None:
    """Correct a record.

    Raises:
        Refused: It is archived, or as in `enter_record`.
    """
    still_open(record)
    settle = _SETTLED.get(kind.name)
    said = settle(record, said) if settle else said
    if kind.table is Transition:
        _names_adults(object_session(record), said)
    _check(kind, said, today)
    _fill(record, kind, said)


def answer_request(match: Match, answer: str, on: date, *, today: date) -> None:
    """Note how a partner answered a request.

    Raises:
        Refused: It is archived, or the day is still to come or before the request.
    """
    still_open(match)
    asked_on = match.requested_on or match.occurred_on
    if on > today:
        raise Refused({"answered_on": STILL_TO_COME})
    if on < asked_on:
        raise Refused({"answered_on": f"You asked on {day_words(asked_on)}; the answer cannot be from before."})
    match.answer, match.answered_on = answer, on
    match.answered_from()


def confirm_record(record: Any, on: date) -> None:
    """Note that what a record says was still so on a day.

    Raises:
        Refused: It is archived, or that is noted for the day already.
    """
    still_open(record)
    if on in record.confirmed_on:
        raise Refused(f"That it was still so on {day_words(on)} is noted already.")
    record.confirmed_on = tuple(sorted((*record.confirmed_on, on)))
    touch(record)


def take_up(record: Record, kind: RecordKind, *, today: date) -> None:
    """Say of a draft or of what was only proposed that it is so: it counts from now on.

    Raises:
        Refused: There is nothing to confirm, or its day is still to come.
    """
    if record.record_status not in (RecordStatus.DRAFT, RecordStatus.PROPOSED):
        raise Refused("Only a draft or what was proposed can be confirmed.")
    day = kind.day_of(record)
    if day is not None and day > today and not any(_may_lie_ahead(kind, name) for name in kind.known_on):
        raise Refused("The day is still to come. Confirm once it has happened.")
    record.record_status = RecordStatus.CONFIRMED


def _check(kind: RecordKind, said: Said, today: date) -> None:
    problems: dict[str, str] = {}
    for name, column in kind.columns.items():
        value = said.get(name)
        if column.required and name in said and value in (None, "", ()):
            problems[name] = "This is needed."
        elif column.holds is Holds.DATE and value is not None and value > today and not _may_lie_ahead(kind, name):
            problems[name] = STILL_TO_COME
        elif column.reads and value:
            try:
                column.reads(value)
            except ValueError as problem:
                problems[name] = str(problem)
    for earlier, later, may_be_equal in kind.in_order:
        first, last = said.get(earlier), said.get(later)
        if first is not None and last is not None and (last < first or (last == first and not may_be_equal)):
            before = "before" if may_be_equal else "on or before"
            problems.setdefault(later, f"This cannot be {before} {day_words(first)}.")
    refuse_if(problems)


def _may_lie_ahead(kind: RecordKind, name: str) -> bool:
    return name in _MAY_LIE_AHEAD or (kind.name, name) == _CHANGES_AHEAD


def _fill(record: Any, kind: RecordKind, said: Said) -> None:
    nothing = (None, (), "")
    for name, value in said.items():
        column = kind.columns[name]
        attribute, stored = _stored(record, column, value)
        if column.holds is Holds.CODES and set(stored) == set(getattr(record, attribute) or ()):
            continue  # ticked in another order is the same answer
        # What a new record does not say need not be set: its history would tell of it.
        if record.id is not None or stored not in nothing:
            setattr(record, attribute, stored)


def _stored(record: Record, column: Column, value: Any) -> tuple[str, Any]:
    """Say in which attribute a value is stored, and as what."""
    if column.holds in (Holds.PARTNER, Holds.REF):
        return column.stored_as, value.id if value is not None else None
    if column.holds is Holds.FILE:
        return "document_id", value.id if value is not None else None
    kept = record.__table__.columns[column.stored_as].type
    value = column.nothing if value is None else value
    if isinstance(kept, Enum) and kept.enum_class and value is not None:
        return column.stored_as, kept.enum_class(value)
    return column.stored_as, value


def _asked_on(record: Any, said: Said) -> Said:
    """Settle whose word the answer is, and the two days: the form asks for one, files may hold that of the match."""
    if (record.answer or None) != (said.get("answer") or None):
        record.answered_from()  # what the school notes itself is no longer the partner's own word
    asked = said.get("requested_on")
    if asked is None:
        return said
    if record.requested_on is None and record.occurred_on == asked:
        return {**said, "requested_on": None}
    moved = record.occurred_on is None or record.requested_on in (None, record.occurred_on)
    return {**said, "occurred_on": asked if moved else record.occurred_on}


def _is_given(record: Any, said: Said) -> Said:
    """Ask what was given, and how much of what; what the school gives has no way in which alliances act."""
    direction = said.get("direction") or TO_SCHOOL
    unit = said.get("unit") or None
    problems = amount_problem(said.get("amount"), unit)
    # What a record of a file never said, nobody is asked for when it is corrected.
    asks = record.id is None or record.type or record.way
    if asks and not said.get("type") and not said.get("way"):
        problems["type"] = "Say what was given."
    turned = direction == FROM_SCHOOL and record.direction != FROM_SCHOOL
    if turned and record.commitment_id is not None:
        problems["direction"] = "It keeps a promise of the partner. What the school gives does not keep it."
    refuse_if(problems)
    return {**said, "direction": direction, "way": () if turned else said.get("way")}


def _names_adults(session: Session | None, said: Said) -> None:
    """Name nobody where students change."""
    nameless = latest_catalogue(session).language.marked("transition", "nameless") if session else frozenset()
    if said.get("what") in nameless and (said.get("leaves") or said.get("follows")):
        field = "leaves" if said.get("leaves") else "follows"
        raise Refused({field: "Students are named nowhere. Leave it empty."})


_SETTLED: Mapping[str, Callable[[Any, Said], Said]] = MappingProxyType(
    {
        Match.kind: _asked_on,
        Contribution.kind: _is_given,
    }
)
