"""Every page of every kind of small record: reached by whom it should be, refused, changed, archived and restored."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.history import History
from models.partners import WorkforceNeed
from models.queries.hints import Effect
from models.record_kinds import KINDS
from models.records import RecordStatus
from seed.catalogue import load_catalogue
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named
from tests.factories import TODAY, a_need
from tests.tracker.conftest import ClientAs
from tests.tracker.records.entries import DAY, entries
from tracker.extensions import db
from tracker.records.declared import PAGES
from tracker.roles import ROLE_PERMISSIONS, Permission

EVERYBODY_WHO_LOGS = {Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN, Cast.CONTRIBUTOR, Cast.OTHER_POINT_PERSON}
THE_TEAM = EVERYBODY_WHO_LOGS - {Cast.CONTRIBUTOR}


def enter(client: Any, session: Session, kind: str, **more: Any) -> Any:
    """Enter a record on its page, as often as it is pointed out that it may be there already; give what is stored."""
    typed = entries(session)[kind] | more
    answer = client.post(f"/records/{kind}/new", data=typed)
    if answer.status_code == 409:
        shown = re.search(r'name="not_the_same_as" value="(\d+)"', answer.text)
        assert shown is not None
        answer = client.post(f"/records/{kind}/new", data=typed | {"not_the_same_as": shown[1]})
    assert answer.status_code == 302, answer.text
    session.rollback()  # what it read before is older
    return session.scalars(select(KINDS[kind].table).order_by(KINDS[kind].table.id.desc())).first()


def read_anew(session: Session, record: Any) -> None:
    """Read a record as it stands now."""
    session.rollback()
    session.refresh(record)


@pytest.mark.parametrize("kind", PAGES)
def test_a_record_is_entered_shown_changed_archived_and_restored(
    client_as: ClientAs, db_session: Session, kind: str
) -> None:
    client = client_as(Cast.POINT_PERSON)
    record = enter(client, db_session, kind)
    base = f"/records/{kind}/{record.id}"
    assert record.entered_by_id is not None
    shown = client.get(base)
    assert shown.status_code == 200
    assert "entered this" in shown.text
    assert base in client.get(f"/records/{kind}").text
    form = client.get(f"{base}/edit")
    assert form.status_code == 200
    typed = entries(db_session)[kind] | {"version": record.version, "note": "Said again"}
    assert client.post(f"{base}/edit", data=typed).status_code == 302
    read_anew(db_session, record)
    assert record.note == "Said again"
    assert client.post(f"{base}/archive").status_code == 302
    read_anew(db_session, record)
    assert record.record_status is RecordStatus.ARCHIVED
    assert f'{base}"' not in client.get(f"/records/{kind}").text
    assert base in client.get(f"/records/{kind}?archived=1").text
    assert client.post(f"{base}/edit", data=typed | {"version": record.version}).status_code == 409
    assert client.post(f"{base}/restore").status_code == 302
    read_anew(db_session, record)
    assert record.record_status is RecordStatus.CONFIRMED


@pytest.mark.parametrize("kind", PAGES)
def test_saving_a_record_as_it_is_changes_nothing(client_as: ClientAs, db_session: Session, kind: str) -> None:
    client = client_as(Cast.POINT_PERSON)
    record = enter(client, db_session, kind)
    told = select(History).where(History.record_kind == kind, History.record_id == record.id)
    before = len(db_session.scalars(told).all())
    db_session.rollback()
    typed = entries(db_session)[kind] | {"version": record.version}
    assert client.post(f"/records/{kind}/{record.id}/edit", data=typed).status_code == 302
    db_session.rollback()
    assert len(db_session.scalars(told).all()) == before


@pytest.mark.parametrize("kind", PAGES)
def test_who_may_read_and_write_a_kind_is_the_same_on_all_its_pages(
    client_as: ClientAs, db_session: Session, kind: str
) -> None:
    page = PAGES[kind]
    record = enter(client_as(Cast.POINT_PERSON), db_session, kind)
    base = f"/records/{kind}"
    writers = EVERYBODY_WHO_LOGS if page.write is Permission.RECORDS_WRITE else THE_TEAM
    readers = writers | {Cast.DISTRICT_ADMIN}
    for person in Cast:
        client, no = client_as(person), 302 if person is Cast.NOBODY else 403
        is_elsewhere = person in (Cast.OTHER_POINT_PERSON, Cast.DISTRICT_ADMIN)
        assert client.get(base).status_code == (200 if person in readers else no), person
        assert client.get(f"{base}/new").status_code == (200 if person in writers else no), person
        one = 404 if is_elsewhere else 200
        assert client.get(f"{base}/{record.id}").status_code == (one if person in readers else no), person
        assert client.get(f"{base}/{record.id}/edit").status_code == (one if person in writers else no), person
        if person not in writers or is_elsewhere:
            refused = 404 if person in writers else no
            verbs = (
                ["edit", "archive", "restore", "take-up"]
                + ["answer"] * page.is_answered
                + ["confirm"] * page.is_confirmed
            )
            for verb in verbs:
                assert client.post(f"{base}/{record.id}/{verb}").status_code == refused, (person, verb)
        if person not in writers:
            sent = client.post(f"{base}/new", data=entries(db_session)[kind])
            assert sent.status_code == no
    read_anew(db_session, record)
    assert record.record_status is RecordStatus.CONFIRMED


def test_whoever_only_contributes_archives_their_own_entries_alone(client_as: ClientAs, db_session: Session) -> None:
    teacher = client_as(Cast.CONTRIBUTOR)
    theirs = enter(client_as(Cast.POINT_PERSON), db_session, "match")
    own = enter(teacher, db_session, "match")
    assert teacher.post(f"/records/match/{theirs.id}/archive").status_code == 403
    assert "Archive</button>" not in teacher.get(f"/records/match/{theirs.id}").text
    assert teacher.post(f"/records/match/{own.id}/archive").status_code == 302


@pytest.mark.parametrize("kind", PAGES)
def test_an_empty_form_is_refused_beside_its_fields(client_as: ClientAs, db_session: Session, kind: str) -> None:
    answer = client_as(Cast.POINT_PERSON).post(f"/records/{kind}/new", data={})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert not db_session.scalars(select(KINDS[kind].table)).all()


@pytest.mark.parametrize("kind", PAGES)
def test_at_most_four_questions_stand_on_the_first_screen(kind: str) -> None:
    page = PAGES[kind]
    assert 0 < len(page.first) <= 4
    columns = [one.column for one in page.questions]
    assert len(columns) == len(set(columns))
    assert set(columns) == {*page.kind.columns} - {"ref", "record_status"} - (
        # A promise is one of a partnership, and kept on its page.
        {"match": {"occurred_on"}, "contribution": {"commitment"}}.get(kind, set())
    )


@pytest.mark.parametrize("kind", PAGES)
def test_the_same_form_sent_twice_is_stored_once(client_as: ClientAs, db_session: Session, kind: str) -> None:
    client = client_as(Cast.POINT_PERSON)
    typed = entries(db_session)[kind] | {"once": "a-key-of-this-form-1"}
    first = client.post(f"/records/{kind}/new", data=typed)
    again = client.post(f"/records/{kind}/new", data=typed)
    assert (first.status_code, again.status_code) == (302, 302)
    db_session.rollback()
    assert len(db_session.scalars(select(KINDS[kind].table)).all()) == 1


@pytest.mark.parametrize("kind", PAGES)
def test_the_second_editor_is_told_and_loses_nothing(client_as: ClientAs, db_session: Session, kind: str) -> None:
    record = enter(client_as(Cast.POINT_PERSON), db_session, kind)
    base, typed = f"/records/{kind}/{record.id}/edit", entries(db_session)[kind] | {"version": record.version}
    assert client_as(Cast.SLT).post(base, data=typed | {"note": "First"}).status_code == 302
    second = client_as(Cast.POINT_PERSON).post(base, data=typed | {"note": "Second"})
    assert second.status_code == 409
    assert "Someone saved this record before you" in second.text
    assert "Second" in second.text
    read_anew(db_session, record)
    assert record.note == "First"


def test_a_day_still_to_come_is_refused_but_for_states_and_changes(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    ahead = TODAY.replace(month=6).isoformat()
    for kind, page in PAGES.items():
        may = page.day == "from_on" or kind == "transition"
        answer = client.post(f"/records/{kind}/new", data=entries(db_session)[kind] | {page.day: ahead})
        assert answer.status_code == (302 if may else 422), kind


def test_days_that_run_backwards_are_refused(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    for kind, later in (("roster", "until_on"), ("transition", "done_on"), ("process", "ended_on")):
        answer = client.post(f"/records/{kind}/new", data=entries(db_session)[kind] | {later: "2020-01-01"})
        assert answer.status_code == 422, kind
        assert "cannot be" in answer.text


def test_a_need_of_another_school_and_a_partner_of_nobody_are_no_choice(
    client_as: ClientAs, db_session: Session
) -> None:
    theirs = a_need(db_session, school_named(db_session, OTHER_SCHOOL), text="Kept by the other school")
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    for wrong in ({"need": str(theirs.id)}, {"partner": "999"}, {"offer": "nonsense"}, {"raised_by": ["nobody"]}):
        assert client.post("/records/match/new", data=entries(db_session)["match"] | wrong).status_code == 422, wrong
    assert "Kept by the other school" not in client.get("/records/match/new").text


@pytest.mark.parametrize(
    ("said", "stored"), [("accepted", "accepted"), ("partial", "partial"), ("declined", "declined")]
)
def test_a_request_is_answered_in_one_tap(client_as: ClientAs, db_session: Session, said: str, stored: str) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    record = enter(client, db_session, "match")
    address = f"/records/match/{record.id}/answer"
    assert address in client.get("/records/match").text
    sent = client.post(address, data={"answer": said, "answered_on": TODAY.isoformat()})
    assert sent.status_code == 302
    read_anew(db_session, record)
    assert (record.answer, record.answered_on) == (stored, TODAY)
    assert address not in client.get("/records/match").text


def test_an_answer_from_before_the_request_or_from_tomorrow_is_refused(
    client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    record = enter(client, db_session, "match")
    for wrong in (
        {"answered_on": "2020-01-01"},
        {"answered_on": "2026-03-15"},
        {"answer": "maybe"},
        {"answered_on": "x"},
    ):
        data = {"answer": "accepted", "answered_on": TODAY.isoformat()} | wrong
        assert client.post(f"/records/match/{record.id}/answer", data=data).status_code == 422, wrong
    read_anew(db_session, record)
    assert record.answer is None


def test_the_address_fills_the_form_and_says_what_it_did_not_know(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    partner = partner_named(db_session)
    page = client.get(
        "/records/match/new",
        query_string={"partner": partner.name.upper(), "raised_by": "teachers;students", "requested_on": DAY}
        | {"offer": "a microscope", "way": "nonsense", "back": f"/partners/{partner.id}"},
    ).text
    assert f'<option value="{partner.id}" selected' in page
    assert f'value="{DAY}"' in page
    assert 'value="a microscope"' in page
    assert "nonsense" in page
    assert "Saving leads back to" in page
    assert "the partner</a>" in page


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:x"]
)
def test_only_pages_of_this_product_are_gone_back_to(client_as: ClientAs, db_session: Session, back: str) -> None:
    client = client_as(Cast.POINT_PERSON)
    answer = client.post(
        "/records/recognition/new", query_string={"back": back}, data=entries(db_session)["recognition"]
    )
    assert answer.headers["Location"].startswith("/records/recognition/")


def test_saving_leads_back_to_where_one_came_from(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    typed = entries(db_session)["recognition"] | {"mode": "private"}
    answer = client.post("/records/recognition/new", query_string={"back": "/partners/1"}, data=typed)
    # On the way it is asked what it did, and the page says so: once.
    answer = client.get(answer.headers["Location"])
    assert answer.headers["Location"] == "/partners/1"
    assert "Now met in" in client.get("/partners/1").text
    assert "Now met in" not in client.get("/partners/1").text


def test_of_what_is_met_with_a_statement_the_practice_that_it_speaks_of_is_told_first(
    client_as: ClientAs, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, other = (load_catalogue().practices[key] for key in ("EC1.L2.FI.3", "EC1.L2.PR.3"))
    met = tuple((one.indicator, one.wording) for one in (other, asked))
    monkeypatch.setattr("tracker.records.views.hints.effect_of", lambda *_, **__: Effect((), met, 2))
    client = client_as(Cast.SLT)
    typed = {"practice": asked.key, "in_place": "yes", "link": "https://example.org/bylaws"}
    typed["occurred_on"] = TODAY.isoformat()
    saved = client.post("/records/attestation/new", data=typed).headers["Location"]
    page = client.get(saved, follow_redirects=True).text
    assert f": {asked.wording}" in page and f": {other.wording}" not in page.partition("</h1>")[0]


def test_saving_and_adding_another_and_an_answer_say_what_they_did(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    typed = entries(db_session)["recognition"] | {"mode": "private", "then": "another"}
    again = client.post("/records/recognition/new", data=typed).headers["Location"]
    assert "Now met in" in client.get(again).text
    asked = enter(client, db_session, "match")
    client.get(f"/records/match/{asked.id}")
    sent = {"answer": "accepted", "answered_on": TODAY.isoformat()}
    answer = client.post(f"/records/match/{asked.id}/answer", query_string={"back": "/partners/1"}, data=sent)
    assert client.get(answer.headers["Location"]).headers["Location"] == "/partners/1"
    page = client.get("/partners/1").text
    assert "The answer is noted." in page and "now stands at" in page


def test_what_is_said_in_own_words_is_kept(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    process = enter(client, db_session, "process")
    assert process.norms == ("pausing", "probing", "Kindness", "humor")
    member = enter(client, db_session, "roster", group=[], group_words="alumni")
    assert member.group == ("alumni",)
    asked = enter(client, db_session, "match", offer="", offer_words="Twelve microscopes")
    assert asked.offer == "Twelve microscopes"
    assert "Twelve microscopes" in client.get("/records/match").text
    too_long = entries(db_session)["match"] | {"offer": "", "offer_words": "x" * 41}
    assert client.post("/records/match/new", data=too_long).status_code == 422


def test_still_so_is_noted_once_a_day(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.SLT)
    member = enter(client, db_session, "roster")
    for _ in range(2):
        client.post(f"/records/roster/{member.id}/confirm", data={"on": TODAY.isoformat()})
    read_anew(db_session, member)
    assert member.confirmed_on == (TODAY,)
    client.post(f"/records/roster/{member.id}/confirm", data={"on": "2027-01-01"})
    read_anew(db_session, member)
    assert member.confirmed_on == (TODAY,)


def test_a_statement_needs_a_ground(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.SLT)
    bare = entries(db_session)["attestation"] | {"note": "As agreed in May", "link": ""}
    for said, answer in (
        ({"link": "the minutes"}, "Give a whole web address"),
        ({}, "Say in 40 characters or more how you know"),
        ({"practice": "EC1.L1.RE.2", "note": "As agreed in May, and written down since."}, "This takes a file"),
    ):
        refused = client.post("/records/attestation/new", data=bare | said)
        assert refused.status_code == 422 and answer in refused.text
    assert client.post("/records/attestation/new", data=bare | {"in_place": "no"}).status_code == 302


def test_every_role_that_writes_a_kind_reads_it() -> None:
    for permissions in ROLE_PERMISSIONS.values():
        assert all(page.read in permissions for page in PAGES.values() if page.write in permissions)


def test_what_was_proposed_is_taken_up_in_one_tap(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    record = enter(client, db_session, "workforce")
    record.record_status = RecordStatus.PROPOSED
    db_session.commit()
    base = f"/records/workforce/{record.id}"
    assert f"{base}/take-up" in client.get(base).text
    for _ in range(2):
        assert client.post(f"{base}/take-up").status_code == 302
        read_anew(db_session, record)
        assert record.record_status is RecordStatus.CONFIRMED
    assert "Only a draft" in client.get(base).text


def test_a_list_asks_the_database_as_often_however_long_it_is(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    asked: list[str] = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    numbers = []
    for more in (1, 12):
        for _ in range(more):
            enter(client, db_session, "match")
        for _ in range(3):  # what was written just before is worked up with the first pages after it
            client.get("/records/match")
        asked.clear()
        assert client.get("/records/match").status_code == 200
        numbers.append(sum("FROM matches" in one for one in asked))
    assert numbers == [2, 2]


def test_a_partner_that_is_not_known_is_said(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    enter(client, db_session, "match")
    assert "(999)" in client.get("/records/match?partner=999").text
    assert "(nobody)" in client.get("/records/match?partner=nobody").text


def test_a_long_list_has_pages(client_as: ClientAs, db_session: Session) -> None:
    school, partner = school_named(db_session), partner_named(db_session)
    db_session.add_all(WorkforceNeed(school=school, partner=partner, stated_on=TODAY, text=f"N{n}") for n in range(60))
    db_session.commit()
    client = client_as(Cast.VIEWER)
    assert client.get("/records/workforce").status_code == 403
    client = client_as(Cast.CONTRIBUTOR)
    first, last = client.get("/records/workforce").text, client.get("/records/workforce?page=99").text
    assert "Page 1 of 2" in first
    assert "Page 2 of 2" in last
    assert (first.count("row-link"), last.count("row-link")) == (50, 10)
    assert "1 workforce need" in client.get("/records/workforce?q=n59").text
