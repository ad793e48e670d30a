"""School years: July to June unless a district begins them in another month, named by both calendar years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from models.days import LAST_YEAR

FIRST_MONTH = 7
# Activities are logged from this year on, see `entry_problems`.
FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True, order=True)
class SchoolYear:
    """One school year, such as 2025-26: the half-open period [1 Jul 2025, 1 Jul 2026).

    Attributes:
        first: The calendar year in which it begins.
        first_month: The month with whose first day it begins.
    """

    first: int
    first_month: int = FIRST_MONTH

    @classmethod
    def of(cls, day: date, first_month: int = FIRST_MONTH) -> SchoolYear:
        """Find the school year a day belongs to."""
        return cls(day.year if day.month >= first_month else day.year - 1, first_month)

    @classmethod
    def parse(cls, text: str, first_month: int = FIRST_MONTH) -> SchoolYear:
        """Read ``2025-26``.

        Raises:
            ValueError: The text is not two consecutive years from 1990 on.
        """
        match = re.fullmatch(r"(\d{4})-(\d{2})", text, re.ASCII)
        if not match or not FIRST_YEAR <= int(match[1]) < LAST_YEAR or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValueError(f"not a school year: {text[:20]!r}; write it as 2025-26")
        return cls(int(match[1]), first_month)

    def back(self, years: int) -> SchoolYear:
        """Give the school year so many years before it."""
        return SchoolYear(self.first - years, self.first_month)

    @property
    def start(self) -> date:
        """First day."""
        return date(self.first, self.first_month, 1)

    @property
    def end(self) -> date:
        """First day of the next one."""
        return date(self.first + 1, self.first_month, 1)

    @property
    def last(self) -> date:
        """Last day."""
        return self.end - timedelta(days=1)

    def months(self) -> list[date]:
        """List the first days of its twelve months, in their order."""
        at = [self.first_month - 1 + month for month in range(12)]
        return [date(self.first + one // 12, one % 12 + 1, 1) for one in at]

    def asked_day(self, today: date) -> date:
        """Say on which day the year is judged: its last one, or today while it runs."""
        return min(self.last, max(today, self.start))

    def __str__(self) -> str:
        return f"{self.first}-{(self.first + 1) % 100:02d}"
