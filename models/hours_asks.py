"""Hours that a strategic alliance gives again and again, and the question of each week whether it was so."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import School, User
from models.agreements import Contribution
from models.base import Base
from models.columns import Code, CodeList, IntPk, Line
from models.partners import Partner
from models.signed_addresses import SignedAddress

WEEK = timedelta(days=7)
# So many weeks before the one that is asked about are looked at.
WEEKS_LOOKED_AT = 6
# Given in three of the last four weeks: a holiday or a sick day does not end it, two weeks without do.
_WEEKLY, _OFTEN_ENOUGH = frozenset({1, 2, 3, 4}), 3
# Given in every second week and never in between.
_EVERY_SECOND, _IN_BETWEEN = frozenset({2, 4, 6}), frozenset({1, 3})


@dataclass(frozen=True, slots=True)
class GivenHours:
    """Hours that one person entered for an organization.

    Attributes:
        amount: Decimal hours.
    """

    user_id: int
    partner_id: int
    type: str
    occurred_on: date
    amount: Decimal
    unit: str
    way: tuple[str, ...]
    allocated_to: str | None

    @property
    def habit(self) -> tuple[int, int, str]:
        """What makes hours the same again: who gives them, for whom, and what for."""
        return self.user_id, self.partner_id, self.type


def expected(given: Iterable[GivenHours], monday: date) -> list[GivenHours]:
    """Say which hours the week before a Monday should have had, where they repeat.

    Args:
        given: What people entered of the weeks before that week, at one school.
        monday: The first day after the week that is asked about.

    Returns:
        The same hours as in the latest week that had some, each on its day of the asked week; those of one day and
        kind together, for one answer. Ordered by person, organization, kind and day.
    """
    by_week: dict[tuple[int, int, str], dict[int, list[GivenHours]]] = {}
    for one in given:
        weeks = by_week.setdefault(one.habit, {})
        weeks.setdefault(_weeks_before(one.occurred_on, monday), []).append(one)
    found = []
    for _, weeks in sorted(by_week.items()):
        if repeats(weeks.keys()):
            latest = min(week for week in weeks if week > 0)
            found += _by_day(replace(one, occurred_on=one.occurred_on + latest * WEEK) for one in weeks[latest])
    return found


def repeats(weeks: Iterable[int]) -> bool:
    """Whether hours repeat that were given so many weeks before the asked one: weekly, or every second week."""
    had = frozenset(weeks)
    return len(had & _WEEKLY) >= _OFTEN_ENOUGH or (had >= _EVERY_SECOND and not had & _IN_BETWEEN)


def _weeks_before(day: date, monday: date) -> int:
    """Count the weeks from a day's week to the one before a Monday: 0 for a day within that week."""
    return ((monday - WEEK) - (day - timedelta(days=day.weekday()))).days // WEEK.days


def _by_day(given: Iterable[GivenHours]) -> list[GivenHours]:
    days: dict[date, GivenHours] = {}
    for one in given:
        same = days.get(one.occurred_on)
        days[one.occurred_on] = one if same is None else replace(same, amount=same.amount + one.amount)
    return [days[day] for day in sorted(days)]


class SaidOfHours(enum.StrEnum):
    """What somebody answered: it was so, perhaps with another number or day, or it was not."""

    YES = "yes"
    NO = "no"


class HoursAsk(SignedAddress, Base):
    """One question to one person: were these hours given last week, too? Answered once, by its address or signed in.

    Attributes:
        week_of: The Monday on which it is asked; it asks about the seven days before.
        amount: Decimal hours, as the last time.
        contribution_id: What the answer entered, where it was yes.
    """

    __tablename__ = "hours_asks"
    __table_args__ = (
        # Asked once, however often the reminders are seen to.
        UniqueConstraint("user_id", "school_id", "partner_id", "type", "occurred_on"),
        CheckConstraint("(said IS NULL) = (said_at IS NULL)", name="said_at_a_moment"),
    )

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partners.id"))
    week_of: Mapped[date]
    occurred_on: Mapped[date]
    type: Mapped[Code]
    way: Mapped[CodeList]
    amount: Mapped[Decimal]
    unit: Mapped[Code]
    allocated_to: Mapped[Line | None]
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    expires_at: Mapped[datetime]
    said: Mapped[SaidOfHours | None]
    said_at: Mapped[datetime | None]
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))

    user: Mapped[User] = relationship()
    school: Mapped[School] = relationship()
    partner: Mapped[Partner] = relationship()
    contribution: Mapped[Contribution | None] = relationship()

    def is_open(self, now: datetime) -> bool:
        """Whether it still waits for its answer."""
        return self.said is None and now < self.expires_at
