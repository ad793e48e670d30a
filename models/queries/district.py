"""The schools of a district side by side, read from what is stored of each: no school's records are judged here."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.continuum.time.calendar import month_ends_before
from models.queries.standings import MONTHS, Standings, StoredStanding, standings_on
from models.ratings import Assessment, Rating
from models.records import RecordStatus
from models.scope import OutsideScope, Scope
from models.standings import IndicatorStanding

# So many months back "a year ago" looks: a month-end, for of those it is stored where schools stood.
YEAR = 12
# So far most rules look back.
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Stands:
    """One indicator of one school.

    Attributes:
        level: 0 none yet, 1 to 5.
        before: The same a year ago; None where it was not judged, or the log was too young to tell.
        progress: How far the next level is there, 0 to 1.
        wanted: The level that the team wants; None where it named none.
    """

    level: int
    before: int | None
    progress: float
    wanted: int | None

    @property
    def moved(self) -> int:
        """By how many levels it rose, negative where it fell."""
        return 0 if self.before is None else self.level - self.before


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school.

    Attributes:
        stands: By indicator; empty where nothing is stored that is up to date.
        trend: A month-end, or today, and the mean of all levels there; from the first thing logged on, oldest first.
        begun: The day of the first thing on record; None where there is none.
    """

    school_id: int
    name: str
    stands: Mapping[str, Stands]
    trend: tuple[tuple[date, float], ...]
    begun: date | None

    @property
    def mean(self) -> float:
        """The mean of its levels; 0 where none is known."""
        return fmean(one.level for one in self.stands.values()) if self.stands else 0.0

    @property
    def rose(self) -> tuple[str, ...]:
        """Codes of the indicators that rose within the year."""
        return tuple(code for code, one in self.stands.items() if one.moved > 0)

    @property
    def fell(self) -> tuple[str, ...]:
        """Codes of the indicators that fell within the year."""
        return tuple(code for code, one in self.stands.items() if one.moved < 0)


