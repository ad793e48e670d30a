"""What looks like an entry that is there already, before it is stored a second time."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivityKind, activity_partners
from models.kinds.columns import Column, Holds
from models.kinds.kind import Alike, RecordKind
from models.partners import Partner
from models.queries.partner_entries import own_entries
from models.records import RecordStatus
from models.scope import Scope
from models.texts import folded, identity_key

# Words of two titles that are alike so far are the same words, typed twice.
SAME_WORDS = 92
_HAS_DIGIT = re.compile(r"\d").search
_DIGITS = re.compile(r"\d+").findall
_GONE = (RecordStatus.ARCHIVED, RecordStatus.CANCELLED)
# What names one other record, which is compared by its number.
_NAMES_ONE = (Holds.PARTNER, Holds.REF)
# Of a day on which more than so many things were logged, the latest are compared.
_COMPARED = 100
# Asked whenever something is logged, and so written once.
_OF_THE_DAY = and_(
    Activity.school_id == bindparam("school"),
    Activity.occurred_on == bindparam("day"),
    Activity.record_status.not_in(_GONE),
)
_NAMING_NOBODY = (
    select(Activity.id, Activity.title)
    .where(
        _OF_THE_DAY,
        Activity.activity_kind == bindparam("kind"),
        ~exists().where(activity_partners.c.activity_id == Activity.id),
    )
    .order_by(Activity.id.desc())
    .limit(_COMPARED)
)
# An activity for each of its partners, latest first.
_NAMING = (
    select(Activity.id, Partner.name, Activity.activity_kind, Activity.channel, Activity.purpose)
    .join(activity_partners, activity_partners.c.activity_id == Activity.id)
    .join(Partner, Partner.id == activity_partners.c.partner_id)
    .where(_OF_THE_DAY)
    .order_by(Activity.id.desc())
    .limit(_COMPARED)
)


def likely_double(
    session: Session,
    *,
    scope: Scope,
    on: date,
    kind: ActivityKind,
    title: str,
    partners: Iterable[str],
    doing: Collection[str] = (),
    but: int | None = None,
) -> int | None:
    """Find an activity that may be the same as one about to be logged; None where none is like it.

    It is of the same day and kind, and names the same partners; where neither names any, it has the same words. Or it
    is of the same day, shares a partner, and was done in the same way: one of two who were there names more of those
    who came, or calls a visit a talk.

    Args:
        on: The day on which it happened.
        kind: Its kind, as its fields settle it.
        partners: Names of the organisations that it names.
        doing: Its channels and purposes, as codes.
        but: Number of an activity that is not meant: the one itself, where it is stored.

    Returns:
        The activity's number; of several the latest.
    """
    named = {identity_key(name) for name in partners if name.strip()}
    if not named and not title.strip():
        return None
    # Plain rows: a day may hold many, and objects of them would take longer than what is stored.
    ask = session.connection().execute
    of_the_day = {"school": scope.school_id, "day": on}
    if not named:
        is_same = _same_words_as(title)
        rows = ask(_NAMING_NOBODY, of_the_day | {"kind": kind}).all()
        return next((number for number, words in rows if number != but and is_same(words or "")), None)
    known: dict[int, set[str]] = {}
    was: dict[int, tuple[ActivityKind, set[str]]] = {}
    for number, name, its_kind, channels, purposes in ask(_NAMING, of_the_day).all():
        if number == but:
            continue
        known.setdefault(number, set()).add(identity_key(name))
        was[number] = its_kind, {*channels, *purposes}
    same = (number for number, names in known.items() if names == named and was[number][0] is kind)
    alike = (number for number, names in known.items() if names & named and was[number][1] & set(doing))
    return next(same, None) or next(alike, None)


def double_of(session: Session, kind: RecordKind, record: Any, *, scope: Scope) -> Any:
    """Find another record that may be the same as one that is stored; None where none is like it."""
    if isinstance(record, Activity):
        found = likely_double(
            session,
            scope=scope,
            on=record.occurred_on,
            kind=record.activity_kind,
            title=record.title or "",
            partners=[one.name for one in record.partners],
            doing=(*record.channel, *record.purpose),
            but=record.id,
        )
        return session.get(Activity, found) if found else None
    said = {
        name: getattr(record, name if column.holds in _NAMES_ONE else column.stored_as)
        for name, column in kind.columns.items()
        if kind.alike and name in (*kind.alike.same, *kind.alike.no_other, *kind.alike.on)
    }
    return find_double(session, kind, said, scope=scope, but=record.id)


def find_double(
    session: Session, kind: RecordKind, said: Mapping[str, Any], *, scope: Scope, but: int | None = None
) -> Any:
    """Find a record of a kind that may be the same as one about to be stored; None where none is like it.

    Args:
        kind: Any; one that declares nothing of what is alike has no doubles.
        said: Column -> typed value, a `Partner` or another record, as the record would be entered.
        but: Number of a record that is not meant.

    Returns:
        The record; of several the latest. Archived and cancelled ones are none.
    """
    return _latest_alike(session, kind, said, scope.limit(select(kind.table), kind.table), but=but)


def find_own_double(
    session: Session, kind: RecordKind, said: Mapping[str, Any], *, scope: Scope, school_id: int
) -> Any:
    """Find what somebody of the reader's organisation entered at a school already, as `find_double` tells it.

    Args:
        scope: An alliance member's. What the school itself has on record is not looked at: it would tell of it.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    table: Any = kind.table
    statement = own_entries(session, table, scope).where(table.school_id == school_id)
    return _latest_alike(session, kind, said, statement)


