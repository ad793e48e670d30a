"""Logging on one screen, as the whole cast."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivityKind
from models.documents import Document
from models.partners import Partner
from models.records import RecordStatus
from tests.cast import OTHER_SCHOOL, PARTNER, Cast, school_named
from tests.factories import TODAY, a_partner, a_school_partner, an_activity
from tests.tracker.conftest import ClientAs

TALK: dict[str, Any] = {
    "kind": "communication",
    "by": ["teachers"],
    "occurred_on": TODAY.isoformat(),
    "channel": ["presentation"],
    "audience": ["pta"],
    "title": "Showed the PTA the robotics unit",
}
WRITERS = (Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN, Cast.CONTRIBUTOR)


def stored(db_session: Session) -> list[Activity]:
    db_session.rollback()  # a transaction sees the database as it was when it began
    db_session.expire_all()
    return list(db_session.scalars(select(Activity).order_by(Activity.id)))


def log(client: FlaskClient, **changes: Any) -> Any:
    return client.post("/log", data={**TALK, **changes})


def saved(db_session: Session, **fields: Any) -> Activity:
    activity = an_activity(db_session, school_named(db_session), title="Talk", **fields)
    db_session.commit()
    return activity


# Saving


@pytest.mark.parametrize("person", WRITERS)
def test_everybody_who_may_log_logs_on_one_screen(person: Cast, client_as: ClientAs, db_session: Session) -> None:
    answer = log(client_as(person))
    (activity,) = stored(db_session)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/activities/{activity.id}")
    assert (activity.title, activity.by, activity.record_status) == (TALK["title"], ("teachers",), "confirmed")
    assert activity.entered_by is not None and activity.entered_by.email == person.email


@pytest.mark.parametrize(
    ("person", "status"),
    [(Cast.VIEWER, 403), (Cast.DISTRICT_ADMIN, 403), (Cast.ALLIANCE, 403), (Cast.NOBODY, 302)],
)
def test_nobody_else_logs(person: Cast, status: int, client_as: ClientAs, db_session: Session) -> None:
    client = client_as(person)
    assert client.get("/log").status_code == status
    assert log(client).status_code == status
    assert client.post("/log/hint", data=TALK).status_code == status
    assert stored(db_session) == []


def test_the_form_begins_with_today_and_for_whom_the_person_acts(client_as: ClientAs) -> None:
    page = client_as(Cast.CONTRIBUTOR).get("/log?tile=other").text
    assert f'name="occurred_on" type="date" value="{TODAY.isoformat()}"' in page
    assert 'value="teachers" checked' in page
    assert 'value="communication" checked' in page


def told_before(db_session: Session, *audiences: str) -> None:
    """Teachers' talks of before, each toward one part of Getting Started."""
    for audience in audiences:
        an_activity(
            db_session,
            school_named(db_session),
            by=("teachers",),
            channel=("conversation",),
            audience=(audience,),
            beyond_class=False,
        )
    db_session.commit()


def test_after_saving_the_page_says_what_changed(client_as: ClientAs, db_session: Session) -> None:
    # One of the two parts of Getting Started: by the second rules that level, and too little for the next.
    told_before(db_session, "families")
    client = client_as(Cast.POINT_PERSON)
    page = client.get(log(client).headers["Location"]).text
    assert "Saved. Now met in Teachers communicate and advocate (EC3.Teachers1): " in page
    assert "data-clear-draft" in page
    again = client.get(f"/activities/{stored(db_session)[-1].id}").text
    assert "Saved." not in again and "data-clear-draft" not in again


def test_a_level_that_rises_is_the_first_thing_said(client_as: ClientAs, db_session: Session) -> None:
    told_before(db_session, "students", "families")
    client = client_as(Cast.POINT_PERSON)
    page = client.get(log(client).headers["Location"]).text
    assert "Saved. Teachers communicate and advocate (EC3.Teachers1) now stands at Progressing." in page