@dataclass(frozen=True, slots=True)
class Help:
    """A school that stands where others want to be.

    Attributes:
        level: Where it stands.
        others: Who wants to be there, with the level that each wants.
    """

    indicator: str
    school: SchoolLine
    level: int
    others: tuple[tuple[SchoolLine, int], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The schools of a district on a day.

    Attributes:
        before: The day that they are compared with.
        schools: By name.
        stale: Schools of which nothing is stored that is up to date.
    """

    on: date
    before: date
    schools: tuple[SchoolLine, ...]
    stale: frozenset[int]

    @property
    def known(self) -> tuple[SchoolLine, ...]:
        """The schools that have logged something: of the others it is too early to say anything."""
        return tuple(one for one in self.schools if one.begun)

    def spread(self, code: str) -> Counter[int]:
        """Count the schools of an indicator by level."""
        return Counter(one.stands[code].level for one in self.known if code in one.stands)

    def mean(self, code: str) -> float | None:
        """The mean level of an indicator; None where no school's is known."""
        levels = [one.stands[code].level for one in self.known if code in one.stands]
        return fmean(levels) if levels else None

    @property
    def movers(self) -> list[SchoolLine]:
        """Schools that rose or fell within the year, those that moved most first."""
        moved = [one for one in self.schools if one.rose or one.fell]
        return sorted(moved, key=lambda one: (-len(one.rose) - len(one.fell), one.name))

    def helps(self) -> list[Help]:
        """Name who could help whom: for each indicator the school nearest above what others want, if there is one."""
        found = []
        for code in dict.fromkeys(code for one in self.schools for code in one.stands):
            seeking = [
                (one, stands.wanted)
                for one in self.schools
                if (stands := one.stands.get(code)) and stands.wanted and stands.wanted > stands.level
            ]
            by_helper: dict[int, list[tuple[SchoolLine, int]]] = defaultdict(list)
            known = {one.school_id: one for one in self.schools}
            for one, wanted in seeking:
                there = [other for other in self.schools if code in other.stands and other.stands[code].level >= wanted]
                if there:
                    nearest = min(there, key=lambda other: (other.stands[code].level, -other.mean, other.name))
                    by_helper[nearest.school_id].append((one, wanted))
            found += [
                Help(code, known[number], known[number].stands[code].level, tuple(others))
                for number, others in by_helper.items()
            ]
        return sorted(found, key=lambda one: (-len(one.others), -one.level, one.indicator))


def year_before(on: date) -> date:
    """Give the month-end nearest before the same day a year ago."""
    return date.fromordinal(month_ends_before(on.toordinal(), YEAR + 1)[-1])


def compare_schools(session: Session, on: date, *, scope: Scope) -> Comparison:
    """Lay the schools of a scope side by side. The number of statements is the same for ten and for a thousand.

    Args:
        on: Today where the schools are.
        scope: Of several schools.

    Raises:
        OutsideScope: The scope is an alliance's.
        NoRules: No rules are stored.
    """
    if scope.partner_id is not None:
        raise OutsideScope("An alliance does not read schools' levels.")
    before = year_before(on)
    now, then = standings_on(session, on, scope=scope), standings_on(session, before, scope=scope)
    begun = _begun(session, scope)
    wanted = _wanted(session, scope)
    trends = _trends(session, on, scope, without=now.stale)
    stands = _stands(now, then, before, begun, wanted)
    schools = session.execute(
        select(School.id, School.name).where(School.id.in_(scope.school_ids)).order_by(School.name)
    )
    lines = tuple(
        SchoolLine(number, name, stands.get(number, {}), _since(begun.get(number), trends[number]), begun.get(number))
        for number, name in schools
    )
    return Comparison(on, before, lines, now.stale)


def _since(begun: date | None, trend: Sequence[tuple[date, float]]) -> tuple[tuple[date, float], ...]:
    return tuple(one for one in trend if begun is not None and one[0] >= begun)


def _stands(
    now: Standings, then: Standings, before: date, begun: Mapping[int, date], wanted: Mapping[tuple[int, str], int]
) -> dict[int, dict[str, Stands]]:
    earlier = {(line.school_id, line.indicator): line for line in then.lines}
    found: dict[int, dict[str, Stands]] = defaultdict(dict)
    for line in now.lines:
        key = line.school_id, line.indicator
        was = earlier.get(key) if _is_comparable(line, earlier.get(key), before, begun.get(line.school_id)) else None
        found[line.school_id][line.indicator] = Stands(
            line.supported, was.supported if was else None, line.progress, wanted.get(key)
        )
    return found


def _is_comparable(now: StoredStanding, then: StoredStanding | None, before: date, begun: date | None) -> bool:
    """Whether a level may be set beside that of a year ago: the start of logging is no rise.

    On a day when the log was younger than what rules look back on, as much may have been there as was possible.
    """
    if then is None or begun is None or begun > before:
        return False
    was_young = begun > before - LOOKED_BACK
    return not (was_young and then.supported < now.supported <= then.possible)


def _begun(session: Session, scope: Scope) -> dict[int, date]:
    rows = session.execute(
        select(Activity.school_id, func.min(Activity.occurred_on))
        .where(Activity.school_id.in_(scope.school_ids), Activity.record_status == RecordStatus.CONFIRMED)
        .group_by(Activity.school_id)
    )
    return {row[0]: row[1] for row in rows}


def _wanted(session: Session, scope: Scope) -> dict[tuple[int, str], int]:
    """Read which levels the teams want, of each indicator what was said last."""
    rows = session.execute(
        select(Assessment.school_id, Rating.indicator, Rating.desired)
        .join(Rating, Rating.assessment_id == Assessment.id)
        .where(Assessment.school_id.in_(scope.school_ids), Assessment.record_status == RecordStatus.CONFIRMED)
        .where(Rating.desired.is_not(None), Rating.reviewed_on.is_not(None))
        .order_by(Assessment.first)
    )
    return {(row.school_id, row.indicator): row.desired for row in rows}


def _trends(
    session: Session, on: date, scope: Scope, *, without: frozenset[int]
) -> dict[int, list[tuple[date, float]]]:
    days = [date.fromordinal(day) for day in month_ends_before(on.toordinal(), MONTHS)]
    line = IndicatorStanding
    rows = session.execute(
        select(line.school_id, line.on, func.avg(line.supported))
        .where(line.school_id.in_(scope.school_ids - without), line.on.in_(days))
        .group_by(line.school_id, line.on)
        .order_by(line.school_id, line.on)
    )
    found: dict[int, list[tuple[date, float]]] = defaultdict(list)
    for school_id, day, mean in rows:
        found[school_id].append((day, float(mean)))
    return found
