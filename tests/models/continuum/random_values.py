"""What random rows are filled from: codes of a catalogue, texts, marks, and days of four years, many on edges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from models.continuum.rulebook.catalogue import Catalogue

FIRST, LAST = date(2022, 9, 1), date(2026, 12, 31)
# Days on which schools are asked: a year's last and first day, a month with 31, 30 and 28 days, and any day.
ASKED_DAYS = (
    date(2024, 2, 29), date(2025, 6, 30), date(2025, 7, 1), date(2026, 2, 28),
    date(2026, 3, 31), date(2026, 6, 30), date(2026, 8, 17), date(2026, 11, 23),
)  # fmt: skip
EDGES = (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2023, 6, 30), date(2024, 7, 1))
WINDOWS = (1, 3, 6, 12, 14, 18, 24, 36)
TEXTS = ("Two units rewritten", "A robot arm", "More replies", "minutes.pdf", "Visits each term", " ")


class Draw:
    """Chooses values, always the same for a seed."""

    def __init__(self, seed: int, catalogue: Catalogue) -> None:
        """Begin anew."""
        self.seed = seed
        self.random = Random(seed)
        self.catalogue = catalogue
        # Some schools fill everything and go on for years, some hardly anything: both ends of the levels are met.
        self.zeal = self.random.random()

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def codes(self, vocabulary: str, only: Sequence[str] = ()) -> list[str]:
        known = self.catalogue.vocabularies[vocabulary]
        return [code for code in only if code in known] if only else sorted(known)

    def one(self, vocabulary: str, empty: float = 0.0, only: Sequence[str] = ()) -> str | None:
        return None if self.chance(empty) else self.random.choice(self.codes(vocabulary, only))

    def some(self, vocabulary: str, most: int, empty: float = 0.3, only: Sequence[str] = ()) -> tuple[str, ...]:
        known = self.codes(vocabulary, only)
        return (
            ()
            if self.chance(empty)
            else tuple(self.random.sample(known, self.random.randint(1, min(most, len(known)))))
        )

    def mark(self, yes: float = 0.4, said: float = 0.6) -> bool | None:
        return self.chance(max(yes, self.zeal)) if self.chance(max(said, self.zeal)) else None

    def text(self, filled: float = 0.5) -> str | None:
        return self.random.choice(TEXTS) if self.chance(max(filled, self.zeal)) else None

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        """Choose a day, one in four on an edge."""
        if self.chance(0.25):
            asked = self.random.choice(ASKED_DAYS)
            edges = (*EDGES, months_before(asked, self.random.choice(WINDOWS)), month_end(self._within(first, last)))
            edge = self.random.choice(edges) + timedelta(days=self.random.choice((0, 0, -60, 30, -1, 1)))
            if first <= edge <= last:
                return edge
        return self._within(first, last)

    def _within(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randint(0, max(0, (last - first).days)))

    def later(self, day: date, *days: int) -> date:
        return day + timedelta(days=self.random.choice(days))

    def days(self, first: date, most: int) -> tuple[date, ...]:
        return tuple(sorted({self.day(max(first, FIRST)) for _ in range(self.random.randint(0, most))}))


def as_line(values: Sequence[tuple[date, Any]]) -> tuple[tuple[date, Any], ...]:
    """Order dated values; of two of one day the later written stays."""
    return tuple(sorted(dict(values).items()))


def months_before(day: date, months: int) -> date:
    """Go back (or, below zero, on) whole months; a day that a month lacks becomes its last."""
    number = day.year * 12 + day.month - 1 - months
    year, month = divmod(number, 12)
    last = month_end(date(year, month + 1, 1)).day
    return date(year, month + 1, min(day.day, last))


def month_end(day: date) -> date:
    """Find the last day of a day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
