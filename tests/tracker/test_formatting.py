"""Values are written so that nobody who adds them up finds another sum."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from models.wording import number_words
from tests.cast import Cast, partner_named, school_named
from tests.factories import an_activity
from tests.tracker.conftest import ClientAs


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"), (7, "7"), (Decimal("2.50"), "2.5"), (Decimal("0.25"), "0.25"),
        (Decimal("0.05"), "0.05"), (1.1, "1.1"), (Decimal("212.5"), "212.5"), (Decimal("1234.75"), "1,234.75"),
        (0.1 + 0.2, "0.3"),
    ],
)  # fmt: skip
def test_hours_have_two_decimals_where_they_are_needed(value: Decimal | float, written: str) -> None:
    assert number_words(value) == written


def test_hours_that_are_shown_add_up_to_the_sum_that_is_shown() -> None:
    every = [Decimal(quarter) / 4 for quarter in range(40)] + [Decimal("0.01"), Decimal("0.05"), Decimal("2.33")]
    assert sum(Decimal(number_words(one)) for one in every) == Decimal(number_words(sum(every)))


def test_the_hours_of_home_are_the_sum_of_those_on_the_activities_pages(
    client_as: ClientAs, db_session: Session
) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    acts = [
        an_activity(db_session, school, partners=[partner], hours=Decimal(text)) for text in ("0.25", "0.25", "1.2")
    ]
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    pages = [client.get(f"/activities/{act.id}").text for act in acts]
    assert ["0.25" in page for page in pages] == [True, True, False]
    assert "<dt>Hours with partners</dt><dd>1.7</dd>" in client.get("/").text
