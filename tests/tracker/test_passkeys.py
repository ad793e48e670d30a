"""Passkeys: made, used after the password or alone, and refused where anything about them is not as it was asked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.passkeys import Passkey, PasskeyChallenge
from tests.cast import Cast, user_of
from tests.factories import PASSWORD
from tests.tracker.conftest import ClientAs
from tests.tracker.passkey_device import Device, read, written
from tests.tracker.test_second_step import PAPER, begin


def asked(client: FlaskClient, path: str = "/login/passkey/ask", **form: str) -> dict[str, Any]:
    answer = client.post(path, data=form)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = json.loads(answer.text)
    return told


def add(client: FlaskClient, device: Device, name: str = "My phone") -> str:
    """Add a passkey, and give the page that follows."""
    told = device.make(asked(client, "/account/passkeys/ask", current=PASSWORD))
    page = client.post("/account/passkeys", data={"told": told, "name": name}, follow_redirects=True)
    assert page.status_code == 200, page.text
    return page.text


@pytest.fixture
def device(client_as: ClientAs) -> Device:
    """A passkey of the viewer's."""
    made = Device()
    add(client_as(Cast.VIEWER), made)
    return made


def opens(client: FlaskClient, told: str, **form: str) -> bool:
    """Say whether what a device signed signs in."""
    answer = client.post("/login/passkey", data={"told": told, **form})
    is_in = client.get("/activities").status_code == 200
    assert answer.status_code == (302 if is_in else 401)
    return is_in


def test_after_the_password_a_passkey_is_as_good_as_a_code_and_printed_codes_stay(
    app: Flask, client_as: ClientAs
) -> None:
    device, owner = Device(), client_as(Cast.VIEWER)
    codes = PAPER.findall(add(owner, device))
    assert len(codes) == 10
    client = begin(app, to="/activities")
    assert "Use my passkey" in client.get("/login/code").text and client.get("/activities").status_code == 302
    answer = client.post("/login/passkey", data={"told": device.sign(asked(client))})
    assert answer.location == "/activities" and client.get("/activities").status_code == 200
    assert "last used" in owner.get("/account/passkeys").text
    assert begin(app).post("/login/code", data={"code": codes[0]}).status_code == 302


def test_a_passkey_alone_signs_in_and_leads_to_the_page_that_was_asked_for(app: Flask, device: Device) -> None:
    client = app.test_client()
    answer = client.post("/login/passkey", data={"told": device.sign(asked(client)), "next": "/activities"})
    assert answer.location == "/activities"
    client = app.test_client()
    answer = client.post("/login/passkey", data={"told": device.sign(asked(client)), "next": "//evil.example"})
    assert answer.location == "/start"


def test_without_a_password_the_device_has_asked_its_owner(app: Flask, device: Device) -> None:
    device.verifies = False
    client = app.test_client()
    assert not opens(client, device.sign(asked(client)))
    half = begin(app)
    assert opens(half, device.sign(asked(half)))


def _altered_challenge(device: Device, told: dict[str, Any]) -> str:
    return device.sign(told, challenge=written(read(told["challenge"])[::-1]))


def _other_page(device: Device, told: dict[str, Any]) -> str:
    return device.sign(told, origin="https://localhost.evil.example")


def _other_site(device: Device, told: dict[str, Any]) -> str:
    return device.sign(told, host="evil.example")


def _copied(device: Device, told: dict[str, Any]) -> str:
    device.count = 0
    return device.sign(told)


def _other_key(device: Device, told: dict[str, Any]) -> str:
    return Device(credential=device.credential, count=9).sign(told)


def _unknown(device: Device, told: dict[str, Any]) -> str:
    return Device().sign(told)


def _altered(device: Device, told: dict[str, Any]) -> str:
    answer = json.loads(device.sign(told))
    seal = bytearray(read(answer["response"]["signature"]))
    seal[-1] ^= 1
    answer["response"]["signature"] = written(bytes(seal))
    return json.dumps(answer)


def _made_in_place_of_signed(device: Device, told: dict[str, Any]) -> str:
    return device.make(told)


def _nonsense(device: Device, told: dict[str, Any]) -> str:
    return '{"id": [], "response": 3}'


@pytest.mark.parametrize(
    "lie",
    [
        _altered_challenge, _other_page, _other_site, _copied, _other_key, _unknown, _altered,
        _made_in_place_of_signed, _nonsense,
    ],
)  # fmt: skip
def test_what_is_not_as_it_was_asked_opens_nothing(app: Flask, device: Device, lie: Any) -> None:
    client = app.test_client()
    assert opens(client, device.sign(asked(client)))  # its count is more than nothing from now on
    for stranger in (app.test_client(), begin(app)):
        assert not opens(stranger, lie(device, asked(stranger)))


def test_what_was_signed_once_opens_nothing_a_second_time_even_with_the_cookie_of_then(
    app: Flask, client_as: ClientAs
) -> None:
    device = Device(counts=False)  # so that nothing but the question tells the second time from the first
    add(client_as(Cast.VIEWER), device)
    stranger = app.test_client()
    for first in (stranger, begin(app)):
        again = app.test_client()
        told = device.sign(asked(first))
        cookie = first.get_cookie(app.config["SESSION_COOKIE_NAME"])
        if cookie is not None:
            again.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie.value)
        assert (cookie is None) == (first is stranger)
        assert opens(first, told)
        assert not opens(again, told)


