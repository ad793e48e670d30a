"""The question of silence has two answers, and is asked only where they decide something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assessments import Attestation
from models.silences import SilenceAnswer
from seed.loader import load_catalogue_rows
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import at_riverside

PAGE = "/indicators/ec3-teachers1"
ASKS = "Did nothing happen, or was it not logged?"


@pytest.fixture
def quiet(db_session: Session) -> Session:
    """A school that logs since seven months; teachers are silent for five."""
    load_catalogue_rows(db_session)
    school = school_named(db_session)
    an_activity(db_session, school, by=("teachers",), occurred_on=TODAY - timedelta(days=210))
    an_activity(db_session, school, by=("leaders",), occurred_on=TODAY - timedelta(days=3))
    db_session.commit()
    return db_session


def test_nothing_happened_settles_what_nobody_could_tell_and_the_question_is_gone(
    client_as: ClientAs, quiet: Session
) -> None:
    client = client_as(Cast.SLT)
    page = client.get(PAGE).text
    assert ASKS in page and "It was not logged: log it" in page
    assert client.post(f"{PAGE}/nothing-happened").status_code == 302
    assert ASKS not in client.get(PAGE).text
    made = quiet.scalars(select(Attestation)).all()
    assert made and {(one.in_place, one.occurred_on) for one in made} == {(False, TODAY)}
    assert "the team said: nothing happened" in made[0].note
    quiet.rollback()
    # It is answered, and cannot be answered twice.
    assert client.post(f"{PAGE}/nothing-happened").status_code == 404


def test_who_is_asked_and_where_nothing_hangs_on_it_nobody_is(client_as: ClientAs, quiet: Session) -> None:
    team = {Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN}
    for person in Cast:
        client = at_riverside(client_as, quiet, person)
        assert (ASKS in client.get(PAGE).text) is (person in team), person
        if person not in team:
            status = client.post(f"{PAGE}/nothing-happened").status_code
            assert status == (302 if person is Cast.NOBODY else 404 if person is Cast.OTHER_POINT_PERSON else 403)
    # Leaders acted three days ago.
    assert ASKS not in client_as(Cast.SLT).get("/indicators/ec3-leaders1").text
    assert client_as(Cast.SLT).post("/indicators/ec3-leaders1/nothing-happened").status_code == 404


def test_home_and_the_gaps_ask_the_same_question_and_one_answer_settles_it_everywhere(
    client_as: ClientAs, quiet: Session
) -> None:
    client, said = client_as(Cast.SLT), "/indicators/by/teachers/nothing-happened"
    for page in ("/", "/gaps"):
        text = client.get(page).text
        assert f"{said}?back={page}" in text and "by=teachers" in text, page
    answer = client.post(f"{said}?back=/gaps")
    assert answer.status_code == 302 and answer.location == "/gaps"
    for page in ("/", "/gaps", PAGE):
        assert "teachers/nothing-happened" not in client.get(page).text, page
    quiet.rollback()
    made = quiet.scalars(select(Attestation)).all()
    assert made and {one.practice.split(".")[1] for one in made} == {"T1"}
    # Answered once; whoever acts is not asked about, and what is no role is nothing.
    for role in ("teachers", "leaders", "nobody"):
        assert client.post(f"/indicators/by/{role}/nothing-happened").status_code == 404, role
    assert client_as(Cast.CONTRIBUTOR).post(said).status_code == 403


def test_a_silence_that_goes_on_is_asked_about_again(client_as: ClientAs, quiet: Session) -> None:
    client, said = client_as(Cast.SLT), "/indicators/by/teachers/nothing-happened"
    client.post(said)
    for answer in quiet.scalars(select(SilenceAnswer)):
        answer.said_on = TODAY - timedelta(days=90)
    quiet.commit()
    assert said in client.get("/gaps").text
    # Nothing is left to settle, and the answer is taken all the same.
    assert "You are asked again if it stays quiet" in client.post(said, follow_redirects=True).text
    assert said not in client.get("/gaps").text
