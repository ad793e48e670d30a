"""After saving: what it was and what it did, the way back, the list of this sitting, and what looks like a double."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivityKind
from models.queries.doubles import likely_double
from models.queries.lately import logged_lately
from models.records import RecordStatus
from models.scope import Scope
from tests.cast import Cast, school_named, user_of
from tests.factories import TODAY, a_partner, an_activity, log_entry
from tests.tracker.conftest import ClientAs


def logged(client: Any, title: str, **more: Any) -> int:
    """Log by the form and give the number of what was stored."""
    answer = client.post("/log", data=log_entry(title) | more)
    assert answer.status_code == 302, answer.text
    return int(answer.headers["Location"].rpartition("/")[2])


def status_of(world: Session, number: int) -> RecordStatus:
    """Read how an activity stands now."""
    world.rollback()
    return world.get_one(Activity, number).record_status


def test_the_page_after_saving_says_what_it_was_and_offers_to_take_it_back(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    number = logged(client, "Rover at the PTA")
    page = client.get(f"/activities/{number}").text
    told = page[page.index('class="flash good"') :]
    assert f'<a href="/activities/{number}">Rover at the PTA</a>' in told
    assert f'action="/activities/{number}/undo"' in told


@pytest.mark.parametrize("person", [Cast.POINT_PERSON, Cast.SLT, Cast.CONTRIBUTOR, Cast.SCHOOL_ADMIN])
def test_whoever_logs_takes_back_what_they_logged_and_a_second_press_does_nothing_more(
    person: Cast, client_as: ClientAs, world: Session
) -> None:
    client = client_as(person)
    number = logged(client, "By mistake")
    for _ in range(2):
        answer = client.post(f"/activities/{number}/undo", data={"csrf_token": "x"})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/log")
        assert status_of(world, number) is RecordStatus.ARCHIVED
    assert "Taken back" in client.get("/log").text
    assert client.get(f"/activities/{number}/undo").status_code == 405


def test_what_others_logged_or_other_schools_is_not_taken_back(client_as: ClientAs, world: Session) -> None:
    number = logged(client_as(Cast.POINT_PERSON), "Not yours")
    assert client_as(Cast.CONTRIBUTOR).post(f"/activities/{number}/undo").status_code == 403
    assert client_as(Cast.OTHER_POINT_PERSON).post(f"/activities/{number}/undo").status_code == 404
    assert client_as(Cast.VIEWER).post(f"/activities/{number}/undo").status_code == 403
    assert status_of(world, number) is RecordStatus.CONFIRMED


def test_taking_back_leads_to_where_it_was_asked_and_nowhere_else(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    for back, led in (("/log?tile=visit", "/log?tile=visit"), ("https://evil.example/", "/log"), ("//x", "/log")):
        number = logged(client, f"Led to {led} from {back}")
        answer = client.post(f"/activities/{number}/undo", query_string={"back": back})
        assert answer.headers["Location"] == led


def test_the_log_lists_what_was_logged_in_this_sitting_by_this_person(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    titles = [f"Entry number {place}" for place in range(3)]
    for title in titles:
        assert client.post("/log", data=log_entry(title) | {"then": "another"}).status_code == 302
    for path in ("/log", "/log?tile=talk"):
        page = client.get(path).text
        section = page[page.index('class="section lately"') :]
        assert [section.index(title) for title in reversed(titles)] == sorted(section.index(t) for t in titles)
    assert "lately" not in client_as(Cast.SLT).get("/log").text


def test_a_sitting_is_over_after_an_hour_and_shows_nothing_taken_back(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    kept, gone = logged(client, "Kept in the list"), logged(client, "Taken out of it")
    client.post(f"/activities/{gone}/undo")
    school, user = school_named(world), user_of(world, Cast.POINT_PERSON)
    scope = Scope.of_school(school.id, user_id=user.id)
    assert [one.id for one in logged_lately(world, scope=scope)] == [kept]
    assert not logged_lately(world, scope=scope, now=datetime.now(UTC) + timedelta(hours=1, seconds=1))


def number_of(world: Session) -> int:
    """Count all activities as they are stored now."""
    world.rollback()
    return world.scalar(select(func.count(Activity.id))) or 0


def test_the_same_thing_twice_is_pointed_out_keeps_what_was_typed_and_is_saved_on_a_second_press(
    client_as: ClientAs, world: Session
) -> None:
    first = logged(client_as(Cast.CONTRIBUTOR), "Robots for the PTA")
    client = client_as(Cast.POINT_PERSON)
    before = number_of(world)
    entry = log_entry("robots for the pta ") | {"note": "typed with care"}
    answer = client.post("/log", data=entry)
    assert answer.status_code == 409
    assert f'<a href="/activities/{first}">Robots for the PTA</a>' in answer.text
    assert "typed with care" in answer.text
    assert number_of(world) == before
    shown = re.search(r'name="not_the_same_as" value="(\d+)"', answer.text)
    assert shown is not None
    assert client.post("/log", data=entry | {"not_the_same_as": shown[1]}).status_code == 302
    assert number_of(world) == before + 1


def test_an_archived_entry_and_another_schools_are_no_doubles(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    number = logged(client, "Once more")
    assert client_as(Cast.OTHER_POINT_PERSON).post("/log", data=log_entry("Once more")).status_code == 302
    client.post(f"/activities/{number}/undo")
    assert client.post("/log", data=log_entry("Once more")).status_code == 302


@pytest.mark.parametrize(
    ("title", "partners", "kind", "days", "is_double"),
    [
        ("Quite other words", ["the MILL, Inc."], ActivityKind.PARTNERSHIP, 0, True),
        ("", ["The Mill"], ActivityKind.PARTNERSHIP, 0, True),
        ("Tour of the mill", [], ActivityKind.PARTNERSHIP, 0, False),
        ("Tour of the mill", ["The Mill", "Museum"], ActivityKind.PARTNERSHIP, 0, False),
        ("Tour of the mill", ["The Mill"], ActivityKind.COMMUNICATION, 0, False),
        ("Tour of the mill", ["The Mill"], ActivityKind.PARTNERSHIP, 1, False),
        ("Tour of the mill, group 2", [], ActivityKind.COMMUNICATION, 0, False),
        ("STEM  night for famílies", [], ActivityKind.COMMUNICATION, 0, True),
        ("", [], ActivityKind.COMMUNICATION, 0, False),
    ],
)
def test_a_double_is_of_the_same_day_and_kind_with_the_same_partners_or_words(
    title: str, partners: list[str], kind: ActivityKind, days: int, is_double: bool, world: Session
) -> None:
    school = school_named(world)
    mill = a_partner(world, "The Mill", district=school.district)
    for of, words, named in (
        (ActivityKind.PARTNERSHIP, "Tour of the mill", [mill]),
        (ActivityKind.COMMUNICATION, "Tour of the mill, group 1", []),
        (ActivityKind.COMMUNICATION, "STEM night for families", []),
    ):
        an_activity(world, school, title=words, activity_kind=of, occurred_on=TODAY, partners=named)
    world.flush()
    found = likely_double(
        world,
        scope=Scope.of_school(school.id),
        on=TODAY - timedelta(days=days),
        kind=kind,
        title=title,
        partners=partners,
    )
    assert (found is not None) is is_double


@pytest.mark.parametrize(
    ("partners", "kind", "doing", "is_double"),
    [
        (["The Mill", "Museum"], ActivityKind.PARTNERSHIP, ("site_visit",), True),
        (["The Mill"], ActivityKind.COMMUNICATION, ("site_visit", "meeting"), True),
        (["The Mill"], ActivityKind.COMMUNICATION, ("newsletter",), False),
        (["Museum"], ActivityKind.PARTNERSHIP, ("site_visit",), False),
    ],
)
def test_a_visit_is_a_double_where_one_of_two_who_were_there_names_more_or_calls_it_otherwise(
    partners: list[str], kind: ActivityKind, doing: tuple[str, ...], is_double: bool, world: Session
) -> None:
    school = school_named(world)
    mill = a_partner(world, "The Mill", district=school.district)
    an_activity(
        world,
        school,
        title="Tour of the mill",
        occurred_on=TODAY,
        partners=[mill],
        channel=("site_visit",),
        purpose=("site_visit",),
        activity_kind=ActivityKind.PARTNERSHIP,
    )
    world.flush()
    found = likely_double(
        world,
        scope=Scope.of_school(school.id),
        on=TODAY,
        kind=kind,
        title="At the mill",
        partners=partners,
        doing=doing,
    )
    assert (found is not None) is is_double