def test_save_and_add_another_keeps_kind_people_and_day(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    answer = log(client, then="another", kind="advocacy", by=["students", "teachers"], occurred_on="2026-03-02")
    assert answer.headers["Location"].startswith("/log?")
    page = client.get(answer.headers["Location"]).text
    for kept in (
        'value="advocacy" checked',
        'value="students" checked',
        'value="teachers" checked',
        'value="2026-03-02"',
    ):
        assert kept in page
    assert 'value="presentation" checked' not in page
    assert "Saved." in page


def test_a_copy_takes_over_all_but_the_day_and_the_files(client_as: ClientAs, db_session: Session) -> None:
    activity = saved(db_session, occurred_on=TODAY.replace(year=2025), topic=("events",), people=12)
    page = client_as(Cast.POINT_PERSON).get(f"/log?like={activity.id}").text
    for kept in ('value="presentation" checked', 'value="events" checked', 'value="12"', ">Talk<", f'value="{TODAY}"'):
        assert kept.replace(">Talk<", ">\nTalk</textarea>") in page


def test_another_schools_activity_cannot_be_copied(client_as: ClientAs, db_session: Session) -> None:
    theirs = an_activity(db_session, school_named(db_session, OTHER_SCHOOL), title="Their secret")
    db_session.commit()
    assert "Their secret" not in client_as(Cast.POINT_PERSON).get(f"/log?like={theirs.id}").text


def test_an_ask_switches_the_kind_and_the_form_says_so(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert "makes this <b>advocacy</b>" in log(client, ask=["classes"], then="hint").text
    log(client, ask=["classes"])
    assert stored(db_session)[0].activity_kind is ActivityKind.ADVOCACY


def test_a_day_still_to_come_is_kept_as_a_draft_and_confirmed_later(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    page = client.get(log(client, occurred_on="2026-03-20").headers["Location"]).text
    assert "Saved as a draft" in page and "/confirm" not in page
    (activity,) = stored(db_session)
    client.post(f"/activities/{activity.id}/confirm")
    assert stored(db_session)[0].record_status is RecordStatus.DRAFT
    app.config["TODAY"] = TODAY.replace(day=20)
    assert "/confirm" in client.get(f"/activities/{activity.id}").text
    client.post(f"/activities/{activity.id}/confirm")
    assert stored(db_session)[0].record_status is RecordStatus.CONFIRMED


def test_files_are_stored_with_the_activity(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    log(client, files=[(io.BytesIO(b"%PDF-1.7 minutes"), "minutes.pdf"), (io.BytesIO(b"a,b\n"), "list.csv")])
    (activity,) = stored(db_session)
    assert [document.filename for document in activity.documents] == ["minutes.pdf", "list.csv"]
    link = f"/documents/{activity.documents[0].id}"
    assert link in client.get(f"/activities/{activity.id}").text
    assert link not in client_as(Cast.CONTRIBUTOR).get(f"/activities/{activity.id}").text
    with client.get(link) as answer:
        assert answer.data == b"%PDF-1.7 minutes" and answer.headers["Content-Disposition"].startswith("attachment")
    with client.get(f"{link}/look") as answer:
        assert answer.mimetype == "application/pdf" and answer.headers["Content-Disposition"].startswith("inline")
    assert client.get(f"/documents/{activity.documents[1].id}/look").status_code == 404, "a list is no PDF"
    assert client_as(Cast.CONTRIBUTOR).get(f"{link}/look").status_code == 403
    assert client_as(Cast.OTHER_POINT_PERSON).get(f"{link}/look").status_code == 404


def test_a_refused_file_stores_neither_itself_nor_the_activity(client_as: ClientAs, db_session: Session) -> None:
    page = log(client_as(Cast.POINT_PERSON), files=[(io.BytesIO(b"MZ"), "tool.exe")]).text
    assert 'id="files-error"' in page and TALK["title"] in page
    assert stored(db_session) == []
    assert not db_session.scalars(select(Document)).all()


# Partners


PARTNERSHIP = {**TALK, "kind": "partnership", "channel": [], "audience": [], "purpose": ["planning"]}


def test_a_partner_is_named_and_a_new_one_added_in_place(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    first = client.post("/log", data={**PARTNERSHIP, "partners": [PARTNER, "Bridge Builders", ""]})
    assert first.status_code == 422
    assert "is not in the directory yet" in first.text and 'value="Bridge Builders"' in first.text
    client.post("/log", data={**PARTNERSHIP, "partners": [PARTNER, "Bridge Builders"], "new_category": "industry"})
    assert [partner.name for partner in stored(db_session)[0].partners] == ["Bridge Builders", PARTNER]


def test_a_contributor_picks_known_partners_only(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    answer = client.post("/log", data={**PARTNERSHIP, "partners": ["Bridge Builders"], "new_category": "industry"})
    assert "A point person can add it" in answer.text
    assert "Bridge Builders" not in db_session.scalars(select(Partner.name)).all()
    assert client.post("/log", data={**PARTNERSHIP, "partners": [PARTNER]}).status_code == 302


# Refusals


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"occurred_on": "31 February"}, "occurred_on"),
        ({"occurred_on": "1066-10-14"}, "occurred_on"),
        ({"occurred_on": "2026-02-30"}, "occurred_on"),
        ({"occurred_on": ""}, "occurred_on"),
        ({"title": "x" * 1_000_000}, "title"),
        ({"title": "ring\x07"}, "title"),
        ({"title": ""}, "title"),
        ({"note": "y" * 1_000_000}, "note"),
        ({"note": "nul\x00 byte"}, "note"),
        ({"kind": "gossip"}, "kind"),
        ({"by": ["martians"]}, "by"),
        ({"channel": ["telepathy"]}, "channel"),
        ({"audience": []}, "audience"),
        ({"topic": ["gossip", "events"]}, "topic"),
        ({"formality": "casual"}, "formality"),
        ({"people": "many"}, "people"),
        ({"people": "-3"}, "people"),
        ({"people": "9" * 5000}, "people"),
        ({"students": "1.5"}, "students"),
        ({"hours": "an hour"}, "hours"),
        ({"hours": "NaN"}, "hours"),
        ({"hours": "-1"}, "hours"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"partners": ["No such partner"], "new_category": "moon base"}, "new_category"),
        ({"also_for": ["EC9.Nobody1"]}, "also_for"),
    ],
)
def test_what_cannot_be_stored_is_answered_by_the_field_and_nothing_typed_is_lost(
    changes: dict[str, Any], field: str, client_as: ClientAs, db_session: Session
) -> None:
    answer = log(client_as(Cast.POINT_PERSON), **{"note": "Kept while mending", **changes})
    assert answer.status_code == 422
    assert 'id="error-summary"' in answer.text
    if field != "also_for":
        assert f'href="#{field}' in answer.text
        assert f'id="{field}-error"' in answer.text
    for value in (value for value in changes.values() if isinstance(value, str) and value.isprintable() and value):
        if field not in ("kind", "formality", "new_category"):
            assert value in answer.text
    assert changes.get("note", "Kept while mending")[:20].replace("\x00", "").split(" byte")[0] in answer.text.replace(
        "\x00", ""
    )
    assert stored(db_session) == []


def test_everything_wrong_is_said_at_once(client_as: ClientAs) -> None:
    page = log(client_as(Cast.POINT_PERSON), occurred_on="soon", title="", channel=[], people="many").text
    for field in ("occurred_on", "title", "channel", "people"):
        assert f'href="#{field}' in page


def test_a_day_is_understood_as_people_write_it(client_as: ClientAs, db_session: Session) -> None:
    written = ("Mar 2, 2026", "March 2, 2026", "2 Mar 2026", "2 March 2026", "3/2/2026", " 2026-03-02 ")
    for place, text in enumerate(written):
        log(client_as(Cast.POINT_PERSON), occurred_on=text, title=f"Talk {place}")
    assert [activity.occurred_on.isoformat() for activity in stored(db_session)] == ["2026-03-02"] * 6


# Hints


def test_the_hint_says_what_the_form_would_count_toward(client_as: ClientAs) -> None:
    piece = client_as(Cast.CONTRIBUTOR).post("/log/hint", data=TALK).text
    assert "<html" not in piece
    assert "EC3.Teachers1" in piece and "now met" in piece


def test_the_hint_counts_down_and_says_when_a_day_counts_already(client_as: ClientAs, db_session: Session) -> None:
    school = school_named(db_session)
    for month in (7, 8, 10, 11):
        an_activity(db_session, school, occurred_on=TODAY.replace(year=2025, month=month, day=1))
    db_session.commit()
    client = client_as(Cast.CONTRIBUTOR)
    piece = client.post("/log/hint", data=TALK).text
    assert "5 of 6" in piece and "1 more act of communication or advocacy by teachers" in piece
    saved(db_session)
    assert "already counts for this day" in client.post("/log/hint", data=TALK).text


def test_the_hint_names_the_field_that_decides(client_as: ClientAs) -> None:
    piece = client_as(Cast.CONTRIBUTOR).post("/log/hint", data={**TALK, "by": ["leaders"], "channel": ["meeting"]}).text
    assert 'data-goto="topic"' in piece


def test_an_answer_of_the_hint_is_taken_into_the_form_and_asked_again(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    typed = {**TALK, "by": ["leaders"], "channel": ["meeting"]}
    asked = re.search(r'value="hint-topic-(\w+)"', client.post("/log/hint", data=typed).text)
    assert asked is not None

    page = client.post("/log", data={**typed, "then": f"hint-topic-{asked[1]}"})

    assert page.status_code == 200
    assert re.search(rf'name="topic" id="[^"]*" value="{asked[1]}" checked', page.text)
    assert 'value="hint-topic-' not in page.text
    assert stored(db_session) == []


def test_with_which_partner_is_answered_by_those_worked_with_last(client_as: ClientAs, db_session: Session) -> None:
    school, other = school_named(db_session), school_named(db_session, OTHER_SCHOOL)
    names = ("Long Ago", "Of Spring", "Not Ours Any More", "Of Summer", "Of Autumn")
    for month, name in enumerate(names, start=1):
        partner = a_partner(db_session, name)
        is_over = name == "Not Ours Any More"
        status = RecordStatus.ARCHIVED if is_over else RecordStatus.CONFIRMED
        a_school_partner(db_session, school, partner, record_status=status)
        an_activity(db_session, school, occurred_on=TODAY.replace(month=month, day=1), partners=[partner])
    theirs = a_partner(db_session, "Of Others")
    a_school_partner(db_session, other, theirs)
    an_activity(db_session, other, partners=[theirs])
    db_session.commit()
    client = client_as(Cast.CONTRIBUTOR)
    typed = {**TALK, "kind": "partnership", "by": ["students"], "channel": [], "audience": [], "way": ["tutoring"]}

    piece = client.post("/log/hint", data=typed).text

    assert re.findall('value="hint-partners-([^"]*)"', piece) == ["Of Autumn", "Of Summer", "Of Spring"]
    assert 'data-goto="partners">Something else' in piece
    page = client.post("/log", data={**typed, "then": "hint-partners-Of Autumn"}).text
    assert re.search('name="partners" id="partners" value="Of Autumn"', page)
    assert 'value="hint-partners-' not in page


@pytest.mark.parametrize(
    "then", ["hint-", "hint-version-7", "hint-csrf_token-x", "hint-topic-<b>", "hint-two_way-no no"]
)
def test_an_answer_that_no_hint_offers_stores_nothing_and_breaks_nothing(
    client_as: ClientAs, db_session: Session, then: str
) -> None:
    page = client_as(Cast.CONTRIBUTOR).post("/log", data={**TALK, "then": then})

    assert page.status_code == 200
    assert stored(db_session) == []


def test_the_hint_is_read_out_in_one_sentence_without_a_code(client_as: ClientAs) -> None:
    piece = client_as(Cast.CONTRIBUTOR).post("/log/hint", data=TALK).text
    said = re.search(r'data-said="([^"]*)"', piece)
    assert said is not None
    assert re.fullmatch(
        r"This will count toward \d+ practices?\. Teachers communicate and advocate: now met\.", said[1]
    )


def test_a_form_of_nonsense_gets_a_hint_and_no_error(client_as: ClientAs) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    assert client.post("/log/hint", data={}).status_code == 200
    nonsense = {"kind": "gossip", "by": ["x"], "occurred_on": "soon", "channel": ["y"], "people": "z", "hours": "w"}
    assert client.post("/log/hint", data=nonsense).status_code == 200
    assert client.post("/log/hint", data={**nonsense, "kind": "advocacy", "by": ["teachers"]}).status_code == 200


def test_without_scripts_a_button_asks_for_the_same_and_stores_nothing(
    client_as: ClientAs, db_session: Session
) -> None:
    page = log(client_as(Cast.CONTRIBUTOR), then="hint", title="").text
    assert "now met" in page and 'id="error-summary"' not in page
    assert stored(db_session) == []


def test_an_indicator_left_out_is_kept_and_the_hint_follows(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    piece = client.post("/log/hint", data={**TALK, "not_for": ["EC3.Teachers1"]}).text
    assert "now met" not in piece and 'value="EC3.Teachers1" checked' in piece
    log(client, not_for=["EC3.Teachers1"])
    (activity,) = stored(db_session)
    assert activity.not_for == ("EC3.Teachers1",)
    page = client.get(f"/activities/{activity.id}/edit").text
    assert re.search(r'name="not_for" id="not_for-\d+" value="EC3.Teachers1" checked', page)


def test_an_indicator_added_by_hand_says_what_would_make_it_count(client_as: ClientAs) -> None:
    piece = client_as(Cast.CONTRIBUTOR).post("/log/hint", data={**TALK, "also_for": ["EC3.Students1"]}).text
    assert "Kept as supporting evidence" in piece
