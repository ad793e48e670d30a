"""What a partnership, its agreements, promises, gifts and evaluations can show is met by what their forms ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.agreements import Commitment
from models.assessments import LogStart
from models.partnerships import TERMS, Partnership
from models.queries.continuum import continuum_of
from models.scope import Scope
from tests.cast import OTHER_PARTNER, PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY
from tests.tile_search import CATALOGUE
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import PageForm, forms_of
from tests.tracker.test_tiles import ELSEWHERE, IN_PARTNERSHIPS

PRACTICES = [key for key, kind in ELSEWHERE.items() if kind in IN_PARTNERSHIPS]
SAID = "As both sides wrote it down."
BEGAN, LAST_YEAR, LATELY = (TODAY - timedelta(days=days) for days in (700, 420, 40))
# A promise is kept where it came within a month of its day.
DUE = TODAY - timedelta(days=10)


def sent(client: FlaskClient, address: str, said: Mapping[str, Any]) -> None:
    """Open a form, fill what it asks as its page shows it, and save."""
    page = client.get(address)
    form = next(one for one in forms_of(page.text, at=address) if set(said) <= set(one.shown) | {"partner"})
    answer = client.post(form.action, data={**_as_shown(form), **said}, content_type="multipart/form-data")
    assert answer.status_code == 302, f"{address}: {answer.text[answer.text.find('error-summary') :][:600]}"


def _as_shown(form: PageForm) -> dict[str, Any]:
    return {name: values for name, values in form.values.items() if any(values)}


def day(on: date) -> str:
    """Write a day as a form sends it."""
    return on.isoformat()


def keep_house(client: FlaskClient, session: Session, partner: str) -> None:
    """Begin a partnership and put on record, by its forms, what two years of it would."""
    begun = {"started_on": day(BEGAN), "stage": "active", "person": "Pat Point", "initiated_by": ["alliances"]}
    sent(client, "/partnerships/new", {"partner": str(partner_named(session, partner).id), **begun})
    session.rollback()  # what was read before hides what came since
    here = session.scalars(select(Partnership.id).order_by(Partnership.id.desc())).first()
    own = f"/partnerships/{here}"
    terms = {name.value: "y" if term.is_mark else SAID for name, term in TERMS.items()}
    sent(client, f"{own}/terms", {"from_on": day(BEGAN), **terms})
    assert client.post(f"{own}/confirm").status_code == 302
    paper = {
        "agreement_kind": "resource_plan",
        "serves_workforce": "y",
        "submitted_on": day(BEGAN),
        "signed_on": day(BEGAN),
    }
    for agreement in ("proposal", "resource_plan"):
        sent(client, f"/agreements/new?partnership={here}", paper | {"agreement_kind": agreement})
    for type_, unit in (("mentoring", "hours"), ("equipment", "items")):
        promise = {"agreed_on": day(LAST_YEAR), "type": type_, "amount": "10", "unit": unit, "due_on": day(DUE)}
        promise |= {"allocated_to": SAID, "expected_outcome": SAID, "confirmed_by": "both"}
        sent(client, f"{own}/commitments/new", promise)
        for direction in ("to_school", "from_school"):
            gift = {"occurred_on": day(LATELY), "direction": direction, "type": type_, "amount": "4", "unit": unit}
            served = {"allocated_to": SAID, "student_facing": "y", "serves_workforce": "y"}
            sent(client, f"{own}/contributions/new", gift | served)
    session.rollback()  # what was read before hides what came since
    for number in session.scalars(select(Commitment.id).where(Commitment.partnership_id == here)):
        assert client.post(f"{own}/commitments/{number}/receive").status_code == 302
    for on in (LAST_YEAR, LATELY):
        judged = {"occurred_on": day(on), "side": "both", "strengths": SAID, "weaknesses": SAID}
        judged |= {"academic": "positive", "social": "mixed", "physical": "none", "goal_alignment": SAID}
        judged |= {"actions_open": SAID, "actions_done": SAID}
        judged |= {"teachers": "y", "asks_students": "y", "asks_workforce": "y"}
        sent(client, f"/evaluations/new?partnership={here}", judged)
    training = {
        "topic": ["role"],
        "roles": ["alliances", "teachers"],
        "partner": str(partner_named(session, partner).id),
    }
    sent(client, "/records/training/new", {"occurred_on": day(LATELY), **training})


def test_what_partnerships_can_show_is_met_by_what_their_forms_ask(client_as: ClientAs, db_session: Session) -> None:
    db_session.add(LogStart(school=school_named(db_session), from_on=BEGAN))
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    for partner in (PARTNER, OTHER_PARTNER):
        keep_house(client, db_session, partner)
    db_session.rollback()
    engine = continuum_of(db_session, scope=Scope(frozenset({school_named(db_session).id})))
    unmet = [
        f"{key}: {engine.told(CATALOGUE.practices[key], TODAY).missing}"
        for key in PRACTICES
        if engine.share(key, TODAY.toordinal()) < 1
    ]
    assert not unmet
