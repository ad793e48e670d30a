"""What "Why this level?" shows, worked out from the engine's answer: nothing is decided here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import (
    CountedRecord,
    IndicatorAnswer,
    LevelAnswer,
    PracticeAnswer,
    Status,
    UnitAnswer,
)
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.rules.base import Count, Rule, sentence_of

MONTH_LETTERS = "JFMAMJJASOND"
RECORDS_NAMED = 4
AGEING_DAYS = 90
MARKS = {
    Status.MET: ("✓", "good"),
    Status.HELD: ("◐", "warn"),
    Status.UNKNOWN: ("?", "warn"),
    Status.PARTLY: ("○", "bad"),
    Status.NOT_MET: ("○", "bad"),
    Status.OBJECTED: ("✕", "bad"),
    Status.NOT_APPLICABLE: ("–", "muted"),
}
SINGULAR = {"records": "record", "statements": "statement", "partnerships": "partnership"}
OPEN_PARTNERSHIPS = ("Open the partnerships", "partnerships.index", "partnerships:read")
ACTIONS_OF_RECORDS = {
    "activity": ("Log one", "activities.log", "log:write"),
    "dialogue_reach": ("Log one", "activities.log", "log:write"),
    "alliance_act": ("Log one", "activities.log", "log:write"),
    "org": ("Open the partners", "partners.index", "partners:read"),
    "agreement": ("Open the agreements", "agreements.index", "agreements:read"),
    "evaluation": ("Open the evaluations", "evaluations.index", "evaluations:read"),
    "contribution": OPEN_PARTNERSHIPS,
    "commitment": OPEN_PARTNERSHIPS,
    "partnership": OPEN_PARTNERSHIPS,
}
COUNT_WORDS = {"stakeholder_groups": "stakeholder groups"}


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
        rule: The rule in one sentence.
        months: The last twelve months, oldest first; empty where the rule does not spread over months.
        records: The latest records that count.
        total: How many records count.
        repeats: How many of them add nothing to the number.
        holds_until: First day on which it is not met any more; None where it holds for good or is not met.
        action: What to press to add what is missing: words, endpoint and the permission it takes.
        known: Days known and days asked, where logging does not cover the look-back.
    """

    answer: PracticeAnswer
    mark: str
    tone: str
    count: str
    further: str
    rule: str
    months: tuple[Month, ...]
    records: tuple[CountedRecord, ...]
    total: int
    repeats: int
    holds_until: date | None
    is_ageing: bool
    known: tuple[int, int] | None
    note: str | None
    advisory: bool
    action: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class UnitView:
    """One part of a level: a single practice, or a group with its practices."""

    unit: UnitAnswer
    mark: str
    tone: str
    label: str
    is_group: bool
    practices: tuple[PracticeView, ...]


@dataclass(frozen=True, slots=True)
class LevelView:
    """One level with its parts.

    Attributes:
        extra: Practices outside every count: advisory ones and those marked as not applicable.
    """

    answer: LevelAnswer
    name: str
    units: tuple[UnitView, ...]
    extra: tuple[PracticeView, ...]


def percent_cut(share: float) -> str:
    """Write a share as a whole percentage, cut."""
    return f"{int(share * 100 + 1e-9)} %"


def count_in_words(count: Count) -> str:
    """Say one number against its need: "4 of 5 records", "60 % of 75 % asked"."""
    if count.what.startswith("share"):
        return f"{percent_cut(count.have)} of the {percent_cut(count.need)} asked{count.what.removeprefix('share')}"
    what = COUNT_WORDS.get(count.what, count.what)
    for code, words in COUNT_WORDS.items():
        what = what.replace(code, words)
    if count.need == 1 and count.have <= 1:
        what = SINGULAR.get(what, what)
    elif count.need == 1:
        return f"{count.have:g} {what}, 1 needed"
    return f"{count.have:g} of {count.need:g} {what}"


def _action(rule: Rule) -> tuple[str, str, str] | None:
    """Say what somebody would do to add what a rule counts: words, endpoint, permission; None without a page."""
    found = (ACTIONS_OF_RECORDS.get(kind) for kind in rule.kinds())
    return next((action for action in found if action), None)


