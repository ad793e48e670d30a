"""A proposed plan changed before it is taken: whose, when, with whom and how often, and what it still reaches."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.queries.partnership_people import staff_of_school
from models.queries.planned import activities_planned
from models.scope import Scope
from tests.cast import Cast, school_named, user_of
from tests.factories import TODAY, a_partner, a_school_partner
from tests.tracker.page_forms import PageForm
from tests.tracker.years.steps import save
from tests.tracker.years.test_plan import WANTED, planned, proposal


@pytest.fixture
def wanted(slt: FlaskClient, year: str) -> str:
    """A year in which the team wants the first level of three indicators: its address."""
    for slug in WANTED:
        assert save(slt, f"{year}/{slug}")[0] == 302
    return year


def numbers_of(form: PageForm, name: str) -> list[str]:
    """Name the things of a plan of which something may be said."""
    return [key.partition("-")[0] for key in form.values | form.offered if key.endswith(f"-{name}")]


def test_whose_it_is_and_when_is_changed_before_it_is_taken(slt: FlaskClient, wanted: str, db_session: Session) -> None:
    people = staff_of_school(db_session, scope=Scope.of_school(school_named(db_session).id))
    owner = next(one for one in people if one.id != user_of(db_session, Cast.SLT).id)
    owner_id, name = owner.id, owner.name
    db_session.rollback()
    form = proposal(slt, wanted)
    first, day = form.values["take"][0], TODAY + timedelta(days=40)
    values = form.values | {f"{first}-owner": str(owner_id), f"{first}-on": day.isoformat(), "take": [first]}
    assert slt.post(f"{wanted}/plan", data=values).status_code == 302
    (action,) = planned(db_session)
    assert (action.owner_id, action.planned_on) == (owner_id, day)
    assert action.due_on is not None and action.due_on >= day
    assert name in slt.get(f"{wanted}/plan").text


def test_what_is_to_be_done_more_often_is_planned_month_by_month(
    slt: FlaskClient, wanted: str, db_session: Session
) -> None:
    form = proposal(slt, wanted, "?by=2027-06-30")
    again = numbers_of(form, "times")[0]
    values = form.values | {f"{again}-times": "3", f"{again}-on": "2026-09-15", "take": [again]}
    assert slt.post(f"{wanted}/plan", data=values).status_code == 302
    actions = planned(db_session)
    assert [one.planned_on for one in actions] == [date(2026, 9, 15), date(2026, 10, 15), date(2026, 11, 15)]
    if actions[0].log_kind == "activity":
        assert len(activities_planned(db_session, actions)) == 3


def test_another_partner_is_named(slt: FlaskClient, year: str, db_session: Session) -> None:
    school = school_named(db_session)
    for name in ("Aster Labs", "Birch Works"):
        a_school_partner(db_session, school, a_partner(db_session, name, district=school.district))
    db_session.commit()
    assert save(slt, f"{year}/ec2-students1", desired="2")[0] == 302
    form = proposal(slt, year)
    place = numbers_of(form, "partner")[0]
    now = form.values[f"{place}-partner"][0]
    other = "Birch Works" if now != "Birch Works" else "Aster Labs"
    values = form.values | {f"{place}-partner": other, "take": [place]}
    assert slt.post(f"{year}/plan", data=values).status_code == 302
    (action,) = planned(db_session)
    assert other in action.what and now not in action.what
    draft = activities_planned(db_session, [action])[action.id]
    assert [one.name for one in draft.partners] == [other]


def test_it_is_judged_on_request_and_nothing_is_taken(slt: FlaskClient, wanted: str, db_session: Session) -> None:
    form = proposal(slt, wanted)
    answer = slt.post(f"{wanted}/plan", data=form.values | {"then": "judge"})
    assert answer.status_code == 200
    assert "still reaches what was proposed" in answer.text
    fewer = slt.post(f"{wanted}/plan", data=form.values | {"take": form.values["take"][:-1], "then": "judge"})
    assert "the plan reaches less" in fewer.text and "None yet instead of Getting Started" in fewer.text
    assert not planned(db_session)


def test_what_is_shared_out_no_more_is_judged_to_reach_less(slt: FlaskClient, year: str) -> None:
    assert save(slt, f"{year}/ec3-teachers1", desired="4")[0] == 302
    form = proposal(slt, year, "?by=2027-06-30")
    crowded = {name: "2026-10-05" for name in form.values if name.endswith("-on")}
    answer = slt.post(f"{year}/plan", data=form.values | crowded | {"then": "judge"})
    assert "the plan reaches less" in answer.text
    assert answer.text.count('value="2026-10-05"') == len(crowded), "what was typed is kept"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("on", "2020-01-01", "Give a day after today"),
        ("on", "2031-01-01", "Give a day after today"),
        ("on", "soon", "Enter a real date"),
        ("on", "", "Say on which day"),
        ("owner", "999999", "Choose one of the list."),
        ("times", "0", "Give 1 or more"),
        ("times", "many", "number"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_nothing_is_taken(
    slt: FlaskClient, wanted: str, db_session: Session, field: str, typed: str, told: str
) -> None:
    form = proposal(slt, wanted)
    place = numbers_of(form, field)[0]
    answer = slt.post(f"{wanted}/plan", data=form.values | {f"{place}-{field}": typed})
    assert answer.status_code == 422
    assert told in answer.text and f'href="#{place}-{field}"' in answer.text
    assert not planned(db_session)


def test_nobody_from_elsewhere_can_be_named(slt: FlaskClient, wanted: str, db_session: Session) -> None:
    stranger = user_of(db_session, Cast.OTHER_ALLIANCE).id
    db_session.rollback()
    form = proposal(slt, wanted)
    place = form.values["take"][0]
    assert slt.post(f"{wanted}/plan", data=form.values | {f"{place}-owner": str(stranger)}).status_code == 422
    assert not planned(db_session)
