"""A year that the cast's school has opened, and one that it has signed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ratings import Rating
from tests.cast import Cast, school_named
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import open_year


@pytest.fixture
def slt(client_as: ClientAs) -> FlaskClient:
    """A member of the leadership team."""
    return client_as(Cast.SLT)


@pytest.fixture
def year(slt: FlaskClient) -> str:
    """A year that the cast's school has opened: its address."""
    return open_year(slt)


@pytest.fixture
def signed(slt: FlaskClient, year: str, db_session: Session) -> str:
    """A year of a school with a few records that was signed: its address."""
    school = school_named(db_session)
    for number in range(3):
        an_activity(db_session, school, title=f"Talk {number}", occurred_on=TODAY - timedelta(days=40 * number + 1))
    for rating in db_session.scalars(select(Rating)):
        rating.existing, rating.desired, rating.reviewed_on = 0, 1, TODAY
    db_session.commit()
    assert slt.post(f"{year}/sign").status_code == 302
    return year
