"""A request that changes records stores where the school stands; several at once are stored together."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.queries.standings import standings_on
from models.scope import Scope
from models.standings import SchoolStanding
from tests.cast import Cast, school_named
from tests.factories import TODAY, log_entry
from tests.tracker.conftest import ClientAs
from tracker.standings import BURST, Turns, renew_standings


@pytest.fixture
def clock(app: Flask) -> list[float]:
    """The seconds that the application's turns go by: the last one is now."""
    seconds = [100.0]
    app.extensions["standings"] = Turns(lambda: seconds[-1])
    return seconds


def is_stored(session: Session, school_id: int) -> bool:
    """Say whether what is stored of a school is of all its records."""
    session.rollback()
    return school_id not in standings_on(session, TODAY, scope=Scope.of_school(school_id)).stale


def log(client: FlaskClient, title: str) -> None:
    """Log one activity by the form."""
    assert client.post("/log", data=log_entry(title)).status_code == 302


@pytest.mark.usefixtures("clock")
def test_logging_stores_where_the_school_stands_in_the_same_request(world: Session, client_as: ClientAs) -> None:
    school = school_named(world).id
    log(client_as(Cast.POINT_PERSON), "The first")
    assert is_stored(world, school)


def test_what_is_logged_on_its_heels_is_stored_by_the_next_request_after_its_time(
    world: Session, client_as: ClientAs, clock: list[float]
) -> None:
    school = school_named(world).id
    client = client_as(Cast.POINT_PERSON)
    log(client, "The first")
    log(client, "The second")
    assert not is_stored(world, school), "a reader sees that it is out of date"
    assert client.get("/activities").status_code == 200
    assert not is_stored(world, school), "its time has not come"
    clock.append(clock[-1] + BURST)
    assert client.get("/activities").status_code == 200
    assert is_stored(world, school), "by a page that otherwise only reads"


def test_what_nobody_wrote_is_stored_by_the_worker(world: Session, client_as: ClientAs, app: Flask) -> None:
    school = school_named(world).id
    log(client_as(Cast.POINT_PERSON), "The first")
    world.rollback()
    world.execute(delete(SchoolStanding))  # as where another version of the rules is in force from today
    world.commit()
    assert not is_stored(world, school)
    with app.app_context():
        renew_standings(while_=lambda: False)
        assert not is_stored(world, school), "it was stopped"
        world.rollback()
        renew_standings()
    assert is_stored(world, school)


def test_schools_take_their_turns_apart() -> None:
    now = 5.0
    turns = Turns(lambda: now)
    assert turns.take([1]) == [1]
    assert turns.take([1, 2]) == [2]
    assert turns.take([]) == []
    now += BURST
    assert turns.take([]) == [1]
    assert turns.take([]) == []
