"""Choosing among more partners than a list can hold: by name, a part of one, or what is offered while one types."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session

import tracker.partner_choice
from models.partners import Partner, SchoolPartner, WorkforceNeed
from models.partnerships import Partnership
from models.planning.making import NEW_PARTNER
from tests.cast import OTHER_SCHOOL, Cast, school_named
from tests.factories import TODAY, a_partner, a_school_partner, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import count_of
from tracker.forms import Form
from tracker.partner_choice import MANY
from tracker.years.plan_forms import TO_FIND, PlannedPartner


@pytest.fixture
def many(db_session: Session, monkeypatch: pytest.MonkeyPatch) -> dict[str, Partner]:
    """More partners than a list may have here, and one of another school."""
    monkeypatch.setattr(tracker.partner_choice, "MANY", 2)
    school, other = school_named(db_session), school_named(db_session, OTHER_SCHOOL)
    found = {
        name: a_partner(db_session, name)
        for name in ("River Labs", "River Museum", "The Mill, Inc.", "River Elsewhere")
    }
    for name, partner in found.items():
        a_school_partner(db_session, other if name == "River Elsewhere" else school, partner)
    db_session.commit()
    return found


def field(page: str) -> str:
    """Read what the field for a name holds."""
    (held,) = re.findall(r'<input type="text" id="[^"]+" name="partner" value="([^"]*)"', page)
    return str(held)


def test_a_partner_is_named_by_its_name_a_part_that_is_asked_about_or_its_number(
    client_as: ClientAs, db_session: Session, many: dict[str, Partner]
) -> None:
    client, address = client_as(Cast.POINT_PERSON), "/partnerships/new"
    labs, mill = many["River Labs"].id, many["The Mill, Inc."].id
    assert field(client.get(address).text) == ""
    assert (
        field(client.get(f"{address}?partner={labs}").text)
        == field(client.get(f"{address}?partner=River+Labs").text)
        == "River Labs"
    )
    typed = {"started_on": TODAY.isoformat(), "stage": "active", "note": "Met at the fair"}
    asked = client.post(address, data=typed | {"partner": "river"})
    assert asked.status_code == 422
    assert (
        "Which partner is “river”?" in asked.text and field(asked.text) == "river" and "Met at the fair" in asked.text
    )
    assert re.findall(r'<button class="btn quiet" name="partner" value="([^"]+)"', asked.text) == [
        "River Labs",
        "River Museum",
    ]
    unknown = client.post(address, data=typed | {"partner": "River Elsewhere"})
    assert unknown.status_code == 422 and "No partner is called “River Elsewhere”." in unknown.text
    assert "Choose the partner." in client.post(address, data=typed | {"partner": " "}).text
    assert count_of(db_session, Partnership) == 0
    assert client.post(address, data={**typed, "partner": ["river", "River Labs"]}).status_code == 302
    assert client.post(address, data=typed | {"partner": "the mill"}).status_code == 302
    assert count_of(db_session, Partnership) == 2
    assert set(db_session.scalars(select(Partnership.partner_id))) == {labs, mill}


def test_whom_a_record_names_stays_though_it_is_no_partner_any_more(
    client_as: ClientAs, db_session: Session, many: dict[str, Partner]
) -> None:
    client, labs = client_as(Cast.POINT_PERSON), many["River Labs"]
    made = client.post(
        "/records/workforce/new", data={"partner": "river labs", "stated_on": TODAY.isoformat(), "text": "Welders"}
    )
    assert made.status_code == 302
    need = db_session.scalars(select(WorkforceNeed)).one()
    assert need.partner_id == labs.id
    engaged = db_session.scalars(select(SchoolPartner).where(SchoolPartner.partner_id == labs.id)).one()
    engaged.archive()
    db_session.commit()
    address = f"/records/workforce/{need.id}/edit"
    page = client.get(address).text
    assert field(page) == "River Labs"
    typed = {
        "stated_on": TODAY.isoformat(),
        "text": "Welders, two",
        "version": str(need.version),
        "partner": "River Labs",
    }
    assert client.post(address, data=typed).status_code == 302
    db_session.refresh(need)
    assert (need.text, need.partner_id) == ("Welders, two", labs.id)


def test_a_list_is_narrowed_by_a_name_and_says_whom_a_part_of_one_may_mean(
    client_as: ClientAs, db_session: Session, many: dict[str, Partner]
) -> None:
    client, labs = client_as(Cast.POINT_PERSON), many["River Labs"].id
    an_activity(db_session, school_named(db_session))
    db_session.commit()
    for said in ("River+labs", str(labs)):
        page = client.get(f"/activities?partner={said}").text
        assert "with River Labs" in page and field(page) == "River Labs"
    vague = client.get("/activities?partner=River").text
    assert "No partner is called “River”. Did you mean River Labs or River Museum?" in vague and field(vague) == "River"


def test_names_are_offered_of_the_own_partners_and_of_the_district_to_whom_may_add_one(
    client_as: ClientAs, many: dict[str, Partner]
) -> None:
    def names(person: Cast, query: str) -> list[str]:
        found: list[str] = client_as(person).get(f"/partners/names?{query}").get_json()["names"]
        return found

    assert names(Cast.POINT_PERSON, "q=RÍVER") == ["River Labs", "River Museum"]
    assert names(Cast.POINT_PERSON, "q=mus+riv") == ["River Museum"]
    assert names(Cast.POINT_PERSON, "q=") == []
    assert names(Cast.POINT_PERSON, "q=river&of=district") == ["River Elsewhere", "River Labs", "River Museum"]
    assert names(Cast.VIEWER, "q=river&of=district") == ["River Labs", "River Museum"]
    assert client_as(Cast.ALLIANCE).get("/partners/names?q=river").status_code == 403


def test_the_other_of_two_that_are_one_is_named(
    client_as: ClientAs, db_session: Session, many: dict[str, Partner]
) -> None:
    client = client_as(Cast.POINT_PERSON)
    engaged = db_session.scalars(select(SchoolPartner).where(SchoolPartner.partner_id == many["River Labs"].id)).one()
    db_session.rollback()
    address = f"/partners/{engaged.id}/merge"
    vague = client.get(f"{address}?other=River")
    assert vague.status_code == 422 and "No other organization is called “River”." in vague.text
    assert "Becomes part of it" in client.get(f"{address}?other=river+museum").text


def test_with_whom_a_plan_does_a_thing_is_named_too_and_stays_as_proposed_where_nothing_is_said(app: Flask) -> None:
    class Asked(Form):
        partner = PlannedPartner("Partner")

    known = [f"River {number}" for number in range(MANY)] + ["The Mill, Inc."]

    def said(text: str) -> tuple[bool, str, tuple[str, ...]]:
        with app.test_request_context(method="POST", data={"partner": text}):
            form = Asked()
            form.partner.offer(known, f"{NEW_PARTNER} (2)")
            return FlaskForm.validate(form), form.partner.data, form.partner.near

    assert said("the mill") == (True, "The Mill, Inc.", ())
    assert said(TO_FIND) == (True, f"{NEW_PARTNER} (2)", ())
    assert said("") == (True, "", ())
    assert said("ver 99") == (False, "ver 99", ("River 99",))
