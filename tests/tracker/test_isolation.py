"""Nobody learns what is outside their scope: every route and callback, as everybody, with everybody's ids.

Routes and callbacks are read from the running application, so a new one is walked without being listed here.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from dashboards.shell import PLACE
from models.history import History
from tests.callbacks import CALLBACK, questions
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, PARTNER, SCHOOL, Cast, school_named
from tests.tracker.conftest import ClientAs
from tests.tracker.walks import HILLTOP, OURS, RIVERSIDE, THEIRS, walk

FORBIDDEN: dict[Cast, tuple[str, ...]] = {
    **dict.fromkeys(
        (Cast.POINT_PERSON, Cast.SLT, Cast.SCHOOL_ADMIN, Cast.CONTRIBUTOR, Cast.VIEWER), (HILLTOP, OTHER_SCHOOL)
    ),
    Cast.OTHER_POINT_PERSON: (RIVERSIDE, SCHOOL),
    Cast.ALLIANCE: (RIVERSIDE, HILLTOP, OTHER_PARTNER, OURS, THEIRS),
    Cast.OTHER_ALLIANCE: (RIVERSIDE, HILLTOP, PARTNER, OURS, THEIRS),
    Cast.NOBODY: (RIVERSIDE, HILLTOP, PARTNER, OTHER_PARTNER, SCHOOL, OTHER_SCHOOL, OURS, THEIRS),
}


@pytest.mark.parametrize("person", FORBIDDEN)
def test_no_page_shows_anybody_what_is_outside_their_scope(
    app: Flask, client_as: ClientAs, world: Session, person: Cast
) -> None:
    pages = 0
    for address, status, body in walk(app, client_as(person), "GET"):
        assert status < 500, (address, status)
        leaks = [secret for secret in FORBIDDEN[person] if secret in body]
        # The sign-in page answers for every page that is closed; it names nobody.
        assert not leaks, (person, address, status, leaks)
        pages += status == 200
    assert pages, "not one page was seen: the walk is broken"


@pytest.mark.parametrize("person", [Cast.ALLIANCE, Cast.OTHER_ALLIANCE, Cast.VIEWER, Cast.NOBODY])
def test_no_post_of_a_reader_changes_or_reveals_a_record(
    app: Flask, client_as: ClientAs, world: Session, person: Cast
) -> None:
    before = world.scalar(select(func.count(History.id)))
    world.rollback()
    for address, status, body in walk(app, client_as(person), "POST"):
        assert status < 500, (address, status)
        leaks = [secret for secret in FORBIDDEN[person] if secret in body]
        assert not leaks, (person, address, status, leaks)
    assert world.scalar(select(func.count(History.id))) == before


def test_no_post_with_another_schools_ids_changes_that_school(app: Flask, client_as: ClientAs, world: Session) -> None:
    riverside = school_named(world).id
    before = world.scalar(select(func.count(History.id)).where(History.school_id == riverside))
    world.rollback()
    for address, status, body in walk(app, client_as(Cast.OTHER_POINT_PERSON), "POST"):
        assert status < 500, (address, status)
        assert RIVERSIDE not in body, (address, status)
    assert world.scalar(select(func.count(History.id)).where(History.school_id == riverside)) == before


def callbacks(client: FlaskClient) -> list[dict[str, Any]]:
    """Read the dashboards' callbacks as a browser does, and ask each with plausible and hostile values."""
    listed = client.get("/dashboards/_dash-dependencies").get_json()
    bodies = []
    for callback in listed:
        if callback.get("clientside_function"):
            continue
        for value in ("?year=2025-26", "?school=2&partner=1&year=2024-25", "?outcome=EC2'--", "", None):
            outputs = [
                {"id": part.rsplit(".", 1)[0], "property": part.rsplit(".", 1)[1]}
                for part in re.sub(r"^\.\.|\.\.$", "", callback["output"]).split("...")
            ]
            bodies.append(
                {
                    "output": callback["output"],
                    "outputs": outputs if len(outputs) > 1 else outputs[0],
                    "inputs": [{**one, "value": value} for one in callback["inputs"]],
                    "state": [{**one, "value": value} for one in callback["state"]],
                    "changedPropIds": [],
                }
            )
    return bodies


@pytest.mark.parametrize("person", FORBIDDEN)
def test_no_callback_tells_anybody_what_is_outside_their_scope(
    app: Flask, client_as: ClientAs, world: Session, person: Cast
) -> None:
    bodies = callbacks(client_as(Cast.POINT_PERSON))
    assert {_expected(Cast.ALLIANCE, body["output"]) for body in bodies} == {200, 403}, "both sides have callbacks"
    client = client_as(person)
    for body in bodies:
        answer = client.post(CALLBACK, json=body)
        assert answer.status_code == _expected(person, body["output"]), (body, answer.get_data(as_text=True)[:300])
        leaks = [secret for secret in FORBIDDEN[person] if secret in answer.get_data(as_text=True)]
        assert not leaks, (body["output"], leaks)


def _expected(person: Cast, output: str) -> int:
    """Say how a question is answered: an organization's page is for its people alone, a school's for nobody else's."""
    if person is Cast.NOBODY:
        return 401
    is_partner, is_own = person in (Cast.ALLIANCE, Cast.OTHER_ALLIANCE), output.startswith("engagement-")
    if output != f"{PLACE}.children" and is_partner is not is_own:
        return 403
    closed = {"partnerships.children": (Cast.CONTRIBUTOR, Cast.VIEWER), "year.children": (Cast.VIEWER,)}
    if output == "schools-compared.children":  # nobody here is of a district
        return 403
    return 403 if person in closed.get(output, ()) else 200


@pytest.mark.parametrize("body", [{}, [], {"output": "nothing.children"}, {"output": 3, "inputs": "x"}, "text"])
def test_a_malformed_callback_is_the_askers_mistake(client_as: ClientAs, body: Any) -> None:
    assert client_as(Cast.POINT_PERSON).post(CALLBACK, json=body).status_code == 400


def test_an_alliance_sees_its_own_engagement(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.ALLIANCE)
    page = client.get(ENGAGEMENT).text
    assert PARTNER in page and SCHOOL in page and OTHER_SCHOOL in page
    assert "ends in 200 days" in page
    assert "thanked you in public" in page
    drawn = own_pictures(client)
    assert re.search(r"You (promised|gave) [\d.]+ hours", drawn)
    given = client.get("/alliance/given").text
    assert "10 hours" in given and "2 hours" in given
    assert '"own-helped"' in drawn and re.search(r"You helped with \d+ indicators? at \d schools", drawn)


def own_pictures(client: FlaskClient) -> str:
    """Give all that the organization's page draws, as text."""
    return "".join(client.post(CALLBACK, json=one).text for one in questions(client, path=ENGAGEMENT))


def test_hours_of_an_activity_with_several_organisations_are_nobodys_alone(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.ALLIANCE)
    assert "7 hours" not in client.get(ENGAGEMENT).text + own_pictures(client)
