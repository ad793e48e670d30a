"""What is on record as standing and is asked for again once a year: line by line, whether it is still true."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.assessments import Attestation
from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.time.calendar import back, expiry
from models.evaluations import DialogueProcess
from models.queries.evaluations_due import is_in_force
from models.queries.lines_asked import LinesAsked, lines_asked
from models.queries.partnership_health import last_stated_on
from models.queries.partnership_lines import FactLine, lines_of, load_lines
from models.queries.partnership_list import running_partnerships
from models.records import Record
from models.scope import Scope
from models.stewardship import Coordinator, RosterMember

# So many days before it is asked for, a fact is on the list: a team goes through it in one sitting.
AHEAD = timedelta(days=60)
# A statement that ended longer ago is no standing fact any more, and is asked for where it is missing.
GONE = timedelta(days=365)
# A day that a month lacks becomes its last, so that so many days may share the one on which they are asked for.
_WHOLE_MONTHS = timedelta(days=4)
STANDING: Mapping[str, type[Record]] = {one.kind: one for one in (DialogueProcess, Coordinator, RosterMember)}


@dataclass(frozen=True, slots=True)
class LineAsked:
    """One line of a partnership, and whether it is time to say it again."""

    line: FactLine
    asked: bool


@dataclass(frozen=True, slots=True)
class StandingFact:
    """One thing that is on record as being so.

    Attributes:
        said_on: The last day on which anybody said that it is so.
        until: The first day on which it counts no more unless it is said again.
        asked: It is time to say so again.
        has_ended: It counts no more.
        practice: Key of the practice that a statement is on; empty for others.
        lines: Of a partnership, what stands of it; empty for others.
    """

    record: Record
    said_on: date
    until: date
    asked: bool
    has_ended: bool
    practice: str = ""
    lines: tuple[LineAsked, ...] = ()

    @property
    def kind(self) -> str:
        """Kind of record."""
        return self.record.kind

    @property
    def to_go_through(self) -> int:
        """How many lines of it are to be said again."""
        return sum(one.asked for one in self.lines) or int(self.asked)


def standing_facts(
    session: Session, continuum: Continuum, *, scope: Scope, today: date, among: Collection[int] | None = None
) -> list[StandingFact]:
    """List what stands at a school and has to be said again, the first to end first.

    Args:
        continuum: Of the same school.
        among: Numbers of the partnerships that are wanted; None for all.

    Source:
        Partnerships in force, the process of dialogue, the coordinator, the seats of the team, and the latest statement
        on each practice that says that it is so: one statement for each.
    """
    rules = continuum.rules_on(today.toordinal())
    found = [
        *_partnerships(session, rules, scope, today, among),
        *_standing(session, continuum, rules, scope, today),
        *_statements(session, continuum, rules, scope, today),
    ]
    return sorted(found, key=lambda one: (one.until, one.kind, one.record.id))


def find_fact(facts: Iterable[StandingFact], kind: str, record_id: int) -> StandingFact | None:
    """Find one of them; None where it is not among them."""
    return next((one for one in facts if (one.kind, one.record.id) == (kind, record_id)), None)


def _fact(record: Record, said_on: date, lasts: int, again: int, today: date, practice: str = "") -> StandingFact:
    until = date.fromordinal(expiry(said_on.toordinal(), lasts))
    asked = _ask_on(said_on, min(again, lasts)) <= today
    return StandingFact(record, said_on, until, asked, until <= today, practice)


def _ask_on(said_on: date, months: int) -> date:
    """Give the day from which something is to be said again."""
    return date.fromordinal(expiry(said_on.toordinal(), months)) - AHEAD


def partnerships_asked(session: Session, rules: Catalogue, *, scope: Scope, today: date) -> list[LinesAsked]:
    """Say of every partnership in force how many lines of it are to be said again, without reading them."""
    again, lasts = rules.thresholds.confirm_every_months, rules.thresholds.facts_last_months
    return lines_asked(
        session,
        rules,
        scope=scope,
        today=today,
        until=_asked_until(again, today),
        whole_until=_asked_until(min(again, lasts), today),
    )


def _asked_until(months: int, today: date) -> date:
    """Give the last day on which something can have been said that is to be said again by today."""
    day = date.fromordinal(back((today + AHEAD).toordinal(), months)) + _WHOLE_MONTHS
    while _ask_on(day, months) > today:
        day -= timedelta(days=1)
    return day


def _partnerships(
    session: Session, rules: Catalogue, scope: Scope, today: date, among: Collection[int] | None
) -> Iterable[StandingFact]:
    limits = rules.thresholds
    if among is not None and not among:
        return
    stages = rules.language.marked("stage", "in_force")
    running = running_partnerships(session, rules.language, scope=scope, today=today, among=among)
    standing = [one for one in running if is_in_force(one, stages, today)]
    load_lines(session, [one.id for one in standing])
    for partnership in standing:
        if partnership.started_on <= today:
            said_on = last_stated_on(partnership, today)
            whole = _fact(partnership, said_on, limits.facts_last_months, limits.confirm_every_months, today)
            lines = tuple(
                LineAsked(line, _ask_on(line.said_on, limits.confirm_every_months) <= today)
                for line in lines_of(partnership, today)
            )
            yield replace(whole, lines=lines, asked=whole.asked or any(one.asked for one in lines))


def _standing(
    session: Session, continuum: Continuum, rules: Catalogue, scope: Scope, today: date
) -> Iterable[StandingFact]:
    day, limits = today.toordinal(), rules.thresholds
    stops: dict[str, list[int]] = {}
    for part in (part for one in rules.practices.values() for part in one.rule.standing()):
        stops.setdefault(part.kind, []).append(part.hard_stop_months)
    for kind, table in STANDING.items():
        known = {one.record[1]: one for one in continuum.evidence.standing.get(kind, ()) if day in one.days}
        statement = scope.limit(select(table).where(table.ref.in_(sorted(known))), table)
        lasts = max(stops.get(kind, [limits.facts_last_months]))
        for record in session.scalars(statement) if known else ():
            said = max(on for on in known[record.ref].confirmed if on <= day)
            yield _fact(record, date.fromordinal(said), lasts, limits.confirm_every_months, today)


def _statements(
    session: Session, continuum: Continuum, rules: Catalogue, scope: Scope, today: date
) -> Iterable[StandingFact]:
    """Give the statements that count, or counted not long ago: for as long as the most patient rule takes them."""
    day = today.toordinal()
    lasts: dict[str, int] = {}
    for practice in rules.practices.values():
        for part in practice.rule.attested():
            key = part.of or practice.key
            latest = continuum.evidence.latest_statement(key, day)
            if latest is not None and latest.in_place and latest.serves(part.evidence):
                lasts[key] = max(lasts.get(key, 0), part.valid_months)
    refs = {
        latest.record[1]: key for key in lasts if (latest := continuum.evidence.latest_statement(key, day)) is not None
    }
    found: Any = scope.limit(select(Attestation).where(Attestation.ref.in_(sorted(refs))), Attestation)
    for record in session.scalars(found.options(joinedload(Attestation.document))) if refs else ():
        key = refs[record.ref]
        fact = _fact(record, record.occurred_on, lasts[key], lasts[key], today, key)
        if today - fact.until < GONE:
            yield fact
