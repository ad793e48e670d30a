"""What "Why this level?" shows, worked out from the engine's answer: nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import (
    CountedRecord,
    Fall,
    IndicatorAnswer,
    Lapse,
    LevelAnswer,
    PracticeAnswer,
    Status,
    UnitAnswer,
)
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rulebook.rules.base import Rule, sentence_of
from models.continuum.rulebook.rules.listing import Counted
from models.count_words import counts_in_words
from models.days import months_after
from models.level_words import (
    Gap,
    OneMore,
    ahead_words,
    carried_words,
    gaps_of,
    gaps_words,
    is_for_team,
    is_unit_for_team,
    one_more_of,
    standing_words,
    without_codes,
)
from models.wording import whole_month_words
from tracker.activities.asking import tiles_of
from tracker.activities.toward import address_toward
from tracker.indicators.doings import STILL_SO, Doing, Fill, asks_to_state, doings_of

MONTH_LETTERS = "JFMAMJJASOND"
RECORDS_NAMED = 4
MARKS = {
    Status.MET: ("✓", "good"),
    Status.HELD: ("◐", "warn"),
    Status.UNKNOWN: ("?", "warn"),
    Status.PARTLY: ("○", "bad"),
    Status.NOT_MET: ("○", "bad"),
    Status.OBJECTED: ("✕", "bad"),
    Status.NOT_APPLICABLE: ("–", "muted"),
}
# Nobody's record is missing, so nothing is bad.
FOR_TEAM = ("?", "muted")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the strip: its letter, and whether a record falls into it."""

    letter: str
    name: str
    touched: bool


@dataclass(frozen=True, slots=True)
class PracticeView:
    """One practice as a line of the checklist.

    Attributes:
        count: The first number against its need, in words: "4 of 5 records".
        further: The other numbers, in words.
        rule: What would do, in one sentence: of alternatives the one that is farthest.
        others: The other alternatives, each in mid-sentence.
        months: The last twelve months, oldest first; empty where the rule does not spread over months.
        records: The latest records that count.
        total: How many records count.
        repeats: How many of them add nothing to the number.
        holds_until: First day on which it is not met any more; None where it holds for good or is not met.
        doings: What to press to add what is missing.
        statement: What a statement takes that would settle it: `note` or `file`; empty where none would.
        known: Days known and days asked, where logging does not cover the look-back.
        missing: What is missing, in words.
        is_said: It rests on what the leadership team says, not on the log.
        for_team: Nothing of it is on record, and a statement would settle it.
    """

    answer: PracticeAnswer
    mark: str
    tone: str
    count: str
    further: str
    rule: str
    others: tuple[str, ...]
    months: tuple[Month, ...]
    records: tuple[CountedRecord, ...]
    total: int
    repeats: int
    holds_until: date | None
    is_ageing: bool
    known: tuple[int, int] | None
    note: str | None
    advisory: bool
    doings: tuple[Doing, ...]
    statement: str
    missing: str
    is_said: bool
    for_team: bool


@dataclass(frozen=True, slots=True)
class UnitView:
    """One part of a level: a single practice, or a group with its practices.

    Attributes:
        for_team: Nothing of it is on record, and the team could say that it is there.
    """

    unit: UnitAnswer
    mark: str
    tone: str
    label: str
    is_group: bool
    practices: tuple[PracticeView, ...]
    for_team: bool


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level with its parts.

    Attributes:
        for_team: Parts of which nothing is on record, and that the team could say are there.
        extra: Practices outside every count: advisory ones and those marked as not applicable.
    """

    answer: LevelAnswer
    name: str
    units: tuple[UnitView, ...]
    for_team: tuple[UnitView, ...]
    extra: tuple[PracticeView, ...]


def _named(one: Counted) -> CountedRecord:
    return CountedRecord(*one.record, date.fromordinal(one.on), one.repeats, one.holds)


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes with nothing more logged.

    Attributes:
        words: The level it falls to, or the wording of the practice that stops counting.
        practice: Key of that practice; None for a fall.
        records: How many of its records get too old.
        doings: What to press so that it goes on counting.
    """

    on: date
    words: str
    practice: str | None = None
    records: int = 0
    doings: tuple[Doing, ...] = ()