def test_a_question_is_of_its_person_and_time(
    app: Flask, client_as: ClientAs, device: Device, db_session: Session
) -> None:
    theirs = Device()
    add(client_as(Cast.SLT), theirs)
    half = begin(app)
    assert not opens(half, theirs.sign(asked(half)))  # another's passkey after the viewer's password
    client = app.test_client()
    told = asked(begin(app))
    assert not opens(client, device.sign(told))  # what somebody with a password was asked, without one
    told = asked(client)
    for one in db_session.scalars(select(PasskeyChallenge)):
        one.expires_at = one.expires_at.replace(year=2000)
    db_session.commit()
    assert not opens(client, device.sign(told))


def test_several_are_kept_named_and_removed_with_the_password_only_and_the_owner_is_told(
    app: Flask, client_as: ClientAs, device: Device, db_session: Session
) -> None:
    owner, second = client_as(Cast.VIEWER), Device()
    assert "computer in room 12" in add(owner, second, "computer in room 12")
    wrong = owner.post("/account/passkeys/ask", data={"current": "no"})
    assert wrong.status_code == 401 and "present password" in wrong.text
    keys = {one.name: one.id for one in db_session.scalars(select(Passkey))}
    page = f"/account/passkeys/{keys['My phone']}"
    for person in (Cast.SLT, Cast.SCHOOL_ADMIN):
        assert client_as(person).get(page).status_code == 404
    assert owner.post(page, data={"name": " "}).status_code == 422
    assert owner.post(page, data={"name": "Old phone"}).status_code == 302
    assert "Old phone" in owner.get("/account/passkeys").text
    assert owner.post(page, data={"name": "x", "then": "remove", "current": "no"}).status_code == 401
    assert owner.post(page, data={"name": "x", "then": "remove", "current": PASSWORD}).status_code == 302
    assert "A passkey was removed: Old phone" in owner.get("/account").text
    client = app.test_client()
    assert not opens(client, device.sign(asked(client)))
    assert opens(client, second.sign(asked(client)))


def test_the_same_passkey_is_kept_once_and_a_made_up_answer_makes_none(client_as: ClientAs, device: Device) -> None:
    owner = client_as(Cast.VIEWER)
    for lie in ({}, {"origin": "https://evil.example"}):
        other = device if not lie else Device()
        told = other.make(asked(owner, "/account/passkeys/ask", current=PASSWORD), **lie)
        assert owner.post("/account/passkeys", data={"told": told}).status_code == 422
    told = Device().make({"challenge": written(b"never asked")})
    assert owner.post("/account/passkeys", data={"told": told}).status_code == 422
    assert owner.get("/account/passkeys").text.count("not used yet") == 1


def test_where_the_district_asks_for_a_second_step_a_passkey_is_one_and_the_last_is_not_removed_in_silence(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    client_as(Cast.DISTRICT_ADMIN).post("/people/second-step", data={"asked": "yes"})
    client = app.test_client()
    client.post("/login", data={"email": Cast.VIEWER.email, "password": PASSWORD})
    assert client.get("/activities").location == "/account/second-step"
    assert "add a passkey" in client.get("/account/second-step").text
    told = Device().make(asked(client, "/account/passkeys/ask"))  # the password was typed just now
    assert PAPER.search(client.post("/account/passkeys", data={"told": told, "name": ""}).text)
    assert client.get("/activities").status_code == 200
    number = db_session.scalars(select(Passkey.id)).one()
    db_session.rollback()
    client.post(f"/account/passkeys/{number}", data={"then": "remove", "current": PASSWORD})
    assert client.get("/activities").location == "/account/second-step"


def test_an_admin_takes_passkeys_and_codes_away_from_whoever_lost_them(
    app: Flask, client_as: ClientAs, device: Device, db_session: Session
) -> None:
    viewer = user_of(db_session, Cast.VIEWER).id
    db_session.rollback()
    assert client_as(Cast.SCHOOL_ADMIN).post(f"/people/{viewer}/second-step/remove").status_code == 302
    client = app.test_client()
    assert not opens(client, device.sign(asked(client)))
    signed_in = client.post("/login", data={"email": Cast.VIEWER.email, "password": PASSWORD})
    assert signed_in.location == "/start"


def test_wrong_passkeys_make_the_guesser_wait_and_nobody_else(app: Flask, device: Device) -> None:
    client = app.test_client()
    codes = [client.post("/login/passkey", data={"told": "{}"}).status_code for _ in range(70)]
    assert codes[0] == 401 and codes[-1] == 429
    other = app.test_client()
    told = other.post("/login/passkey/ask", environ_base={"REMOTE_ADDR": "192.0.2.9"})
    answer = other.post(
        "/login/passkey",
        data={"told": device.sign(json.loads(told.text))}, environ_base={"REMOTE_ADDR": "192.0.2.9"},
    )  # fmt: skip
    assert answer.location == "/start"
