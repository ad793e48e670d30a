"""Guessing passwords is slowed down, per address and per account; working people are not."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.tracker.conftest import ClientAs

WRONG = "not the password"


def attempt(
    app: Flask, email: str, password: str = WRONG, *, caller: str = "192.0.2.1", device: FlaskClient | None = None
) -> TestResponse:
    """Try to sign in, on a device that nobody knows unless one is given."""
    return (device or app.test_client()).post(
        "/login", data={"email": email, "password": password}, environ_base={"REMOTE_ADDR": caller}
    )


def a_known_device(app: Flask, email: str) -> FlaskClient:
    """Give a device on which somebody signed in and out again."""
    device = app.test_client()
    attempt(app, email, PASSWORD, device=device)
    device.post("/logout")
    return device


def test_the_sixth_wrong_password_within_a_minute_has_to_wait(app: Flask) -> None:
    codes = [attempt(app, Cast.POINT_PERSON.email).status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2


def test_who_has_to_wait_is_told_how_long_even_with_the_right_password(app: Flask) -> None:
    for _ in range(5):
        attempt(app, Cast.POINT_PERSON.email)
    answer = attempt(app, Cast.POINT_PERSON.email, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Too many attempts" in answer.text and "Wait a minute," in answer.text


@pytest.mark.parametrize(
    ("limit", "wait"), [("2 per hour", r"Wait (60|59) minutes,"), ("2 per day", r"Wait 24 hours,")]
)
def test_who_has_to_wait_longer_than_a_minute_is_told_so(app: Flask, limit: str, wait: str) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], sign_in_limit=limit)
    answers = [attempt(app, Cast.POINT_PERSON.email) for _ in range(3)]
    assert answers[-1].status_code == 429 and re.search(wait, answers[-1].text), answers[-1].text


def test_guesses_from_many_addresses_at_one_account_are_counted_together(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], sign_in_account_limit="5 per hour")
    codes = [attempt(app, Cast.POINT_PERSON.email, caller=f"192.0.2.{n}").status_code for n in range(6)]
    assert codes[-1] == 429


def test_capitals_do_not_give_more_guesses(app: Flask) -> None:
    spellings = ["point@cast.example", "POINT@cast.example", " point@CAST.example"] * 2
    assert [attempt(app, email).status_code for email in spellings][-1] == 429


def test_one_address_that_tries_many_accounts_has_to_wait(app: Flask) -> None:
    codes = [attempt(app, f"guess{n}@cast.example").status_code for n in range(31)]
    assert codes == [401] * 30 + [429]


def test_one_account_under_attack_does_not_lock_the_others_out(app: Flask) -> None:
    for _ in range(6):
        attempt(app, Cast.POINT_PERSON.email)
    assert attempt(app, Cast.SLT.email, PASSWORD).status_code == 302


def test_who_guesses_elsewhere_does_not_lock_the_owner_out(app: Flask) -> None:
    for _ in range(6):
        attempt(app, Cast.POINT_PERSON.email, caller="198.51.100.7")
    assert attempt(app, Cast.POINT_PERSON.email, PASSWORD).status_code == 302


def test_a_device_that_knew_the_password_does_not_wait_for_what_others_guess(app: Flask) -> None:
    settings = replace(app.config["SETTINGS"], sign_in_account_limit="2 per hour", sign_in_address_limit="2 per hour")
    app.config["SETTINGS"] = settings
    device = a_known_device(app, Cast.POINT_PERSON.email)
    assert [attempt(app, Cast.POINT_PERSON.email).status_code for _ in range(3)] == [401, 401, 429]
    assert attempt(app, Cast.SLT.email, PASSWORD, device=device).status_code == 429, "it knows another account"
    assert attempt(app, Cast.POINT_PERSON.email, PASSWORD, device=device).status_code == 302


def test_a_known_device_does_not_wait_for_who_guesses_its_account_behind_the_same_address(app: Flask) -> None:
    device = a_known_device(app, Cast.POINT_PERSON.email)
    assert [attempt(app, Cast.POINT_PERSON.email).status_code for _ in range(6)] == [401] * 5 + [429]
    assert attempt(app, Cast.POINT_PERSON.email, PASSWORD).status_code == 429, "nobody knows that device"
    assert attempt(app, Cast.POINT_PERSON.email, PASSWORD, device=device).status_code == 302


def test_a_device_whose_cookie_was_written_by_somebody_else_is_not_known(app: Flask) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], sign_in_account_limit="1 per hour")
    device = app.test_client()
    device.set_cookie("known", "W1sxLCJ4Il1d.c2lnbmVk", path="/login")
    codes = [attempt(app, Cast.POINT_PERSON.email, device=device).status_code for _ in range(2)]
    assert codes == [401, 429]


def test_a_known_device_guesses_no_more_than_others(app: Flask) -> None:
    device = a_known_device(app, Cast.POINT_PERSON.email)
    codes = [attempt(app, Cast.POINT_PERSON.email, device=device).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]


def test_who_guesses_on_one_known_device_does_not_make_the_owner_wait_on_another(app: Flask) -> None:
    shared, own = (a_known_device(app, Cast.POINT_PERSON.email) for _ in range(2))
    assert [attempt(app, Cast.POINT_PERSON.email, device=shared).status_code for _ in range(6)] == [401] * 5 + [429]
    assert attempt(app, Cast.POINT_PERSON.email, PASSWORD, device=own).status_code == 302


def test_a_known_device_gets_no_more_guesses_by_signing_in_to_another_account(app: Flask) -> None:
    device = a_known_device(app, Cast.POINT_PERSON.email)
    codes = []
    for _ in range(2):
        codes += [attempt(app, Cast.POINT_PERSON.email, device=device).status_code for _ in range(3)]
        assert attempt(app, Cast.SLT.email, PASSWORD, device=device).status_code == 302
        device.post("/logout")
    assert codes == [401] * 5 + [429]


def test_a_school_behind_one_address_may_sign_in_as_often_as_it_likes(app: Flask) -> None:
    codes = {attempt(app, Cast.SLT.email, PASSWORD).status_code for _ in range(35)}
    assert codes == {302}


def test_guessing_the_present_password_is_slowed_down_too(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    form = {"current": "wrong", "password": "another-long-password", "repeated": "another-long-password"}
    codes = [client.post("/account/password", data=form).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
