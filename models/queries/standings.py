"""Where schools stand: one statement over all of them, from what was stored when their records last changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from models.continuum.rulebook.catalogue import Catalogue
from models.history import History
from models.queries.catalogue import rulebook
from models.scope import OutsideScope, Scope
from models.standings import IndicatorStanding, SchoolStanding

# So many month-ends are stored beside today.
MONTHS = 24
# As many characters as `SchoolStanding.rules` takes; more versions than that are named by their digest.
LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class StoredStanding:
    """One indicator of one school on a day.

    Attributes:
        supported: 0 none yet, 1 to 5.
        possible: The same with every unknown taken as met.
        progress: How far the next level is there, 0 to 1.
    """

    school_id: int
    indicator: str
    supported: int
    possible: int
    progress: float


@dataclass(frozen=True, slots=True)
class Standings:
    """Where schools stand on a day.

    Attributes:
        lines: By school, then indicator, as the map orders them.
        stale: Schools of which nothing is stored for that day, or whose records or rules changed since: to refresh.
    """

    lines: tuple[StoredStanding, ...]
    stale: frozenset[int]


def rules_named(rules: Sequence[Catalogue]) -> str:
    """Name the versions of the rules and their first days, so that other rules make stored standings stale."""
    named = ";".join(f"{one.version}@{one.in_force_from.isoformat()}" for one in rules)
    return named if len(named) <= LONGEST_NAME else hashlib.sha256(named.encode()).hexdigest()


def standings_on(session: Session, on: date, *, scope: Scope) -> Standings:
    """Read where the schools of a scope stand on a day.

    Args:
        on: A month-end of the last two years, or today.
        scope: Of one school or several.

    Raises:
        OutsideScope: The scope is an alliance's.
        NoRules: No rules are stored.

    Source:
        `indicator_standings`; those whose records changed since, as `history` says, are left out. One statement.
    """
    if scope.partner_id is not None:
        raise OutsideScope("An alliance does not read schools' levels.")
    rules = rulebook(session, scope=scope)
    state = SchoolStanding
    # Grouped, so that a school's history is looked at once and not for each of its lines.
    fresh = (
        select(state.school_id)
        .outerjoin(History, and_(History.school_id == state.school_id, History.id >= state.history_from))
        .where(state.school_id.in_(scope.school_ids), state.rules == rules_named(rules))
        .group_by(state.school_id, state.history_id, state.history_rows)
        .having(
            func.coalesce(func.max(History.id), 0) == state.history_id, func.count(History.id) == state.history_rows
        )
        .subquery()
    )
    line = IndicatorStanding
    found = session.execute(
        select(line.school_id, line.indicator, line.supported, line.possible, line.progress)
        .join(fresh, fresh.c.school_id == line.school_id)
        .where(line.on <= on, line.until > on)
    )
    places = {code: place for place, code in enumerate(rules[-1].indicators)}
    lines = sorted(
        (StoredStanding(*row) for row in found), key=lambda one: (one.school_id, places.get(one.indicator, 99))
    )
    return Standings(tuple(lines), _without(scope.school_ids, lines))


def _without(schools: Iterable[int], lines: Iterable[StoredStanding]) -> frozenset[int]:
    return frozenset(schools) - {line.school_id for line in lines}
