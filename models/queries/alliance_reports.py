"""What one school year of a strategic alliance comes to, as it tells others: figures, thanks, effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from models.continuum.language.language import Language
from models.hour_rates import HourRate, Rates
from models.queries.acts_together import find_together
from models.queries.alliance_credit import SchoolCredit, credits_by_school, keys_by_school
from models.queries.alliances import Engagement
from models.queries.giving_years import YearGiven, given_by_year
from models.school_years import SchoolYear
from models.scope import Scope
from models.stewardship import Recognition


@dataclass(frozen=True, slots=True)
class EngagementReport:
    """One school year of one organisation, at one school or at all it works with.

    Attributes:
        schools: Their names.
        hours: Decimal hours: given, and of its own activities.
        value: Dollars: money, and what given hours come to at the rate of their day.
        others: What is neither hours nor money, by its unit.
        people: Reached by activities with it alone.
        students: Among or beside them, likewise.
        acts: How many activities together.
        months: First day and decimal hours of each of the twelve months.
        effect: What its records of the year count toward.
    """

    partner: str
    year: SchoolYear
    schools: Sequence[str]
    hours: Decimal
    value: Decimal
    others: dict[str, Decimal]
    people: int
    students: int
    acts: int
    months: Sequence[tuple[date, Decimal]]
    thanks: Sequence[Recognition]
    effect: Sequence[SchoolCredit]
    rates: Sequence[HourRate]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the year is on record."""
        return not (self.acts or self.hours or self.value or self.others or self.thanks)

    @property
    def busiest(self) -> Decimal:
        """Most hours of any month; 0 where there are none."""
        return max((hours for _, hours in self.months), default=Decimal(0))


def report_of(
    session: Session, engagement: Engagement, year: SchoolYear, *, scope: Scope, school_id: int | None,
    language: Language, rates: Rates, today: date,
) -> EngagementReport:  # fmt: skip
    """Tell of a school year of an organisation, from its own engagement and nothing else.

    Args:
        scope: An alliance member's scope, whose engagement it is.
        school_id: Only what was done with this one; None for all.
        language: Of the rules in force: which units are of hours, and which of money.
        rates: What an hour is worth there.
    """
    end = min(year.end, date.fromordinal(today.toordinal() + 1))
    it = within(engagement, year.start, end, school_id=school_id)
    together = find_together(session, it, scope=scope, units=language.marked("unit", "hours"), today=today)
    together = replace(together, months=[one for one in together.months if school_id in (None, one.school_id)])
    given = next(
        iter(given_by_year(it.contributions, language, begins_in=year.first_month, rates=rates)), YearGiven(year=year)
    )
    months = [(first, together.hours(start=first, end=min(_after(first), end))) for first in year.months()]
    return EngagementReport(
        partner=it.partner.name,
        year=year,
        schools=[one.name for one in it.schools],
        hours=together.hours(start=year.start, end=end),
        value=given.value,
        others=given.others,
        people=together.people(start=year.start, end=end),
        students=together.students(start=year.start, end=end),
        acts=len(it.acts),
        months=months,
        thanks=it.thanks,
        effect=[one for one in credits_by_school(session, keys_by_school(it), on=year.asked_day(today)) if one.credits],
        rates=given.rates,
    )


def within(engagement: Engagement, start: date, end: date, *, school_id: int | None) -> Engagement:
    """Give what of an engagement happened within ``[start, end)`` at one school, or at all where it is None."""

    def here(one: object) -> bool:
        return school_id is None or getattr(one, "school_id", None) == school_id

    return replace(
        engagement,
        schools=[one for one in engagement.schools if school_id in (None, one.id)],
        agreements=[
            one for one in engagement.agreements
            if here(one) and (one.starts_on or date.min) < end and (one.ends_on is None or one.ends_on >= start)
        ],
        commitments=[one for one in engagement.commitments if here(one) and start <= one.agreed_on < end],
        contributions=[one for one in engagement.contributions if here(one) and start <= one.occurred_on < end],
        acts=[one for one in engagement.acts if here(one) and start <= one.occurred_on < end],
        thanks=[one for one in engagement.thanks if here(one) and start <= one.occurred_on < end],
    )  # fmt: skip


def years_of(engagement: Engagement, this: SchoolYear) -> list[SchoolYear]:
    """List the school years of which something is on record, and the present one, the latest first."""
    days = [
        *(one.occurred_on for one in engagement.acts),
        *(one.occurred_on for one in engagement.contributions),
        *(one.occurred_on for one in engagement.thanks),
    ]
    found = {SchoolYear.of(day, this.first_month) for day in days} | {this}
    return sorted((one for one in found if one.first <= this.first), key=lambda one: one.first, reverse=True)


def _after(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
