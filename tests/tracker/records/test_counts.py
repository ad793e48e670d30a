"""What is entered on the pages counts: of each kind, a practice that needs it becomes met."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.continuum.judging.answers import Status
from models.needs import Match
from models.queries.continuum import continuum_of
from models.scope import Scope
from tests.cast import OTHER_PARTNER, Cast, partner_named, school_named
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs
from tests.tracker.records.entries import DAY, entries
from tracker.records.declared import PAGES

NOTE = "The team agreed on it in May, and the minutes say how it is done."
SOON = (TODAY - timedelta(days=2)).isoformat()
# Kind -> practice, and what is typed differently in each entry that it takes.
MEETS: dict[str, tuple[str, Sequence[dict[str, Any]]]] = {
    "need": ("EC2.T1.GS.1", [{}]),
    "match": ("EC2.SA1.GS.1", [{"answer": "accepted", "answered_on": SOON}]),
    "contribution": ("EC2.L1.PR.1", [{}, {"partner": "2"}]),
    "recognition": ("EC2.L1.PR.3", [{"mode": "private"}]),
    "workforce": ("EC2.SA1.PR.1", [{}]),
    "training": ("EC3.L2.RE.1", [{}]),
    "commreview": ("EC3.L1.FI.1", [{}]),
    "process": ("EC3.L2.PR.2", [{}]),
    "procreview": ("EC3.L2.FI.2", [{"actions_done": "Questions come before answers"}]),
    "roster": ("EC1.L2.RE.4", [{"person": "Kim"}, {"person": "Lee"}, {"person": "Max"}]),
    "coordinator": ("EC2.L1.SU.4", [{}]),
    "transition": ("EC2.L1.SU.6", [{"done_on": SOON}]),
    "attestation": ("EC1.L1.SU.1", [{"note": NOTE}]),
}


def status_of(session: Session, practice: str) -> Status:
    """Ask the engine how a practice of the school stands."""
    session.rollback()
    school = school_named(session)
    continuum = continuum_of(session, scope=Scope.of_school(school.id, district_id=school.district_id))
    indicator = continuum.rules_on(TODAY.toordinal()).practices[practice].indicator
    return continuum.indicator(indicator, TODAY).practices[practice].status


def test_every_kind_is_shown_to_count() -> None:
    assert set(MEETS) | {"exemption"} == set(PAGES)


@pytest.mark.parametrize("kind", MEETS)
def test_what_is_entered_on_its_page_meets_a_practice(client_as: ClientAs, db_session: Session, kind: str) -> None:
    practice, typed = MEETS[kind]
    assert status_of(db_session, practice) is not Status.MET
    client = client_as(Cast.POINT_PERSON)
    for one in typed:
        assert client.post(f"/records/{kind}/new", data=entries(db_session)[kind] | one).status_code == 302
    assert status_of(db_session, practice) is Status.MET


def test_public_thanks_to_two_groups_meet_what_one_does_not(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    client.post("/records/recognition/new", data=entries(db_session)["recognition"])
    assert status_of(db_session, "EC2.L1.PR.4") is not Status.MET
    other = {"partner": str(partner_named(db_session, OTHER_PARTNER).id)}
    client.post("/records/recognition/new", data=entries(db_session)["recognition"] | other)
    assert status_of(db_session, "EC2.L1.PR.4") is Status.MET


def test_a_request_counts_from_its_one_tap_answer(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    sent = client.post("/records/match/new", data=entries(db_session)["match"])
    assert status_of(db_session, "EC2.SA1.GS.1") is not Status.MET
    data = {"answer": "partial", "answered_on": DAY}
    client.post(f"{sent.headers['Location']}/answer", data=data)
    assert status_of(db_session, "EC2.SA1.GS.1") is Status.MET


@pytest.mark.parametrize("in_own_words", ["", "Exactly forty"])
@pytest.mark.parametrize(("offer", "way"), [("materials", "resources"), ("mentoring", "implementation")])
def test_what_a_request_brings_follows_from_what_was_asked_for(
    client_as: ClientAs, db_session: Session, offer: str, way: str, in_own_words: str
) -> None:
    typed = {name: said for name, said in entries(db_session)["match"].items() if name != "way"}
    typed |= {"offer": offer, "offer_words": in_own_words}
    assert client_as(Cast.POINT_PERSON).post("/records/match/new", data=typed).status_code == 302
    db_session.rollback()  # a transaction sees the database as it was when it began
    assert [match.way for match in db_session.scalars(select(Match))] == [(way,)]


def test_a_practice_that_cannot_apply_is_not_asked_for(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.SLT)
    assert client.post("/records/exemption/new", data=entries(db_session)["exemption"]).status_code == 302
    assert status_of(db_session, "EC2.S1.FI.1") is Status.NOT_APPLICABLE


def test_who_states_that_it_is_not_so_objects(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.SLT)
    typed = entries(db_session)["attestation"]
    client.post("/records/attestation/new", data=typed)  # a link is enough
    assert status_of(db_session, "EC1.L1.SU.1") is Status.MET
    later = {"in_place": "no", "note": "", "occurred_on": TODAY.isoformat()}
    client.post("/records/attestation/new", data=typed | later)
    assert status_of(db_session, "EC1.L1.SU.1") is not Status.MET
