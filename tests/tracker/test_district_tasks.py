"""What a district's admin does for its schools: share an organization, open the year, give out agreements that end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import District
from models.actions import Action
from models.agreements import Agreement
from models.operations.years import open_year
from models.partners import SchoolPartner
from models.queries.catalogue import latest_catalogue
from models.ratings import Assessment
from models.school_years import SchoolYear
from seed.loader import load_catalogue_rows
from tests.cast import OTHER_SCHOOL, Cast, school_named, user_of
from tests.factories import TODAY, a_district, a_partner, a_partnership, a_school, a_school_partner, an_agreement
from tests.tracker.conftest import ClientAs

NAME = "Kiln <b>Works</b>"


@pytest.fixture
def hilltop(db_session: Session) -> Session:
    """A partner of one school whose agreement ends next month; and a school of another district."""
    load_catalogue_rows(db_session)
    school, partner = school_named(db_session, OTHER_SCHOOL), a_partner(db_session, NAME)
    a_school_partner(db_session, school, partner, offers=("funding",), note="Only ours")
    an_agreement(db_session, a_partnership(db_session, school, partner), ends_on=TODAY + timedelta(days=30))
    a_school(db_session, "Far Away", district=a_district(db_session, "Far District"), slug="far")
    db_session.commit()
    return db_session


def test_an_organization_is_shared_with_schools_of_the_district_alone(client_as: ClientAs, hilltop: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    engaged = hilltop.scalars(select(SchoolPartner).where(SchoolPartner.offers == ("funding",))).one()
    here, far = school_named(hilltop).id, school_named(hilltop, "Far Away").id
    address = f"/partners/{engaged.id}/share"
    hilltop.rollback()
    page = client.get(address).text
    assert "Riverside Middle" in page and "Far Away" not in page and "Kiln &lt;b&gt;Works" in page
    for nothing in ({}, {"schools": str(far)}, {"schools": "x"}):
        assert client.post(address, data=nothing).status_code == 422, nothing
    assert client.post(address, data={"schools": str(here)}).status_code == 302
    shared = hilltop.scalars(select(SchoolPartner).where(SchoolPartner.partner_id == engaged.partner_id)).all()
    assert {(one.school_id, one.note) for one in shared} == {(here, None), (engaged.school_id, "Only ours")}
    assert {one.offers for one in shared} == {("funding",)}
    hilltop.rollback()
    assert "Every school of the district knows it already" in client.get(address).text
    for person in (Cast.OTHER_POINT_PERSON, Cast.SCHOOL_ADMIN, Cast.VIEWER):
        assert client_as(person).get(address).status_code == 403, person


def test_the_year_is_opened_for_schools_with_its_day(client_as: ClientAs, hilltop: Session) -> None:
    client, day = client_as(Cast.DISTRICT_ADMIN), TODAY + timedelta(days=60)
    ids = [str(school_named(hilltop).id), str(school_named(hilltop, OTHER_SCHOOL).id)]
    hilltop.rollback()
    page = client.get("/school-years").text
    assert page.count("not opened") == 2 and "Far Away" not in page
    past = {"schools": ids, "due_on": (TODAY - timedelta(days=1)).isoformat()}
    assert client.post("/school-years", data=past).status_code == 422
    assert client.post("/school-years", data={"schools": ids[1:], "due_on": day.isoformat()}).status_code == 302
    assert client.post("/school-years", data={"schools": ids[:1]}).status_code == 302
    assert client.post("/school-years", data={"schools": ids}).status_code == 422
    assert len(hilltop.scalars(select(Assessment)).all()) == 2
    asked = hilltop.scalars(select(Action)).one()
    assert (asked.what, asked.due_on, str(asked.school_id)) == ("Sign the year 2025-26", day, ids[1])
    hilltop.rollback()
    assert "It is open at every school" in client.get("/school-years").text
    assert client_as(Cast.SCHOOL_ADMIN).get("/school-years").status_code == 403


def test_an_agreement_that_ends_is_given_to_somebody(client_as: ClientAs, hilltop: Session) -> None:
    agreement = hilltop.scalars(select(Agreement)).one()
    owner, stranger = (str(user_of(hilltop, one).id) for one in (Cast.OTHER_POINT_PERSON, Cast.CONTRIBUTOR))
    address = f"/agreements/{agreement.id}/assign"
    hilltop.rollback()
    client = client_as(Cast.DISTRICT_ADMIN)
    assert "Ask somebody" in client.get("/agreements").text
    for wrong in ({"owner": ""}, {"owner": stranger}, {"owner": owner, "due_on": "soon"}):
        assert client.post(address, data={"due_on": TODAY.isoformat()} | wrong).status_code == 422, wrong
    sent = {"owner": owner, "due_on": TODAY.isoformat(), "note": "<i>soon</i>"}
    answer = client.post(f"{address}?back=/agreements", data=sent)
    assert (answer.status_code, answer.location) == (302, "/agreements")
    made = hilltop.scalars(select(Action)).one()
    assert (str(made.owner_id), made.due_on, made.by) == (owner, TODAY, "leaders")
    hilltop.rollback()
    listed = client.get("/agreements").text
    assert "Ask somebody" not in listed and f"/actions/{made.id}" in listed
    assert "was asked already" in client.get(address).text
    assert client_as(Cast.SLT).get(address).status_code == 404
    assert client_as(Cast.VIEWER).get(address).status_code == 403


def test_another_month_of_school_years_is_said_first_and_then_saved(client_as: ClientAs, hilltop: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    district, far = school_named(hilltop).district.id, school_named(hilltop, "Far Away").district.id
    school = school_named(hilltop)
    codes = list(latest_catalogue(hilltop).indicators)
    before = open_year(hilltop, school, SchoolYear(2024), indicators=codes, today=TODAY)
    before_id, signed = before.id, open_year(hilltop, school, SchoolYear(2025), indicators=codes, today=TODAY)
    signed.signed_on = TODAY
    hilltop.commit()
    assert 'href="/school-years/begin"' in client.get("/school-years").text
    page = client.get("/school-years/begin").text
    assert "School years begin in July" in page and "What would it change?" in page
    told = client.post("/school-years/begin", data={"month": "9", "seen": "7", "then": "look"})
    assert told.status_code == 200
    assert "2025-26" in told.text and "Sep 1, 2025" in told.text and "No level changes" in told.text
    assert "2 years that schools have opened keep" in told.text.replace("Two", "2")
    assert "has signed 2025-26 already" in told.text
    assert hilltop.get_one(District, district).year_begins_in == 7
    hilltop.rollback()
    assert client.post("/school-years/begin", data={"month": "9", "seen": "7"}).status_code == 302
    hilltop.expire_all()
    assert hilltop.get_one(District, district).year_begins_in == 9
    assert hilltop.get_one(District, far).year_begins_in == 7
    assert hilltop.get_one(Assessment, before_id).year == SchoolYear(2024, 7), "opened before, it keeps its days"
    hilltop.rollback()
    page = client.get("/school-years").text
    assert "Sep 1, 2025" in page


def test_the_month_is_not_overwritten_and_not_anybodys_to_change(client_as: ClientAs, hilltop: Session) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)
    hilltop.rollback()
    for month in ("7", "13", "0", "x", ""):
        assert client.post("/school-years/begin", data={"month": month, "seen": "7"}).status_code == 422, month
    assert client.post("/school-years/begin", data={"month": "8", "seen": "7"}).status_code == 302
    late = client.post("/school-years/begin", data={"month": "9", "seen": "7"})
    assert late.status_code == 422 and "Somebody changed the month in between" in late.text
    hilltop.expire_all()
    assert school_named(hilltop).district.year_begins_in == 8
    hilltop.rollback()
    for person in (Cast.SCHOOL_ADMIN, Cast.SLT, Cast.POINT_PERSON, Cast.VIEWER):
        assert client_as(person).get("/school-years/begin").status_code == 403, person
        assert client_as(person).post("/school-years/begin", data={"month": "9", "seen": "8"}).status_code == 403
