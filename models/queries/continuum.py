"""The engine's answers for one school, kept in memory and brought up to what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import ORDERED, evidence_from_rows
from models.continuum.evidence.facts import RecordKey, Row
from models.exchange.kinds import KINDS
from models.history import has_unsaved_changes
from models.memory import uncollected
from models.queries.catalogue import database_number, rulebook
from models.queries.kept_engines import Engine, KeptEngines
from models.queries.records import record_rows, rows_of_kind
from models.queries.school_changes import Changes, changes_since, is_unchanged, seen_now
from models.scope import OutsideScope, Scope

# More changed records than this are not followed one by one.
FOLLOWED = 400
kept = KeptEngines()


def continuum_of(session: Session, *, scope: Scope) -> Continuum:
    """Give the engine, loaded with one school's evidence and all versions of the rules.

    It is kept for the process, and what changed since is read: no stored state decides a level, this only spares the
    work. Several askers of a changed school wait for one of them to bring it up to date.

    Args:
        scope: Of one school.

    Raises:
        OutsideScope: The scope is an alliance's, or not of exactly one school.
        NoRules: No rules are stored; the message says what to run.

    Source:
        All records of the school, `record_rows`, and its history.
    """
    if scope.partner_id is not None:
        raise OutsideScope("An alliance does not read a school's levels.")
    school_id = scope.school_id
    engine = kept.of(database_number(session), school_id)
    with engine.lock:
        continuum = _up_to_date(session, school_id, engine)
    kept.make_room()
    return continuum


def _up_to_date(session: Session, school_id: int, engine: Engine) -> Continuum:
    rules = rulebook(session)
    versions = tuple((one.version, one.in_force_from.isoformat()) for one in rules)
    same_rules = engine.continuum is not None and engine.rules == versions
    if engine.continuum is not None and same_rules and is_unchanged(session, school_id, engine.seen):
        return engine.continuum
    found: Continuum | None = None
    if engine.continuum is not None and same_rules:
        changes = changes_since(session, school_id, engine.seen)
        seen = changes.seen
        found = _followed(session, school_id, engine.continuum, changes)
    else:
        seen = seen_now(session, school_id)
    if found is None:
        with uncollected():
            evidence = evidence_from_rows(record_rows(session, school_id), rules[-1].language)
            found = Continuum(evidence, rules)
    # What is not committed may be taken back: others must not be answered by it.
    if not has_unsaved_changes(session):
        engine.continuum, engine.rules, engine.seen = found.settled(), versions, seen
    return found


def _followed(session: Session, school_id: int, continuum: Continuum, changes: Changes) -> Continuum | None:
    """Give the school with what changed; None where it has to be read again."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, number in changes.records:
        by_kind[kind].append(number)
    # A partner's name and category stand in the records of many kinds.
    if not changes.is_known or len(changes.records) > FOLLOWED or not set(by_kind) <= set(KINDS):
        return None
    return continuum.as_if(add=_rows(session, school_id, by_kind), renewed=ORDERED & set(by_kind))


def _rows(session: Session, school_id: int, by_kind: dict[str, list[int]]) -> Iterable[tuple[str, Row]]:
    for kind, ids in by_kind.items():
        wanted = None if kind in ORDERED else ids
        yield from ((kind, row) for _, row in rows_of_kind(session, school_id, kind, ids=wanted))


def as_if(
    session: Session, *, scope: Scope, remove: Iterable[RecordKey] = (), add: Iterable[tuple[str, Row]] = ()
) -> Continuum:
    """Give a school as if some records had not been made, and others had: what hints, effects and previews ask.

    Args:
        scope: Of one school.
        remove: Kind and reference.
        add: Kind and typed row; it takes the place of a record of the same reference.

    Raises:
        OutsideScope: As `continuum_of`.
        NoRules: As `continuum_of`.
    """
    return continuum_of(session, scope=scope).as_if(remove=remove, add=add)
