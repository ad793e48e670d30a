"""What gifts come to, school year by school year: sums of the records they are made of and of nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from models.agreements import Contribution
from models.continuum.language.language import Language
from models.continuum.language.vocabularies import TO_SCHOOL
from models.hour_rates import PUBLISHED, HourRate, Rates
from models.records import RecordStatus
from models.school_years import FIRST_MONTH, SchoolYear


@dataclass(slots=True, kw_only=True)
class Given:
    """What some gifts come to.

    Attributes:
        hours: Decimal hours.
        dollars: Money alone.
        others: What is neither, by the unit that it is counted in.
        worth: Dollars that the hours come to, each by the rate of its own day.
        unmeasured: Gifts without an amount: they are in no sum.
        gifts: How many records it is made of.
        rates: By which hours were turned into dollars, the earliest first.
    """

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


@dataclass(slots=True, kw_only=True)
class YearGiven(Given):
    """What was given in one school year."""

    year: SchoolYear


@dataclass(slots=True, kw_only=True)
class KindGiven(Given):
    """What was given of one kind: a code, own words, or nothing where nobody said what."""

    type: str | None


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
    for gift in _counted(gifts, direction):
        year = SchoolYear.of(gift.occurred_on, begins_in)
        _add(years.setdefault(year, YearGiven(year=year)), gift, language, rates)
    return sorted(years.values(), key=lambda one: one.year, reverse=True)


def given_by_kind(
    gifts: Iterable[Contribution], language: Language, *, direction: str = TO_SCHOOL, rates: Rates = PUBLISHED
) -> list[KindGiven]:
    """Sum the same gifts up by what was given, what is worth most first; kinds without one are absent.

    Args:
        language, direction, rates: As `given_by_year`.
    """
    kinds: dict[str | None, KindGiven] = {}
    for gift in _counted(gifts, direction):
        _add(kinds.setdefault(gift.type, KindGiven(type=gift.type)), gift, language, rates)
    return sorted(kinds.values(), key=lambda one: (-one.value, -one.gifts, one.type or ""))


def given_in_all(
    gifts: Iterable[Contribution], language: Language, *, direction: str = TO_SCHOOL, rates: Rates = PUBLISHED
) -> Given:
    """Sum the same gifts up as one.

    Args:
        language, direction, rates: As `given_by_year`.
    """
    whole = Given()
    for gift in _counted(gifts, direction):
        _add(whole, gift, language, rates)
    return whole


@dataclass(frozen=True, slots=True)
class AllGiven:
    """The same gifts by year and by kind."""

    years: Sequence[YearGiven]
    kinds: Sequence[KindGiven]


def all_given(
    gifts: Collection[Contribution],
    language: Language,
    *,
    begins_in: int = FIRST_MONTH,
    direction: str = TO_SCHOOL,
    rates: Rates = PUBLISHED,
) -> AllGiven:
    """Sum gifts up by year and by kind, as `given_by_year` and `given_by_kind` do."""
    return AllGiven(
        given_by_year(gifts, language, begins_in=begins_in, direction=direction, rates=rates),
        given_by_kind(gifts, language, direction=direction, rates=rates),
    )


def _counted(gifts: Iterable[Contribution], direction: str) -> Iterator[Contribution]:
    confirmed = RecordStatus.CONFIRMED
    return (one for one in gifts if one.direction == direction and one.record_status is confirmed)


def worth_of(gift: Contribution, language: Language, rates: Rates) -> tuple[Decimal, HourRate] | None:
    """Say what the hours of a gift are worth in dollars, and by which rate; None where it is not counted in hours."""
    if gift.amount is None or gift.unit not in language.marked("unit", "hours"):
        return None
    rate = rates.on(gift.occurred_on)
    return gift.amount * rate.dollars, rate


def _add(year: Given, gift: Contribution, language: Language, rates: Rates) -> None:
    year.gifts += 1
    if gift.amount is None or gift.unit is None:
        year.unmeasured += 1
    elif (found := worth_of(gift, language, rates)) is not None:
        worth, rate = found
        year.hours += gift.amount
        year.worth += worth
        if rate not in year.rates:
            year.rates.append(rate)
            year.rates.sort(key=lambda one: one.from_on)
    elif gift.unit in language.marked("unit", "money"):
        year.dollars += gift.amount
    else:
        year.others[gift.unit] = year.others.get(gift.unit, Decimal(0)) + gift.amount
