"""What is typed about partners and their contacts: stored, or refused by the field."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.partners import Contact, Partner, SchoolPartner
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import (
    TODAY,
    a_partner,
    a_school_partner,
)
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import LONG, count_of, look_again

A_PARTNER = {"name": "Bright Lights", "category": "business", "added_on": "2026-03-01", "stage": "prospect"}


def test_a_new_partner_is_stored_with_what_was_typed(client_as: ClientAs, db_session: Session) -> None:
    typed = A_PARTNER | {"offers": ["tutoring", "funding"], "website": "www.bright.example", "town": " Millbrook "}
    answer = client_as(Cast.POINT_PERSON).post("/partners/new", data=typed, follow_redirects=True)
    assert "Bright Lights is in your directory." in answer.get_data(as_text=True)
    engaged = db_session.scalars(select(SchoolPartner).order_by(SchoolPartner.id.desc())).first()
    assert engaged is not None
    assert engaged.offers == ("tutoring", "funding")
    assert engaged.partner.website == "https://www.bright.example"
    assert engaged.partner.town == "Millbrook"
    assert "entered this" in answer.get_data(as_text=True)


def test_an_organisation_the_district_knows_is_used_again(client_as: ClientAs, db_session: Session) -> None:
    known = a_partner(db_session, "Bright Lights", category="nonprofit")
    a_school_partner(db_session, school_named(db_session, OTHER_SCHOOL), known)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    answer = client.post("/partners/new", data=A_PARTNER | {"name": " BRIGHT  lights"}, follow_redirects=True)
    assert "directory knew it already" in answer.get_data(as_text=True)
    assert count_of(db_session, Partner) == 3
    assert db_session.get(Partner, known.id).category == "nonprofit"  # type: ignore[union-attr]
    again = client.post("/partners/new", data=A_PARTNER)
    assert again.status_code == 422
    assert "in your directory already" in again.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "Enter the organization&#39;s name."),
        ("name", LONG, "at most 200 characters"),
        ("name", "Bright\x00Lights", "contains characters that cannot be stored"),
        ("name", "Bright; Lights", "cannot contain semicolons"),
        ("category", "wizards", "Choose one of the list."),
        ("category", "", "Choose what sort of organization it is."),
        ("stage", "dreaming", "Choose one of the list."),
        ("offers", "gold", "gold"),
        ("added_on", "2026-02-31", "Enter a real date"),
        ("added_on", "2026-03-15", "still to come"),
        ("added_on", "0001-01-01", "Enter a date between 1950 and 2100"),
        ("website", "javascript:alert(1)", "Enter a web address"),
        ("note", LONG, "at most 4,000 characters"),
    ],
)
def test_a_wrong_partner_is_refused_by_the_field_and_nothing_typed_is_lost(
    client_as: ClientAs, db_session: Session, field: str, typed: str, message: str
) -> None:
    before = count_of(db_session, SchoolPartner), count_of(db_session, Partner)
    answer = client_as(Cast.POINT_PERSON).post(
        "/partners/new", data=A_PARTNER | {"town": "Millbrook upon Tyne", field: typed}
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page, re.findall(r'class="error".*', page)
    assert 'id="error-summary"' in page
    assert f'id="{field}-error"' in page
    assert "Millbrook upon Tyne" in page
    assert (count_of(db_session, SchoolPartner), count_of(db_session, Partner)) == before


def test_a_rename_is_seen_by_every_school_and_told_in_its_history(client_as: ClientAs, db_session: Session) -> None:
    shared = partner_named(db_session)
    theirs = a_school_partner(db_session, school_named(db_session, OTHER_SCHOOL), shared)
    ours = db_session.scalars(select(SchoolPartner).where(SchoolPartner.partner_id == shared.id)).first()
    db_session.commit()
    assert ours is not None
    typed = A_PARTNER | {"name": "Robotics League", "version": str(ours.version)}
    assert client_as(Cast.POINT_PERSON).post(f"/partners/{ours.id}/edit", data=typed).status_code == 302
    page = client_as(Cast.OTHER_POINT_PERSON).get(f"/partners/{theirs.id}").get_data(as_text=True)
    assert "Robotics League" in page
    assert "was Robotics Network" in page
    stale = client_as(Cast.OTHER_POINT_PERSON).post(f"/partners/{theirs.id}/edit", data=A_PARTNER | {"version": "1"})
    assert stale.status_code == 409


def test_a_contact_is_added_ended_and_kept(client_as: ClientAs, db_session: Session) -> None:
    engaged = db_session.scalars(select(SchoolPartner)).first()
    assert engaged is not None
    client = client_as(Cast.POINT_PERSON)
    typed = {"name": "Robin Sample", "email": "robin@example.org", "is_key": "y", "from_on": "2026-01-10"}
    page = client.post(f"/partners/{engaged.id}/contacts/new", data=typed, follow_redirects=True)
    assert "Robin Sample" in page.get_data(as_text=True)
    look_again(db_session)
    contact = db_session.scalars(select(Contact)).one()
    client.post(f"/partners/{engaged.id}/contacts/{contact.id}/end")
    look_again(db_session)
    assert contact.until_on == TODAY
    bad = client.post(f"/partners/{engaged.id}/contacts/new", data=typed | {"email": "robin", "until_on": "2025-01-01"})
    assert bad.status_code == 422
    assert "Enter an e-mail address" in bad.get_data(as_text=True)
    assert count_of(db_session, Contact) == 1
