"""A button that would move what records show of a signed year asks first, whatever it does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivityKind
from models.agreements import Agreement
from models.partnerships import Partnership
from models.records import RecordStatus
from tests.cast import Cast, school_named
from tests.factories import TODAY, a_partner, a_partnership, a_school_partner, an_activity, an_agreement
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import forms_of
from tests.tracker.years.steps import LONG
from tests.tracker.years.test_signed_records import again
from tests.tracker.years.test_signing import article
from tracker.standings import Turns


def a_draft(session: Session, **fields: object) -> Activity:
    """Make a draft that moves what students show once it is confirmed."""
    return an_activity(
        session,
        school_named(session),
        **{
            "title": "Asked the board",
            "record_status": RecordStatus.DRAFT,
            "occurred_on": TODAY - timedelta(days=5),
            "activity_kind": ActivityKind.ADVOCACY,
            "by": ("students",),
            "channel": ("meeting",),
            "audience": ("school_board",),
            "ask": ("funding",),
            **fields,
        },
    )


def state(session: Session, activity_id: int) -> RecordStatus:
    session.rollback()
    session.expire_all()
    return session.get_one(Activity, activity_id).record_status


def test_a_draft_of_a_signed_year_is_confirmed_only_by_who_was_told(
    client_as: ClientAs, signed: str, db_session: Session
) -> None:
    admin = client_as(Cast.SCHOOL_ADMIN)
    before = article(admin.get(f"{signed}/glance").text)
    number = a_draft(db_session).id
    db_session.commit()
    asked = admin.post(f"/activities/{number}/confirm", data={"people": "12"})
    assert asked.status_code == 409
    assert "This changes what records show of the signed year 2025-26" in asked.text
    assert "Students" in asked.text and "Nothing is saved yet" in asked.text
    assert state(db_session, number) is RecordStatus.DRAFT
    assert admin.post(f"/activities/{number}/confirm", data=again(asked.text)).status_code == 302
    assert state(db_session, number) is RecordStatus.CONFIRMED
    assert article(admin.get(f"{signed}/glance").text) == before, "what was signed stays"


def test_many_confirmed_at_once_are_asked_about_together(client_as: ClientAs, signed: str, db_session: Session) -> None:
    admin = client_as(Cast.SCHOOL_ADMIN)
    made = [a_draft(db_session, title=f"Asked {number}") for number in range(2)]
    db_session.commit()
    chosen = [f"{one.id}-{one.version}" for one in made]
    numbers = [one.id for one in made]
    db_session.rollback()
    asked = admin.post("/activities/bulk", data={"do": "confirm", "chosen": chosen})
    assert asked.status_code == 409
    assert {state(db_session, number) for number in numbers} == {RecordStatus.DRAFT}
    assert admin.post("/activities/bulk", data=again(asked.text)).status_code == 302
    assert {state(db_session, number) for number in numbers} == {RecordStatus.CONFIRMED}


def test_what_lies_after_the_day_of_the_signed_year_is_not_asked_about(
    app: Flask, client_as: ClientAs, signed: str, db_session: Session
) -> None:
    number = a_draft(db_session, occurred_on=TODAY + timedelta(days=9)).id
    db_session.commit()
    app.config["TODAY"] = TODAY + timedelta(days=10)
    app.extensions["standings"] = Turns()
    assert client_as(Cast.SCHOOL_ADMIN).post(f"/activities/{number}/confirm").status_code == 302
    assert state(db_session, number) is RecordStatus.CONFIRMED


def test_a_year_that_was_reopened_is_not_asked_about(
    client_as: ClientAs, slt: FlaskClient, signed: str, db_session: Session
) -> None:
    number = a_draft(db_session).id
    db_session.commit()
    assert slt.post(f"{signed}/reopen", data={"because": LONG}).status_code == 302
    assert client_as(Cast.SCHOOL_ADMIN).post(f"/activities/{number}/confirm").status_code == 302


@pytest.fixture
def partnership(db_session: Session) -> Partnership:
    """A partnership of the school whose agreement ran out long before the year is signed."""
    school = school_named(db_session)
    partner = a_partner(db_session, "Quarry Works", district=school.district)
    a_school_partner(db_session, school, partner)
    found = a_partnership(db_session, school, partner, started_on=TODAY - timedelta(days=400))
    day = TODAY - timedelta(days=300)
    an_agreement(db_session, found, signed_on=day, submitted_on=day, starts_on=day, ends_on=TODAY - timedelta(days=90))
    db_session.commit()
    return found


def test_a_renewal_that_brings_a_partnership_back_into_a_signed_year_is_asked_about(
    partnership: Partnership, client_as: ClientAs, signed: str, db_session: Session
) -> None:
    (agreement,) = db_session.scalars(select(Agreement)).all()
    address = f"/agreements/{agreement.id}/renew"
    db_session.rollback()
    person = client_as(Cast.POINT_PERSON)
    (form,) = [one for one in forms_of(person.get(address).text, at=address) if "starts_on" in one.values]
    days = {"ends_on": (TODAY + timedelta(days=300)).isoformat(), "signed_on": TODAY.isoformat()}
    sent = form.values | days | {"signed": "yes"}
    asked = person.post(address, data=sent)
    assert asked.status_code == 409, asked.text
    assert "signed year 2025-26" in asked.text and "Leaders build partnerships" in asked.text
    assert db_session.scalar(select(func.count(Agreement.id))) == 1
    db_session.rollback()
    assert person.post(address, data=again(asked.text)).status_code == 302
    assert db_session.scalar(select(func.count(Agreement.id))) == 2
