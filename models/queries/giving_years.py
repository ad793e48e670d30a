"""What gifts come to, school year by school year: sums of the records they are made of and of nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from models.agreements import Contribution
from models.continuum.language.language import Language
from models.continuum.language.vocabularies import TO_SCHOOL
from models.hour_rates import PUBLISHED, HourRate, Rates
from models.records import RecordStatus
from models.school_years import FIRST_MONTH, SchoolYear


@dataclass(slots=True)
class YearGiven:
    """What was given in one school year.

    Attributes:
        hours: Decimal hours.
        dollars: Money alone.
        others: What is neither, by the unit that it is counted in.
        worth: Dollars that the hours come to, each by the rate of its own day.
        unmeasured: Gifts without an amount: they are in no sum.
        gifts: How many records the year is made of.
        rates: By which hours were turned into dollars, the earliest first.
    """

    year: SchoolYear
    hours: Decimal = Decimal(0)
    dollars: Decimal = Decimal(0)
    others: dict[str, Decimal] = field(default_factory=dict)
    worth: Decimal = Decimal(0)
    unmeasured: int = 0
    gifts: int = 0
    rates: list[HourRate] = field(default_factory=list)

    @property
    def value(self) -> Decimal:
        """Money, and what the hours are worth; things without a price are not in it."""
        return self.dollars + self.worth


def given_by_year(
    gifts: Iterable[Contribution],
    language: Language,
    *,
    begins_in: int = FIRST_MONTH,
    direction: str = TO_SCHOOL,
    rates: Rates = PUBLISHED,
) -> list[YearGiven]:
    """Sum confirmed gifts up by school year, the latest first; years without one are absent.

    Args:
        language: Of the rules in force: which units are of hours, and which of money.
        begins_in: The month with whose first day a school year begins.
        direction: Which gifts: to the school, or from it.
        rates: What an hour is worth there.
    """
    years: dict[SchoolYear, YearGiven] = {}
    for gift in gifts:
        if gift.direction != direction or gift.record_status is not RecordStatus.CONFIRMED:
            continue
        year = SchoolYear.of(gift.occurred_on, begins_in)
        _add(years.setdefault(year, YearGiven(year)), gift, language, rates)
    for one in years.values():
        one.rates.sort(key=lambda rate: rate.from_on)
    return sorted(years.values(), key=lambda one: one.year, reverse=True)


def _add(year: YearGiven, gift: Contribution, language: Language, rates: Rates) -> None:
    year.gifts += 1
    if gift.amount is None or gift.unit is None:
        year.unmeasured += 1
    elif gift.unit in language.marked("unit", "hours"):
        rate = rates.on(gift.occurred_on)
        year.hours += gift.amount
        year.worth += gift.amount * rate.dollars
        if rate not in year.rates:
            year.rates.append(rate)
    elif gift.unit in language.marked("unit", "money"):
        year.dollars += gift.amount
    else:
        year.others[gift.unit] = year.others.get(gift.unit, Decimal(0)) + gift.amount
