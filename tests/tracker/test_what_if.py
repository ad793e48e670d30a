"""What if on screen: the address holds the choice, nothing is stored, and nobody sees another school's records."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.history import History
from seed.loader import load_catalogue_rows
from tests.cast import OTHER_SCHOOL, Cast, school_named
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.test_comparisons import READERS
from tests.tracker.years.steps import at_riverside

PAGE = "/indicators/ec3-teachers1/what-if"


@pytest.fixture
def told(db_session: Session) -> Session:
    """Teachers told students and families, and gave the PTA one talk."""
    load_catalogue_rows(db_session)
    school = school_named(db_session)
    for audience in ("students", "families", "pta"):
        day = TODAY - timedelta(days=30)
        an_activity(db_session, school, title=f"<i>{audience}</i>", audience=(audience,), occurred_on=day)
    an_activity(db_session, school_named(db_session, OTHER_SCHOOL), title="Theirs")
    db_session.commit()
    return db_session


def test_a_ticked_practice_shows_its_level_at_once_and_nothing_is_stored(client_as: ClientAs, told: Session) -> None:
    client = client_as(Cast.SLT)
    counts = select(func.count(Activity.id)), select(func.count(History.id))
    before = [told.scalar(one) for one in counts]
    truth = client.get(PAGE).text
    assert "Nothing is imagined yet" in truth
    talk = told.scalars(select(Activity).where(Activity.title.contains("pta"))).one()
    page = client.get(f"{PAGE}?drop=activity/{talk.ref}").text
    assert "<b>Imagined:</b>" in page and "Back to what is true" in page
    assert page.count("Getting Started") > truth.count("Getting Started")
    assert "&lt;i&gt;pta&lt;/i&gt;" in page
    done = client.get(f"{PAGE}?if=EC3.T1.RE.1").text
    assert "Tick to leave this one out" in done
    told.expire_all()
    assert [told.scalar(one) for one in counts] == before
    assert "Nothing is imagined yet" in client.get(PAGE).text
    assert PAGE in client.get(PAGE.removesuffix("/what-if")).text


def test_each_role_and_each_odd_address_is_answered(client_as: ClientAs, told: Session) -> None:
    for person in Cast:
        status = at_riverside(client_as, told, person).get(PAGE).status_code
        other = 200 if person is Cast.OTHER_POINT_PERSON else 403
        assert status == (200 if person in READERS else 302 if person is Cast.NOBODY else other), person
    theirs = told.scalars(select(Activity).where(Activity.title == "Theirs")).one()
    client = client_as(Cast.SLT)
    odd = f"drop=&drop=/&drop=%00&if=nothing&if={'x' * 3000}&not=activity/planned-activity-1"
    page = client.get(f"{PAGE}?drop=activity/{theirs.ref}&{odd}")
    assert page.status_code == 200
    assert "Nothing is imagined yet" in page.text and "Theirs" not in page.text
    assert client.get("/indicators/no-such/what-if").status_code == 404


def test_an_empty_school_can_imagine_too(client_as: ClientAs, db_session: Session) -> None:
    load_catalogue_rows(db_session)
    db_session.commit()
    page = client_as(Cast.SLT).get(f"{PAGE}?if=EC3.T1.GS.1").text
    assert "Nothing is on record for this yet" in page
    assert "imagined</span>" in page
