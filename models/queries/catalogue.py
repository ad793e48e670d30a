"""The rules in force: stored rule sets, each parsed once and kept for the whole process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Integer, bindparam, func, null, select, union_all
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.accounts import School
from models.base import table_of
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.numbers import Numbers, with_numbers
from models.continuum.rulebook.reader import CatalogueProblem, parse_catalogue
from models.icmap import RuleSet
from models.refusals import Refused
from models.scope import Scope
from models.thresholds import ThresholdChange
from models.wording import begun_small
from models.words import words

# Rules of several districts, each with numbers of its own.
_KEPT = 96
_numbers = count(1)
_databases: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()
_lock = threading.Lock()


class NoRules(Refused):
    """The database holds no rule set, so nothing can be judged."""

    def __init__(self) -> None:
        super().__init__("No rules are stored in this database yet. Run `continuum init` first.")


# Asked at every request, and so written once and without the machinery of objects: the product's rules, then the
# district's own numbers, in one statement.
_RULES = table_of(RuleSet).c
_SCHOOLS = table_of(School).c
_CHANGES = table_of(ThresholdChange).c
_DISTRICT = func.coalesce(
    bindparam("district", type_=Integer),
    select(_SCHOOLS.district_id).where(_SCHOOLS.id == bindparam("school", type_=Integer)).scalar_subquery(),
)
_VERSIONS = select(_RULES.id, _RULES.version, _RULES.in_force_from, _RULES.created_at).order_by(
    _RULES.in_force_from, _RULES.id
)
_OF_DISTRICT = union_all(
    select(_RULES.id, _RULES.version, _RULES.in_force_from, _RULES.created_at),
    select(_CHANGES.id, null(), _CHANGES.in_force_from, _CHANGES.made_at).where(
        _CHANGES.district_id == _DISTRICT, _CHANGES.taken_back_at.is_(None)
    ),
)


class Rules(NamedTuple):
    """A version of the rules as it is stored."""

    id: int
    version: str
    first: date
    made_at: datetime


class Own(NamedTuple):
    """A district's own numbers as they are stored."""

    id: int
    first: date
    made_at: datetime


# The database, the rules, whose numbers, from which day.
Key = tuple[int, Rules, Own | None, date]
_parsed: OrderedDict[Key, Catalogue] = OrderedDict()


def database_number(session: Session) -> int:
    """Number the database of a session within this process, so that what is kept for one is never given for another."""
    engine = session.get_bind().engine
    with _lock:
        number = _databases.get(engine)
        if number is None:
            number = _databases[engine] = next(_numbers)
        return number


def rulebook(session: Session, *, scope: Scope | None = None) -> tuple[Catalogue, ...]:
    """Give every version of the rules, by the day from which it is in force.

    Args:
        scope: Of schools of one district: its own numbers hold from their days on, each as a version of its own. None
            for the rules as they come with the product, whose words are every district's.

    Raises:
        NoRules: None is stored.

    Source:
        `rule_sets` and `threshold_changes`; the content of a version is read and parsed once.
    """
    versions, changes = stored_versions(session, scope)
    database = database_number(session)
    return tuple(
        _catalogue(session, (database, rules, own, first)) for first, rules, own in _line_of(versions, changes)
    )


def stored_versions(session: Session, scope: Scope | None) -> tuple[list[Rules], list[Own]]:
    """List the product's rules and the district's own numbers as they are stored, each by its first day.

    Raises:
        NoRules: No rules are stored.
    """
    if scope is None or (scope.district_id is None and not scope.school_ids):
        rows: Sequence[Any] = session.connection().execute(_VERSIONS).all()
    else:
        where = {"district": scope.district_id, "school": min(scope.school_ids, default=None)}
        rows = session.connection().execute(_OF_DISTRICT, where).all()
    versions = sorted((Rules(*row) for row in rows if row[1] is not None), key=lambda one: (one.first, one.id))
    if not versions:
        raise NoRules
    changes = sorted(
        (Own(row[0], row[2], row[3]) for row in rows if row[1] is None), key=lambda one: (one.first, one.id)
    )
    return versions, changes


def _line_of(versions: Sequence[Rules], changes: Sequence[Own]) -> list[tuple[date, Rules, Own | None]]:
    """Say from which day which rules with which own numbers are in force; of two changes for a day the later counts."""
    line = []
    for first in sorted({*(one.first for one in versions), *(one.first for one in changes)}):
        rules = next((one for one in reversed(versions) if one.first <= first), versions[0])
        line.append((first, rules, next((one for one in reversed(changes) if one.first <= first), None)))
    return line


