"""One activity on its page: shown, changed, archived and restored, as the whole cast."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.documents import Document
from models.history import History
from models.records import RecordStatus
from tests.cast import OTHER_SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, an_activity
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


# One activity


@pytest.mark.parametrize("person", [*WRITERS, Cast.VIEWER, Cast.DISTRICT_ADMIN])
def test_who_may_read_sees_an_activity_with_its_history(person: Cast, client_as: ClientAs, db_session: Session) -> None:
    activity = saved(db_session)
    client = client_as(person)
    if person is Cast.DISTRICT_ADMIN:
        client.post("/place", data={"place": f"s{activity.school_id}"})
    page = client.get(f"/activities/{activity.id}").text
    assert "Talk" in page and "Teachers communicate and advocate" in page and "entered this" in page
    assert ("/edit" in page) is (person in WRITERS)


@pytest.mark.parametrize("verb", ["", "/edit"])
def test_an_activity_of_another_school_does_not_exist(verb: str, client_as: ClientAs, db_session: Session) -> None:
    activity = saved(db_session)
    client = client_as(Cast.OTHER_POINT_PERSON)
    assert client.get(f"/activities/{activity.id}{verb}").status_code == 404


@pytest.mark.parametrize("verb", ["edit", "archive", "restore", "confirm"])
@pytest.mark.parametrize(
    ("person", "status"),
    [
        (Cast.VIEWER, 403),
        (Cast.DISTRICT_ADMIN, 403),
        (Cast.ALLIANCE, 403),
        (Cast.OTHER_ALLIANCE, 403),
        (Cast.OTHER_POINT_PERSON, 404),
        (Cast.NOBODY, 302),
    ],
)
def test_nobody_else_changes_an_activity(
    verb: str, person: Cast, status: int, client_as: ClientAs, db_session: Session
) -> None:
    activity = saved(db_session, record_status=RecordStatus.DRAFT)
    data = {**TALK, "title": "Overwritten", "version": "1"}
    assert client_as(person).post(f"/activities/{activity.id}/{verb}", data=data).status_code == status
    assert (stored(db_session)[0].title, stored(db_session)[0].record_status) == ("Talk", RecordStatus.DRAFT)


@pytest.mark.parametrize(
    ("person", "own", "may"),
    [
        (Cast.CONTRIBUTOR, True, True),
        (Cast.CONTRIBUTOR, False, False),
        (Cast.SLT, False, True),
        (Cast.POINT_PERSON, False, True),
        (Cast.SCHOOL_ADMIN, False, True),
    ],
)
def test_whoever_only_contributes_archives_their_own_entries_alone(
    person: Cast, own: bool, may: bool, client_as: ClientAs, db_session: Session
) -> None:
    by = person if own else Cast.OTHER_POINT_PERSON
    activity = saved(db_session, entered_by_id=user_of(db_session, by).id)
    client = client_as(person)
    assert ("/archive" in client.get(f"/activities/{activity.id}").text) is may
    assert client.post(f"/activities/{activity.id}/archive").status_code == (302 if may else 403)
    assert (stored(db_session)[0].record_status is RecordStatus.ARCHIVED) is may
    assert client.post(f"/activities/{activity.id}/restore").status_code == (302 if may else 403)


def test_archiving_takes_it_out_of_counts_and_restoring_brings_it_back(
    client_as: ClientAs, db_session: Session
) -> None:
    activity = saved(db_session)
    client = client_as(Cast.POINT_PERSON)
    assert "Archived." in client.post(f"/activities/{activity.id}/archive", follow_redirects=True).text
    page = client.get(f"/activities/{activity.id}").text
    assert "only confirmed activities count" in page and "/restore" in page
    assert "archived already" in client.post(f"/activities/{activity.id}/archive", follow_redirects=True).text
    assert client.get(f"/activities/{activity.id}/edit").status_code == 302
    assert "Restored." in client.post(f"/activities/{activity.id}/restore", follow_redirects=True).text
    assert "EC3.T1.PR.2" in client.get(f"/activities/{activity.id}").text


# Editing


def edit(client: FlaskClient, activity: Activity, **changes: Any) -> Any:
    return client.post(f"/activities/{activity.id}/edit", data={**TALK, "version": "1", **changes})


def test_an_edit_changes_what_was_typed_and_history_tells_it(client_as: ClientAs, db_session: Session) -> None:
    activity = saved(db_session, researched=False)
    assert edit(client_as(Cast.POINT_PERSON), activity, people="41").status_code == 302
    (changed,) = stored(db_session)
    assert (changed.people, changed.title, changed.version) == (41, TALK["title"], 2)
    latest = db_session.scalars(select(History).order_by(History.id.desc()).limit(1)).one()
    assert set(latest.changes) == {"people", "title"}


def test_the_second_editor_sees_both_versions_and_loses_nothing(client_as: ClientAs, db_session: Session) -> None:
    activity = saved(db_session)
    first, second = client_as(Cast.POINT_PERSON), client_as(Cast.SLT)
    assert edit(first, activity, title="First words", audience=["sic"]).status_code == 302
    answer = edit(second, activity, title="Second words")
    assert answer.status_code == 409
    for words in ("First words", "Second words", "School Improvement Council", "Point person changed it"):
        assert words in answer.text
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert stored(db_session)[0].title == "First words"
    assert edit(second, activity, title="Second words", version="2").status_code == 302
    assert stored(db_session)[0].title == "Second words"


@pytest.mark.parametrize("version", ["", "0", "7", "one", "9" * 30])
def test_a_form_without_the_present_version_overwrites_nothing(
    version: str, client_as: ClientAs, db_session: Session
) -> None:
    activity = saved(db_session)
    assert edit(client_as(Cast.POINT_PERSON), activity, version=version).status_code == 409
    assert stored(db_session)[0].title == "Talk"


def test_a_refused_edit_keeps_what_was_typed_and_what_is_stored(client_as: ClientAs, db_session: Session) -> None:
    activity = saved(db_session)
    page = edit(client_as(Cast.POINT_PERSON), activity, title="Mended", people="many").text
    assert "Mended" in page and 'id="people-error"' in page
    assert stored(db_session)[0].title == "Talk"


def test_files_can_be_added_and_taken_off_in_an_edit(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    log(client, files=[(io.BytesIO(b"one"), "one.txt"), (io.BytesIO(b"two"), "two.txt")])
    (activity,) = stored(db_session)
    kept = str(activity.documents[1].id)
    edit(client, activity, keep_documents=[kept], files=[(io.BytesIO(b"three"), "three.txt")])
    assert [document.filename for document in stored(db_session)[0].documents] == ["two.txt", "three.txt"]


def test_another_schools_file_cannot_be_attached(client_as: ClientAs, db_session: Session) -> None:
    theirs = Document(
        school_id=school_named(db_session, OTHER_SCHOOL).id,
        filename="their.pdf",
        media_type="application/pdf",
        size_bytes=1,
    )
    db_session.add(theirs)
    activity = saved(db_session)
    edit(client_as(Cast.POINT_PERSON), activity, keep_documents=[str(theirs.id)])
    assert stored(db_session)[0].documents == []


def test_codes_that_the_form_does_not_offer_survive_an_edit(client_as: ClientAs, db_session: Session) -> None:
    partner = partner_named(db_session)
    activity = saved(db_session, way=("resources",), partners=[partner])
    client = client_as(Cast.POINT_PERSON)
    assert 'name="way" id="way-12" value="resources" checked' in client.get(f"/activities/{activity.id}/edit").text
    edit(client, activity, way=["resources"], partners=[partner.name])
    assert (stored(db_session)[0].way, stored(db_session)[0].partners[0].name) == (("resources",), partner.name)


@pytest.mark.parametrize(
    ("status", "is_told"),
    [
        (RecordStatus.CANCELLED, True),
        (RecordStatus.PROPOSED, True),
        (RecordStatus.CONFIRMED, False),
        (RecordStatus.DRAFT, False),
    ],
)
def test_the_hint_of_an_activity_that_stays_out_of_every_count_says_so(
    client_as: ClientAs, db_session: Session, status: RecordStatus, is_told: bool
) -> None:
    activity = an_activity(db_session, school_named(db_session), record_status=status)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    answer = client.post(
        f"/log/hint?saved={activity.id}",
        data={"kind": "communication", "by": "teachers", "channel": "presentation", "audience": "pta"},
    )
    assert answer.status_code == 200
    assert ("It does not count toward any level now" in answer.get_data(as_text=True)) is is_told
