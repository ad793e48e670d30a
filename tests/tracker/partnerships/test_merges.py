"""Two entries of one organization: pointed out while typing, compared, made one, and taken back, on screen."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.merges import PartnerMerge
from models.partners import Partner, SchoolPartner
from tests.cast import OTHER_SCHOOL, SCHOOL, Cast, school_named
from tests.factories import a_partner, a_school_partner, an_activity
from tests.tracker.conftest import ClientAs

TYPED = {"category": "business", "added_on": "2026-03-01", "stage": "prospect"}


@pytest.fixture
def twice(db_session: Session) -> tuple[SchoolPartner, SchoolPartner]:
    school = school_named(db_session, SCHOOL)
    kept = a_school_partner(db_session, school, a_partner(db_session, "Mercy Hospital", town="Millbrook"))
    gone = a_school_partner(db_session, school, a_partner(db_session, "Mercy Regional Hospital"), offers=("funding",))
    an_activity(db_session, school, title="Night shift tour", partners=[gone.partner])
    db_session.commit()
    return kept, gone


def test_both_are_shown_side_by_side_made_one_and_taken_back(
    client_as: ClientAs, db_session: Session, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    kept, gone = twice
    client, address = client_as(Cast.POINT_PERSON), f"/partners/{kept.id}/merge"
    assert f"other={gone.partner_id}" in client.get(address).get_data(as_text=True)
    page = client.get(f"{address}?other={gone.partner_id}").get_data(as_text=True)
    assert "Stays" in page and "Becomes part of it" in page and "Activities" in page
    answer = client.post(address, data={"other": gone.partner_id}, follow_redirects=True).get_data(as_text=True)
    assert "Mercy Regional Hospital is part of Mercy Hospital now." in answer
    assert "Night shift tour" in answer and "Also known as" in answer
    old = client.get(f"/partners/{gone.id}").get_data(as_text=True)
    assert "Part of" in old and f"/partners/{kept.id}" in old
    refused = client.post(f"/partners/{gone.id}/restore", follow_redirects=True).get_data(as_text=True)
    assert "It is part of “Mercy Hospital” now." in refused
    merge = db_session.scalars(select(PartnerMerge)).one()
    back = client.post(f"{address}/{merge.id}/undo", follow_redirects=True).get_data(as_text=True)
    assert "is an organization of its own again" in back and "Night shift tour" not in back
    assert "Night shift tour" in client.get(f"/partners/{gone.id}").get_data(as_text=True)
    again = client.post(f"{address}/{merge.id}/undo", follow_redirects=True).get_data(as_text=True)
    assert "This was taken back already." in again


def test_an_organization_other_schools_know_is_left_to_the_district(
    client_as: ClientAs, db_session: Session, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    kept, gone = twice
    a_school_partner(db_session, school_named(db_session, OTHER_SCHOOL), gone.partner)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    answer = client.post(f"/partners/{kept.id}/merge", data={"other": gone.partner_id}, follow_redirects=True)
    assert "Other schools of the district have records of “Mercy Regional Hospital” too." in answer.get_data(
        as_text=True
    )
    assert db_session.scalars(select(PartnerMerge)).all() == []


@pytest.mark.parametrize("other", ["999999", "x", "-1", "9" * 40, "²"])
def test_an_organization_that_is_not_there_cannot_be_merged(
    client_as: ClientAs, twice: tuple[SchoolPartner, SchoolPartner], other: str
) -> None:
    client, address = client_as(Cast.POINT_PERSON), f"/partners/{twice[0].id}/merge"
    assert client.get(address, query_string={"other": other}).status_code == 404
    assert client.post(address, data={"other": other}).status_code == 404
    assert client.post(address, data={"other": twice[0].partner_id}).status_code == 404


def test_who_may_not_change_partners_may_not_merge_them(
    client_as: ClientAs, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    kept, gone = twice
    address = f"/partners/{kept.id}/merge"
    assert client_as(Cast.SLT).post(address, data={"other": gone.partner_id}).status_code == 403


def test_a_name_much_like_a_known_one_is_pointed_out_and_either_is_one_press(
    client_as: ClientAs, db_session: Session, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    client = client_as(Cast.POINT_PERSON)
    answer = client.post("/partners/new", data=TYPED | {"name": "Mercy Hosptial"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Did you mean Mercy Hospital" in page and re.search(r'name="use" value="Mercy Hospital"', page)
    used = client.post("/partners/new", data=TYPED | {"name": "Mercy Hosptial", "use": "Mercy Hospital"})
    assert "“Mercy Hospital” is in your directory already." in used.get_data(as_text=True)
    other = client.post("/partners/new", data=TYPED | {"name": "Mercy Hosptial", "another": "1"})
    assert other.status_code == 302
    assert db_session.scalars(select(Partner.id).where(Partner.name == "Mercy Hosptial")).one()
