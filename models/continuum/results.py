"""What the engine answers: frozen values, made for people to read and for scripts to compare."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


class Status(enum.StrEnum):
    """How a practice stands on a day."""

    MET = "met"
    HELD = "held"
    UNKNOWN = "unknown"
    PARTLY = "partly"
    NOT_MET = "not met"
    OBJECTED = "objected"
    NOT_APPLICABLE = "not applicable"


@dataclass(frozen=True, slots=True)
class Count:
    """One number against what is needed.

    Attributes:
        what: What is counted (`records`, `months`, `partnerships`, `share` …).
        have: Number, or part of 1 where `what` is `share`.
    """

    what: str
    have: float
    need: float

    @property
    def fulfilled(self) -> bool:
        """Whether there is enough."""
        return self.have >= self.need


@dataclass(frozen=True, slots=True)
class CountedRecord:
    """A record behind a number.

    Attributes:
        surplus: The share would be the same without it.
        repeats: It adds nothing to the number of records: the same day, partners and channels already count.
        outcome: Whether it has what a share asks for; None where no share is asked.
    """

    kind: str
    ref: str
    on: date
    surplus: bool
    repeats: bool
    outcome: bool | None = None


@dataclass(frozen=True, slots=True)
class PracticeAnswer:
    """One practice on one day.

    Attributes:
        share: 0 to 1.
        counts: Of the alternative that is shown, in the rule's order.
        missing: What is missing, in words; empty where it is met.
        missing_records: How many records at least are missing.
        alternative: Which alternative of the rule is shown, from 0; None where it has none.
        attested: Whether a statement, and not the log, is what the shown alternative rests on.
        known_days: Days of the look-back that logging covers, of all its days; None where it covers all.
    """

    key: str
    level: int
    wording: str
    status: Status
    share: float
    group: str | None
    counts: tuple[Count, ...]
    missing: str
    missing_records: int
    alternative: int | None
    attested: bool
    known_days: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class UnitAnswer:
    """One part of a level: a required practice, or a group of which so many are needed.

    Attributes:
        key: The practice's or the group's key.
        share: 0 to 1.
        met: Whether `share` is 1.
        held: It is not met, but was on the last day of one of the twelve months before.
        practices: Keys of its practices that apply.
        needed: How many of them are needed.
        have: How many of them are met.
    """

    key: str
    level: int
    label: str
    share: float
    met: bool
    held: bool
    practices: tuple[str, ...]
    needed: int
    have: int


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    """One level of one indicator.

    Attributes:
        met: Units met.
        standing: Units met or held.
        needed: Units that must be.
        share: Mean share of the units, 0 to 1.
        stands: Enough units are met or held.
        reached: Enough units are met, and every level below stands.
    """

    level: int
    units: tuple[UnitAnswer, ...]
    met: int
    standing: int
    needed: int
    share: float
    stands: bool
    reached: bool

    @property
    def total(self) -> int:
        """Units that apply."""
        return len(self.units)


@dataclass(frozen=True, slots=True)
class Blocker:
    """A part of the next level that is not there yet, and what exactly is missing."""

    key: str
    missing: str
    missing_records: int


@dataclass(frozen=True, slots=True)
class Lapse:
    """A practice that stops being met when nothing is added.

    Attributes:
        on: First day on which it is not met.
        supported: The level supported on that day.
        records: Records that leave on that day.
    """

    on: date
    key: str
    supported: int
    records: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fall:
    """A fall of the supported level when nothing is added; told only if it stands for fourteen days."""

    on: date
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class IndicatorAnswer:
    """One indicator on one day.

    Attributes:
        supported: 0 none yet, 1 to 5.
        possible: The same with every unknown taken as met.
        progress: Mean share of the next level's units, 0 to 1; 0 at Sustaining, which has no next.
        next_level: 1 to 5; None at Sustaining.
        gaps: Units not fully there, at or below the supported level.
        ahead: Units above the next level that are met already.
        held_since: Since when the level rests on held parts; None if it rests on none.
        held_until: The day on which it falls with nothing added; None if it rests on no held parts.
        too_early: Logging covers less than twelve months: there is no point yet in a possible level.
    """

    code: str
    on: date
    supported: int
    possible: int
    progress: float
    next_level: int | None
    gaps: tuple[str, ...]
    ahead: tuple[str, ...]
    blockers: tuple[Blocker, ...]
    held_since: date | None
    held_until: date | None
    too_early: bool
    levels: tuple[LevelAnswer, ...]
    practices: Mapping[str, PracticeAnswer]

    def level(self, number: int) -> LevelAnswer:
        """Give one level, 1 to 5."""
        return self.levels[number - 1]


@dataclass(frozen=True, slots=True)
class SchoolAnswer:
    """All judged indicators of a school on one day.

    Attributes:
        rules: Version of the rules in force on the day.
    """

    on: date
    rules: str
    indicators: Mapping[str, IndicatorAnswer]
