"""The demo's calendar: three school years that hang on today, so that the demo is never stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.school_years import SchoolYear
from seed.demo.picks import pick

# Every record falls on a weekday of these days of its month: far enough from both ends of the month that no
# window, grace or month of any rule takes it for another month's.
EARLIEST_DAY, LATEST_DAY = 8, 16


@dataclass(frozen=True, slots=True)
class DemoCalendar:
    """Dates of the demo by school year: 2 is the last completed one, 1 the one before, 3 the one that runs.

    Attributes:
        today: The day the demo is built for; nothing later is a confirmed fact.
        second: The last school year that was over on that day.
    """

    today: date
    second: SchoolYear

    @classmethod
    def of(cls, today: date) -> DemoCalendar:
        """Hang the years on a day."""
        return cls(today, SchoolYear(SchoolYear.of(today).first - 1))

    def year(self, number: int) -> SchoolYear:
        """Find a school year by its number; 0 and below are earlier years."""
        return SchoolYear(self.second.first + number - 2)

    def last_day(self, number: int) -> date:
        """Say the last day of a school year: 30 June."""
        return self.year(number).end - timedelta(days=1)

    def on(self, number: int, month: int, day: int) -> date:
        """Place a day in a school year.

        Args:
            number: The school year, as in `year`.
            month: Calendar month; 7 to 12 lie in the year's first half.
            day: Day of the month, at most 28.
        """
        first = self.year(number).first
        return date(first if month >= 7 else first + 1, month, day)

    def school_day(self, number: int, month: int, *key: object) -> date:
        """Choose a weekday in the middle of a month, always the same one for the same key."""
        days = [self.on(number, month, day) for day in range(EARLIEST_DAY, LATEST_DAY + 1)]
        return pick([day for day in days if day.weekday() < 5], "day", number, month, *key)

    def is_over(self, day: date) -> bool:
        """Whether a day has come, so that what happened on it may be told as a fact."""
        return day <= self.today
