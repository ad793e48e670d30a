"""Several rows changed by one press: each checked for itself, told in one sentence, and taken back in one step."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.history import History
from models.partners import SchoolPartner, WorkforceNeed
from models.records import RecordStatus
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import forms_of


def logged(session: Session, school: str | None = None, **fields: Any) -> Activity:
    activity = an_activity(session, school_named(session, school) if school else school_named(session), **fields)
    session.commit()
    return activity


def ticked(*records: Any) -> list[str]:
    return [f"{one.id}-{one.version}" for one in records]


def statuses(session: Session, *records: Any) -> list[RecordStatus]:
    session.rollback()
    for one in records:
        session.refresh(one)
    return [one.record_status for one in records]


def test_several_are_archived_told_and_brought_back_in_one_step(client_as: ClientAs, db_session: Session) -> None:
    some = [logged(db_session, title=f"T{number}") for number in range(3)]
    client = client_as(Cast.POINT_PERSON)
    sent = {"do": "archive", "chosen": ticked(*some), "query": "kind=communication&page=1"}
    answer = client.post("/activities/bulk", data=sent)
    assert answer.headers["Location"] == "/activities?kind=communication&page=1"
    assert statuses(db_session, *some) == [RecordStatus.ARCHIVED] * 3
    page = client.get(answer.headers["Location"]).text
    assert "3 archived." in page
    undo = next(one for one in forms_of(page, at="/activities") if one.action == "/activities/bulk")
    assert client.post(undo.action, data={**undo.values, "do": "restore"}).status_code == 302
    assert statuses(db_session, *some) == [RecordStatus.CONFIRMED] * 3
    assert "3 restored." in client.get("/activities").text
    told = select(History.action).where(History.record_kind == "activity", History.record_id == some[0].id)
    assert [one.value for one in db_session.scalars(told)][-2:] == ["archived", "restored"]


def test_drafts_are_confirmed_and_the_rest_is_said(client_as: ClientAs, db_session: Session) -> None:
    due = logged(db_session, record_status=RecordStatus.DRAFT)
    ahead = logged(db_session, record_status=RecordStatus.DRAFT, occurred_on=TODAY + timedelta(days=3))
    client = client_as(Cast.POINT_PERSON)
    assert 'value="confirm"' in client.get("/activities?status=draft").text
    client.post("/activities/bulk", data={"do": "confirm", "chosen": ticked(due, ahead)})
    assert statuses(db_session, due, ahead) == [RecordStatus.CONFIRMED, RecordStatus.DRAFT]
    page = client.get("/activities").text
    assert "1 confirmed, 1 skipped: the day is still to come" in page
    undo = next(one for one in forms_of(page, at="/activities") if one.values.get("chosen"))
    client.post(undo.action, data={**undo.values, "do": "wait"})
    assert statuses(db_session, due) == [RecordStatus.DRAFT]
    assert "1 waiting again." in client.get("/activities").text


def test_what_an_alliance_proposed_is_confirmed_by_whoever_answers_for_it_and_waits_again_as_it_did(
    client_as: ClientAs, db_session: Session
) -> None:
    sent = logged(db_session, record_status=RecordStatus.PROPOSED)
    teacher, point = client_as(Cast.CONTRIBUTOR), client_as(Cast.POINT_PERSON)
    assert 'value="confirm"' not in teacher.get("/activities?status=proposed").text
    teacher.post("/activities/bulk", data={"do": "confirm", "chosen": ticked(sent)})
    assert statuses(db_session, sent) == [RecordStatus.PROPOSED]
    point.post("/activities/bulk", data={"do": "confirm", "chosen": ticked(sent)})
    assert statuses(db_session, sent) == [RecordStatus.CONFIRMED]
    point.post("/activities/bulk", data={"do": "wait", "chosen": ticked(sent)})
    assert statuses(db_session, sent) == [RecordStatus.PROPOSED]


def test_what_somebody_changed_meanwhile_is_skipped(client_as: ClientAs, db_session: Session) -> None:
    one, other = logged(db_session, title="a"), logged(db_session, title="b")
    seen = ticked(one, other)
    other.title = "changed by somebody else"
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    client.post("/activities/bulk", data={"do": "archive", "chosen": seen})
    assert statuses(db_session, one, other) == [RecordStatus.ARCHIVED, RecordStatus.CONFIRMED]
    assert "1 archived, 1 skipped: changed meanwhile." in client.get("/activities").text


def test_another_schools_record_is_like_one_that_never_was(client_as: ClientAs, db_session: Session) -> None:
    theirs = logged(db_session, OTHER_SCHOOL, title="Hilltop only")
    client = client_as(Cast.POINT_PERSON)
    pages = []
    for chosen in (ticked(theirs), ["987654-1"]):
        client.post("/activities/bulk", data={"do": "archive", "chosen": chosen})
        pages.append(re.search(r'<div class="flash bad">([^<]*)<', client.get("/activities").text))
    assert statuses(db_session, theirs) == [RecordStatus.CONFIRMED]
    assert pages[0] and pages[1] and pages[0][1] == pages[1][1] == "1 skipped: not found here."


def test_a_contributor_archives_their_own_and_no_others(client_as: ClientAs, db_session: Session) -> None:
    own = logged(db_session, title="mine", entered_by=user_of(db_session, Cast.CONTRIBUTOR))
    others = logged(db_session, title="theirs", entered_by=user_of(db_session, Cast.POINT_PERSON))
    client = client_as(Cast.CONTRIBUTOR)
    boxes = re.findall(r'name="chosen" value="(\d+)-', client.get("/activities").text)
    assert boxes == [str(own.id)]
    client.post("/activities/bulk", data={"do": "archive", "chosen": ticked(own, others)})
    assert statuses(db_session, own, others) == [RecordStatus.ARCHIVED, RecordStatus.CONFIRMED]
    assert "1 archived, 1 skipped: not yours to change." in client.get("/activities").text


@pytest.mark.parametrize("person", [Cast.VIEWER, Cast.ALLIANCE, Cast.NOBODY])
def test_who_may_not_write_has_no_boxes_and_no_way(person: Cast, client_as: ClientAs, db_session: Session) -> None:
    one = logged(db_session)
    client = client_as(person)
    assert 'name="chosen"' not in client.get("/activities").text
    answer = client.post("/activities/bulk", data={"do": "archive", "chosen": ticked(one)})
    assert answer.status_code == (302 if person is Cast.NOBODY else 403)
    assert statuses(db_session, one) == [RecordStatus.CONFIRMED]


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"do": "archive"}, {"do": "explode", "chosen": "1-1"}, {"do": "archive", "chosen": "x"},
        {"do": "archive", "chosen": "1-99999999999999999999"}, {"do": "confirm", "chosen": ["", "--", "1"]},
    ],
)  # fmt: skip
def test_nonsense_changes_nothing_and_says_what_to_do(
    sent: dict[str, Any], client_as: ClientAs, db_session: Session
) -> None:
    one = logged(db_session)
    client = client_as(Cast.POINT_PERSON)
    assert client.post("/activities/bulk", data=sent).status_code == 302
    assert "Tick what you mean first" in client.get("/activities").text
    assert statuses(db_session, one) == [RecordStatus.CONFIRMED]


def test_the_way_back_leads_to_the_list_and_nowhere_else(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    answer = client.post("/activities/bulk", data={"query": "//evil.example/?x#y\r\nSet-Cookie: a"})
    assert answer.headers["Location"] == "/activities?evil.examplexySet-Cookiea"


def test_partners_and_small_records_are_changed_alike(client_as: ClientAs, db_session: Session) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    need = WorkforceNeed(school=school, partner=partner, stated_on=TODAY, text="Welders")
    need.record_status = RecordStatus.PROPOSED
    db_session.add(need)
    db_session.commit()
    engaged = db_session.scalars(select(SchoolPartner).where(SchoolPartner.partner_id == partner.id)).one()
    client = client_as(Cast.POINT_PERSON)
    client.post("/records/workforce/bulk", data={"do": "confirm", "chosen": ticked(need)})
    client.post("/partners/bulk", data={"do": "archive", "chosen": ticked(engaged)})
    assert statuses(db_session, need, engaged) == [RecordStatus.CONFIRMED, RecordStatus.ARCHIVED]
    assert partner.name in client.get("/partners?archived=1").text


def test_a_form_that_is_sent_twice_changes_nothing_twice(client_as: ClientAs, db_session: Session) -> None:
    one = logged(db_session, title="once")
    client = client_as(Cast.POINT_PERSON)
    form = next(
        form for form in forms_of(client.get("/activities").text, at="/activities") if form.action == "/activities/bulk"
    )
    sent = {**form.values, "do": "archive", "chosen": ticked(one)}
    for _ in range(2):
        answer = client.post("/activities/bulk", data=sent)
        assert answer.headers["Location"].partition("?")[0] == "/activities"
    rows = db_session.scalars(select(History).where(History.record_id == one.id, History.record_kind == "activity"))
    assert [row.action.value for row in rows].count("archived") == 1
