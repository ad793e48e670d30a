"""A strategic alliance answers what schools ask: in two taps, in its own words, and it counts at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from dashboards.addresses import ENGAGEMENT
from models.needs import Match
from models.queries.continuum import continuum_of
from models.records import RecordStatus
from models.scope import Scope
from tests.cast import OTHER_PARTNER, PARTNER, Cast, partner_named, school_named, user_of
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import SITE, letters
from tests.tracker.mail_server import Mailbox


def asked(session: Session, partner: str = PARTNER, **fields: Any) -> Match:
    """Ask an organisation of the cast for tutoring, ten days ago."""
    match = Match(
        school=school_named(session), partner=partner_named(session, partner), offer="tutoring",
        occurred_on=TODAY - timedelta(days=10), **fields,
    )  # fmt: skip
    session.add(match)
    session.commit()
    return match


def answering(match: Match, answer: str, **said: str) -> dict[str, str]:
    return {"version": str(match.version), "answer": answer, **said}


def test_a_request_is_accepted_from_the_own_page_and_the_school_reads_it(
    client_as: ClientAs, db_session: Session
) -> None:
    match = asked(db_session, message="Tuesdays in April", note="Kept for us", answer_by=TODAY + timedelta(days=9))
    alliance = client_as(Cast.ALLIANCE)
    page = alliance.get(ENGAGEMENT).text
    assert "1 thing waits for you" in page and "Tuesdays in April" in page and "Kept for us" not in page
    assert alliance.post(f"/alliance/requests/{match.id}", data=answering(match, "accepted")).status_code == 302
    db_session.refresh(match)
    person = user_of(db_session, Cast.ALLIANCE)
    assert (match.answer, match.answered_on, match.answered_by_id) == ("accepted", TODAY, person.id)
    point = client_as(Cast.POINT_PERSON)
    assert "They said yes on" in point.get("/").text
    assert f"by {person.name} of {PARTNER}" in point.get(f"/records/match/{match.id}").text


@pytest.mark.parametrize(("answer", "words"), [("partial", "instead"), ("declined", "reason")])
def test_another_answer_than_yes_says_what_or_why_by_one_tap_or_in_words(
    client_as: ClientAs, db_session: Session, answer: str, words: str
) -> None:
    match = asked(db_session)
    alliance, address = client_as(Cast.ALLIANCE), f"/alliance/requests/{match.id}"
    refused = alliance.post(address, data=answering(match, answer))
    assert refused.status_code == 422 and words in refused.text
    alliance.post(address, data=answering(match, answer, often="Nobody is free then", note="<b>In May</b>"))
    db_session.refresh(match)
    assert (match.answer, match.answer_note) == (answer, "Nobody is free then. <b>In May</b>")
    assert "&lt;b&gt;In May" in alliance.get(address).text


def test_an_answer_counts_at_once_and_an_open_or_declined_request_does_not(
    client_as: ClientAs, db_session: Session
) -> None:
    match = asked(db_session)
    school = school_named(db_session)

    def shares() -> float:
        db_session.rollback()
        engine = continuum_of(db_session, scope=Scope.of_school(school.id, district_id=school.district_id))
        return engine.share("EC2.SA1.GS.1", TODAY.toordinal())

    alliance, address = client_as(Cast.ALLIANCE), f"/alliance/requests/{match.id}"
    assert shares() == 0
    alliance.post(address, data=answering(match, "declined", often="Nobody is free then"))
    assert shares() == 0
    db_session.refresh(match)
    alliance.post(address, data=answering(match, "accepted"))
    assert shares() == 1


def test_who_answers_second_is_shown_the_first_answer(client_as: ClientAs, db_session: Session) -> None:
    match = asked(db_session)
    said = answering(match, "accepted")
    match.answer, match.answered_on = "declined", TODAY
    db_session.commit()
    answer = client_as(Cast.ALLIANCE).post(f"/alliance/requests/{match.id}", data=said)
    assert answer.status_code == 409
    db_session.refresh(match)
    assert match.answer == "declined"


def test_a_request_to_another_or_one_put_away_does_not_exist(client_as: ClientAs, db_session: Session) -> None:
    theirs = asked(db_session, OTHER_PARTNER, message="Only for the library")
    away = asked(db_session, record_status=RecordStatus.ARCHIVED)
    draft = asked(db_session, record_status=RecordStatus.DRAFT)
    alliance = client_as(Cast.ALLIANCE)
    for match in (theirs, away, draft):
        address = f"/alliance/requests/{match.id}"
        assert alliance.get(address).status_code == 404
        assert alliance.post(address, data=answering(match, "accepted")).status_code == 404
        assert client_as(Cast.POINT_PERSON).get(address).status_code == 403
    assert "Only for the library" not in alliance.get("/alliance/requests").text


def test_an_answer_that_the_school_corrects_is_the_schools_word(client_as: ClientAs, db_session: Session) -> None:
    match = asked(db_session)
    client_as(Cast.ALLIANCE).post(f"/alliance/requests/{match.id}", data=answering(match, "accepted"))
    db_session.refresh(match)
    form = {"version": str(match.version), "partner": str(match.partner_id), "offer": "tutoring",
            "requested_on": match.occurred_on.isoformat(), "answer": "partial",
            "answered_on": TODAY.isoformat()}  # fmt: skip
    assert client_as(Cast.POINT_PERSON).post(f"/records/match/{match.id}/edit", data=form).status_code == 302
    db_session.rollback()
    assert (match.answer, match.answered_by_id) == ("partial", None)


def test_what_the_school_writes_back_stands_beside_the_answer_and_comes_by_mail_once(
    client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    match, member = asked(db_session), user_of(db_session, Cast.ALLIANCE)
    number, member_mail = match.id, member.email
    point, alliance, address = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE), f"/records/match/{number}/reply"

    def write(reply: str, version: int | None = None) -> TestResponse:
        db_session.refresh(match)
        said = {"version": str(version or match.version), "reply": reply}
        db_session.rollback()
        return point.post(address, data=said)

    early = write("Thank you")
    assert early.status_code == 422 and "Nobody of this partner has answered" in early.text
    alliance.post(f"/alliance/requests/{number}", data=answering(match, "partial", note="Online"))
    assert "Write back" in point.get(f"/records/match/{number}").text
    assert write(" ").status_code == 422
    late = write("Online is fine", version=999)
    assert late.status_code == 422 and "Read it again" in late.text and "Online is fine" in late.text
    for _ in range(2):
        assert write("Online is fine").status_code == 302
    told = letters(mailbox)
    assert len(told) == 1 and member_mail in mailbox.mails[0]["To"]
    assert "Online is fine" in told[0] and f"{SITE}/alliance/requests/{number}" in told[0]
    assert "Online is fine" in alliance.get(f"/alliance/requests/{number}").text
    assert "the school wrote back" in alliance.get("/alliance/requests").text
    assert "Online is fine" not in client_as(Cast.OTHER_ALLIANCE).get("/alliance/requests").text
    for person, status in ((Cast.VIEWER, 403), (Cast.ALLIANCE, 403), (Cast.OTHER_POINT_PERSON, 404)):
        assert client_as(person).post(address, data={"reply": "x"}).status_code == status
    # Another answer has not been written back to.
    db_session.refresh(match)
    alliance.post(f"/alliance/requests/{number}", data=answering(match, "accepted"))
    assert "Online is fine" not in alliance.get(f"/alliance/requests/{number}").text
