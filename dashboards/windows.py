"""The days that a dashboard is about: one window for the whole page, a school year or any days somebody asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.days import months_after
from models.school_years import SchoolYear
from models.wording import day_words, short_month_name, whole_month_words

# With more months than this, columns are school years.
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Column:
    """One stretch of a window, a month or a school year: its first day, its last one, and its name, short and whole."""

    first: date
    last: date
    short: str
    whole: str


@dataclass(frozen=True, slots=True)
class Window:
    """The days of one page.

    Attributes:
        first: First day.
        last: Last day, that too in the window.
        year: The school year that it is; of other days, the one of the last of them.
        is_year: Whether it is that whole school year.
    """

    first: date
    last: date
    year: SchoolYear
    is_year: bool = True

    @classmethod
    def of_year(cls, year: SchoolYear) -> Window:
        """Give the window of a school year."""
        return cls(year.start, year.last, year)

    @classmethod
    def of_days(cls, first: date, last: date, first_month: int) -> Window:
        """Give the window of any days.

        Raises:
            ValueError: The last lies before the first.
        """
        if last < first:
            raise ValueError("a window ends after it begins")
        return cls(first, last, SchoolYear.of(last, first_month), is_year=False)

    @property
    def end(self) -> date:
        """First day after it."""
        return self.last + timedelta(days=1)

    def __str__(self) -> str:
        """Name it: "2025-26", or "1 Mar 2026 to 30 Jun 2026"."""
        return str(self.year) if self.is_year else f"{day_words(self.first)} to {day_words(self.last)}"

    @property
    def within(self) -> str:
        """Name it behind what happened in it: "in 2025-26", or "from 1 Mar 2026 to 30 Jun 2026"."""
        return f"in {self}" if self.is_year else f"from {self}"

    @property
    def of(self) -> str:
        """Name it behind what is of it: "of 2025-26", or "from 1 Mar 2026 to 30 Jun 2026"."""
        return f"of {self}" if self.is_year else f"from {self}"

    @property
    def slug(self) -> str:
        """Name it in the name of a file."""
        return str(self.year) if self.is_year else f"{self.first.isoformat()}-to-{self.last.isoformat()}"

    def asked_day(self, today: date) -> date:
        """Say on which day levels are told: its last one, or today while it runs."""
        return min(self.last, max(today, self.first))

    def ended(self, day: date) -> date:
        """Give the first day not counted of what is on record: what is still to come has not been done."""
        return min(self.end, day + timedelta(days=1))

    def args(self, until: date | None = None) -> dict[str, str]:
        """Write it as parts of an address, for lists and dashboards alike.

        Args:
            until: The last day counted; in the address only where the window goes on after it. None for all of it.
        """
        last = self.last if until is None else min(self.last, until)
        if self.is_year:
            return {"year": str(self.year), **({} if last == self.last else {"to": last.isoformat()})}
        return {"from": self.first.isoformat(), "to": last.isoformat()}

    def columns(self) -> list[Column]:
        """List its months, each cut where it begins and ends; where those are too many, its school years."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        if months > MOST_MONTHS:
            return self._years()
        firsts = [months_after(self.first.replace(day=1), one) for one in range(months)]
        # Across years two months have the same name.
        return [
            Column(
                max(one, self.first),
                min(months_after(one, 1) - timedelta(days=1), self.last),
                short_month_name(one.month),
                whole_month_words(one),
            )
            for one in firsts
        ]

    def _years(self) -> list[Column]:
        year = SchoolYear.of(self.first, self.year.first_month)
        columns = []
        while year.start <= self.last:
            columns.append(Column(max(year.start, self.first), min(year.last, self.last), str(year), str(year)))
            year = year.back(-1)
        return columns
