"""What a device keeps of the log, and what it is told when it sends what waited there."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.stewardship import Recognition
from seed.tiles import load_tiles
from tests.cast import OTHER_PARTNER, PARTNER, Cast
from tests.factories import log_entry
from tests.tracker.conftest import ClientAs

DEVICE = {"Accept": "application/json"}
KEY = "a-key-that-a-device-made"


def send(client: FlaskClient, title: str, **fields: object) -> tuple[int, dict[str, object]]:
    """Send an entry as a device does."""
    who = client.get("/log/now").json["who"]
    entry = {**log_entry(title), "once": KEY, "logged_as": who, **fields}
    answer = client.post("/log", data=entry, headers=DEVICE)
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, answer.json


def number(session: Session) -> int:
    """Count what is stored."""
    session.rollback()
    return session.scalar(select(func.count()).select_from(Activity)) or 0


def test_a_device_is_told_where_its_entry_is_stored_and_the_same_each_time(client_as: ClientAs, world: Session) -> None:
    client, before = client_as(Cast.POINT_PERSON), number(world)
    answers = [send(client, "From a phone") for _ in range(3)]
    assert answers[0][0] == 200 and str(answers[0][1]["href"]).startswith("/activities/")
    assert answers == [answers[0]] * 3
    assert number(world) == before + 1
    # Nothing of it waits for the next page that somebody looks at.
    assert "stored once" not in client.get("/activities").text


def test_a_device_is_told_what_is_wrong_and_what_looks_the_same(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    status, said = send(client, "Without anybody", by=[])
    assert status == 422 and said["problems"] and not said["stored_before"]
    send(client, "A talk")
    status, said = send(client, "A talk, as it was changed before the answer came")
    assert status == 422 and said["stored_before"]
    status, said = send(client, "A talk", once="another-key-of-a-device")
    assert status == 409
    assert said["double"]["words"].startswith("A talk")  # type: ignore[index]
    other = said["double"]["id"]  # type: ignore[index]
    assert send(client, "A talk", once="another-key-of-a-device", not_the_same_as=other)[0] == 200


def test_a_record_that_waited_is_stored_once_and_told_of_like_an_activity(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    who = client.get("/log/now").json["who"]
    partner = next(number for number, name in client.get("/log/kept").json["partners"].items() if name == PARTNER)
    thanks = {"partner": partner, "mode": "private", "occurred_on": "2026-03-14", "once": KEY, "logged_as": who}
    before = world.scalar(select(func.count()).select_from(Recognition)) or 0
    answers = [client.post("/records/recognition/new", data=thanks, headers=DEVICE) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert {answer.json["href"] for answer in answers} == {answers[0].json["href"]}
    world.rollback()
    assert world.scalar(select(func.count()).select_from(Recognition)) == before + 1
    refused = client.post("/records/recognition/new", data={**thanks, "mode": "", "once": f"{KEY}-2"}, headers=DEVICE)
    assert refused.status_code == 422 and refused.json["problems"]
    for headers in (DEVICE, {}):
        other = client_as(Cast.SLT).post("/records/recognition/new", data=thanks, headers=headers)
        assert other.status_code == 403


@pytest.mark.parametrize("headers", [DEVICE, {}])
def test_an_entry_of_somebody_else_or_of_another_place_is_not_stored(
    client_as: ClientAs, world: Session, headers: dict[str, str]
) -> None:
    mine = client_as(Cast.POINT_PERSON).get("/log/now").json["who"]
    before = number(world)
    for person, whose in ((Cast.CONTRIBUTOR, mine), (Cast.POINT_PERSON, f"{mine}0")):
        entry = log_entry("Not theirs") | {"logged_as": whose, "once": KEY}
        assert client_as(person).post("/log", data=entry, headers=headers).status_code == 403
    assert number(world) == before
    signed_out = client_as(Cast.NOBODY).post("/log", data=log_entry("Nobody's"), headers=DEVICE)
    assert signed_out.status_code == 401


def test_the_token_given_before_sending_is_the_one_that_is_asked_for(
    app: Flask, client_as: ClientAs, world: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = client_as(Cast.POINT_PERSON)
    client.get("/log")
    token = client.get("/log/now").json["token"]
    assert send(client, "With an old token", csrf_token="of-yesterday")[0] == 400
    assert send(client, "With a new token", csrf_token=token)[0] == 200


def test_the_pages_kept_are_one_persons_and_hold_nothing_of_the_moment(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    client.post("/log", data=log_entry("Just logged"))
    answer = client.get("/log/kept")
    assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"] == "no-store"
    kept = answer.json
    assert kept["who"] == client.get("/log/now").json["who"]
    tiles = load_tiles().values()
    own = {tile.code for tile in tiles if tile.record == "activity"}
    records = {f"/records/{kind}/new" for tile in tiles for kind in (tile.record, tile.beside) if kind} - {
        "/records/activity/new"
    }
    assert set(kept["pages"]) == {"", *own, *records}
    for page in kept["pages"].values():
        assert "Just logged" not in page and 'id="kept-page"' in page
        assert page.count("<script") == page.count("<script src=")
        needed = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
        assert needed <= set(kept["files"])
        # Every tile can be pressed where there is no connection: what it leads to is kept as well.
        tiles_of_page = re.findall(r'class="tile" href="([^"?]+)', page)
        assert set(tiles_of_page) <= {"/log", *records}
    # What was to be said is still said.
    assert "Saved." in client.get("/activities").text or "Just logged" in client.get("/log").text
    other = client_as(Cast.OTHER_POINT_PERSON).get("/log/kept").json
    assert PARTNER in kept["pages"]["visit"] and OTHER_PARTNER in kept["pages"]["visit"]
    assert other["who"] != kept["who"]


@pytest.mark.parametrize("person", [Cast.VIEWER, Cast.ALLIANCE, Cast.NOBODY])
def test_who_does_not_log_is_given_nothing_to_keep(client_as: ClientAs, person: Cast) -> None:
    client = client_as(person)
    for address in ("/log/kept", "/log/now"):
        assert client.get(address).status_code == (302 if person is Cast.NOBODY else 403)
    assert 'data-who=""' in client.get("/login", follow_redirects=True).text


def test_the_worker_is_a_script_under_our_policy_and_the_page_without_connection_names_nobody(
    client_as: ClientAs,
) -> None:
    worker = client_as(Cast.NOBODY).get("/log-worker.js")
    assert worker.mimetype == "text/javascript"
    assert "script-src 'self'" in worker.headers["Content-Security-Policy"]
    page = client_as(Cast.NOBODY).get("/no-connection").text
    assert "data-who" not in page and "There is no connection" in page
