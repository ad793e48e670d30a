"""The plan of a year on screen: proposed, taken as chosen, ticked off by what is logged, and made again."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action, Origin
from models.planning.making import NEW_PARTNER, PLANNED, TO_BE_SAID
from models.queries.calendar import ACTION, find_calendar_day
from models.ratings import Rating
from models.records import RecordStatus
from models.scope import Scope
from tests.cast import SIGNED_IN, Cast, school_named, user_of
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import PageForm, forms_of
from tests.tracker.years.steps import at_riverside, save
from tracker.standings import Turns

WANTED = ("ec3-teachers1", "ec3-students1", "ec1-leaders2")


@pytest.fixture
def wanted(slt: FlaskClient, year: str) -> str:
    """A year in which the team wants the first level of three indicators: its address."""
    for slug in WANTED:
        assert save(slt, f"{year}/{slug}")[0] == 302
    return year


def proposal(client: FlaskClient, year: str, query: str = "") -> PageForm:
    """Read the form by which a plan is taken."""
    address = f"{year}/plan"
    found = [one for one in forms_of(client.get(address + query).text, at=address) if "take" in one.values]
    assert len(found) == 1
    return found[0]


def take(client: FlaskClient, year: str, query: str = "", *, leave_out: int = 0) -> int:
    """Take what is proposed, the last ones left out; say how many were taken."""
    form = proposal(client, year, query)
    chosen = form.values["take"][: len(form.values["take"]) - leave_out]
    answer = client.post(f"{year}/plan", data=form.values | {"take": chosen})
    assert answer.status_code == 302
    return len(chosen)


def planned(session: Session) -> list[Action]:
    session.rollback()
    return list(
        session.scalars(
            select(Action)
            .where(Action.origin == Origin.PLAN, Action.record_status == RecordStatus.CONFIRMED)
            .order_by(Action.id)
        )
    )


def test_it_begins_with_desired_levels(slt: FlaskClient, year: str) -> None:
    page = slt.get(f"{year}/plan").text
    assert "Choose a desired level" in page
    assert "Take this plan" not in page


def test_what_is_taken_becomes_actions_with_their_days_and_what_their_forms_are_filled_with(
    slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    count = take(slt, wanted)
    actions = planned(db_session)
    assert len(actions) == count > 2
    for action in actions:
        assert action.what
        assert action.planned_on is not None
        assert action.due_on is not None
        assert TODAY < action.planned_on <= action.due_on
        assert action.practice
        assert action.log_kind
    talk = next(action for action in actions if action.log_kind == "activity")
    assert talk.log_fill is not None
    assert {"kind", "by", "channel", "audience"} <= set(talk.log_fill)
    filled = [text for action in actions for texts in (action.log_fill or {}).values() for text in texts]
    assert filled and not [text for text in filled if text.startswith((NEW_PARTNER, TO_BE_SAID, PLANNED))]
    page = slt.get(f"{wanted}/plan").text
    assert page.count('<li class="plan-card ahead') == count
    # Who acts is told by word, and has a hue of its own.
    assert page.count("ahead who-") == sum(action.by is not None for action in actions) > 0
    assert "of the plan" in slt.get(f"{wanted}/{WANTED[0]}").text
    assert page.count("Will not happen") == sum(one.log_kind == "activity" for one in actions)
    assert f"{count} things to do: 0 done" in page


def test_it_is_for_whom_of_the_school_usually_logs_such_things(
    slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    school = school_named(db_session)
    for person, many in ((Cast.ALLIANCE, 5), (Cast.CONTRIBUTOR, 3), (Cast.SLT, 1)):
        for number in range(many):
            on = TODAY - timedelta(days=1300 + number)
            an_activity(db_session, school, by=("teachers",), occurred_on=on, entered_by=user_of(db_session, person))
    name = user_of(db_session, Cast.CONTRIBUTOR).name
    db_session.commit()
    assert f"· {name} ·" in slt.get(f"{wanted}/plan").text, "who it will be is read before it is taken"
    take(slt, wanted)
    whose = {one.whose for one in planned(db_session) if one.by == "teachers"}
    assert whose == {name}


def test_in_calendars_each_thing_stands_on_its_own_day_and_then_on_its_last(
    slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    take(slt, wanted)
    scope = Scope.of_school(school_named(db_session).id)
    one = next(one for one in planned(db_session) if one.planned_on != one.due_on)
    assert one.planned_on and one.due_on

    def stands_on(today: date) -> date | None:
        found = find_calendar_day(db_session, ACTION, one.id, scope=scope, today=today)
        return found and found.on

    assert stands_on(TODAY) == one.planned_on
    assert stands_on(one.planned_on + timedelta(days=1)) == one.due_on


def test_what_is_unticked_is_not_planned(slt: FlaskClient, wanted: str, db_session: Session) -> None:
    count = take(slt, wanted, leave_out=1)
    assert len(planned(db_session)) == count
    assert slt.post(f"{wanted}/plan", data=proposal(slt, wanted, "?again=1").values | {"take": []}).status_code == 302
    assert len(planned(db_session)) == count


def test_what_is_logged_ticks_it_off_and_counts_once(
    app: Flask, slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    take(slt, wanted)
    of_teachers = [one for one in planned(db_session) if one.log_kind == "activity" and one.by == "teachers"]
    assert of_teachers
    fill = of_teachers[0].log_fill
    assert fill is not None
    db_session.rollback()
    app.extensions["standings"] = Turns()
    answer = slt.post("/log", data=fill | {"occurred_on": TODAY.isoformat(), "title": "As it was planned"})
    assert answer.status_code == 302, answer.text
    done = [one for one in planned(db_session) if one.done_on is not None]
    assert [one.id for one in done] == [of_teachers[0].id]
    assert done[0].done_on == TODAY
    assert (done[0].done_by or "").startswith("activity/")
    assert "1 done" in slt.get(f"{wanted}/plan").text


def test_what_was_logged_before_the_plan_ticks_nothing_off(
    app: Flask, slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    take(slt, wanted)
    fill = next(one.log_fill for one in planned(db_session) if one.log_kind == "activity" and one.by == "teachers")
    db_session.rollback()
    app.extensions["standings"] = Turns()
    earlier = (TODAY - timedelta(days=3)).isoformat()
    assert slt.post("/log", data=(fill or {}) | {"occurred_on": earlier, "title": "Before"}).status_code == 302
    assert not [one for one in planned(db_session) if one.done_on is not None]


def test_planning_again_keeps_what_is_done_and_archives_what_is_open(
    slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    take(slt, wanted)
    first = planned(db_session)
    first[0].done_on = TODAY
    done, open_ones = first[0].id, {one.id for one in first[1:]}
    db_session.commit()
    assert "still open" in slt.get(f"{wanted}/plan?again=1").text
    take(slt, wanted, "?again=1")
    now = {one.id for one in planned(db_session)}
    assert done in now
    assert not now & open_ones
    archived = db_session.scalars(select(Action.record_status).where(Action.id.in_(open_ones))).all()
    assert set(archived) == {RecordStatus.ARCHIVED}


def test_a_plan_that_was_proposed_of_other_records_is_shown_anew_and_not_taken(
    slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    form = proposal(slt, wanted)
    rating = db_session.scalars(select(Rating).where(Rating.desired.is_not(None)).limit(1)).one()
    rating.desired = 3
    db_session.commit()
    answer = slt.post(f"{wanted}/plan", data=form.values, follow_redirects=True)
    assert "nothing was taken" in answer.text
    assert not planned(db_session)


def test_sent_twice_it_is_taken_once(slt: FlaskClient, wanted: str, db_session: Session) -> None:
    form = proposal(slt, wanted)
    for _ in range(2):
        assert slt.post(f"{wanted}/plan", data=form.values).status_code == 302
    assert len(planned(db_session)) == len(form.values["take"])


def test_of_two_who_take_a_plan_at_once_the_second_is_shown_the_first_ones(
    client_as: ClientAs, slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    theirs = proposal(slt, wanted)
    taken = take(client_as(Cast.SCHOOL_ADMIN), wanted, leave_out=1)
    answer = slt.post(f"{wanted}/plan", data=theirs.values, follow_redirects=True)
    assert "nothing was taken" in answer.text and "of the plan before" in answer.text
    assert len(planned(db_session)) == taken


def test_what_is_put_off_too_long_is_out_of_reach_though_each_thing_alone_could_wait(
    app: Flask, slt: FlaskClient, year: str
) -> None:
    assert save(slt, f"{year}/ec3-teachers1", desired="4")[0] == 302
    assert take(slt, year, "?by=2027-06-30") > 4
    assert "out of reach" not in slt.get(f"{year}/plan").text
    app.config["TODAY"] = date(2026, 10, 1)
    assert "Still in reach by Jun 30, 2027" in slt.get(f"{year}/plan").text
    app.config["TODAY"] = date(2027, 6, 10)
    page = slt.get(f"{year}/plan").text
    assert "0 done" in page and "Fully Implementing cannot be reached by Jun 30, 2027 any more" in page


def test_it_leads_to_the_end_of_this_year_or_the_next(slt: FlaskClient, wanted: str) -> None:
    page = slt.get(f"{wanted}/plan").text
    (other,) = re.findall(r'href="([^"]*by=2027-06-30[^"]*)"', page)
    assert "by Jun 30, 2027" in slt.get(other.replace("&amp;", "&")).text


def test_who_reads_the_year_sees_the_plan_and_only_the_team_takes_it(
    client_as: ClientAs, wanted: str, db_session: Session
) -> None:
    team = (Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN)
    readers = (*team, Cast.CONTRIBUTOR, Cast.VIEWER, Cast.DISTRICT_ADMIN)
    for person in SIGNED_IN:
        client = at_riverside(client_as, db_session, person)
        outside = 403 if person in (Cast.ALLIANCE, Cast.OTHER_ALLIANCE) else 404
        assert client.get(f"{wanted}/plan").status_code == (200 if person in readers else outside), person
        answer = client.post(f"{wanted}/plan", data={"digest": "", "take": ["0"]})
        assert answer.status_code == (302 if person in team else 403 if person in readers else outside), person
    assert not planned(db_session)
