"""The schools of a district side by side, read from what is stored of each: no school's records are judged here.

The picture of all of them is made of sums that the database makes; of the list of schools one page is read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from models.accounts import School
from models.continuum.time.calendar import month_ends_before
from models.folding import folded_column, says
from models.queries.catalogue import rulebook
from models.queries.district_helps import Help, helps_of, seekers, wanted_levels
from models.queries.paging import Paged, place_of
from models.queries.standings import MONTHS, fresh_schools, level_before, year_before
from models.scope import OutsideScope, Scope
from models.standings import IndicatorStanding, SchoolStanding

# A page of schools: each is a line of sixteen cells and a drawing.
SCHOOLS_A_PAGE = 20
MOVERS = 5
NAME, LEVEL, MOVED = "name", "level", "moved"


@dataclass(frozen=True, slots=True)
class Stands:
    """One indicator of one school.

    Attributes:
        level: 0 none yet, 1 to 5.
        before: The same a year ago; None where it was not judged, or the log was too young to tell.
        progress: How far the next level is there, 0 to 1.
    """

    level: int
    before: int | None
    progress: float

    @property
    def moved(self) -> int:
        """By how many levels it rose, negative where it fell."""
        return 0 if self.before is None else self.level - self.before


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """One school.

    Attributes:
        stands: By indicator; empty where nothing is stored that is up to date.
        trend: A month-end and the mean of all levels there; from the first day of the log on, oldest first.
        begun: The first day of its log; None where nothing is logged.
        mean: The mean of its levels today; 0 where none is known.
        rank: What the list is grouped by: a level, where it is sorted by levels and one is known; else None.
    """

    school_id: int
    name: str
    stands: Mapping[str, Stands]
    trend: tuple[tuple[date, float], ...]
    begun: date | None
    mean: float
    rank: int | None = None

    @property
    def rose(self) -> tuple[str, ...]:
        """Codes of the indicators that rose within the year."""
        return tuple(code for code, one in self.stands.items() if one.moved > 0)

    @property
    def fell(self) -> tuple[str, ...]:
        """Codes of the indicators that fell within the year."""
        return tuple(code for code, one in self.stands.items() if one.moved < 0)


@dataclass(frozen=True, slots=True)
class Asks:
    """What a list of schools is narrowed to, and its order.

    Attributes:
        name: What is searched for in names.
        indicator, level: Where they stand: that level of that indicator.
        wants: An indicator and a level that their teams want there, and do not have.
        moved: Only those that rose or fell within the year.
        sort: `name`, `level`, `moved`, or the code of an indicator.
        page: From 1; None for all at once.
    """

    name: str = ""
    indicator: str | None = None
    level: int | None = None
    wants: tuple[str, int] | None = None
    moved: bool = False
    sort: str = NAME
    descending: bool = False
    page: int | None = 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The schools of a district on a day.

    Attributes:
        before: The day that they are compared with.
        total: How many schools there are, whatever the list is narrowed to.
        schools: A page of the list.
        ranks: Level -> how many schools of the whole list are at it, where it is sorted by levels.
        spreads: Indicator -> level -> how many of all the schools that log stand there.
        movers: Those that rose or fell most within the year; `moved` says how many did at all.
        helps: Who could help whom, what most want first.
        stale: Schools of which nothing is stored that is up to date.
    """

    on: date
    before: date
    total: int
    schools: Paged[SchoolLine]
    ranks: Mapping[int | None, int]
    spreads: Mapping[str, Counter[int]]
    movers: tuple[SchoolLine, ...]
    moved: int
    helps: tuple[Help, ...]
    stale: frozenset[int]

    def spread(self, code: str) -> Counter[int]:
        """Count the schools of an indicator by level."""
        return self.spreads.get(code, Counter())

    def mean(self, code: str) -> float | None:
        """The mean level of an indicator; None where no school's is known."""
        spread = self.spread(code)
        return sum(level * many for level, many in spread.items()) / spread.total() if spread else None


@dataclass(frozen=True)
class _Frame:
    """What every question about a district's standings begins with.

    Attributes:
        places: Indicator -> its place on the map.
    """

    session: Session
    on: date
    scope: Scope
    stale: frozenset[int]
    places: Mapping[str, int]
    before: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "before", year_before(self.on))

    @property
    def fresh(self) -> ColumnElement[bool]:
        """Whether what is stored of a school is up to date."""
        state = SchoolStanding
        return and_(state.school_id.in_(self.scope.school_ids), state.school_id.not_in(self.stale))

    @property
    def known(self) -> ColumnElement[bool]:
        """Whether it logs, too: of the others it is too early to say anything."""
        return and_(self.fresh, SchoolStanding.begun.is_not(None))

    def now(self, line: Any) -> ColumnElement[bool]:
        """Whether a line is of today."""
        return and_(line.on <= self.on, line.until > self.on)


