"""Two entries of one organization: pointed out while typing, compared, made one, and taken back, on screen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.merges import PartnerMerge
from models.partners import Partner, SchoolPartner
from tests.cast import OTHER_SCHOOL, SCHOOL, Cast, school_named
from tests.factories import TODAY, a_partner, a_school_partner, an_activity, log_entry
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


def test_either_of_the_two_can_be_the_one_that_stays(
    client_as: ClientAs, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    kept, gone = twice
    client = client_as(Cast.POINT_PERSON)
    page = client.get(f"/partners/{kept.id}/merge?other={gone.partner_id}").get_data(as_text=True)
    turned = f"/partners/{gone.id}/merge?other={kept.partner_id}"
    assert "Keep Mercy Regional Hospital instead" in page and turned in page
    assert "Keep Mercy Hospital instead" in client.get(turned).get_data(as_text=True)


def test_an_organization_other_schools_know_is_left_to_the_district(
    client_as: ClientAs, db_session: Session, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    kept, gone = twice
    a_school_partner(db_session, school_named(db_session, OTHER_SCHOOL), gone.partner)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    address, why = (
        f"/partners/{kept.id}/merge",
        "Other schools of the district have records of “Mercy Regional Hospital”",
    )
    page = client.get(f"{address}?other={gone.partner_id}").text
    assert why in page and "Yes, make them one" not in page
    answer = client.post(address, data={"other": gone.partner_id})
    assert (answer.status_code, why in answer.text) == (422, True)
    assert db_session.scalars(select(PartnerMerge)).all() == []


def test_an_organization_that_is_not_there_cannot_be_merged_and_a_name_that_none_has_is_asked_for_again(
    client_as: ClientAs, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    client, address = client_as(Cast.POINT_PERSON), f"/partners/{twice[0].id}/merge"
    for other, shown in (("999999", 404), ("9" * 40, 404), ("x", 422), ("-1", 422), ("²", 422), ("", 422)):
        assert client.get(address, query_string={"other": other}).status_code == shown
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
    # Enter presses the first button of a form: it asks again and decides nothing.
    first = re.search(r"<form class=.form.*?(<button[^>]*>)", page, re.DOTALL)
    assert first and "name=" not in first[1]
    assert client.post("/partners/new", data=TYPED | {"name": "Mercy Hosptial"}).status_code == 422
    used = client.post("/partners/new", data=TYPED | {"name": "Mercy Hosptial", "use": "Mercy Hospital"})
    assert "“Mercy Hospital” is in your directory already." in used.get_data(as_text=True)
    other = client.post("/partners/new", data=TYPED | {"name": "Mercy Hosptial", "another": "Mercy Hosptial"})
    assert other.status_code == 302
    assert db_session.scalars(select(Partner.id).where(Partner.name == "Mercy Hosptial")).one()


def test_the_log_asks_the_same_of_a_new_partner(
    client_as: ClientAs, db_session: Session, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    client = client_as(Cast.POINT_PERSON)
    typed = log_entry("Rounds") | {"partners": ["Robotics Network", "Mercy Hosptial"], "new_category": "business"}
    answer = client.post("/log?tile=other", data=typed | {"tile": "other"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Did you mean Mercy Hospital" in page
    assert re.search(r'name="use-1" value="Mercy Hospital"', page) and 'name="another" value="Mercy Hosptial"' in page
    # The first button of the form is "Save", which asks again.
    first = re.search(r'<button class="unseen" form="log-form" name="then" value="show"', page)
    assert first and first.start() < page.index('name="use-1"')
    activities = select(func.count(Activity.id)).where(Activity.title == "Rounds")
    assert db_session.scalar(activities) == 0

    assert client.post("/log", data=typed | {"use-1": "Mercy Hospital"}).status_code == 302
    db_session.rollback()
    [activity] = db_session.scalars(select(Activity).where(Activity.title == "Rounds"))
    assert [one.name for one in activity.partners] == ["Mercy Hospital", "Robotics Network"]
    # What was pressed for another name than stands there now is nothing that was said.
    typed |= {"occurred_on": (TODAY - timedelta(days=9)).isoformat()}
    other = typed | {"title": "Two", "use-1": "Robotics Network"}
    assert client.post("/log", data=other).status_code == 422

    # Said once, it holds while other things are still refused.
    half = client.post("/log", data=typed | {"another": "Mercy Hosptial", "title": ""}).get_data(as_text=True)
    assert "Did you mean" not in half
    half = client.post("/log", data=typed | {"another": "Mercy Hosptial", "by": []}).get_data(as_text=True)
    assert '<input type="hidden" name="another" value="Mercy Hosptial">' in half
    assert client.post("/log", data=typed | {"another": "Mercy Hosptial", "title": "Two"}).status_code == 302
    db_session.rollback()
    assert db_session.scalars(select(Partner.id).where(Partner.name == "Mercy Hosptial")).one()


def test_whoever_adds_no_partners_says_of_none_that_it_is_another(
    client_as: ClientAs, twice: tuple[SchoolPartner, SchoolPartner]
) -> None:
    typed = log_entry("Rounds") | {
        "partners": "Mercy Hosptial",
        "another": "Mercy Hosptial",
        "new_category": "business",
    }
    answer = client_as(Cast.SLT).post("/log", data=typed)
    assert answer.status_code == 422 and "is not one of the school" in answer.get_data(as_text=True)
    assert "another organization" not in answer.get_data(as_text=True)
