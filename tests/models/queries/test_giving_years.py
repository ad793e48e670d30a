"""What partners gave, year by year: the sums are the records', and hours are worth the rate of their own day."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from models import hour_rates
from models.agreements import Commitment, Contribution
from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.hour_rates import rate_on
from models.operations.own_rates import set_own_rate, take_back_rate
from models.partnerships import Partnership
from models.queries.giving_years import given_by_kind, given_by_year
from models.queries.own_rates import rates_of
from models.queries.partnerships import gifts_of
from models.records import RecordStatus
from models.refusals import Refused
from models.school_years import SchoolYear
from models.scope import Scope
from seed.catalogue import load_catalogue
from tests.factories import TODAY, a_district, a_school, a_user

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
            type=chance.choice(["funding", "tutoring", None]),
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
        # By kind the same gifts come to the same.
        kinds = given_by_kind(gifts, LANGUAGE, direction=direction)
        assert {one.type for one in kinds} == {one.type for one in counted}
        for name in ("gifts", "unmeasured", "hours", "dollars", "value"):
            assert sum(getattr(one, name) for one in kinds) == sum(getattr(one, name) for one in years), name
        tutoring = next(one for one in kinds if one.type == "tutoring")
        assert tutoring.gifts == sum(one.type == "tutoring" for one in counted)


def test_a_districts_own_rate_holds_from_its_day_until_the_next(sqlite_session: Session) -> None:
    school = a_school(sqlite_session)
    scope, by = Scope.of_school(school.id, district_id=school.district_id), a_user(sqlite_session)
    told = {"scope": scope, "by": by, "at": datetime(2026, 3, 14, tzinfo=UTC), "today": TODAY}

    def rate(dollars: str | None, on: str, source: str = "Our state"):  # type: ignore[no-untyped-def]
        wanted = Decimal(dollars) if dollars else None
        made = set_own_rate(sqlite_session, wanted, date.fromisoformat(on), source, **told)
        sqlite_session.flush()
        return made

    def worth(*days: str) -> list[str]:
        rates = rates_of(sqlite_session, scope=scope)
        return [str(rates.on(date.fromisoformat(day)).dollars) for day in days]

    days = "2023-12-31", "2024-01-01", "2025-01-01", "2026-01-01"
    assert worth(*days) == ["33.49", "34.79", "34.79", "34.79"]
    rate("30.10", "2024-01-01")
    rate("31.20", "2025-01-01")
    last = rate(None, "2026-01-01")
    assert worth(*days) == ["33.49", "30.10", "31.20", "34.79"]
    rate("30.15", "2024-01-01", "Our state, corrected")
    assert worth(*days) == ["33.49", "30.15", "31.20", "34.79"], "of two for one day the later one holds"
    take_back_rate(last, by=by, at=told["at"])
    sqlite_session.flush()
    assert worth(*days) == ["33.49", "30.15", "31.20", "31.20"]
    gift = a_gift(date(2025, 2, 1), "2", "hours")
    [year] = given_by_year([gift], LANGUAGE, rates=rates_of(sqlite_session, scope=scope))
    assert (year.value, year.rates[0].source) == (Decimal("62.40"), "Our state")
    elsewhere = a_school(sqlite_session, district=a_district(sqlite_session, "Elsewhere"))
    other = Scope.of_school(elsewhere.id, district_id=elsewhere.district_id)
    assert rates_of(sqlite_session, scope=other).on(date(2025, 2, 1)).dollars == Decimal("34.79")
    for dollars, on, source, field in (
        ("31.20", "2025-01-01", "Our state", "dollars"), ("0", "2025-06-01", "x", "dollars"),
        ("30", "2025-06-01", " ", "source"), ("30", "2029-01-01", "x", "from_on"), (None, "2023-01-01", "", "dollars"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            rate(dollars, on, source)
        assert set(refused.value.fields) == {field}


def test_every_gift_belongs_to_one_partnership_and_their_sums_are_the_partners() -> None:
    chance = random.Random(11)
    begun = {1: date(2024, 1, 1), 2: date(2023, 1, 1), 3: date(2025, 6, 1)}
    partnerships = [Partnership(id=number, started_on=day) for number, day in begun.items()]
    gifts = [
        a_gift(
            date(2022, 6, 1) + timedelta(days=chance.randrange(1600)),
            f"{chance.randrange(1, 90)}.5",
            chance.choice(["hours", "dollars"]),
            commitment=chance.choice([None, Commitment(partnership_id=chance.choice([1, 2, 3, 99]))]),
        )
        for _ in range(300)
    ]
    [whole] = [sum(one.value for one in given_by_year(gifts, LANGUAGE))]
    parts = {one.id: gifts_of(one, gifts, partnerships) for one in partnerships}
    assert sorted(id(one) for part in parts.values() for one in part) == sorted(map(id, gifts)), "each at one place"
    assert sum(one.value for part in parts.values() for one in given_by_year(part, LANGUAGE)) == whole
    for number, part in parts.items():
        for one in part:
            if one.commitment is not None and one.commitment.partnership_id in begun:
                assert one.commitment.partnership_id == number
            elif one.occurred_on >= begun[2]:
                assert begun[number] == max(day for day in begun.values() if day <= one.occurred_on)
            else:
                assert number == 2, "before all of them it belongs to the first"
