"""Where schools stand: one statement over all of them, from what was stored when their records last changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.time.calendar import month_ends_before
from models.history import History
from models.queries.catalogue import rulebook
from models.scope import OutsideScope, Scope
from models.standings import IndicatorStanding, SchoolStanding

# So many month-ends are stored beside today.
MONTHS = 24
# As many characters as `SchoolStanding.rules` takes; more versions than that are named by their digest.
LONGEST_NAME = 500
# So many months back "a year ago" looks: a month-end, for of those it is stored where schools stood.
YEAR = 12
# So far most rules look back.
LOOKED_BACK = timedelta(days=365)


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


def year_before(on: date) -> date:
    """Give the month-end nearest before the same day a year ago."""
    return date.fromordinal(month_ends_before(on.toordinal(), YEAR + 1)[-1])


def level_before(
    supported: int, then_supported: int | None, then_possible: int | None, *, before: date, begun: date | None
) -> int | None:
    """Give the level of a year ago that one may be set beside; None where there is none: to begin to log is no rise.

    On a day when the log was younger than what rules look back on, as much may have been there as was possible.

    Args:
        supported: The level now, 0 to 5.
        then_supported, then_possible: What is stored of `before`; None where nothing is.
        begun: The first day of the school's log.
    """
    if then_supported is None or then_possible is None or begun is None or begun > before:
        return None
    was_young = begun > before - LOOKED_BACK
    return None if was_young and then_supported < supported <= then_possible else then_supported


def fresh_schools(rules: Sequence[Catalogue], *, scope: Scope) -> Select[int]:
    """Ask for the schools of a scope whose stored standings have all that their history says and follow these rules."""
    state = SchoolStanding
    of_school = History.school_id == state.school_id
    latest = select(func.coalesce(func.max(History.id), 0)).where(of_school).scalar_subquery()
    seen = select(func.count(History.id)).where(of_school, History.id >= state.history_from).scalar_subquery()
    return select(state.school_id).where(
        state.school_id.in_(scope.school_ids),
        state.rules == rules_named(rules),
        latest == state.history_id,
        seen == state.history_rows,
    )


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
    line = IndicatorStanding
    found = session.execute(
        select(line.school_id, line.indicator, line.supported, line.possible, line.progress)
        # A list, so that a school's history is looked at once and not for each of its lines.
        .where(line.school_id.in_(fresh_schools(rules, scope=scope)), line.on <= on, line.until > on)
    )
    places = {code: place for place, code in enumerate(rules[-1].indicators)}
    lines = sorted(
        (StoredStanding(*row) for row in found), key=lambda one: (one.school_id, places.get(one.indicator, 99))
    )
    return Standings(tuple(lines), _without(scope.school_ids, lines))


def _without(schools: Iterable[int], lines: Iterable[StoredStanding]) -> frozenset[int]:
    return frozenset(schools) - {line.school_id for line in lines}
