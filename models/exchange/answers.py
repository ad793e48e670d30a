"""What people say that the words of their own lists mean, and how the days of a file are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from models.exchange.day_texts import PLAIN, DayWay
from models.texts import folded

_NOTHING: Mapping[str, Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Answers:
    """What was said of one file, or of all files of a school.

    Attributes:
        days: How days are read.
        values: List of codes, or the name of a column of days -> what stands there, folded -> what it means.
        partners: What stands there, folded -> the organisation's name in the directory.
    """

    days: DayWay = PLAIN
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NOTHING)
    partners: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def value(self, about: str, said: str) -> str | None:
        """Give what somebody said a value means; None where nobody did."""
        known = self.values.get(about)
        return known.get(folded(said)) if known else None

    def partner(self, said: str) -> str | None:
        """Give the organisation that somebody said is meant; None where nobody did."""
        return self.partners.get(folded(said)) if self.partners else None


NO_ANSWERS = Answers()
