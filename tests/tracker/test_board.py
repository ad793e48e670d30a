"""Needs beside offers: what nobody meets and nobody uses stands out, and one step asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.needs import Match
from models.partnerships import PartnershipNeed
from models.queries.board import NeedState, board_of
from models.queries.catalogue import latest_catalogue
from models.queries.continuum import continuum_of
from models.scope import Scope
from tests.cast import Cast, partner_named, school_named
from tests.factories import TODAY, a_need, a_partner, a_partnership, a_school_partner
from tests.tracker.conftest import ClientAs


@pytest.fixture
def scope(db_session: Session) -> Scope:
    school = school_named(db_session)
    return Scope.of_school(school.id, district_id=school.district_id)


@pytest.fixture
def offer(db_session: Session) -> str:
    """One partner that could give tutoring and a room; the key of the tutoring."""
    school = school_named(db_session)
    partner = a_partner(db_session, "<b>Mill</b> College", district=school.district, offers=("facilities",))
    engaged = a_school_partner(db_session, school, partner, offers=("tutoring",))
    db_session.commit()
    return f"{engaged.id}:tutoring"


def test_a_need_is_unmet_until_a_partner_says_yes_or_a_partnership_serves_it(db_session: Session, scope: Scope) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    needs = [a_need(db_session, school, text=f"Need {number}", priority=number) for number in range(5)]
    for need, answer in zip(needs[1:4], ("declined", None, "partial"), strict=True):
        db_session.add(Match(school=school, partner=partner, need=need, occurred_on=TODAY, answer=answer))
    a_partnership(db_session, school, partner).needs.append(PartnershipNeed(need=needs[4], from_on=TODAY))
    needs[0].priority = 9
    db_session.commit()
    board = board_of(db_session, scope=scope, today=TODAY)
    assert [(one.need.text, one.state) for one in board.needs] == [
        ("Need 0", NeedState.UNMET), ("Need 1", NeedState.DECLINED), ("Need 2", NeedState.ASKED),
        ("Need 3", NeedState.MET), ("Need 4", NeedState.MET),
    ]  # fmt: skip
    assert (board.unmet, len(board.waiting), len(board.answered)) == (2, 1, 2)
    # Once a partnership is over it serves nothing.
    serving = board.needs[4].need
    db_session.scalars(select(PartnershipNeed)).one().partnership.ended_on = TODAY
    db_session.commit()
    again = board_of(db_session, scope=scope, today=TODAY)
    assert {one.need.id: one.state for one in again.needs}[serving.id] is NeedState.UNMET


def test_one_press_asks_for_it_and_it_counts_at_once(
    client_as: ClientAs, db_session: Session, scope: Scope, offer: str
) -> None:
    need = a_need(db_session, school_named(db_session), text="Tutors for algebra", raised_by=("teachers",))
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    page = client.get("/needs-and-offers").text
    assert "1 need is unmet" in page and "2 offers are not used yet" in page and "&lt;b&gt;Mill" in page
    before = continuum_of(db_session, scope=scope).on(TODAY)
    answer = client.post("/needs-and-offers/match", data={"need": need.id, "offer": offer}, follow_redirects=True)
    assert "1 request waits for an answer" in answer.text and "Every need is asked for or met" in answer.text
    db_session.rollback()
    match = db_session.scalars(select(Match)).one()
    assert (match.offer, match.requested_on, match.answer, match.raised_by, match.way) == (
        "tutoring", TODAY, None, ("teachers",), ("implementation",),
    )  # fmt: skip
    assert continuum_of(db_session, scope=scope).on(TODAY) != before
    again = client.post("/needs-and-offers/match", data={"need": need.id, "offer": offer})
    assert again.status_code == 422 and "was asked for this on" in again.text
    assert client.get(f"/records/match/{match.id}").status_code == 200


@pytest.mark.parametrize(
    "sent", [{}, {"need": "1"}, {"need": "999", "offer": "1:tutoring"}, {"need": "x", "offer": "\x00"}]
)
def test_what_is_not_on_the_board_is_refused(client_as: ClientAs, offer: str, sent: dict[str, str]) -> None:
    assert client_as(Cast.POINT_PERSON).post("/needs-and-offers/match", data=sent).status_code == 422
    assert client_as(Cast.SLT).post("/needs-and-offers/match", data=sent).status_code == 403
    assert client_as(Cast.CONTRIBUTOR).get("/needs-and-offers").status_code == 403


def test_a_long_board_asks_the_database_no_more_than_a_short_one(db_session: Session, scope: Scope, offer: str) -> None:
    school, counts = school_named(db_session), []
    latest_catalogue(db_session)  # its content is read once a process
    for many in (1, 30):
        for number in range(many):
            need = a_need(db_session, school, text=f"{many} {number}")
            partner = a_partner(db_session, f"P {many} {number}", district=school.district)
            a_school_partner(db_session, school, partner, offers=("funding", "expertise"))
            on = TODAY - timedelta(days=number)
            db_session.add(Match(school=school, partner=partner, need=need, offer="funding", occurred_on=on))
        db_session.commit()
        db_session.expunge_all()
        said: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object, told: list[str] = said) -> None:
            told.append(statement)

        connection = db_session.connection()
        event.listen(connection, "before_cursor_execute", note)
        board = board_of(db_session, scope=scope, today=TODAY)
        assert all(one.need.text and [match.partner.name for match in one.matches] for one in board.needs)
        assert all(one.partner for one in board.offers)
        event.remove(connection, "before_cursor_execute", note)
        counts.append(len(said))
        school = school_named(db_session)
    assert counts[0] == counts[1]
