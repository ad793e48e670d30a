"""A school's partnerships in numbers: this year so far beside the year before up to the same day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from models.continuum.language.vocabularies import FROM_SCHOOL, TO_SCHOOL
from models.queries.continuum import continuum_of
from models.queries.year_numbers import partnership_numbers
from models.queries.year_reports import lead_of
from models.rating_asks import Stand
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from tests.factories import a_contribution, a_partner, a_partnership, a_school, an_activity, an_agreement
from tests.record_files import a_ruled_school

YEAR, ON = SchoolYear(2025), date(2026, 3, 14)


@pytest.fixture
def numbers(session: Session) -> dict[str, tuple[float, float | None]]:
    school, partner = a_ruled_school(session), a_partner(session)
    partnership = a_partnership(session, school, partner, started_on=date(2024, 9, 1))
    an_agreement(
        session, partnership, submitted_on=date(2025, 8, 20), signed_on=date(2025, 9, 1), starts_on=date(2025, 9, 1),
        ends_on=date(2026, 8, 31),
    )  # fmt: skip
    for on, hours in (
        (date(2026, 3, 14), "2.5"),
        (date(2025, 7, 1), 1),
        (date(2025, 3, 14), 4),
        (date(2025, 3, 15), 9),
    ):
        an_activity(session, school, partners=[partner], occurred_on=on, hours=Decimal(hours), students=10)
    an_activity(session, school, partners=[partner], occurred_on=ON, hours=50, record_status=RecordStatus.DRAFT)
    an_activity(session, school, occurred_on=ON, hours=60, students=70)
    for amount, way in ((1200, TO_SCHOOL), (900, FROM_SCHOOL)):
        a_contribution(session, school, partner, occurred_on=ON, amount=Decimal(amount), unit="dollars", direction=way)
    an_activity(session, a_school(session, "Hilltop High"), partners=[partner], occurred_on=ON, hours=99)
    session.flush()
    scope = Scope.of_school(school.id)
    found = partnership_numbers(session, continuum_of(session, scope=scope), YEAR, scope=scope, on=ON)
    assert (found["this"], found["last"]) == ("Jul 1, 2025 to Mar 14, 2026", "Jul 1, 2024 to Mar 14, 2025")
    return {one["label"]: (one["this"], one["last"]) for one in found["rows"]}


def test_a_year_is_counted_from_its_first_day_to_the_asked_one(numbers: dict[str, tuple[float, float]]) -> None:
    assert numbers["Hours with partners"] == (3.5, 4)
    assert numbers["Students who took part, each time counted"] == (20, 10)
    assert numbers["Dollars that partners gave"] == (1200, 0)
    assert numbers["Partnerships in force"] == (1, 1)
    assert numbers["Agreements in force"] == (1, 0)


def test_what_was_not_logged_yet_is_no_zero(session: Session) -> None:
    school = a_ruled_school(session)
    an_activity(session, school, occurred_on=ON)
    scope = Scope.of_school(school.id)
    continuum = continuum_of(session, scope=scope)
    found = partnership_numbers(session, continuum, YEAR, scope=scope, on=ON)
    assert {one["last"] for one in found["rows"]} == {None}


def test_a_draft_says_how_many_were_looked_at_and_a_whole_year_what_moved() -> None:
    def line(existing: int, *, last: int = 2, is_reviewed: bool = True) -> dict[str, object]:
        return {"existing": existing, "last": last, "is_reviewed": is_reviewed, "stand": Stand.EQUAL.value}

    def lead(*lines: dict[str, object]) -> str:
        return lead_of({"outcomes": [{"indicators": lines}], "levels": [{"number": 2, "name": "Progressing"}]})

    assert lead(line(3), line(2), line(3, is_reviewed=False)).startswith(
        "Two of three indicators were looked at so far: one rose, none fell."
    )
    assert lead(line(3), line(2), line(1)).startswith("One of three indicators rose, one fell.")