def stale_schools(session: Session, on: date, *, scope: Scope) -> frozenset[int]:
    """Tell the schools of which nothing is stored that is up to date.

    Raises:
        OutsideScope: The scope is an alliance's.
        NoRules: No rules are stored.
    """
    if scope.partner_id is not None:
        raise OutsideScope("An alliance does not read schools' levels.")
    fresh = fresh_schools(rulebook(session, scope=scope), scope=scope).where(SchoolStanding.until > on)
    return scope.school_ids - frozenset(session.scalars(fresh))


def compare_schools(session: Session, on: date, asks: Asks = Asks(), *, scope: Scope) -> Comparison:
    """Lay the schools of a scope side by side. The number of statements is the same for ten and for a thousand.

    Args:
        on: Today where the schools are.
        scope: Of several schools.

    Raises:
        OutsideScope: The scope is an alliance's.
        NoRules: No rules are stored.
    """
    stale = stale_schools(session, on, scope=scope)
    indicators = rulebook(session, scope=scope)[-1].indicators
    frame = _Frame(session, on, scope, stale, {code: place for place, code in enumerate(indicators)})
    rows, shown, ranks = _listed(frame, asks)
    moved, movers = _movers(frame)
    stands, trends = _stands(frame, [*rows, *movers]), _trends(frame, rows)
    return Comparison(
        on,
        frame.before,
        len(scope.school_ids),
        Paged([_line(row, stands, trends) for row in rows], *shown),
        ranks,
        _spreads(frame),
        tuple(_line(row, stands, {}) for row in movers),
        moved,
        helps_of(session, on, frame.fresh, places=frame.places),
        stale,
    )


def _line(row: Any, stands: Mapping[int, Mapping[str, Stands]], trends: Mapping[int, Any]) -> SchoolLine:
    trend = tuple(one for one in trends.get(row.id, ()) if row.begun is not None and one[0] >= row.begun)
    rank = None if row.rank is None else int(row.rank)
    return SchoolLine(row.id, row.name, stands.get(row.id, {}), trend, row.begun, row.mean or 0.0, rank)


def _listed(frame: _Frame, asks: Asks) -> tuple[Sequence[Any], tuple[int, int, int], Mapping[int | None, int]]:
    """Read a page of the list; with it how many there are, the page's number and that of the last, and the groups."""
    state, line = SchoolStanding, aliased(IndicatorStanding)
    by_indicator = asks.sort in frame.places
    # Whole levels, by which the list has headings.
    rank: Any = line.supported if by_indicator else func.round(state.mean)
    ranked = rank if by_indicator or asks.sort == LEVEL else func.nullif(0, 0)
    found: Select[Any] = select(School.id, School.name, state.begun, state.mean, ranked.label("rank"))
    found = found.outerjoin(state, and_(state.school_id == School.id, frame.known))
    height: Any = state.mean
    if by_indicator:
        mine = and_(line.school_id == state.school_id, line.indicator == asks.sort, frame.now(line))
        found, height = found.outerjoin(line, mine), line.supported + line.progress
    elif asks.sort == MOVED:
        height = state.rose + state.fell
    found = _narrowed(found.where(School.id.in_(frame.scope.school_ids)), frame, asks)
    ranks = _ranks(frame, found, ranked, asks)
    total = sum(ranks.values())
    order: list[Any] = [folded_column(School.name), School.id]
    if asks.sort == NAME:
        order[0] = order[0].desc() if asks.descending else order[0]
    else:
        # Of whom nothing is known stands last, whichever way round.
        order[:0] = [case((height.is_(None), 1), else_=0), height.desc() if asks.descending else height]
    found, shown = found.order_by(*order), (total, 1, 1)
    if asks.page is not None:
        number, pages = place_of(asks.page, total, SCHOOLS_A_PAGE)
        found, shown = found.offset((number - 1) * SCHOOLS_A_PAGE).limit(SCHOOLS_A_PAGE), (total, number, pages)
    return frame.session.execute(found).all(), shown, ranks


