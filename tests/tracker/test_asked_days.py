"""A day, month or year in an address that a page cannot go by is said, never ignored without a word."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from dashboards.filters import Filters
from models.school_years import SchoolYear
from seed.catalogue import load_catalogue
from tests.cast import Cast
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs

ASKED = (
    "/?on=2026-02-30",
    "/?month=13",
    "/gaps?on=2025-01-01",
    "/facts?month=13",
    "/partners/1?on=2025-01-01",
    "/partnerships/1?year=1776-77",
)


@pytest.mark.parametrize("address", ASKED)
def test_a_page_of_today_says_that_it_left_a_day_aside(client_as: ClientAs, world: Session, address: str) -> None:
    page = client_as(Cast.POINT_PERSON).get(address).text
    assert f"“{address.partition('=')[2]}” in the address was left aside" in page


def test_a_partner_is_told_as_well(client_as: ClientAs, world: Session) -> None:
    asked = client_as(Cast.ALLIANCE).get("/alliance?on=2026-02-30", follow_redirects=True)
    assert "“2026-02-30” in the address was left aside" in asked.text


def test_a_page_that_nobody_asked_for_a_day_says_nothing(client_as: ClientAs, world: Session) -> None:
    assert "left aside" not in client_as(Cast.POINT_PERSON).get("/?q=2026").text


@pytest.mark.parametrize("slug", ["ec3-teachers1", "ec1-leaders1"])
@pytest.mark.parametrize(("on", "said"), [("soon", "“soon” is not a day"), ("2999-01-01", "not a day")])
def test_every_indicator_says_what_is_no_day(
    client_as: ClientAs, world: Session, slug: str, on: str, said: str
) -> None:
    assert said in client_as(Cast.POINT_PERSON).get(f"/indicators/{slug}?on={on}").text


def test_the_log_says_that_it_begins_with_today(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert "“When” cannot be “2026-02-30”. It was left out." in client.get("/log?on=2026-02-30").text
    assert "left out" not in client.get("/log?on=2026-02-03").text
    assert "left out" not in client.get("/log").text


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("?year=1776-77", ["“1776-77” is not a school year such as 2025-26; this is 2025-26."]),
        ("?year=2031-32", ["2031-32 lies ahead; this is 2025-26."]),
        ("?outcome=EC9", ["“EC9” is no desired outcome of the map; all of them are shown."]),
        (
            "?on=2026-02-30",
            ["A dashboard is of many days: “2026-02-30” in the address was left aside."],
        ),
        ("?month=x&year=y", None),
        ("?order=falling", ["“falling” is no order of levels; they stand as on the map."]),
        ("?with=after", ["“after” is nothing to compare with; one day is shown."]),
        ("?order=rising&with=before", []),
        ("?foo=1&back=/", ["There is no filter “foo”. It was left out."]),
        ("?year=2024-25&outcome=EC3", []),
        ("", []),
    ],
)
def test_a_dashboard_says_what_it_was_asked_for_in_vain(search: str, said: list[str] | None) -> None:
    remarks = list(
        Filters.parse(search, today=TODAY, present=SchoolYear.of(TODAY), rules_on=lambda _day: load_catalogue()).remarks
    )
    assert remarks == said if said is not None else len(remarks) == 2, remarks
