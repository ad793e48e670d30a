"""Home by what somebody does at the school, and what is put off with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.partnerships import Partnership
from models.put_offs import PutOff
from models.queries.home_needs import Need
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import TODAY, a_partner, a_partnership, a_school_partner, an_activity
from tests.tracker.conftest import ClientAs

WHY = "The board meets in June"


@pytest.fixture
def without_person(db_session: Session) -> Partnership:
    """A partnership that needs a point person, and nothing else today."""
    made = a_partnership(db_session, school_named(db_session), partner_named(db_session), point_person=None)
    db_session.commit()
    return made


def put_off_address(partnership: Partnership, need: Need = Need.POINT_PERSON) -> str:
    return f"/put-off/{need.value.replace('_', '-')}/{partnership.id}"


def wait(client_as: ClientAs, partnership: Partnership, **typed: str) -> int:
    said = {"reason": WHY, "until_on": (TODAY + timedelta(days=7)).isoformat()} | typed
    return client_as(Cast.POINT_PERSON).post(put_off_address(partnership), data=said).status_code


def test_what_is_put_off_leaves_the_list_and_stands_below_with_its_reason(
    client_as: ClientAs, without_person: Partnership
) -> None:
    page = client_as(Cast.POINT_PERSON).get("/").text
    assert put_off_address(without_person) in page
    assert wait(client_as, without_person) == 302
    page = client_as(Cast.POINT_PERSON).get("/").text
    assert put_off_address(without_person) not in page
    assert WHY in page
    assert "1 put off" in page


def test_somebody_else_at_the_school_reads_why_and_asks_again_sooner(
    client_as: ClientAs, db_session: Session, without_person: Partnership
) -> None:
    wait(client_as, without_person)
    number = db_session.scalars(select(PutOff.id)).one()
    other = client_as(Cast.SCHOOL_ADMIN)
    assert WHY in other.get("/").text
    assert other.post(f"/put-off/{number}/again").status_code == 302
    assert put_off_address(without_person) in other.get("/").text
    again = other.post(f"/put-off/{number}/again", follow_redirects=True).text
    assert "on the list again already" in again


def test_it_comes_back_by_itself_on_its_day(
    client_as: ClientAs, db_session: Session, without_person: Partnership
) -> None:
    wait(client_as, without_person)
    found = db_session.scalars(select(PutOff)).one()
    found.put_off_on, found.until_on = TODAY - timedelta(days=7), TODAY
    db_session.commit()
    assert put_off_address(without_person) in client_as(Cast.POINT_PERSON).get("/").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": "  "}, "Say why it can wait"),
        ({"until_on": TODAY.isoformat()}, "Choose a day after today."),
        ({"until_on": (TODAY + timedelta(days=93)).isoformat()}, "what waits longer is forgotten"),
        ({"until_on": "9999-12-31"}, "9999"),
        ({"until_on": ""}, "Choose the day"),
    ],
)
def test_what_cannot_wait_so_is_refused_beside_the_field_and_nothing_is_stored(
    client_as: ClientAs, db_session: Session, without_person: Partnership, typed: dict[str, str], said: str
) -> None:
    sent = {"reason": WHY, "until_on": (TODAY + timedelta(days=7)).isoformat()} | typed
    answer = client_as(Cast.POINT_PERSON).post(put_off_address(without_person), data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed.get("reason", WHY).strip() in answer.text
    assert db_session.scalars(select(PutOff)).first() is None


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (Cast.POINT_PERSON, 200),
        (Cast.SCHOOL_ADMIN, 200),
        (Cast.SLT, 403),
        (Cast.CONTRIBUTOR, 403),
        (Cast.VIEWER, 403),
        (Cast.ALLIANCE, 403),
    ],
)
def test_only_who_may_answer_something_puts_it_off(
    client_as: ClientAs, without_person: Partnership, person: Cast, status: int
) -> None:
    assert client_as(person).get(put_off_address(without_person)).status_code == status


def test_what_is_another_schools_or_not_asked_for_is_not_there(
    client_as: ClientAs, db_session: Session, without_person: Partnership
) -> None:
    other = school_named(db_session, OTHER_SCHOOL)
    theirs = a_partnership(db_session, other, partner_named(db_session, OTHER_PARTNER), point_person=None)
    db_session.commit()
    point = client_as(Cast.POINT_PERSON)
    assert point.get(put_off_address(theirs)).status_code == 404
    assert point.get(put_off_address(without_person, Need.CONTACT)).status_code == 404
    assert point.get(f"/put-off/answered/{without_person.id}").status_code == 404
    wait(client_as, without_person)
    found = db_session.scalars(select(PutOff)).one()
    found.school_id = other.id
    db_session.commit()
    assert point.post(f"/put-off/{found.id}/again").status_code == 404


def test_a_team_member_reads_how_far_the_year_is_and_opens_it_from_home(
    client_as: ClientAs, db_session: Session
) -> None:
    an_activity(db_session, school_named(db_session), occurred_on=TODAY - timedelta(days=700))
    db_session.commit()
    slt = client_as(Cast.SLT)
    assert "Nobody opened it yet" in slt.get("/").text
    slt.post("/years/open", data={"year": "2025-26"})
    page = slt.get("/").text
    assert "<b>0 of 16</b> done" in page
    assert "Nobody opened it yet" not in page
    assert "How many questions" not in page


def test_a_teacher_reads_what_one_act_would_complete_and_opens_the_log_filled(
    client_as: ClientAs, db_session: Session
) -> None:
    school = school_named(db_session)
    for days in (700, 30, 60):
        an_activity(db_session, school, occurred_on=TODAY - timedelta(days=days), by=("teachers",))
    db_session.commit()
    page = client_as(Cast.CONTRIBUTOR).get("/").text
    assert "What one act of yours would complete" in page
    assert "/log?" in page.split("What one act of yours would complete")[1].split("</section>")[0]
    assert "One step away" not in page


def test_a_viewer_reads_the_school_in_three_sentences_beside_a_picture_whose_table_says_the_same(
    client_as: ClientAs, db_session: Session
) -> None:
    an_activity(db_session, school_named(db_session), occurred_on=TODAY - timedelta(days=700))
    an_activity(db_session, school_named(db_session), occurred_on=TODAY)
    db_session.commit()
    page = client_as(Cast.VIEWER).get("/").text
    assert "Since Jul 1, 2025, 1 activity is on record" in page
    assert "compared with a year ago" in page
    assert page.count('<svg class="picture"') == 1
    assert "Questions at each level, a year ago and today" in page


def test_of_a_log_that_is_too_young_a_viewer_reads_so_in_one_sentence(client_as: ClientAs, db_session: Session) -> None:
    an_activity(db_session, school_named(db_session), occurred_on=TODAY)
    db_session.commit()
    page = client_as(Cast.VIEWER).get("/").text
    assert "Our log is too young to be compared with a year ago." in page
    assert "to be compared, compared" not in page
    table = page.split("Questions at each level, a year ago and today")[1].split("</table>")[0]
    assert [row.split("</td>")[0] for row in table.split("<td")[1::2]] == [' class="n">0'] * 6


def test_home_tells_what_the_reader_did_since_monday_and_nobody_elses(client_as: ClientAs, db_session: Session) -> None:
    partner = a_partner(db_session, "Kept out of sight")
    a_school_partner(db_session, school_named(db_session), partner)
    db_session.commit()
    point = client_as(Cast.POINT_PERSON)
    logged = {"kind": "communication", "by": "teachers", "occurred_on": TODAY.isoformat(), "title": "Letter home"}
    assert point.post("/log", data=logged | {"channel": "newsletter", "audience": "families"}).status_code == 302
    assert "1 activity logged" in point.get("/").text
    assert "Done since Monday" not in client_as(Cast.SCHOOL_ADMIN).get("/").text
