"""Two people edit one record: the second is told, sees both versions, and loses nothing typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from models.activities import Activity
from models.history import act_as
from tests.cast import school_named
from tests.factories import an_activity
from tracker.conflicts import commit_unless_conflict, conflict_of
from tracker.extensions import db
from tracker.forms import Day, Form, Picks, TextLine, Version, choices


class SmallForm(Form):
    title = TextLine("Title")
    occurred_on = Day("Day")
    audience = Picks("For whom", choices=choices({"pta": "PTA", "staff": "School staff"}))
    version = Version()


@pytest.fixture
def activity_id(db_session: Session) -> int:
    made = an_activity(db_session, school_named(db_session), title="Talk", audience=("pta",))
    db_session.commit()
    return made.id


@pytest.fixture
def within_request(app: Flask) -> Iterator[None]:
    with app.test_request_context("/", method="POST"):
        yield


def typed(version: int | str, **fields: object) -> SmallForm:
    values = {"title": "Talk", "occurred_on": "2026-03-14", "audience": ["pta"], "version": str(version)} | fields
    return SmallForm(formdata=MultiDict(values))


def save_elsewhere(session: Session, activity_id: int, **fields: object) -> None:
    """Somebody else changes the record in a session of their own."""
    act_as(session, "Sam Second")
    activity = session.get_one(Activity, activity_id)
    for name, value in fields.items():
        setattr(activity, name, value)
    session.commit()


def test_without_another_editor_there_is_no_conflict(within_request: None, activity_id: int) -> None:
    activity = db.session.get_one(Activity, activity_id)
    form = typed(activity.version, title="Talk to the PTA")
    assert conflict_of(activity, form) is None
    activity.title = form.title.data
    assert commit_unless_conflict(activity, form) is None


def test_who_comes_second_sees_both_versions(within_request: None, activity_id: int, db_session: Session) -> None:
    save_elsewhere(db_session, activity_id, title="Evening talk", audience=("pta", "staff"))
    activity = db.session.get_one(Activity, activity_id)
    found = conflict_of(activity, typed(1, title="Talk to the PTA"))
    assert found is not None
    assert [(row.label, row.theirs, row.yours) for row in found.rows] == [
        ("Title", "Evening talk", "Talk to the PTA"),
        ("For whom", "PTA and School staff", "PTA"),
    ]
    assert found.who == "Sam Second"


def test_what_was_typed_stays_and_saving_again_goes_through(
    within_request: None, activity_id: int, db_session: Session
) -> None:
    save_elsewhere(db_session, activity_id, title="Evening talk")
    activity = db.session.get_one(Activity, activity_id)
    form = typed(1, title="Talk to the PTA")
    assert conflict_of(activity, form) is not None
    assert form.title.data == "Talk to the PTA"
    assert f'value="{activity.version}"' in form.version()
    again = typed(form.version._value(), title=form.title.data)
    assert conflict_of(activity, again) is None


def test_a_race_at_the_commit_gives_the_same_answer_and_loses_nothing(
    within_request: None, activity_id: int, db_session: Session
) -> None:
    activity = db.session.get_one(Activity, activity_id)
    form = typed(activity.version, title="Talk to the PTA")
    assert conflict_of(activity, form) is None
    # What another transaction would have done after this one read the record.
    table = Activity.__table__
    db.session.execute(update(table).where(table.c.id == activity_id).values(version=2, title="Evening talk"))
    db.session.commit()
    db.session.refresh(activity)
    db.session.execute(update(table).where(table.c.id == activity_id).values(version=3, title="Late talk"))
    activity.title = form.title.data
    found = commit_unless_conflict(activity, form)
    assert found is not None
    assert form.title.data == "Talk to the PTA"
    assert form.version.data == activity.version


@pytest.mark.parametrize("version", ["", "nonsense", "-1", "9" * 30, "²"])
def test_a_form_with_a_nonsense_version_never_overwrites(within_request: None, activity_id: int, version: str) -> None:
    activity = db.session.get_one(Activity, activity_id)
    form = typed(version)
    found = conflict_of(activity, form)
    assert found is not None
    assert found.rows == ()


def test_the_same_answers_in_another_order_do_not_differ(
    within_request: None, activity_id: int, db_session: Session
) -> None:
    save_elsewhere(db_session, activity_id, audience=("staff", "pta"), occurred_on=date(2026, 3, 14), note="x")
    activity = db.session.get_one(Activity, activity_id)
    values = MultiDict([("title", "Talk"), ("occurred_on", "2026-03-14"), ("audience", "pta"), ("audience", "staff")])
    values["version"] = "1"
    found = conflict_of(activity, SmallForm(formdata=values))
    assert found is not None
    assert found.rows == ()
