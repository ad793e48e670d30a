"""What a plan wants changed of records on file: where it is written down, and that writing it down ticks it off."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action
from models.operations.plans import take_plan
from models.partners import Partner
from models.planning.acts import Act
from models.planning.making import NEW_PARTNER, PLANNED, TO_BE_SAID
from models.queries.plans import PlannedThing
from models.ratings import Assessment
from tests.cast import Cast, school_named, user_of
from tests.factories import TODAY, a_partner, a_partnership, a_school_partner
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import PageForm, forms_of
from tests.tracker.years.steps import at_riverside
from tracker.standings import Turns

ON, BY = TODAY + timedelta(days=20), TODAY + timedelta(days=60)
# What is to be done -> the columns that change, by kind of record.
CHANGES = {
    "Agree in writing": ("partnership", ("roles", "long_goals")),
    "Name a point person": ("partnership", ("point_person",)),
    "Confirm it": ("partnership", ("confirmed_on",)),
    "Both at once": ("partnership", ("guidelines", "point_person")),
    "Check what they can offer": ("org", ("assessed_on",)),
}
PARTNER, OTHER = "Mill & Lathe", "Pine Press"


@pytest.fixture
def plan(year: str, db_session: Session) -> str:
    """The address of a plan that wants a partnership, and a partner, changed."""
    school = school_named(db_session)
    partner = a_partner(db_session, PARTNER)
    a_school_partner(db_session, school, a_partner(db_session, OTHER))
    refs = {
        "org": a_school_partner(db_session, school, partner).ref,
        "partnership": a_partnership(db_session, school, partner, point_person=None).ref,
    }
    assessment = db_session.scalars(select(Assessment)).one()
    things = []
    for what, (kind, columns) in CHANGES.items():
        said = {name: (ON if name.endswith("_on") else (ON, TO_BE_SAID),) for name in columns}
        act = Act(kind, refs[kind], ON, "EC1.L1.GS.1", what, adds=said)
        things.append(PlannedThing(act, what, None, BY, "EC1.Leaders1", ("EC1.Leaders1",)))
    made: dict[str, tuple[str, dict[str, object]]] = {
        "Begin one": ("partnership", {"partner": OTHER}),
        "Find somebody": ("org", {"name": NEW_PARTNER, "category": "industry"}),
        "They promise something": ("commitment", {"partnership": refs["partnership"], "allocated_to": TO_BE_SAID}),
        "They promise, once it is begun": ("commitment", {"partnership": f"{PLANNED}partnership-1"}),
    }
    for what, (kind, fields) in made.items():
        act = Act(kind, f"{PLANNED}{kind}-1", ON, "EC1.L1.GS.1", what, said=fields)
        things.append(PlannedThing(act, what, None, BY, "EC1.Leaders1", ("EC1.Leaders1",)))
    take_plan(db_session, assessment, things, user_id=user_of(db_session, Cast.SLT).id, today=TODAY)
    db_session.commit()
    return f"{year}/plan"


@pytest.fixture
def point(client_as: ClientAs, plan: str, db_session: Session) -> FlaskClient:
    """Who may change partnerships, at the school of the plan."""
    return at_riverside(client_as, db_session, Cast.POINT_PERSON)


def places(client: FlaskClient, address: str) -> dict[str, str]:
    """Read where each thing of a plan is logged: what it is -> address."""
    page = client.get(address).text
    found = re.findall(r'<a href="([^"]+)">Log it<span class="sr-only">: ([^<]+)</span>', page)
    return {html.unescape(what): html.unescape(href) for href, what in found}


def form_at(client: FlaskClient, address: str, path: str) -> PageForm:
    """Find the form of a page that is sent to an address with some path."""
    return next(one for one in forms_of(client.get(address).text, at=address) if path in one.action)


def done(session: Session) -> set[str]:
    session.rollback()
    return set(session.scalars(select(Action.what).where(Action.done_on.is_not(None))))


def test_every_change_that_is_planned_leads_to_where_it_is_written_down(
    point: FlaskClient, plan: str, db_session: Session
) -> None:
    other_id = db_session.scalars(select(Partner.id).where(Partner.name == OTHER)).one()
    db_session.rollback()
    found = places(point, plan)
    assert {what: re.sub(r"\d+", "N", href.split("?")[0]) for what, href in found.items()} == {
        "Agree in writing": "/partnerships/N/terms",
        "Name a point person": "/partnerships/N/point-person",
        "Confirm it": "/partnerships/N",
        "Both at once": "/partnerships/N",
        "Check what they can offer": "/partners/N",
        "Begin one": "/partnerships/new",
        "Find somebody": "/partners/new",
        "They promise something": "/partnerships/N/commitments/new",
    }
    assert found["Agree in writing"].endswith("#long_goals")
    pages = {what: point.get(href) for what, href in found.items()}
    assert {page.status_code for page in pages.values()} == {200}
    assert f'value="{other_id}" selected' in pages["Begin one"].text
    assert 'value="industry" selected' in pages["Find somebody"].text


def test_what_is_written_down_there_is_ticked_off(
    app: Flask, point: FlaskClient, plan: str, db_session: Session
) -> None:
    found = places(point, plan)
    steps = {
        "Agree in writing": ("/terms", {"roles": "Who does what", "long_goals": "A lab by 2028"}),
        "Name a point person": ("/point-person", {"person": "Kim Vale"}),
        "Confirm it": ("/confirm", {}),
        "Check what they can offer": ("/appraise", {}),
    }
    for what, (path, fields) in steps.items():
        address = found[what].split("#")[0]
        form = form_at(point, address, path)
        app.extensions["standings"] = Turns()
        answer = point.post(form.action, data=form.values | fields)
        assert answer.status_code == 302, answer.text
        assert what in done(db_session)
    assert done(db_session) == set(steps)
    assert "Agree in writing" not in places(point, plan)
    # Each month says how far it is, and what came before its day.
    board = point.get(plan).text
    assert "All done" in board and "0 of 5 done" in board
    assert board.count("done early") == len(steps)
    # Written down by a form that was opened from the plan, it leads back to what was planned.
    assert "/actions/" in found["Agree in writing"]


def test_who_may_not_write_it_down_is_led_nowhere(
    client_as: ClientAs, plan: str, slt: FlaskClient, db_session: Session
) -> None:
    assert set(places(slt, plan)) == set()
    assert places(at_riverside(client_as, db_session, Cast.VIEWER), plan) == {}
