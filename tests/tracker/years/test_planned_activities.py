"""Activities of a plan that was taken: drafts on their days, ticked off once they happened, and said not to have."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action, Origin
from models.activities import DID_NOT_HAPPEN, Activity
from models.queries.calendar import ACTION, ACTIVITY, KINDS, list_calendar
from models.queries.continuum import continuum_of
from models.queries.planned import activities_planned
from models.records import RecordStatus
from models.scope import Scope
from tests.cast import Cast, school_named, user_of
from tests.factories import TODAY
from tests.tracker.years.steps import save
from tests.tracker.years.test_plan import WANTED, planned, take
from tracker.standings import Turns


@pytest.fixture
def taken(slt: FlaskClient, year: str) -> str:
    """A year whose plan was taken: its address."""
    for slug in WANTED:
        assert save(slt, f"{year}/{slug}")[0] == 302
    take(slt, year)
    return year


def drafts(session: Session) -> list[tuple[Action, Activity]]:
    """List what is planned as activities, by day."""
    actions = planned(session)
    found = activities_planned(session, actions)
    pairs = [(action, found[action.id]) for action in actions if action.id in found]
    return sorted(pairs, key=lambda pair: pair[1].occurred_on)


def on(app: Flask, day: date) -> None:
    """Let it be another day."""
    app.config["TODAY"] = day
    app.extensions["standings"] = Turns()


def test_every_activity_of_the_plan_is_a_draft_of_its_day_with_all_that_was_planned(
    taken: str, db_session: Session
) -> None:
    pairs = drafts(db_session)
    of_activities = [one for one in planned(db_session) if one.log_kind == "activity"]
    assert len(pairs) == len(of_activities) > 1
    for action, draft in pairs:
        assert draft.record_status is RecordStatus.DRAFT
        assert draft.occurred_on == action.planned_on
        assert draft.title == action.what
        fill = action.log_fill or {}
        assert [draft.activity_kind.value] == fill["kind"]
        assert list(draft.by) == fill["by"]
        assert list(draft.channel) == list(fill.get("channel", []))
        assert [one.name for one in draft.partners] == list(fill.get("partners", []))
        assert draft.entered_by_id == (action.owner_id or user_of(db_session, Cast.SLT).id)


def test_planned_they_count_nowhere_and_confirmed_they_count_and_are_ticked_off(
    app: Flask, slt: FlaskClient, taken: str, db_session: Session
) -> None:
    action, draft = drafts(db_session)[0]
    day, number, done = draft.occurred_on, draft.id, action.id
    db_session.rollback()
    assert slt.post(f"/activities/{number}/confirm").status_code == 302
    db_session.expire_all()
    assert db_session.get_one(Activity, number).record_status is RecordStatus.DRAFT, "its day is still to come"
    db_session.rollback()
    on(app, day)
    page = slt.get(f"{taken}/plan").text
    assert "did it happen?" in page and f"/activities/{number}/confirm" in page
    scope = Scope.of_school(school_named(db_session).id)
    counted = continuum_of(db_session, scope=scope).evidence.rows.get("activity", {})
    assert not {one.ref for _, one in drafts(db_session)} & set(counted)
    db_session.rollback()
    assert slt.post(f"/activities/{number}/confirm").status_code == 302
    db_session.expire_all()
    assert db_session.get_one(Activity, number).record_status is RecordStatus.CONFIRMED
    assert db_session.get_one(Action, done).done_on == day
    assert "1 done" in slt.get(f"{taken}/plan").text


def test_what_did_not_happen_is_said_so_in_one_press_and_stays_to_be_done(
    app: Flask, slt: FlaskClient, taken: str, db_session: Session
) -> None:
    action, draft = drafts(db_session)[0]
    day, number, open_one = draft.occurred_on, draft.id, action.id
    db_session.rollback()
    on(app, day + timedelta(days=1))
    answer = slt.post(f"/activities/{number}/drop?back={taken}/plan")
    assert answer.status_code == 302 and answer.headers["Location"].endswith("/plan")
    db_session.expire_all()
    assert db_session.get_one(Activity, number).archived_because == DID_NOT_HAPPEN
    assert db_session.get_one(Action, open_one).done_on is None
    page = slt.get(f"{taken}/plan").text
    assert "did not happen" in page and "Plan or log it anew" in page
    slt.post(f"/activities/{number}/restore")
    assert "Plan or log it anew" not in slt.get(f"{taken}/plan").text


def test_another_activity_logged_for_it_takes_the_place_of_the_draft(
    app: Flask, slt: FlaskClient, taken: str, db_session: Session
) -> None:
    action, draft = next(pair for pair in drafts(db_session) if pair[0].by == "teachers")
    fill, number, done = action.log_fill or {}, draft.id, action.id
    db_session.rollback()
    on(app, TODAY)
    answer = slt.post("/log", data=fill | {"occurred_on": TODAY.isoformat(), "title": "Earlier than planned"})
    assert answer.status_code == 302, answer.text
    db_session.expire_all()
    assert db_session.get_one(Action, done).done_on == TODAY
    archived = db_session.get_one(Activity, number)
    assert archived.record_status is RecordStatus.ARCHIVED
    assert archived.archived_because == "another activity was logged for it"


def test_what_happened_earlier_than_planned_is_logged_from_its_page(
    slt: FlaskClient, taken: str, db_session: Session
) -> None:
    action, draft = next(pair for pair in drafts(db_session) if pair[0].by == "teachers")
    fill, number, done = action.log_fill or {}, draft.id, action.id
    db_session.rollback()
    page = slt.get(f"/activities/{number}").text
    assert "it counts once somebody confirms that it happened" in page and f'href="{taken}/plan"' in page
    (address,) = re.findall(r'<a class="btn quiet" href="([^"]+)">Log it</a>', page)
    address = html.unescape(address)
    assert f"action={done}" in address
    sent = fill | {"occurred_on": TODAY.isoformat(), "title": "Earlier than planned"}
    assert slt.post(address, data=sent).status_code == 302
    db_session.expire_all()
    assert db_session.get_one(Action, done).done_on == TODAY
    assert db_session.get_one(Activity, number).record_status is RecordStatus.ARCHIVED


def test_a_draft_put_on_another_day_moves_what_is_planned(slt: FlaskClient, taken: str, db_session: Session) -> None:
    action, draft = drafts(db_session)[0]
    draft.occurred_on = draft.occurred_on + timedelta(days=2)
    day, moved = draft.occurred_on, action.id
    db_session.commit()
    db_session.expire_all()
    assert db_session.get_one(Action, moved).planned_on == day


def test_its_action_is_no_second_thing_to_do(app: Flask, slt: FlaskClient, taken: str, db_session: Session) -> None:
    action, draft = drafts(db_session)[0]
    slt_user = user_of(db_session, Cast.SLT)
    for one, _ in drafts(db_session):
        one.owner_id = slt_user.id
    action_id, number = action.id, draft.id
    draft.entered_by_id = slt_user.id
    db_session.commit()
    scope = Scope.of_school(school_named(db_session).id, user_id=slt_user.id)
    days = list_calendar(db_session, scope=scope, name=slt_user.name, today=TODAY, kinds=KINDS)
    assert (ACTIVITY, number) in [(one.kind, one.record_id) for one in days]
    assert (ACTION, action_id) not in [(one.kind, one.record_id) for one in days]
    db_session.rollback()
    answer = slt.post(f"/actions/{action_id}/done")
    assert answer.headers["Location"].endswith(f"/activities/{number}")
    db_session.expire_all()
    assert db_session.get_one(Action, action_id).done_on is None


def test_home_names_what_is_planned_next_and_asks_whether_it_happened(
    app: Flask, slt: FlaskClient, taken: str, db_session: Session
) -> None:
    _, draft = drafts(db_session)[0]
    day, number, title = draft.occurred_on, draft.id, draft.title
    db_session.rollback()
    on(app, day - timedelta(days=3))
    page = slt.get("/").text
    assert "Planned next" in page and f'href="/activities/{number}"' in page
    on(app, day)
    page = slt.get("/").text
    assert "Did it happen?" in page and title


def test_planning_again_archives_the_drafts_of_the_plan_before(
    slt: FlaskClient, taken: str, db_session: Session
) -> None:
    before = {draft.id for _, draft in drafts(db_session)}
    db_session.rollback()
    take(slt, taken, "?again=1")
    db_session.expire_all()
    status = db_session.scalars(select(Activity.record_status).where(Activity.id.in_(before))).all()
    assert set(status) == {RecordStatus.ARCHIVED}
    assert not before & {draft.id for _, draft in drafts(db_session)}
    assert all(one.origin is Origin.PLAN for one in planned(db_session))
