"""What a strategic alliance enters itself: it waits, is confirmed, put right or sent back, and counts only then."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.accounts import Role
from models.activities import Activity
from models.agreements import Contribution
from models.continuum.language.vocabularies import TO_SCHOOL
from models.records import RecordStatus
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, PARTNER, SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_membership, a_partnership, a_school_partner, a_user
from tests.tracker.alliance_records import only, share
from tests.tracker.conftest import ClientAs

HOURS = {"amount": "2.5", "unit": "hours", "type": "volunteer_hours", "occurred_on": TODAY.isoformat()}
SPOKE = {"occurred_on": TODAY.isoformat(), "audience": "state_gov", "channel": "meeting", "topic": "workforce_needs"}


@pytest.fixture
def school(db_session: Session) -> Iterator[str]:
    """The id of the one school that both organisations of the cast have a partnership with."""
    there = school_named(db_session)
    for name in (PARTNER, OTHER_PARTNER):
        a_partnership(db_session, there, partner_named(db_session, name))
    db_session.commit()
    yield str(there.id)


@pytest.fixture
def alliance(client_as: ClientAs, school: str) -> FlaskClient:
    return client_as(Cast.ALLIANCE)


def test_hours_wait_for_the_school_and_count_once_it_confirms_them(
    client_as: ClientAs, alliance: FlaskClient, school: str, db_session: Session
) -> None:
    sent = {**HOURS, "school": school, "once": "a-key-of-this-one-form"}
    for _ in range(2):
        answer = alliance.post("/alliance/log?tile=hours", data=sent)
        assert (answer.status_code, answer.headers["Location"]) in ((302, "/alliance"), (302, "/start"))
    gift = only(db_session, Contribution)
    assert (gift.record_status, gift.way, gift.partner.name) == (RecordStatus.PROPOSED, ("people",), PARTNER)
    assert gift.entered_by_id == user_of(db_session, Cast.ALLIANCE).id
    assert share(db_session, "EC2.SA1.GS.1") == 0
    assert "1 to be confirmed" in alliance.get(ENGAGEMENT).text
    point = client_as(Cast.POINT_PERSON)
    assert f"{PARTNER} entered something" in point.get("/").text
    assert "2.5 hours" in point.get("/to-confirm").text
    chosen = f"contribution-{gift.id}-{gift.version}"
    page = point.post("/partner-entries/confirm", data={"chosen": chosen}, follow_redirects=True).text
    assert "1 confirmed" in page
    assert only(db_session, Contribution).record_status is RecordStatus.CONFIRMED
    assert share(db_session, "EC2.SA1.GS.1") == 1
    again = point.post("/partner-entries/confirm", data={"chosen": chosen}, follow_redirects=True).text
    assert "changed meanwhile" in again


def test_who_confirms_what_a_partner_entered_sees_that_the_school_has_the_same(
    client_as: ClientAs, alliance: FlaskClient, school: str, db_session: Session
) -> None:
    assert alliance.post("/alliance/log?tile=hours", data={**HOURS, "school": school}).status_code == 302
    gift = only(db_session, Contribution)
    point, review = client_as(Cast.POINT_PERSON), f"/partner-entries/contribution/{gift.id}"
    assert "on record already" not in point.get(review).text
    typed = HOURS | {"partner": str(gift.partner_id), "direction": "to_school"}
    answer = point.post("/records/contribution/new", data=typed)
    assert answer.status_code == 409 and f"/records/contribution/{gift.id}" in answer.text
    stored = point.post("/records/contribution/new", data=typed | {"not_the_same_as": str(gift.id)})
    page = point.get(review).text
    assert "on record already" in page and stored.location in page


def test_an_act_of_advocacy_counts_once_confirmed_and_says_only_what_its_tile_asks(
    client_as: ClientAs, alliance: FlaskClient, school: str, db_session: Session
) -> None:
    said = {**SPOKE, "school": school, "by": "leaders", "kind": "communication", "partners": OTHER_PARTNER,
            "not_for": "EC3.Leaders1", "initiated_by": "students"}  # fmt: skip
    assert alliance.post("/alliance/log?tile=decision", data=said).status_code == 302
    act = only(db_session, Activity)
    assert (act.by, act.way, act.activity_kind.value) == (("alliances",), ("speaking",), "advocacy")
    assert [one.name for one in act.partners] == [PARTNER]
    assert (act.not_for, act.initiated_by) == ((), ())
    assert share(db_session, "EC3.SA1.RE.2") == 0
    data = {"version": str(act.version), "occurred_on": TODAY.isoformat(), "then": "confirm"}
    client_as(Cast.POINT_PERSON).post(f"/partner-entries/activity/{act.id}", data=data)
    assert share(db_session, "EC3.SA1.RE.2") == 1


def test_what_is_put_right_says_so_to_the_partner(
    client_as: ClientAs, alliance: FlaskClient, school: str, db_session: Session
) -> None:
    alliance.post("/alliance/log?tile=hours", data={**HOURS, "school": school})
    gift = only(db_session, Contribution)
    point, address = client_as(Cast.POINT_PERSON), f"/partner-entries/contribution/{gift.id}"
    data = {"version": str(gift.version), "occurred_on": TODAY.isoformat(), "amount": "2", "then": "confirm"}
    refused = point.post(address, data=data)
    assert refused.status_code == 422 and "Say what you put right" in refused.text
    assert point.post(address, data={**data, "word": "It was two hours."}).status_code == 302
    gift = only(db_session, Contribution)
    assert (gift.amount, gift.record_status) == (2, RecordStatus.CONFIRMED)
    assert "It was two hours." in alliance.get("/alliance/entries").text


def test_what_is_sent_back_is_corrected_and_comes_again(
    client_as: ClientAs, alliance: FlaskClient, school: str, db_session: Session
) -> None:
    alliance.post("/alliance/log?tile=hours", data={**HOURS, "school": school})
    gift = only(db_session, Contribution)
    point, address = client_as(Cast.POINT_PERSON), f"/partner-entries/contribution/{gift.id}"
    data = {"version": str(gift.version), "occurred_on": TODAY.isoformat(), "amount": "2.5", "then": "return"}
    assert point.post(address, data=data).status_code == 422
    assert point.post(address, data={**data, "word": "Which class was it?"}).status_code == 302
    assert "2.5 hours" not in point.get("/to-confirm").text
    assert "Which class was it?" in alliance.get(ENGAGEMENT).text
    own = f"/alliance/entries/contribution/{gift.id}"
    gift = only(db_session, Contribution)
    corrected = {**HOURS, "school": school, "version": str(gift.version), "allocated_to": "Grade 7"}
    assert alliance.post(own, data={**corrected, "version": "1"}).status_code == 409
    assert alliance.post(own, data=corrected).status_code == 302
    assert "Grade 7" in point.get("/to-confirm").text


def test_an_entry_is_taken_back_only_as_long_as_it_waits(
    alliance: FlaskClient, school: str, db_session: Session
) -> None:
    alliance.post("/alliance/log?tile=hours", data={**HOURS, "school": school})
    gift = only(db_session, Contribution)
    back = f"/alliance/entries/contribution/{gift.id}/take-back"
    alliance.post(back)
    assert only(db_session, Contribution).record_status is RecordStatus.PROPOSED
    alliance.post(back, data={"version": str(gift.version)})
    assert only(db_session, Contribution).record_status is RecordStatus.ARCHIVED
    assert alliance.post(back, data={"version": str(gift.version)}).status_code == 404


def test_an_alliance_enters_only_for_itself_and_where_it_has_a_partnership(
    client_as: ClientAs, alliance: FlaskClient, school: str, db_session: Session
) -> None:
    there = school_named(db_session, OTHER_SCHOOL)
    a_school_partner(db_session, there, partner_named(db_session))  # known there, without a partnership
    db_session.commit()
    assert OTHER_SCHOOL not in alliance.get("/alliance/log?tile=hours").text
    assert alliance.post("/alliance/log?tile=hours", data={**HOURS, "school": str(there.id)}).status_code == 422
    alliance.post("/alliance/log?tile=hours", data={**HOURS, "school": school, "direction": "from_school"})
    gift = only(db_session, Contribution)
    assert (gift.school_id, gift.direction) == (int(school), TO_SCHOOL)
    other, own = client_as(Cast.OTHER_ALLIANCE), f"/alliance/entries/contribution/{gift.id}"
    assert [other.get(own).status_code, other.post(f"{own}/take-back").status_code] == [404, 404]
    judge = f"/partner-entries/contribution/{gift.id}"
    codes = {person: client_as(person).get(judge).status_code
             for person in (Cast.ALLIANCE, Cast.SLT, Cast.CONTRIBUTOR, Cast.OTHER_POINT_PERSON)}  # fmt: skip
    assert codes == {Cast.ALLIANCE: 403, Cast.SLT: 403, Cast.CONTRIBUTOR: 403, Cast.OTHER_POINT_PERSON: 404}
    assert client_as(Cast.CONTRIBUTOR).post(f"/records/contribution/{gift.id}/take-up").status_code == 403


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Volunteered 2.5 hours yesterday", ['value="2.5"', "Hours we gave"]),
        ("Tutored 6 students for 2 hours", ["Hours we gave", 'value="2"', 'value="tutoring" checked']),
        ("Career talk for 24 students", ["Career talk in class", 'value="24"']),
        ("Gave $500 for robotics kits", ["Money or things we gave", 'value="500"']),
        ("Met the city council about funding for STEM", ["Spoke up for STEM"]),
        ("x" * 900, ["Told the school or families"]),
        ("Spoke to the state senator about workforce needs", ["Spoke up for STEM"]),
        ("We need more welders", ["does not say clearly", "tile=decision&amp;line=We"]),
        ("<script>alert(1)</script>", ["&lt;script&gt;"]),
    ],
)
def test_a_line_opens_the_form_that_it_fills(alliance: FlaskClient, line: str, wanted: list[str]) -> None:
    page = alliance.get("/alliance/log", query_string={"line": line}).text
    missing = [one for one in wanted if one not in page]
    assert not missing, page[page.index("<main") :][:4000]
    assert OTHER_PARTNER not in page and "<script>alert" not in page


@pytest.mark.parametrize("line", ["Gave $300 to {} for robots", "Tutored for 2 hours at {}", "$300 for {}"])
@pytest.mark.parametrize("name", [OTHER_SCHOOL, SCHOOL])
def test_a_line_says_which_of_several_schools_it_was(
    alliance: FlaskClient, db_session: Session, line: str, name: str
) -> None:
    other, partner = school_named(db_session, OTHER_SCHOOL), partner_named(db_session, PARTNER)
    a_school_partner(db_session, other, partner)
    a_partnership(db_session, other, partner)
    db_session.commit()
    page = alliance.get("/alliance/log", query_string={"line": line.format(name)}).text
    wanted = school_named(db_session, name).id
    assert re.search(rf'<input[^>]*name="school"[^>]*value="{wanted}"[^>]* checked', page) or re.search(
        rf'<input[^>]* checked[^>]*name="school"[^>]*value="{wanted}"', page
    )


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"amount": "-3"}, {"amount": "9" * 30}, {"occurred_on": "2026-02-30"},
              {"occurred_on": "2027-01-01"}, {"type": "bribes"}, {"unit": "dollars"}, {"note": "y" * 5000}]
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(
    alliance: FlaskClient, school: str, db_session: Session, wrong: dict[str, str]
) -> None:
    answer = alliance.post("/alliance/log?tile=hours", data={**HOURS, "school": school, **wrong})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert db_session.scalars(select(Contribution)).all() == []


@pytest.mark.parametrize(
    ("tile", "typed", "another"),
    [
        ("hours", HOURS, {"amount": "4"}),
        ("decision", SPOKE | {"ask": "funding", "way": "speaking"}, {"occurred_on": "2025-09-03"}),
    ],
)
def test_what_two_people_of_one_partner_send_is_pointed_out_to_the_second_and_stored_if_she_says_so(
    tile: str,
    typed: dict[str, str],
    another: dict[str, str],
    client_as: ClientAs,
    alliance: FlaskClient,
    school: str,
    db_session: Session,
) -> None:
    table, page, typed = (
        Contribution if tile == "hours" else Activity,
        f"/alliance/log?tile={tile}",
        {**typed, "school": school},
    )
    colleague = a_user(db_session)
    a_membership(db_session, colleague, Role.ALLIANCE_MEMBER, partner=partner_named(db_session, PARTNER))
    db_session.commit()
    second = client_as(Cast.NOBODY)
    with second.session_transaction() as kept:
        kept["_user_id"], kept["_fresh"] = colleague.session_token, True
    assert alliance.post(page, data=typed).status_code == 302
    first = only(db_session, table)

    # Another organisation learns nothing of it, and another day or number is another thing.
    assert client_as(Cast.OTHER_ALLIANCE).post(page, data=typed).status_code == 302
    assert second.post(page, data=typed | another).status_code == 302
    shown = second.post(page, data=typed)
    assert shown.status_code == 409 and "on record already" in shown.text
    assert "Send again." in shown.text and (tile != "hours" or "Volunteer hours, 2.5 hours, " in shown.text)
    assert first.entered_by.name in shown.text and f"/alliance/entries/{table.kind}/{first.id}" in shown.text
    stored = second.post(page, data=typed | {"not_the_same_as": str(first.id)})
    assert stored.status_code == 302
    db_session.rollback()
    assert db_session.scalar(select(func.count()).select_from(table)) == 4