def with_change(session: Session, numbers: Numbers, first: date, *, scope: Scope) -> tuple[Catalogue, ...]:
    """Give the rulebook as it would be with other numbers from a day on; nothing is stored.

    Raises:
        NoRules: No rules are stored.
        CatalogueProblem: The rules cannot have such numbers.
    """
    versions, changes = stored_versions(session, scope)
    new = Own(0, first, datetime.max.replace(tzinfo=UTC))
    database = database_number(session)
    return tuple(
        _numbered(_content(session, rules.id), f"{rules.version}+", begins, numbers)
        if own is new
        else _catalogue(session, (database, rules, own, begins))
        for begins, rules, own in _line_of(versions, [*(one for one in changes if one.first <= first), new])
    )


def left_aside(session: Session, *, scope: Scope) -> list[str]:
    """Name the versions of the rules that cannot have a district's own numbers and hold as they come.

    Numbers are checked against the rules of their day; rules that came later may have other ladders.

    Raises:
        NoRules: None is stored.
    """
    versions, changes = stored_versions(session, scope)
    found = []
    for first, rules, own in _line_of(versions, changes):
        if own is not None:
            try:
                _numbered(_content(session, rules.id), rules.version, first, _numbers_of(session, own))
            except CatalogueProblem:
                found.append(f"{rules.version}+{own.id}")
    return found


def content_on(session: Session, day: date) -> dict[str, Any]:
    """Give the plain data of the product's rules in force on a day.

    Raises:
        NoRules: None is stored.
    """
    versions, _ = stored_versions(session, None)
    return _content(session, next((one for one in reversed(versions) if one.first <= day), versions[0]).id)


def has_rules(session: Session) -> bool:
    """Whether any version of the rules is stored, so that something can be judged."""
    return session.connection().execute(_VERSIONS.limit(1)).first() is not None


def catalogue_on(session: Session, day: date, *, scope: Scope | None = None) -> Catalogue:
    """Give the rules in force on a day; for a day before the first version, that first one.

    Args:
        scope: As for `rulebook`.

    Raises:
        NoRules: None is stored.
    """
    return in_force_on(rulebook(session, scope=scope), day)


def in_force_on(versions: Sequence[Catalogue], day: date) -> Catalogue:
    """Give, of several versions by their first day, the one in force on a day; before the first one, that first one."""
    in_force = [catalogue for catalogue in versions if catalogue.in_force_from <= day]
    return in_force[-1] if in_force else versions[0]


def latest_catalogue(session: Session) -> Catalogue:
    """Give the newest version of the rules: the words that records may use come from it.

    Raises:
        NoRules: None is stored.
    """
    return rulebook(session)[-1]


def phrases(session: Session) -> Callable[[str, str], str]:
    """Give what says a code of a vocabulary in mid-sentence (vocabulary, code -> words), by the newest rules.

    Where no rules are stored, a code is written as words.
    """
    try:
        return latest_catalogue(session).language.phrase
    except NoRules:
        return lambda _, code: begun_small(words(code))


def _catalogue(session: Session, key: Key) -> Catalogue:
    with _lock:
        found = _parsed.get(key)
        if found is not None:
            _parsed.move_to_end(key)
            return found
    catalogue = _read(session, key)
    with _lock:
        _parsed[key] = catalogue
        while len(_parsed) > _KEPT:
            _parsed.popitem(last=False)
    return catalogue


def _read(session: Session, key: Key) -> Catalogue:
    """Parse a version of the rules, with a district's own numbers where it has any."""
    _, rules, own, first = key
    content = _content(session, rules.id)
    if own is None:
        return _numbered(content, rules.version, first, {})
    version = f"{rules.version}+{own.id}"
    try:
        return _numbered(content, version, first, _numbers_of(session, own))
    except CatalogueProblem:
        # See `left_aside`.
        return _numbered(content, version, first, {})


def _numbers_of(session: Session, own: Own) -> Numbers:
    numbers: Numbers = session.execute(select(_CHANGES.numbers).where(_CHANGES.id == own.id)).scalar_one()
    return numbers


def _numbered(content: Mapping[str, Any], version: str, first: date, numbers: Numbers) -> Catalogue:
    return parse_catalogue({**with_numbers(content, numbers), "version": version, "in_force_from": str(first)})


def _content(session: Session, rule_set_id: int) -> dict[str, Any]:
    content: dict[str, Any] = session.execute(select(_RULES.content).where(_RULES.id == rule_set_id)).scalar_one()
    return content