def _ranks(frame: _Frame, found: Select[Any], ranked: Any, asks: Asks) -> dict[int | None, int]:
    """Count the schools of the list by what it is grouped by."""
    if asks == Asks(sort=asks.sort, descending=asks.descending, page=asks.page) and asks.sort in (NAME, MOVED):
        return {None: len(frame.scope.school_ids)}
    counted = found.with_only_columns(ranked, func.count(School.id)).group_by(ranked)
    return {None if level is None else int(level): many for level, many in frame.session.execute(counted)}


def _narrowed(found: Select[Any], frame: _Frame, asks: Asks) -> Select[Any]:
    state, line = SchoolStanding, IndicatorStanding
    if asks.name:
        found = found.where(says(School.name, asks.name))
    if asks.moved:
        found = found.where(state.rose + state.fell > 0)
    if asks.indicator is not None and asks.level is not None:
        at = (line.indicator == asks.indicator, line.supported == asks.level, frame.now(line))
        # Begins with the schools that are known, so that of each one line is looked at.
        found = found.where(state.school_id.in_(select(line.school_id).where(*at)))
    if asks.wants is not None:
        found = found.where(state.school_id.in_(seekers(frame.on, *asks.wants)))
    return found


def _movers(frame: _Frame) -> tuple[int, Sequence[Any]]:
    """Say how many schools moved, and read those that moved most."""
    state = SchoolStanding
    many = state.rose + state.fell
    # None: nothing groups them.
    rank = func.nullif(0, 0).label("rank")
    found = (
        select(School.id, School.name, state.begun, state.mean, rank, func.count().over().label("all"))
        .join(state, state.school_id == School.id)
        .where(frame.known, many > 0)
        .order_by(many.desc(), School.name, School.id)
        .limit(MOVERS)
    )
    most = frame.session.execute(found).all()
    return most[0].all if most else 0, most


def _spreads(frame: _Frame) -> dict[str, Counter[int]]:
    """Count by level, from one short word of each school: sixteen lines of each would take longer than all the rest."""
    words = frame.session.scalars(select(SchoolStanding.levels).where(frame.known))
    by_indicator = zip(frame.places, zip(*words, strict=False), strict=False)
    counted = ((code, Counter(digits)) for code, digits in by_indicator)
    return {code: Counter({int(one): many for one, many in found.items() if one != "-"}) for code, found in counted}


def _stands(frame: _Frame, rows: Iterable[Any]) -> dict[int, dict[str, Stands]]:
    """Read where some schools stand in every indicator, in the map's order, beside a year ago."""
    line, begun = IndicatorStanding, {row.id: row.begun for row in rows}
    lines = frame.session.execute(
        select(line.school_id, line.indicator, line.on, line.supported, line.possible, line.progress).where(
            line.school_id.in_(set(begun) - frame.stale), or_(line.on == frame.before, frame.now(line))
        )
    ).all()
    then = {(one.school_id, one.indicator): one for one in lines if one.on == frame.before}
    found: dict[int, dict[str, Stands]] = defaultdict(dict)
    for one in sorted(lines, key=lambda one: frame.places.get(one.indicator, len(frame.places))):
        if one.on != frame.before:
            was = then.get((one.school_id, one.indicator))
            before = level_before(
                one.supported,
                was.supported if was else None,
                was.possible if was else None,
                before=frame.before,
                begun=begun[one.school_id],
            )
            found[one.school_id][one.indicator] = Stands(one.supported, before, one.progress)
    return found


def _trends(frame: _Frame, rows: Iterable[Any]) -> dict[int, list[tuple[date, float]]]:
    days = [date.fromordinal(day) for day in month_ends_before(frame.on.toordinal(), MONTHS)]
    line, shown = IndicatorStanding, {row.id for row in rows} - frame.stale
    means = frame.session.execute(
        select(line.school_id, line.on, func.avg(line.supported))
        .where(line.school_id.in_(shown), line.on.in_(days))
        .group_by(line.school_id, line.on)
        .order_by(line.school_id, line.on)
    )
    found: dict[int, list[tuple[date, float]]] = defaultdict(list)
    for school_id, day, mean in means:
        found[school_id].append((day, float(mean)))
    return found


def levels_wanted(session: Session, schools: Collection[int]) -> dict[tuple[int, str], int]:
    """Read which level the teams of some schools want, by school and indicator, as each said last."""
    wanted = wanted_levels().subquery()
    rows = session.execute(select(wanted).where(wanted.c.school_id.in_(schools)))
    return {(row.school_id, row.indicator): row.desired for row in rows}
