"""The engine's answers for one school, kept in memory and brought up to what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy.orm import Session

from models import record_kinds
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import ORDERED, evidence_from_rows
from models.continuum.evidence.facts import RecordKey, Row
from models.continuum.evidence.recorded import Touched
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.time.calendar import NEVER
from models.exchange.kinds import KINDS
from models.history import has_unsaved_changes
from models.memory import uncollected
from models.queries.catalogue import database_number, rulebook
from models.queries.evidence_rows import evidence_rows
from models.queries.kept_engines import Engine, KeptEngines, KeptPart, KeptStandings, Part
from models.queries.records import rows_of_kind
from models.queries.school_changes import Changes, changes_since, latest_change, seen_now
from models.scope import OutsideScope, Scope

# More changed records than this are not followed one by one.
FOLLOWED = 400
# What the engine does not read changes nothing that it says.
UNREAD = frozenset(name for name, kind in record_kinds.KINDS.items() if kind.read.unread)
kept = KeptEngines()
P = TypeVar("P", bound=Part)


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
        All confirmed records of the school, `evidence_rows`, and its history.
    """
    if scope.partner_id is not None:
        raise OutsideScope("An alliance does not read a school's levels.")
    school_id = scope.school_id
    engine = kept.of(database_number(session), school_id)
    # Before the lock: whoever holds it must not wait for the database, where somebody may write and wait for the lock.
    rules = rulebook(session, scope=scope)
    with engine.lock:
        continuum = _up_to_date(session, school_id, engine, rules)
    kept.make_room()
    return continuum


def _up_to_date(session: Session, school_id: int, engine: Engine, rules: tuple[Catalogue, ...]) -> Continuum:
    versions = tuple((one.version, one.in_force_from.isoformat()) for one in rules)
    found: Continuum | None = None
    if engine.continuum is not None and engine.rules == versions:
        changes = changes_since(session, school_id, engine.seen)
        if changes is None:
            return engine.continuum
        seen = changes.seen
        found = _followed(session, school_id, engine.continuum, changes)
    else:
        seen = seen_now(session, school_id)
    followed = found is not None
    if found is None:
        with uncollected():
            evidence = evidence_from_rows(evidence_rows(session, school_id), rules[-1].language)
            found = Continuum(evidence, rules)
    # What is not committed may be taken back: others must not be answered by it.
    if not has_unsaved_changes(session):
        touched_from = first_day_touched(found.evidence.touched) if followed else 0
        if found is engine.continuum:
            touched_from = NEVER
        engine.take(found, versions, seen, touched_from=touched_from)
        found.settled()
    return found


def part_of(
    session: Session, name: str, *, scope: Scope, take: Callable[[Continuum, P | None], P]
) -> tuple[Continuum, P]:
    """Give the engine of one school, and what is made of a part of its records: kept beside it, and never older.

    Args:
        name: Of the part; another part has another one.
        scope: Of one school.
        take: Makes it of the school, and of what it was before the school changed; None where that is not known. It
            depends on nothing else, and does not hold on to the school.

    Raises:
        OutsideScope: As `continuum_of`.
        NoRules: As `continuum_of`.
    """
    whole = continuum_of(session, scope=scope)
    engine = kept.of(database_number(session), scope.school_id)
    with engine.lock:
        if engine.continuum is not whole:
            return whole, take(whole, None)
        known = engine.parts.get(name)
        if known is None or known.seen is not engine.seen:
            found = take(whole, known.part if known else None)
            found.continuum.settled()
            known = engine.parts[name] = KeptPart(found, engine.seen)
    kept.make_room()
    return whole, known.part


def first_day_touched(touched: Touched) -> int:
    """Find the first day (an ordinal) of which anything may be different in an evidence made from another; 0 for all.

    A fact changes nothing of the days before its own; all else may.
    """
    if touched != Touched(facts=touched.facts):
        return 0
    return min((fact.on for fact in touched.facts), default=NEVER)


def standings_kept(session: Session, school_id: int) -> tuple[Continuum, KeptStandings | None, int]:
    """Give the engine of a school, what was last stored of its standings here, and the latest history that is in it.

    Raises:
        NoRules: As `continuum_of`.
    """
    continuum = continuum_of(session, scope=Scope.of_school(school_id))
    engine = kept.of(database_number(session), school_id)
    with engine.lock:
        if engine.continuum is continuum:
            return continuum, engine.standings, max(engine.seen.latest, default=0)
    return continuum, None, latest_change(session, school_id)


def keep_standings(session: Session, school_id: int, continuum: Continuum, standings: KeptStandings) -> None:
    """Remember what was stored, as long as the engine is the one that said it."""
    engine = kept.of(database_number(session), school_id)
    with engine.lock:
        if engine.continuum is continuum:
            engine.standings = standings


def _followed(session: Session, school_id: int, continuum: Continuum, changes: Changes) -> Continuum | None:
    """Give the school with what changed; None where it has to be read again."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, number in changes.records:
        if kind not in UNREAD:
            by_kind[kind].append(number)
    if changes.is_known and not by_kind:
        return continuum
    # A partner's name and category stand in the records of many kinds.
    if not changes.is_known or len(changes.records) > FOLLOWED or not set(by_kind) <= set(KINDS):
        return None
    return continuum.as_if(add=_rows(session, school_id, by_kind), renewed=ORDERED & set(by_kind))


def _rows(session: Session, school_id: int, by_kind: dict[str, list[int]]) -> Iterable[tuple[str, Row]]:
    for kind, ids in by_kind.items():
        if KINDS[kind].read.unread:
            continue
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
