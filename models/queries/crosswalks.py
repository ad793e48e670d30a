"""A school's evidence read for other people's standards: which practices are in place, and the records behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.continuum.judging.answers import PracticeAnswer, Status
from models.continuum.rulebook.catalogue import Practice
from models.crosswalks import Crosswalk, OtherStandard

STATEMENT = "attestation"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a practice shows of a standard.

    Attributes:
        records: What counts toward it, statements among them.
    """

    practice: Practice
    answer: PracticeAnswer
    records: frozenset[RecordKey]

    @property
    def in_place(self) -> bool:
        """Whether it is met on the day."""
        return self.answer.status is Status.MET


@dataclass(frozen=True, slots=True)
class StandardRead:
    """One standard as a school's evidence shows it on a day.

    Attributes:
        practices: Those that the rules of the day have, in the map's order; practices that do not apply are left out.
    """

    standard: OtherStandard
    practices: Sequence[Shown]

    @property
    def in_place(self) -> int:
        """How many of its practices are met."""
        return sum(one.in_place for one in self.practices)

    @property
    def keys(self) -> frozenset[RecordKey]:
        """All that counts toward any of its practices, each once."""
        return frozenset(key for one in self.practices for key in one.records)

    @property
    def records(self) -> frozenset[RecordKey]:
        """What the log shows."""
        return frozenset(key for key in self.keys if key[0] != STATEMENT)

    @property
    def statements(self) -> frozenset[RecordKey]:
        """What the leadership team says."""
        return self.keys - self.records


def read_for(crosswalk: Crosswalk, continuum: Continuum, on: date) -> list[StandardRead]:
    """Read a school's evidence of a day for each standard, in their order.

    Every record, and every share, is the engine's: the same as on the pages of the indicators.
    """
    rules = continuum.rules_on(on.toordinal())
    found: dict[str, Shown] = {}
    for key, practice in rules.practices.items():
        if practice.counts:
            answer = continuum.practice(practice, on)
            if answer.status is not Status.NOT_APPLICABLE:
                found[key] = Shown(practice, answer, continuum.record_keys(key, on))
    return [
        StandardRead(one, [shown for key, shown in found.items() if key in one.practices])
        for one in crosswalk.standards
    ]
