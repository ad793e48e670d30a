"""What a strategic alliance says of itself: its needs and offers, what was agreed, how it goes, who follows whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.evaluations import Evaluation
from models.partners import Contact, WorkforceNeed
from models.partnerships import Partnership, TermName
from models.records import RecordStatus
from models.stewardship import Transition
from tests.cast import OTHER_PARTNER, PARTNER, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_contact, a_partnership
from tests.tracker.alliance_records import only, share
from tests.tracker.conftest import ClientAs

LONG_AGO = TODAY - timedelta(days=700)
GOALS = {TermName.SHORT_GOALS: "Two robotics clubs", TermName.LONG_GOALS: "A pathway to work"}


@pytest.fixture
def partnership(db_session: Session) -> Iterator[Partnership]:
    """The partnership of the first school with the first organisation of the cast."""
    made = a_partnership(db_session, school_named(db_session), partner_named(db_session), terms=GOALS)
    db_session.commit()
    yield made


@pytest.fixture
def alliance(client_as: ClientAs, partnership: Partnership) -> FlaskClient:
    return client_as(Cast.ALLIANCE)


def a_stated_need(session: Session, **fields: Any) -> WorkforceNeed:
    """A need that the alliance stated itself."""
    fields = {"text": "Six drivers", "stated_on": TODAY, "entered_by": user_of(session, Cast.ALLIANCE), **fields}
    need = WorkforceNeed(school=school_named(session), partner=partner_named(session), **fields)
    session.add(need)
    session.commit()
    return need


def test_a_stated_need_counts_once_the_school_confirms_it(
    client_as: ClientAs, alliance: FlaskClient, partnership: Partnership, db_session: Session
) -> None:
    said = {"text": "Six drivers", "schools": str(partnership.school_id)}
    assert alliance.post("/alliance/needs", data=said).status_code == 302
    need = only(db_session, WorkforceNeed)
    assert (need.record_status, share(db_session, "EC2.SA1.PR.1")) == (RecordStatus.PROPOSED, 0)
    again = alliance.post("/alliance/needs", data={**said, "text": " six  Drivers"})
    assert again.status_code == 422 and "You said this already" in again.text
    point = client_as(Cast.POINT_PERSON)
    point.post("/partner-entries/confirm", data={"chosen": f"workforce-{need.id}-{need.version}"})
    assert share(db_session, "EC2.SA1.PR.1") == 1


def test_a_need_of_long_ago_is_asked_about_once_a_year_and_counts_again_when_it_is_still_true(
    alliance: FlaskClient, db_session: Session
) -> None:
    need = a_stated_need(db_session, stated_on=LONG_AGO - timedelta(days=100))
    assert share(db_session, "EC2.SA1.PR.1") == 0
    asked = alliance.get(ENGAGEMENT).text
    assert "Still true?" in asked and "Six drivers" in asked
    assert alliance.post(f"/alliance/needs/{need.id}/still").status_code == 302
    assert only(db_session, WorkforceNeed).confirmed_on == ()
    for _ in range(2):
        alliance.post(f"/alliance/needs/{need.id}/still", data={"sure": "yes"})
    assert only(db_session, WorkforceNeed).confirmed_on == (TODAY,)
    assert share(db_session, "EC2.SA1.PR.1") == 1
    assert "Still true?" not in alliance.get(ENGAGEMENT).text
    alliance.post(f"/alliance/needs/{need.id}/ended", data={"sure": "yes"})
    assert only(db_session, WorkforceNeed).until_on == TODAY
    assert "Six drivers" not in alliance.get("/alliance/needs").text
    assert share(db_session, "EC2.SA1.PR.1") == 1  # that it was said stays


def test_needs_of_others_and_what_a_school_noted_itself_do_not_exist(
    client_as: ClientAs, alliance: FlaskClient, db_session: Session
) -> None:
    own = a_stated_need(db_session)
    noted = a_stated_need(db_session, text="Noted by us", entered_by=user_of(db_session, Cast.POINT_PERSON))
    page = alliance.get("/alliance/needs").text
    assert "Six drivers" in page and "Noted by us" not in page
    for client, need in ((client_as(Cast.OTHER_ALLIANCE), own), (alliance, noted)):
        for verb in ("still", "ended"):
            assert client.post(f"/alliance/needs/{need.id}/{verb}", data={"sure": "yes"}).status_code == 404


def test_offers_are_the_organisations_own_word_and_nobody_overwrites_them_unseen(
    client_as: ClientAs, alliance: FlaskClient, db_session: Session
) -> None:
    partner = partner_named(db_session)
    said = {"version": str(partner.version), "offers": ["tutoring", "facilities"], "sure": "yes"}
    assert alliance.post("/alliance/offers", data=said).status_code == 302
    assert alliance.post("/alliance/offers", data={**said, "offers": ["mentoring"]}).status_code == 409
    assert alliance.post("/alliance/offers", data={**said, "offers": ["bribes"]}).status_code == 422
    db_session.rollback()
    assert partner_named(db_session).offers == ("tutoring", "facilities")
    page = client_as(Cast.POINT_PERSON).get("/partners/1").text
    assert "They say they can offer" in page and "Tutoring and Facilities" in page.replace(", ", " and ")


def test_what_was_agreed_is_read_and_confirmed_only_where_the_school_shows_it(
    client_as: ClientAs, alliance: FlaskClient, partnership: Partnership, db_session: Session
) -> None:
    confirm = f"/alliance/partnerships/{partnership.id}/confirm"
    before = partnership.confirmed_on
    assert "Two robotics clubs" not in alliance.get("/alliance/partnerships").text
    alliance.post(confirm, data={"sure": "yes", "version": str(partnership.version)})
    assert only(db_session, Partnership).confirmed_on == before
    point, shown = client_as(Cast.POINT_PERSON), f"/partnerships/{partnership.id}/shown"
    assert client_as(Cast.SLT).post(shown).status_code == 403
    point.post(shown)
    assert "Two robotics clubs" in alliance.get("/alliance/partnerships").text
    stale = {"sure": "yes", "version": str(partnership.version)}
    alliance.post(confirm, data=stale)
    assert only(db_session, Partnership).confirmed_on == before
    now = only(db_session, Partnership).version
    assert client_as(Cast.OTHER_ALLIANCE).post(confirm, data=stale).status_code == 404
    alliance.post(confirm, data={"sure": "yes", "version": str(now)})
    assert only(db_session, Partnership).confirmed_on == (*before, TODAY)
    point.post(shown)
    assert "Two robotics clubs" not in alliance.get("/alliance/partnerships").text


def test_how_it_goes_is_an_evaluation_from_their_side_once_the_school_confirms_it(
    client_as: ClientAs, alliance: FlaskClient, partnership: Partnership, db_session: Session
) -> None:
    address = f"/alliance/partnerships/{partnership.id}/rate"
    assert alliance.post(address).status_code == 422
    assert alliance.post(address, data={"strengths": "They keep their word", "effect": "positive"}).status_code == 302
    made = only(db_session, Evaluation)
    assert (made.side, made.record_status, made.asks_students) == ("partner", RecordStatus.PROPOSED, True)
    assert client_as(Cast.OTHER_ALLIANCE).get(address).status_code == 404
    point, review = client_as(Cast.POINT_PERSON), f"/partner-entries/evaluation/{made.id}"
    assert "They keep their word" in point.get(review).text
    assert point.post(review).status_code == 422
    assert point.post(review, data={"version": str(made.version), "then": "confirm"}).status_code == 302
    assert only(db_session, Evaluation).record_status is RecordStatus.CONFIRMED


def test_who_follows_becomes_the_contact_once_the_school_confirms_it(
    client_as: ClientAs, alliance: FlaskClient, partnership: Partnership, db_session: Session
) -> None:
    a_contact(db_session, school_named(db_session), partner_named(db_session), name="Robin Sample", is_key=True)
    db_session.commit()
    on = TODAY + timedelta(days=20)
    said = {"leaves": "robin sample", "follows": "Ada Quist", "reached_at": "ada@robots.example",
            "occurred_on": on.isoformat(), "schools": str(partnership.school_id)}  # fmt: skip
    wrong = {**said, "reached_at": "nowhere"}, {**said, "follows": "Robin Sample"}, {**said, "leaves": ""}
    assert [alliance.post("/alliance/people/change", data=one).status_code for one in wrong] == [422] * 3
    assert alliance.post("/alliance/people/change", data=said).status_code == 302
    change = only(db_session, Transition)
    assert db_session.scalars(select(Contact.name)).all() == ["Robin Sample"]
    # A colleague who announces the same a few days off is shown it before anything is stored twice.
    later = said | {"leaves": "Robin  Sample", "occurred_on": (on + timedelta(days=3)).isoformat()}
    pointed = alliance.post("/alliance/people/change", data=later)
    assert pointed.status_code == 409 and "on record already" in pointed.text and "robin sample leaves" in pointed.text
    assert only(db_session, Transition).id == change.id
    point = client_as(Cast.POINT_PERSON)
    assert "Ada Quist" in point.get("/to-confirm").text
    point.post("/partner-entries/confirm", data={"chosen": f"transition-{change.id}-{change.version}"})
    db_session.rollback()
    held = {one.name: (one.from_on, one.until_on, one.email, one.is_key) for one in db_session.scalars(select(Contact))}
    assert held == {"Robin Sample": (None, on, None, True), "Ada Quist": (on, None, "ada@robots.example", True)}
    # Who leaves besides is another change.
    assert alliance.post("/alliance/people/change", data=later | {"leaves": "Kim Vance"}).status_code == 302


def test_the_pages_of_an_alliance_without_a_partnership_say_what_comes(client_as: ClientAs) -> None:
    alliance = client_as(Cast.ALLIANCE)
    for address in ("log", "needs", "partnerships", "people/change", "requests", "entries", "given", "effect"):
        page = alliance.get(f"/alliance/{address}")
        assert page.status_code == 200 and OTHER_PARTNER not in page.text, address
    assert PARTNER in alliance.get(ENGAGEMENT).text


def test_whom_to_call_is_whoever_is_in_charge_of_the_partnership_with_them(
    client_as: ClientAs, db_session: Session
) -> None:
    school, partner = school_named(db_session), partner_named(db_session, PARTNER)
    teacher, usual = user_of(db_session, Cast.CONTRIBUTOR), user_of(db_session, Cast.POINT_PERSON)
    partnership = a_partnership(db_session, school, partner, point_person=teacher.name)
    db_session.commit()
    called = client_as(Cast.ALLIANCE)
    for page in (ENGAGEMENT, "/alliance/partnerships"):
        assert f"mailto:{teacher.email}" in called.get(page).text
        assert usual.email not in called.get(page).text
    partnership.point_people[0].until_on = TODAY
    db_session.commit()
    assert f"mailto:{usual.email}" in called.get(ENGAGEMENT).text
    assert f"mailto:{usual.email}" in client_as(Cast.OTHER_ALLIANCE).get(ENGAGEMENT).text
