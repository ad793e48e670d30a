"""A strategic alliance's school years side by side, and its last months: what it promised, gave and did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from models.agreements import Commitment
from models.continuum.language.language import Language
from models.days import months_after
from models.hour_rates import PUBLISHED, Rates
from models.queries.acts_together import Together
from models.queries.alliances import OwnRecords
from models.queries.giving_years import YearGiven, given_by_year
from models.queries.own_rates import rates_in
from models.queries.promised import Promised
from models.school_years import FIRST_MONTH, SchoolYear

MONTHS = 12


@dataclass(frozen=True, slots=True)
class YearTogether:
    """One school year of an alliance with all its schools.

    Attributes:
        promised: By the day on which each promise is due, or else was agreed.
        hours: Decimal hours: given, and of its own activities.
        given: Its gifts to the schools.
    """

    year: SchoolYear
    promised: Promised
    hours: Decimal
    given: YearGiven = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was promised or given."""
        return not (self.hours or self.given.gifts) and self.promised == Promised()


def years_together(
    together: Together, language: Language, present: SchoolYear, *, rates: Rates, today: date
) -> list[YearTogether]:
    """List the school years in which something was promised or given, the latest first; others are absent.

    Args:
        together: What was given and done, as of today.
        language: Of the rules in force: which units are of hours, and which of money.
        present: The school year of today; promises for later ones are listed, gifts of later days are not counted.
        rates: What an hour is worth there.
    """
    own, tomorrow = together.own, today + timedelta(days=1)
    gifts = [one for one in own.contributions if one.occurred_on <= today]
    given = {one.year: one for one in given_by_year(gifts, language, begins_in=present.first_month, rates=rates)}
    days = [one.occurred_on for one in gifts] + [one.since for one in together.months]
    days += [due_day(one) for one in own.commitments]
    found = [
        YearTogether(
            year,
            _promised(within_days(own.commitments, year.start, year.end), language),
            together.hours(start=year.start, end=min(year.end, tomorrow)),
            given.get(year) or YearGiven(year=year),
        )
        for year in {SchoolYear.of(day, present.first_month) for day in days}
    ]
    return sorted((one for one in found if not one.is_empty), key=lambda one: one.year, reverse=True)


def months_together(together: Together, on: date) -> list[tuple[date, int]]:
    """Count its activities in each of the last 12 months, by its first day, the oldest first; quiet ones are 0."""
    this, tomorrow = on.replace(day=1), on + timedelta(days=1)
    firsts = [months_after(this, back) for back in range(1 - MONTHS, 1)]
    return [(first, together.acts(start=first, end=min(months_after(first, 1), tomorrow))) for first in firsts]


def due_day(promise: Commitment) -> date:
    """Give the day by which a promise belongs to a year: it is due then, or else was agreed."""
    return promise.due_on or promise.agreed_on


def within_days(promises: Iterable[Commitment], start: date, end: date) -> list[Commitment]:
    """Give the promises of ``[start, end)``."""
    return [one for one in promises if start <= due_day(one) < end]


def rates_for(session: Session, own: OwnRecords) -> tuple[Rates, int]:
    """Give what an hour is worth at the district of an alliance's schools, and the month its school years begin in."""
    district = own.schools[0].district if own.schools else None
    return (rates_in(session, district.id), district.year_begins_in) if district else (PUBLISHED, FIRST_MONTH)


def _promised(promises: Iterable[Commitment], language: Language) -> Promised:
    found = Promised()
    for one in promises:
        found.add(one.unit, one.amount, language, measured=int(one.amount is not None))
    return found