def find_own_act(
    session: Session, *, scope: Scope, school_id: int, on: date, kind: ActivityKind, doing: Collection[str] = ()
) -> Activity | None:
    """Find an activity that somebody of the reader's organisation entered of a day already; None where there is none.

    Args:
        scope: An alliance member's: every entry of theirs names their organisation.
        kind: Its kind, as its fields settle it; of another kind it is alike where it was done in the same way.
        doing: Its channels and purposes, as codes.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    statement = own_entries(session, Activity, scope).where(
        Activity.school_id == school_id, Activity.occurred_on == on, Activity.record_status.not_in(_GONE)
    )
    rows = list(session.scalars(statement.order_by(Activity.id.desc()).limit(_COMPARED)))
    same = (one for one in rows if one.activity_kind is kind)
    alike = (one for one in rows if {*one.channel, *one.purpose} & set(doing))
    return next(same, None) or next(alike, None)


def _latest_alike(
    session: Session, kind: RecordKind, said: Mapping[str, Any], statement: Select[Any], *, but: int | None = None
) -> Any:
    alike = kind.alike
    day = next((said[name] for name in alike.on if said.get(name)), None) if alike else None
    if alike is None or day is None:
        return None
    table: Any = kind.table
    statement = statement.where(table.record_status.not_in(_GONE))
    for column in (kind.columns[name] for name in alike.same):
        if column.holds in _NAMES_ONE:
            one = said.get(column.name)
            statement = statement.where(getattr(table, column.stored_as) == (one.id if one is not None else None))
    if alike.days is not None:
        near = timedelta(days=alike.days)
        held = func.coalesce(*(getattr(table, name) for name in alike.on), None)
        statement = statement.where(held.between(day - near, day + near))
    if alike.until:
        until = getattr(table, alike.until)
        statement = statement.where(or_(until.is_(None), until > day))
    rows = session.scalars(statement.order_by(table.id.desc()).limit(_COMPARED))
    return next((one for one in rows if one.id != but and _is_alike(kind, alike, one, said)), None)


def _is_alike(kind: RecordKind, alike: Alike, record: Any, said: Mapping[str, Any]) -> bool:
    def both(name: str) -> tuple[Column, Any, Any]:
        column = kind.columns[name]
        attribute = column.name if column.holds in _NAMES_ONE else column.stored_as
        return column, getattr(record, attribute), said.get(name)

    def is_open(name: str) -> bool:
        _, held, now = both(name)
        return not held or not now

    return all(_says_same(*both(name)) for name in alike.same) and all(
        is_open(name) or _says_same(*both(name)) for name in alike.no_other
    )


def _says_same(column: Column, held: Any, said: Any) -> bool:
    if not held or not said:
        return not held and not said
    if column.holds is Holds.TEXT:
        return _same_words_as(str(said))(str(held))
    if column.holds is Holds.CODES:
        return not {folded(str(one)) for one in held}.isdisjoint(folded(str(one)) for one in said)
    if isinstance(said, str):
        return folded(held) == folded(said)
    if column.holds in _NAMES_ONE:
        return bool(held.id == said.id)
    return bool(held == said)


def _same_words_as(title: str) -> Callable[[str], bool]:
    """Give what tells whether other words are the same as a title's."""
    said = folded(title)
    own_numbers = _numbers(said)
    own_digits = sorted(_DIGITS(title))
    telling = max(own_digits, key=len, default="")

    def has_other_digits(words: str) -> bool:
        # What has not even the longest of them needs no closer look.
        return words.isascii() and (telling not in words or sorted(_DIGITS(words)) != own_digits)

    def is_same(words: str) -> bool:
        # Most of a day's entries differ in a number, which shows without folding them: plain digits stay as they are.
        if title.isascii() and has_other_digits(words):
            return False
        known = folded(words)
        if not said or said == known:
            return bool(said)
        # Numbers tell entries of a series apart, whatever else they share.
        if not known or _numbers(known) != own_numbers:
            return False
        from rapidfuzz import fuzz  # loaded where words are compared, and seldom

        return fuzz.token_sort_ratio(said, known) >= SAME_WORDS

    return is_same


def _numbers(text: str) -> list[str]:
    return sorted(word for word in text.split() if _HAS_DIGIT(word))