class Explained:
    """Everything the page shows of one indicator on one day."""

    def __init__(self, continuum: Continuum, code: str, on: date) -> None:
        self.continuum = continuum
        self.on = on
        self.answer: IndicatorAnswer = continuum.indicator(code, on)
        self.rules: Catalogue = continuum.rules_on(on.toordinal())
        self.indicator = self.rules.indicators[code]
        self._tiles = tiles_of(self.rules)
        self.levels = tuple(self._level(level) for level in self.answer.levels)

    @cached_property
    def gaps(self) -> list[Gap]:
        """List the parts at or below the level that are not there."""
        return gaps_of(self.answer, self.rules)

    @cached_property
    def steps(self) -> list[OneMore]:
        """Say what a single record more would do."""
        return one_more_of(self.continuum, self.answer.code, self.on, self.rules)

    @cached_property
    def lapses(self) -> tuple[Lapse, ...]:
        """List the practices that stop being met with nothing added."""
        return self.continuum.lapses(self.answer.code, self.on)

    @cached_property
    def falls(self) -> tuple[Fall, ...]:
        """List the falls of the level as far ahead as the rules say, with nothing added."""
        until = months_after(self.on, self.rules.thresholds.falls_ahead_months)
        return self.continuum.falls(self.answer.code, self.on, days=(until - self.on).days)

    @property
    def next_level(self) -> LevelView | None:
        """The level the school works toward."""
        return self.levels[self.answer.next_level - 1] if self.answer.next_level else None

    @property
    def below(self) -> tuple[LevelView, ...]:
        """The supported level and those under it, highest first."""
        return self.levels[: self.answer.supported][::-1]

    @property
    def above(self) -> tuple[LevelView, ...]:
        """Levels above the next one."""
        return self.levels[self.answer.next_level :] if self.answer.next_level else ()

    @property
    def title(self) -> str:
        """Say the finding in one line."""
        return f"{self.indicator.name}: {standing_words(self.answer, self.rules)}"

    @property
    def gaps_in_words(self) -> str:
        """Say how much of it is missing: "two parts missing"."""
        return gaps_words(self.answer)

    @property
    def ahead(self) -> list[str]:
        """Name what is there already above the next level."""
        return ahead_words(self.answer)

    @property
    def carried(self) -> str:
        """Say until when the level is carried, and why, after the word itself; empty where it is not."""
        return carried_words(self.continuum, self.answer, self.rules).removeprefix("carried ")

    @property
    def to_come(self) -> list[Coming]:
        """List what stops counting and how the level falls with nothing more logged, the nearest first."""
        falls = [Coming(fall.on, self._name(fall.after)) for fall in self.falls]
        lapses = [
            Coming(
                lapse.on,
                self.rules.practices[lapse.key].wording,
                lapse.key,
                len(lapse.records),
                self._to_keep(lapse),
            )
            for lapse in self.lapses
        ]
        return sorted([*lapses, *falls], key=lambda one: one.on)

    def _name(self, level: int) -> str:
        return self.rules.level_name(level) if level else "no level"

    def _level(self, level: LevelAnswer) -> LevelView:
        practices = self.answer.practices
        counted = {key for unit in level.units for key in unit.practices}
        extra = tuple(
            self._practice(practice)
            for practice in practices.values()
            if practice.level == level.level and practice.key not in counted
        )
        units = [self._unit(unit) for unit in level.units]
        return LevelView(
            level,
            self.rules.level_name(level.level),
            tuple(unit for unit in units if not unit.for_team),
            tuple(unit for unit in units if unit.for_team),
            extra,
        )

    def _unit(self, unit: UnitAnswer) -> UnitView:
        views = tuple(self._practice(self.answer.practices[key]) for key in unit.practices)
        is_group = unit.practices != (unit.key,)
        if not is_group:
            return UnitView(unit, views[0].mark, views[0].tone, unit.label, False, views, views[0].for_team)
        for_team = is_unit_for_team(unit, self.answer, self.rules)
        status = Status.MET if unit.met else Status.HELD if unit.held else Status.NOT_MET
        mark, tone = FOR_TEAM if for_team else MARKS[status]
        return UnitView(unit, mark, tone, unit.label, True, views, for_team)

    def _practice(self, answer: PracticeAnswer) -> PracticeView:
        practice = self.rules.practices[answer.key]
        for_team = is_for_team(answer, self.rules)
        mark, tone = FOR_TEAM if for_team else MARKS[answer.status]
        shown, others = self._rule(practice.rule, answer.alternative)
        listing = self.continuum.listing(answer.key, self.on, most=RECORDS_NAMED)
        until = self.continuum.holds_until(answer.key, self.on) if answer.status is Status.MET else None
        words = counts_in_words(answer.counts)
        return PracticeView(
            answer=answer,
            mark=mark,
            tone=tone,
            count=words[0] if words else "",
            further=", ".join(words[1:]),
            rule=shown,
            others=others,
            months=self._months(practice.rule, listing.months),
            records=tuple(_named(one) for one in reversed(listing.latest)),
            total=listing.total,
            repeats=listing.repeats,
            holds_until=until,
            is_ageing=until is not None and (until - self.on).days <= self.rules.thresholds.lapse_days,
            known=answer.known_days if answer.status is Status.UNKNOWN else None,
            note=practice.note,
            advisory=practice.advisory,
            doings=self._doings(practice, answer.alternative),
            statement=asks_to_state(practice.rule),
            missing=without_codes(answer.missing, self.rules),
            is_said=listing.is_stated,
            for_team=for_team,
        )

    def _doings(self, practice: Practice, shown: int | None = None) -> tuple[Doing, ...]:
        return doings_of(practice, shown=shown, fill=self._filling(practice))

    def _to_keep(self, lapse: Lapse) -> tuple[Doing, ...]:
        """Say what keeps a practice: of what stands and only waits for somebody's word, first that word."""
        doings, on = self._doings(self.rules.practices[lapse.key]), lapse.on.toordinal()
        standing = (one for known in self.continuum.evidence.standing.values() for one in known)
        waits = any(one.record in lapse.records and on in one.days for one in standing)
        return (STILL_SO, *doings) if waits else doings

    def _filling(self, practice: Practice) -> Fill:
        """Say what the log is filled with toward a part of a practice's rule."""
        return lambda part: address_toward(
            part, self._tiles, self.rules, self.continuum.lacking_values(practice, part, self.on)
        )

    @property
    def toward(self) -> dict[str, list[str]]:
        """What "Log toward this" fills the log with: what the nearest open part wishes for."""
        gaps = {gap.key for gap in self.gaps}
        units = [unit for level in self.levels for unit in level.units if unit.unit.key in gaps]
        if self.next_level:
            units += [unit for unit in self.next_level.units if not unit.unit.met]
        open_now = (view for unit in units for view in unit.practices if view.answer.share < 1)
        logs = (doing for view in open_now for doing in view.doings if doing.endpoint == "activities.log")
        return next((doing.filled for doing in logs), {})

    def _rule(self, rule: Rule, alternative: int | None) -> tuple[str, tuple[str, ...]]:
        """Say what would do: the alternative that is farthest, and the others."""
        words = self.rules.words.of_day(self.on)
        if alternative is None:
            return without_codes(sentence_of(rule, words), self.rules), ()
        shown = without_codes(sentence_of(rule.alternatives[alternative], words), self.rules)
        others = (one.sentence(words) for place, one in enumerate(rule.alternatives) if place != alternative)
        return shown, tuple(without_codes(one, self.rules) for one in others)

    def _months(self, rule: Rule, touched: frozenset[int]) -> tuple[Month, ...]:
        if not {"months", "quarters"} & set(rule.spreads()):
            return ()
        last = self.on.year * 12 + self.on.month - 1
        return tuple(
            Month(MONTH_LETTERS[month % 12], whole_month_words(date(month // 12, month % 12 + 1, 1)), month in touched)
            for month in range(last - 11, last + 1)
        )


def record_keys(it: Explained) -> set[tuple[str, str]]:
    """Name the records that the page names, to fetch them at once."""
    named = {
        (record.kind, record.ref)
        for level in it.levels
        for practices in (
            [practice for unit in (*level.units, *level.for_team) for practice in unit.practices],
            level.extra,
        )
        for practice in practices
        for record in practice.records
    }
    held = [*it.answer.held.values(), *(one.held for one in it.answer.practices.values() if one.held)]
    return named | {key for one in held for key in one.records}


def day_before(day: date) -> date:
    """Name the last day on which something still held."""
    return day - timedelta(days=1)