class Explained:
    """Everything the page shows of one indicator on one day."""

    def __init__(self, continuum: Continuum, code: str, on: date) -> None:
        self.continuum = continuum
        self.on = on
        self.answer: IndicatorAnswer = continuum.indicator(code, on)
        self.rules: Catalogue = continuum.rules_on(on.toordinal())
        self.indicator = self.rules.indicators[code]
        self.levels = tuple(self._level(level) for level in self.answer.levels)
        self.lapses = continuum.lapses(code, on)
        self.falls = continuum.falls(code, on, days=366)

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
        answer = self.answer
        name = self.rules.level_name(answer.supported) if answer.supported else "no level on record yet"
        if answer.next_level is None:
            return f"{self.indicator.name}: {name}"
        onto = self.rules.level_name(answer.next_level)
        return f"{self.indicator.name}: {name}, {percent_cut(answer.progress)} of the way to {onto}"

    def wordings(self) -> Mapping[str, str]:
        """Key of a unit or practice -> its words."""
        words = {practice.key: practice.wording for practice in self.rules.practices_of(self.indicator.code)}
        return words | {key: group.label for key, group in self.rules.groups.items()}

    def _level(self, level: LevelAnswer) -> LevelView:
        practices = self.answer.practices
        counted = {key for unit in level.units for key in unit.practices}
        extra = tuple(
            self._practice(practice)
            for practice in practices.values()
            if practice.level == level.level and practice.key not in counted
        )
        return LevelView(
            level, self.rules.level_name(level.level), tuple(self._unit(unit) for unit in level.units), extra
        )

    def _unit(self, unit: UnitAnswer) -> UnitView:
        views = tuple(self._practice(self.answer.practices[key]) for key in unit.practices)
        is_group = unit.practices != (unit.key,)
        if not is_group:
            return UnitView(unit, views[0].mark, views[0].tone, unit.label, False, views)
        status = Status.MET if unit.met else Status.HELD if unit.held else Status.NOT_MET
        mark, tone = MARKS[status]
        return UnitView(unit, mark, tone, unit.label, True, views)

    def _practice(self, answer: PracticeAnswer) -> PracticeView:
        practice = self.rules.practices[answer.key]
        mark, tone = MARKS[answer.status]
        records = self.continuum.records(answer.key, self.on)
        until = self.continuum.holds_until(answer.key, self.on) if answer.status is Status.MET else None
        words = [count_in_words(count) for count in answer.counts]
        return PracticeView(
            answer=answer,
            mark=mark,
            tone=tone,
            count=words[0] if words else "",
            further=", ".join(words[1:]),
            rule=sentence_of(practice.rule, self.rules.words),
            months=self._months(answer, practice.key),
            records=tuple(records[-RECORDS_NAMED:][::-1]),
            total=len(records),
            repeats=sum(record.repeats for record in records),
            holds_until=until,
            is_ageing=until is not None and (until - self.on).days <= AGEING_DAYS,
            known=answer.known_days if answer.status is Status.UNKNOWN else None,
            note=practice.note,
            advisory=practice.advisory,
            action=_action(practice.rule),
        )

    def _months(self, answer: PracticeAnswer, key: str) -> tuple[Month, ...]:
        rule = self.rules.practices[key].rule
        if not {"months", "quarters"} & set(rule.spreads()):
            return ()
        touched = set(self.continuum.months_touched(key, self.on))
        last = self.on.year * 12 + self.on.month - 1
        return tuple(
            Month(MONTH_LETTERS[month % 12], f"{date(month // 12, month % 12 + 1, 1):%B %Y}", month in touched)
            for month in range(last - 11, last + 1)
        )

    def silence(self) -> list[tuple[date, int, int]]:
        """List how the level falls with nothing more logged: day, level before, level after."""
        return [(fall.on, fall.before, fall.after) for fall in self.falls]


def record_keys(levels: Sequence[LevelView]) -> set[tuple[str, str]]:
    """Name the records that the page names, to fetch them at once."""
    return {
        (record.kind, record.ref)
        for level in levels
        for practices in ([practice for unit in level.units for practice in unit.practices], level.extra)
        for practice in practices
        for record in practice.records
    }


def day_before(day: date) -> date:
    """Name the last day on which something still held."""
    return day - timedelta(days=1)
