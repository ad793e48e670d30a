"""What the engine answers: frozen values, made for people to read and for scripts to compare."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.continuum.evidence.facts import RecordKey
from models.continuum.rulebook.rules.base import Count


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
class CountedRecord:
    """A record behind a number.

    Attributes:
        surplus: It is not needed: without it and all others marked so the share is the same, and with any of those
            that are not marked gone as well it is not. None where nobody asked.
        spare: The share would be the same without it alone. None where nobody asked.
        repeats: It adds nothing to the number of records: the same day, partners and channels already count.
        outcome: Whether it has what a share asks for; None where no share is asked.
    """

    kind: str
    ref: str
    on: date
    repeats: bool
    outcome: bool | None = None
    surplus: bool | None = None
    spare: bool | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What holds a part that is not met any more.

    Attributes:
        records: The records that met it on the latest month-end on which it was met.
        until: The last day on which it is held with nothing added.
    """

    records: tuple[RecordKey, ...]
    until: date


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
        held: What holds it; None where it is not held.
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
    held: Held | None = None


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
        lacks_deciding: A practice that makes the level what it is is neither met nor held in it.
        deciding_met: All such practices are met.
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
    lacks_deciding: bool = False
    deciding_met: bool = True


@dataclass(frozen=True, slots=True)
class LevelAnswer:
    """One level of one indicator.

    Attributes:
        met: Units met.
        standing: Units met or held.
        needed: Units that must be.
        share: Mean share of the units, 0 to 1.
        stands: Enough units are met or held.
        reached: Enough units are met, those that decide among them, on enough of what is below.
        rests: Enough of what is below is met or held.
    """

    level: int
    units: tuple[UnitAnswer, ...]
    met: int
    standing: int
    needed: int
    share: float
    stands: bool
    reached: bool
    rests: bool = True

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
        held: Key of each held unit -> what holds it.
        carried_until: The last day on which it is carried, because a higher one was reached not long ago; None where
            it is reached by itself.
        carried_from: The level that was reached, where it is carried; None otherwise.
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
    held: Mapping[str, Held]
    carried_until: date | None
    carried_from: int | None
    too_early: bool
    levels: tuple[LevelAnswer, ...]
    practices: Mapping[str, PracticeAnswer]

    def level(self, number: int) -> LevelAnswer:
        """Give one level, 1 to 5."""
        return self.levels[number - 1]

    def is_said(self, number: int) -> bool:
        """Whether all that is there of a level, 1 to 5, rests on statements of the team and nothing on the log."""
        keys = (key for unit in self.level(number).units for key in unit.practices)
        there = [one for key in keys if (one := self.practices[key]).status in (Status.MET, Status.HELD)]
        return bool(there) and all(one.attested for one in there)

    @property
    def nothing_known(self) -> bool:
        """Whether nothing can be said: no record or statement shows anything of it, and logging is too young for that
        to mean that nothing happened.
        """
        if not self.too_early or self.supported:
            return False
        return not any(one.share > 0 or one.status is Status.OBJECTED for one in self.practices.values())


@dataclass(frozen=True, slots=True)
class SchoolAnswer:
    """All judged indicators of a school on one day.

    Attributes:
        rules: Version of the rules in force on the day.
    """

    on: date
    rules: str
    indicators: Mapping[str, IndicatorAnswer]


@dataclass(frozen=True, slots=True)
class More:
    """What a single record more would do to a level.

    Attributes:
        practice: The practice that it serves.
        words: What it must say ("1 act by students asking the school board for classes").
        raises: Whether the level would rise with it; else it brings the next one nearer.
        level: The level that would be supported with it.
        progress: How far the next level of today would be there with it, 0 to 1.
    """

    practice: str
    words: str
    raises: bool
    level: int
    progress: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One indicator on one day, as far as comparisons of schools need it."""

    supported: int
    possible: int
    progress: float
