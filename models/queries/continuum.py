"""The engine's answers for one school, kept in memory as long as nothing of the school changes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.history import History, epoch
from models.queries.catalogue import database_number, rulebook
from models.queries.records import record_rows
from models.scope import OutsideScope, Scope

# Schools kept at a time. One of 20,000 records takes some tens of megabytes.
SCHOOLS_KEPT = 16

# The database, the school; then what its answers follow from: its records and the rules.
_School = tuple[int, int]
_State = tuple[str, datetime | None, tuple[tuple[str, str], ...]]


class _Kept:
    """The latest continuum of the schools asked about most recently. Safe to use from several threads."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._found: OrderedDict[_School, tuple[_State, Continuum]] = OrderedDict()

    def get(self, school: _School, state: _State) -> Continuum | None:
        """Give a school's continuum if it is of this very state."""
        with self._lock:
            found = self._found.get(school)
            if found is None or found[0] != state:
                return None
            self._found.move_to_end(school)
            return found[1]

    def put(self, school: _School, state: _State, continuum: Continuum) -> None:
        """Keep a school's continuum in place of its earlier one; the school asked about longest ago makes room."""
        with self._lock:
            self._found[school] = (state, continuum)
            self._found.move_to_end(school)
            while len(self._found) > self._most:
                self._found.popitem(last=False)


_kept = _Kept(SCHOOLS_KEPT)


def continuum_of(session: Session, *, scope: Scope) -> Continuum:
    """Give the engine, loaded with one school's evidence and all versions of the rules.

    It is kept for the process until a record of the school or the rules change: no stored state decides a level,
    this only spares the work.

    Args:
        scope: Of one school.

    Raises:
        OutsideScope: The scope is an alliance's, or not of exactly one school.
        NoRules: No rules are stored; the message says what to run.

    Source:
        All records of the school, `record_rows`.
    """
    if scope.partner_id is not None:
        raise OutsideScope("An alliance does not read a school's levels.")
    school_id = scope.school_id
    rules = rulebook(session)
    school = (database_number(session), school_id)
    # Before the rows: were a change committed in between, the next question would find another state and read again.
    versions = tuple((one.version, one.in_force_from.isoformat()) for one in rules)
    state = (*_state(session, school_id), versions)
    found = _kept.get(school, state)
    if found is None:
        evidence = evidence_from_rows(record_rows(session, school_id), rules[-1])
        found = Continuum(evidence, rules)
        _kept.put(school, state, found)
    return found


def _state(session: Session, school_id: int) -> tuple[str, datetime | None]:
    """Name the state of a school's records.

    The moment of the latest change stands beside the epoch: after a rollback another change may get the same number.
    """
    latest = session.scalar(select(func.max(History.at)).where(History.school_id == school_id))
    return epoch(session, school_id), latest
