"""The yearly thank-you list: who gave and was not thanked, and a certificate for each."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pypdf import PdfReader
from sqlalchemy.orm import Session

from models.activities import ActivityKind
from models.continuum.language.vocabularies import FROM_SCHOOL
from models.queries.thanks import list_givers
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope
from models.stewardship import Recognition
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import TODAY, a_contribution, a_partner, a_school_partner, an_activity
from tests.tracker.conftest import ClientAs

LONG = "<b>Unbroken" + "o" * 180
BEFORE = date(2025, 6, 30)


@pytest.fixture
def giver(db_session: Session) -> int:
    """A partner with a long name that gave hours, money and a thing this year, and more the year before."""
    school = school_named(db_session)
    partner = a_partner(db_session, LONG, district=school.district)
    engaged = a_school_partner(db_session, school, partner)
    a_contribution(db_session, school, partner, amount=Decimal("2.5"))
    a_contribution(db_session, school, partner, amount=4)
    a_contribution(db_session, school, partner, amount=500, unit="dollars", occurred_on=date(2025, 7, 1))
    a_contribution(db_session, school, partner, amount=None, unit=None)
    a_contribution(db_session, school, partner, amount=900, occurred_on=BEFORE)
    a_contribution(db_session, school, partner, amount=70, direction=FROM_SCHOOL)
    a_contribution(db_session, school, partner, amount=80, record_status=RecordStatus.PROPOSED)
    a_contribution(db_session, school_named(db_session, OTHER_SCHOOL), partner, amount=60)
    on = TODAY - timedelta(days=3)
    an_activity(
        db_session, school, activity_kind=ActivityKind.PARTNERSHIP, occurred_on=on, partners=[partner], title="Visit"
    )
    db_session.commit()
    return engaged.id


def test_the_list_adds_up_to_the_years_own_records_and_leads_to_thanks(
    client_as: ClientAs, db_session: Session, giver: int
) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    page = client.get("/thank-you").text
    assert "1 partner gave and was not thanked" in page
    assert "6.5 hours, $500, 1 activity with us and 1 other gift" in page and "&lt;b&gt;Unbroken" in page
    assert "900 hours" in client.get("/thank-you?year=2024-25").text
    assert "is no school year" in client.get("/thank-you?year=%3Cb%3E").text
    assert "has not begun" in client.get("/thank-you?year=2031-32").text
    form = client.get("/records/recognition/new", query_string={"partner": LONG, "back": "/thank-you?year=2025-26"})
    assert form.status_code == 200
    partner = next(
        one.partner
        for one in list_givers(
            db_session,
            SchoolYear.of(TODAY),
            scope=Scope.of_school(school_named(db_session).id),
            today=TODAY,
        )
    )
    said = {"partner": str(partner.id), "mode": "public", "occurred_on": TODAY.isoformat()}
    saved = client.post("/records/recognition/new?back=/thank-you", data=said, follow_redirects=True)
    assert "Everybody who gave was thanked" in saved.text and "thanked Mar 14, 2026" in saved.text


def test_thanks_of_another_year_or_to_a_group_thank_nobody_by_name(db_session: Session, giver: int) -> None:
    school = school_named(db_session)
    scope = Scope.of_school(school.id)
    (one,) = list_givers(db_session, SchoolYear.of(TODAY), scope=scope, today=TODAY)
    for partner, on in ((one.partner, BEFORE), (None, TODAY)):
        db_session.add(Recognition(school=school, partner=partner, occurred_on=on, mode="public"))
    db_session.commit()
    (again,) = list_givers(db_session, SchoolYear.of(TODAY), scope=scope, today=TODAY)
    assert again.thanked_on is None


def test_a_certificate_is_one_tagged_sheet_for_who_gave_and_for_nobody_else(
    client_as: ClientAs, db_session: Session, giver: int
) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    answer = client.get(f"/thank-you/certificate/{giver}")
    assert answer.mimetype == "application/pdf"
    (page,) = PdfReader(io.BytesIO(answer.data)).pages
    assert page.mediabox.width > page.mediabox.height
    told = " ".join(page.extract_text().split())
    assert "Thank you" in told and "6.5 hours, $500" in told and "2025-26" in told
    assert client.get(f"/thank-you/certificate/{giver}?year=2020-21").status_code == 404
    assert client_as(Cast.OTHER_POINT_PERSON).get(f"/thank-you/certificate/{giver}").status_code == 404
    assert client_as(Cast.VIEWER).get("/thank-you").status_code == 403
    assert partner_named(db_session).name not in client.get("/thank-you").text
