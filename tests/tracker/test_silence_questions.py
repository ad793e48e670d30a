"""The question of silence has two answers, and is asked only where they decide something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.assessments import Attestation
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
