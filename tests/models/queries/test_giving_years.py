"""What partners gave, year by year: the sums are the records', and hours are worth the rate of their own day."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from models import hour_rates
from models.agreements import Contribution
from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.hour_rates import rate_on
from models.queries.giving_years import given_by_year
from models.records import RecordStatus
from models.school_years import SchoolYear
from seed.catalogue import load_catalogue

LANGUAGE = load_catalogue().language


def a_gift(on: date, amount: str | None = None, unit: str | None = None, **fields: object) -> Contribution:
    given = {"direction": TO_SCHOOL, "record_status": RecordStatus.CONFIRMED} | fields
    return Contribution(occurred_on=on, amount=None if amount is None else Decimal(amount), unit=unit, **given)


def test_an_hour_is_worth_the_rate_of_its_day() -> None:
    assert rate_on(date(2021, 12, 31)).dollars == Decimal("29.95")
    assert rate_on(date(2022, 1, 1)).dollars == Decimal("31.80")
    assert rate_on(date(2000, 1, 1)) == hour_rates.hour_rates()[0]
    assert rate_on(date(2099, 1, 1)) == hour_rates.hour_rates()[-1]
    [year] = given_by_year([a_gift(date(2021, 12, 31), "2", "hours"), a_gift(date(2022, 1, 1), "2", "hours")], LANGUAGE)
    assert year.value == Decimal("123.50")
    assert [rate.dollars for rate in year.rates] == [Decimal("29.95"), Decimal("31.80")]
    assert all("Independent Sector" in rate.source for rate in year.rates)


def test_rates_out_of_order_are_refused(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    wrong = tmp_path / "rates.toml"
    wrong.write_text(
        'source = "s"\n[[rate]]\nfrom = 2022-01-01\ndollars = "2"\n[[rate]]\nfrom = 2021-01-01\ndollars = "1"\n'
    )
    monkeypatch.setattr(hour_rates, "FILE", wrong)
    with pytest.raises(ValueError, match="order of their days"):
        hour_rates.hour_rates.__wrapped__()


def test_years_add_up_to_their_records_and_to_nothing_else() -> None:
    chance = random.Random(7)
    units = ["hours", "dollars", "items", None]
    gifts = [
        a_gift(
            date(2023, 1, 1) + timedelta(days=chance.randrange(1000)),
            None if (unit := chance.choice(units)) is None else f"{chance.randrange(1, 900)}.25",
            unit,
            direction=chance.choice([TO_SCHOOL, FROM_SCHOOL]),
            record_status=chance.choice([RecordStatus.CONFIRMED, RecordStatus.PROPOSED, RecordStatus.ARCHIVED]),
        )
        for _ in range(400)
    ]
    for direction in (TO_SCHOOL, FROM_SCHOOL):
        counted = [one for one in gifts if one.direction == direction and one.record_status is RecordStatus.CONFIRMED]
        years = given_by_year(gifts, LANGUAGE, direction=direction)
        assert [one.year for one in years] == sorted({SchoolYear.of(one.occurred_on) for one in counted}, reverse=True)
        assert sum(one.gifts for one in years) == len(counted)
        assert sum(one.unmeasured for one in years) == sum(one.unit is None for one in counted)
        for name, unit in (("hours", "hours"), ("dollars", "dollars")):
            assert sum(getattr(one, name) for one in years) == sum(
                (one.amount for one in counted if one.unit == unit), Decimal(0)
            )
        items = sum((one.amount for one in counted if one.unit == "items"), Decimal(0))
        assert sum(one.others.get("items", 0) for one in years) == items
        worth = sum((one.amount * rate_on(one.occurred_on).dollars for one in counted if one.unit == "hours"), 0)
        assert sum(one.value - one.dollars for one in years) == worth
