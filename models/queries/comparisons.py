"""Two days of a school beside each other: what rose, fell and stayed, what made the difference, and when."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.continuum.judging.answers import IndicatorAnswer, PracticeAnswer, Status
from models.continuum.rulebook.catalogue import IndicatorName, Practice
from models.continuum.time.calendar import month_ends_before
from models.level_words import is_for_team, without_codes
from models.queries.years import shown_on
from models.wording import joined, noun, number_word, sentence_case

NOT_LOGGED = "not yet logged"
NOT_JUDGED = "not judged from records"
# So many records are named behind one practice, the latest first.
NAMED = 3
# More months than this are no longer read at one look: the latest are shown.
MOST_MONTHS = 24
# How much a practice is there: what is only counted for now is less than what is met, and reaches no level.
_THERE = {Status.MET: 2, Status.HELD: 1}


class Moved(enum.StrEnum):
    """How an indicator moved from one day to another.

    `LOGGED`: it shows more than on the first day, when the log was too young to tell: nobody knows that it rose.
    `UNKNOWN`: of one of the days, or both, nothing can be said.
    """

    ROSE = "rose"
    FELL = "fell"
    STAYED = "stayed"
    LOGGED = "logged since"
    UNKNOWN = "cannot be compared"


@dataclass(frozen=True, slots=True)
class Place:
    """Where records show an indicator on a day.

    Attributes:
        level: 0 none yet, 1 to 5; None where nothing can be said.
        unknown: Why not, in words; empty otherwise.
    """

    level: int | None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Turned:
    """One practice that came or went between the two days.

    Attributes:
        came: It is there on the second day and was not, or was only counted for now, on the first; otherwise it went.
        decides: It belongs to a level up to the higher one of the two days, and not to one further on.
        for_team: Nobody has said yet, on the second day, whether it is so.
        missing: What is missing of it on the second day, in words; empty where it is there.
        records: The latest of the records that count on one day only; `more` says how many others do.
    """

    practice: Practice
    came: bool
    decides: bool
    for_team: bool
    status: Status
    missing: str
    records: tuple[RecordKey, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator on two days.

    Attributes:
        progress: How far the next level was there on both days, 0 to 1, where the level stayed; None elsewhere.
        turned: What came and what went, by level.
    """

    indicator: IndicatorName
    before: Place
    after: Place
    moved: Moved
    progress: tuple[float, float] | None = None
    turned: tuple[Turned, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """A school on two days.

    Attributes:
        changes: By indicator, as the map of the second day orders them.
        rules_changed: Other rules judge the second day than the first.
        logged_from: The first day of logging; None where nothing is logged.
    """

    then: date
    on: date
    changes: tuple[Change, ...]
    rules_changed: bool
    logged_from: date | None

    def those(self, *moved: Moved) -> list[Change]:
        """List the indicators that moved so."""
        return [one for one in self.changes if one.moved in moved]


def logged_from(continuum: Continuum) -> date | None:
    """Give the first day of logging; None where nothing is logged."""
    first = continuum.evidence.known_from
    return None if first is None else date.fromordinal(first)


def place_on(continuum: Continuum, code: str, on: date) -> Place:
    """Say where records show an indicator on a day; before logging began they show nothing, and not "none yet"."""
    first = logged_from(continuum)
    if first is None or on < first:
        return Place(None, NOT_LOGGED)
    shown = shown_on(continuum, code, on)
    if shown.supported is None:
        return Place(None, NOT_JUDGED)
    return Place(None, shown.unknown) if shown.unknown else Place(shown.supported)


def moved_between(continuum: Continuum, code: str, then: date, on: date) -> Moved:
    """Say how an indicator moved: the start of logging is no rise.

    While the log covers too little of the time that rules look back on, as much may have been there as is possible with
    all that is unknown: only what exceeds that is a rise.
    """
    return _moved(continuum, code, then, place_on(continuum, code, then), place_on(continuum, code, on))


def _moved(continuum: Continuum, code: str, then: date, before: Place, after: Place) -> Moved:
    if before.level is None or after.level is None:
        return Moved.UNKNOWN
    if after.level == before.level:
        return Moved.STAYED
    if after.level < before.level:
        return Moved.FELL
    may_have_been = continuum.indicator(code, then).too_early and continuum.possible(code, then) >= after.level
    return Moved.LOGGED if may_have_been else Moved.ROSE


def compare_days(continuum: Continuum, then: date, on: date) -> Comparison:
    """Compare what records show of every indicator on two days, each by the rules of its own time.

    Args:
        then: The earlier day.
        on: The later one, or the same.
    """
    rules_then, rules = (continuum.rules_on(day.toordinal()) for day in (then, on))
    changes = tuple(change_between(continuum, one, then, on) for one in rules.indicators.values())
    return Comparison(then, on, changes, rules_then.version != rules.version, logged_from(continuum))


def change_between(continuum: Continuum, indicator: IndicatorName, then: date, on: date) -> Change:
    """Compare what records show of one indicator on two days, each by the rules of its own time.

    Args:
        indicator: As the map of the later day names it.
    """
    code = indicator.code
    before, after = place_on(continuum, code, then), place_on(continuum, code, on)
    moved = _moved(continuum, code, then, before, after)
    if before.level is None or after.level is None:
        return Change(indicator, before, after, moved)
    old, new = continuum.indicator(code, then), continuum.indicator(code, on)
    progress = (old.progress, new.progress) if before == after and new.next_level else None
    return Change(indicator, before, after, moved, progress, tuple(_turned(continuum, old, new)))


def _turned(continuum: Continuum, old: IndicatorAnswer, new: IndicatorAnswer) -> list[Turned]:
    rules = continuum.rules_on(new.on.toordinal())
    highest = max(old.supported, new.supported)
    found = []
    for key, now in new.practices.items():
        was, practice = old.practices.get(key), rules.practices[key]
        if was is None or not practice.counts or Status.NOT_APPLICABLE in (was.status, now.status):
            continue
        more = _THERE.get(now.status, 0) - _THERE.get(was.status, 0)
        if more:
            decides = practice.level <= highest
            found.append(_turn(continuum, practice, now, (old.on, new.on), came=more > 0, decides=decides))
    return sorted(found, key=lambda one: (not one.decides, not one.came, one.practice.level))


def _turn(
    continuum: Continuum, practice: Practice, now: PracticeAnswer, days: tuple[date, date], *, came: bool, decides: bool
) -> Turned:
    rules, key = continuum.rules_on(days[1].toordinal()), practice.key
    mine, other = (days[1], days[0]) if came else days
    elsewhere = continuum.record_keys(key, other)
    dated = {
        (one.kind, one.ref): one.on for one in continuum.records(key, mine) if (one.kind, one.ref) not in elsewhere
    }
    latest = sorted(dated, key=lambda record: (dated[record], record), reverse=True)
    return Turned(
        practice=practice,
        came=came,
        decides=decides,
        for_team=is_for_team(now, rules),
        status=now.status,
        missing="" if came else without_codes(now.missing, rules),
        records=tuple(latest[:NAMED]),
        more=max(0, len(latest) - NAMED),
    )


# ---- Month by month


@dataclass(frozen=True, slots=True)
class Event:
    """An indicator whose level changed from one day of the walk to the next."""

    indicator: IndicatorName
    before: int
    after: int
    moved: Moved


@dataclass(frozen=True, slots=True)
class Month:
    """One stop on the way from one day to another: a month's last day, or one of the two days themselves.

    Attributes:
        places: Code of each indicator -> where it stood.
        events: What changed since the stop before.
    """

    on: date
    places: Mapping[str, Place]
    events: tuple[Event, ...]


def months_between(continuum: Continuum, then: date, on: date) -> list[Month]:
    """Walk from one day to another by the last days of months, the earliest first; of a long way its latest part."""
    many = (on.year - then.year) * 12 + on.month - then.month
    ends = [date.fromordinal(end) for end in month_ends_before(on.toordinal(), min(many, MOST_MONTHS))]
    days = sorted({then, on, *(end for end in ends if end > then)})[-MOST_MONTHS - 1 :]
    indicators = continuum.rules_on(on.toordinal()).indicators
    found: list[Month] = []
    for day in days:
        places = {code: place_on(continuum, code, day) for code in indicators}
        events = tuple(_events(continuum, found[-1], places, indicators)) if found else ()
        found.append(Month(day, places, events))
    return found


def _events(
    continuum: Continuum, last: Month, places: Mapping[str, Place], indicators: Mapping[str, IndicatorName]
) -> Iterator[Event]:
    for code, indicator in indicators.items():
        before, after = last.places[code], places[code]
        moved = _moved(continuum, code, last.on, before, after)
        if before.level is not None and after.level is not None and before != after:
            yield Event(indicator, before.level, after.level, moved)


# ---- In words


def is_too_early(comparison: Comparison) -> bool:
    """Say whether of no indicator it is known how it moved: our log was too young on one of the days."""
    return all(one.moved in (Moved.LOGGED, Moved.UNKNOWN) for one in comparison.changes)


def finding(comparison: Comparison) -> str:
    """Say in one sentence how many indicators rose, fell and stayed."""
    many = Counter(one.moved for one in comparison.changes)
    told = [f"{number_word(many[moved])} {moved}" for moved in (Moved.ROSE, Moved.FELL, Moved.STAYED) if many[moved]]
    young = many[Moved.LOGGED] + many[Moved.UNKNOWN]
    if is_too_early(comparison):
        return "Our log is too young for these two days to be compared"
    rest = f"; of {number_word(young)} our records cannot tell" if young else ""
    first, *others = told
    all_of_them = counted_of(len(comparison.changes))
    head = first.replace(" ", f" of {all_of_them} ", 1)
    return f"{sentence_case(joined([head, *others]))}{rest}"


def counted_of(number: int) -> str:
    """Say of how many: "16 indicators"."""
    return f"{number_word(number)} {noun(number, 'indicator', 'indicators')}"
