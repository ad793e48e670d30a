"""A departure on screen: known ahead, handed over, printed, taken back; and deactivation that leads there."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.hand_overs import HandOver
from models.memberships import Membership
from models.partnerships import Partnership, PointPerson
from models.stewardship import RosterMember, Transition
from tests.cast import OTHER_PARTNER, PARTNER, SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_contact, a_partnership, an_agreement
from tests.tracker.conftest import ClientAs

IN_MAY = TODAY + timedelta(days=60)
SEEN = re.compile(r'name="seen"[^>]* value="([^"]*)"')


@pytest.fixture
def kept(db_session: Session) -> list[Partnership]:
    """Two partnerships that the contributor of the cast keeps, by name in one and by account in the other."""
    school, who = school_named(db_session), user_of(db_session, Cast.CONTRIBUTOR)
    first = a_partnership(db_session, school, partner_named(db_session, PARTNER), point_person=who.name)
    second = a_partnership(db_session, school, partner_named(db_session, OTHER_PARTNER), point_person=None)
    second.point_people.append(PointPerson(person="T. Eacher", user_id=who.id, from_on=second.started_on))
    db_session.commit()
    return [first, second]


def leaver(session: Session) -> str:
    return f"/hand-overs/new?leaves=u{user_of(session, Cast.CONTRIBUTOR).id}"


def sent(client: FlaskClient, address: str, **typed: str) -> Any:
    found = SEEN.search(client.get(address).text)
    assert found is not None
    return client.post(
        address,
        data={"what": "staff", "from_on": IN_MAY.isoformat(), "follows": "Point person", "seen": found[1]} | typed,
    )


def test_what_is_known_ahead_stands_on_home_and_at_the_partnership_and_is_handed_over_and_taken_back(
    client_as: ClientAs, db_session: Session, kept: list[Partnership]
) -> None:
    client, address = client_as(Cast.POINT_PERSON), leaver(db_session)
    assert sent(client, address, follows="", then="note").status_code == 302
    home, partnership = client.get("/").text, f"/partnerships/{kept[0].id}"
    assert "Contributor leaves" in home and "Nobody follows yet" in home
    assert "its point person, leaves May" in client.get(partnership).text
    open_it = re.search(r'href="(/hand-overs/of/\d+)\?back=/"', home)
    assert open_it is not None
    form = client.get(f"{open_it[1]}?back=/", follow_redirects=True).text
    assert 'The sheet that follows leads back to <a href="/">Home</a>' in form
    form = client.get(open_it[1]).headers["Location"]
    assert f'value="{IN_MAY.isoformat()}"' in client.get(form).text
    refused = sent(client, form, follows="", then="hand_over")
    assert refused.status_code == 422 and "Say who follows" in refused.text
    done = sent(client, form, then="hand_over")
    sheet = client.get(done.headers["Location"]).text
    assert "Point person follows Contributor: 2 partnerships." in sheet and "Call first" in sheet and PARTNER in sheet
    assert "Contributor leaves" not in client.get("/").text
    assert "handed over" in client.get(partnership).text
    undone = client.post(done.headers["Location"] + "/undo", follow_redirects=True).text
    assert "It is as it was before." in undone and "Contributor leaves" in client.get("/").text


def test_the_sheet_tells_of_every_agreement_also_of_one_that_ended_and_nobody_renewed(
    client_as: ClientAs, db_session: Session, kept: list[Partnership]
) -> None:
    year, day = timedelta(days=365), timedelta(days=1)
    common = {"submitted_on": TODAY - year, "signed_on": TODAY - year, "starts_on": TODAY - year}
    old = an_agreement(db_session, kept[0], agreement_kind="mou", ends_on=TODAY - 9 * day, **common)
    an_agreement(db_session, kept[0], agreement_kind="mou", renews=old, **common | {"ends_on": TODAY + year})
    an_agreement(db_session, kept[0], agreement_kind="data_sharing", ends_on=TODAY - 12 * day, **common)
    an_agreement(db_session, kept[1], agreement_kind="internship", ends_on=None, **common)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    done = sent(client, leaver(db_session), then="hand_over")
    sheet = re.sub(r"<[^>]*>", "", client.get(done.headers["Location"]).text)
    assert "Data sharing, last day" in sheet and "ended 12 days ago, not renewed" in sheet
    assert "Internship agreement no end" in sheet
    assert sheet.count("Memorandum of understanding") == 1 and "none with an end" not in sheet


def test_a_departure_known_ahead_is_handed_over_by_whatever_way_its_person_is_found(
    client_as: ClientAs, db_session: Session, kept: list[Partnership]
) -> None:
    client, address = client_as(Cast.POINT_PERSON), leaver(db_session)
    assert sent(client, address, follows="", note="Ask about the robots", then="note").status_code == 302
    form = client.get(address).text
    assert f'value="{IN_MAY.isoformat()}"' in form and "Ask about the robots" in form
    sent(client, address, then="hand_over")
    assert "Contributor leaves" not in client.get("/").text
    db_session.rollback()
    assert len(db_session.scalars(select(Transition)).all()) == 1


def test_whoever_follows_in_a_single_partnership_stands_in_what_is_told_and_on_the_sheet(
    client_as: ClientAs, db_session: Session, kept: list[Partnership]
) -> None:
    client, address = client_as(Cast.POINT_PERSON), leaver(db_session)
    done = sent(client, address, then="hand_over", **{f"partnership_{kept[1].id}": "Robin Ash"})
    sheet = client.get(done.headers["Location"]).text
    assert "Point person follows Contributor: 2 partnerships (1 of them to Robin Ash)." in sheet
    assert sheet.count("<dd>Robin Ash</dd>") == 1


def test_what_changed_since_the_page_was_drawn_is_shown_before_it_is_handed_over(
    client_as: ClientAs, db_session: Session, kept: list[Partnership]
) -> None:
    client, address = client_as(Cast.POINT_PERSON), leaver(db_session)
    answer = sent(client, address, seen="1.1")
    assert answer.status_code == 422 and "changed since this page was drawn" in answer.text
    assert db_session.scalars(select(HandOver)).all() == []


def test_whose_access_ends_is_asked_first_who_follows(
    client_as: ClientAs, db_session: Session, kept: list[Partnership]
) -> None:
    client, teacher = client_as(Cast.SCHOOL_ADMIN), user_of(db_session, Cast.CONTRIBUTOR)
    answer = client.post(f"/people/{teacher.id}/leave")
    assert answer.headers["Location"] == leaver(db_session)
    done = sent(client, answer.headers["Location"], from_on=TODAY.isoformat(), ends_access="y")
    assert done.status_code == 302
    closed = client_as(Cast.CONTRIBUTOR).get("/activities")
    assert closed.status_code == 403 and "Your last role has ended" in closed.text and "Sign out" in closed.text
    client, person = client_as(Cast.SCHOOL_ADMIN), f"/people/{teacher.id}"
    assert f"Left {SCHOOL}." in client.get(person).text
    client.post(done.headers["Location"] + "/undo")
    assert f"Came back to {SCHOOL}." in client.get(person).text
    viewer = user_of(db_session, Cast.VIEWER)
    assert "can no longer sign in" in client.post(f"/people/{viewer.id}/leave", follow_redirects=True).text
    assert "can sign in for this school again" in client.post(f"/people/{viewer.id}/return", follow_redirects=True).text
    ends = select(Membership.ended_on).where(Membership.user_id == viewer.id)
    assert db_session.scalar(ends) is None


def test_another_schools_people_cannot_be_named(client_as: ClientAs, db_session: Session) -> None:
    other = user_of(db_session, Cast.OTHER_POINT_PERSON)
    assert client_as(Cast.POINT_PERSON).get(f"/hand-overs/new?leaves=u{other.id}").status_code == 404
    assert client_as(Cast.SCHOOL_ADMIN).post(f"/people/{other.id}/leave").status_code == 404
    assert client_as(Cast.SLT).get("/hand-overs/new").status_code == 403
    assert client_as(Cast.SLT).get("/people").status_code == 403
    # Point people invite those of their partners; of the school's own people they only read.
    assert client_as(Cast.POINT_PERSON).post(f"/people/{other.id}/leave").status_code == 403


def test_a_contact_at_a_partner_is_followed(client_as: ClientAs, db_session: Session) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    a_contact(db_session, school, partner, name="Robin <b>Ash</b>", is_key=True)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    address = "/hand-overs/at-partner/1?leaves=Robin+%3Cb%3EAsh%3C/b%3E"
    assert "Robin &lt;b&gt;Ash&lt;/b&gt;" in client.get(address).text
    said = {
        "leaves": "Robin <b>Ash</b>",
        "follows": "Alex Poe",
        "from_on": TODAY.isoformat(),
        "reached_at": "no address",
    }
    assert client.post(address, data=said).status_code == 422
    answer = client.post(address, data=said | {"reached_at": "alex@example.org"}, follow_redirects=True)
    assert "Alex Poe follows Robin" in answer.text and "alex@example.org" in answer.text
    assert "Alex Poe" in client.get("/partners/1").text


def test_a_contacts_departure_known_ahead_is_handed_over_from_the_contact_as_well(
    client_as: ClientAs, db_session: Session
) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    a_contact(db_session, school, partner, name="Robin Ash", is_key=True)
    known = {"school": school, "partner": partner, "what": "partner_staff", "occurred_on": IN_MAY, "entered_on": TODAY}
    db_session.add(Transition(**known, leaves="Robin Ash"))
    db_session.commit()
    client, address = client_as(Cast.POINT_PERSON), "/hand-overs/at-partner/1?leaves=Robin+Ash"
    assert f'value="{IN_MAY.isoformat()}"' in client.get(address).text
    said = {"leaves": "robin ash", "follows": "Alex Poe", "from_on": IN_MAY.isoformat()}
    assert client.post("/hand-overs/at-partner/1", data=said).status_code == 302
    db_session.rollback()
    assert [one.follows for one in db_session.scalars(select(Transition))] == ["Alex Poe"]


def test_who_leaves_is_found_by_typing_a_name(
    client_as: ClientAs, db_session: Session, kept: list[Partnership]
) -> None:
    client, wanted = client_as(Cast.POINT_PERSON), leaver(db_session)
    assert client.get("/hand-overs/new?who=contribut").headers["Location"] == wanted
    several = client.get("/hand-overs/new?who=o")
    assert several.status_code == 200 and "Contributor" in several.text
    assert "Nobody at this school is called so" in client.get("/hand-overs/new?who=zzz").text


def test_a_seat_ends_with_its_holder_unless_somebody_is_to_follow_in_it(
    client_as: ClientAs, db_session: Session, kept: list[Partnership]
) -> None:
    who = user_of(db_session, Cast.CONTRIBUTOR).name
    seat = RosterMember(school=school_named(db_session), person=who, group=("teachers",), from_on=TODAY)
    db_session.add(seat)
    db_session.commit()
    admin, address = client_as(Cast.SCHOOL_ADMIN), leaver(db_session)
    page = admin.get(address).text
    assert "Their seat in the leadership team" in page and "The coordination of partnerships" not in page
    assert sent(admin, address, seats="follows", then="hand_over", follows="Nel New").status_code == 302
    db_session.rollback()
    held = db_session.scalars(select(RosterMember).order_by(RosterMember.from_on)).all()
    assert [(one.person, one.from_on, one.until_on) for one in held] == [
        (who, TODAY, IN_MAY),
        ("Nel New", IN_MAY, None),
    ]
