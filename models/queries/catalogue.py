"""The rules in force: stored rule sets, each parsed once and kept for the whole process."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import cast
from weakref import WeakKeyDictionary

from sqlalchemy import Table, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.reader import parse_catalogue
from models.icmap import RuleSet
from models.refusals import Refused

_KEPT = 32
_numbers = count(1)
_databases: WeakKeyDictionary[Engine, int] = WeakKeyDictionary()
_parsed: OrderedDict[tuple[int, str, datetime], Catalogue] = OrderedDict()
_lock = threading.Lock()


class NoRules(Refused):
    """The database holds no rule set, so nothing can be judged."""

    def __init__(self) -> None:
        super().__init__("No rules are stored in this database yet. Run `continuum init` first.")


# Asked at every request, and so written once and without the machinery of objects.
_RULES = cast(Table, RuleSet.__table__).c
_VERSIONS = select(_RULES.id, _RULES.version, _RULES.created_at).order_by(_RULES.in_force_from, _RULES.id)


def database_number(session: Session) -> int:
    """Number the database of a session within this process, so that what is kept for one is never given for another."""
    engine = session.get_bind().engine
    with _lock:
        number = _databases.get(engine)
        if number is None:
            number = _databases[engine] = next(_numbers)
        return number


def rulebook(session: Session) -> tuple[Catalogue, ...]:
    """Give every version of the rules, by the day from which it is in force.

    Raises:
        NoRules: None is stored.

    Source:
        `rule_sets`; the content of a version is read and parsed once.
    """
    versions = session.connection().execute(_VERSIONS).all()
    if not versions:
        raise NoRules
    database = database_number(session)
    return tuple(
        _catalogue(session, (database, version, created_at), rule_set_id)
        for rule_set_id, version, created_at in versions
    )


def has_rules(session: Session) -> bool:
    """Whether any version of the rules is stored, so that something can be judged."""
    return session.connection().execute(_VERSIONS.limit(1)).first() is not None


def catalogue_on(session: Session, day: date) -> Catalogue:
    """Give the rules in force on a day; for a day before the first version, that first one.

    Raises:
        NoRules: None is stored.
    """
    return in_force_on(rulebook(session), day)


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


def _catalogue(session: Session, key: tuple[int, str, datetime], rule_set_id: int) -> Catalogue:
    with _lock:
        found = _parsed.get(key)
        if found is not None:
            _parsed.move_to_end(key)
            return found
    content = session.execute(select(RuleSet.content).where(RuleSet.id == rule_set_id)).scalar_one()
    catalogue = parse_catalogue(content)
    with _lock:
        _parsed[key] = catalogue
        while len(_parsed) > _KEPT:
            _parsed.popitem(last=False)
    return catalogue
