"""The demo's calendar: three school years that hang on today, so that the demo is never stale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.school_years import SchoolYear
from seed.demo.picks import pick

# Records fall on a weekday in the middle of their month: what is answered, received or promised hangs on the day, and
# no window, grace or month of any rule may take it for another month's.
MIDDLE = (8, 16)
# Activities hang on nothing, and are spread over the month as a school has it: not in the first days of August, not in
# the week of Thanksgiving, not between the years, and none once the last year's days are counted.
SPREAD = {7: (8, 24), 8: (12, 28), 11: (3, 19), 12: (2, 17), 1: (8, 28), 2: (3, 26), 5: (2, 16), 6: (2, 12)}
WHOLE = (3, 28)


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

    def school_day(self, number: int, month: int, *key: object, spread: bool = False) -> date:
        """Choose a weekday of a month, always the same one for the same key.

        Args:
            spread: From all of the month that has school; otherwise from its middle.
        """
        first, last = SPREAD.get(month, WHOLE) if spread else MIDDLE
        days = [self.on(number, month, day) for day in range(first, last + 1)]
        return pick([day for day in days if day.weekday() < 5], "day", number, month, *key)

    def is_over(self, day: date) -> bool:
        """Whether a day has come, so that what happened on it may be told as a fact."""
        return day <= self.today
