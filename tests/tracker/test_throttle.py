"""Guessing passwords is slowed down, per address and per account; working people are not."""

from __future__ import annotations

from flask import Flask

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.tracker.conftest import ClientAs

WRONG = "not the password"


def attempt(app: Flask, email: str, password: str = WRONG, *, caller: str = "192.0.2.1"):
    return app.test_client().post(
        "/login", data={"email": email, "password": password}, environ_base={"REMOTE_ADDR": caller}
    )


def test_the_sixth_wrong_password_within_a_minute_has_to_wait(app: Flask) -> None:
    codes = [attempt(app, Cast.POINT_PERSON.email).status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2


def test_who_has_to_wait_is_told_how_long_even_with_the_right_password(app: Flask) -> None:
    for _ in range(5):
        attempt(app, Cast.POINT_PERSON.email)
    answer = attempt(app, Cast.POINT_PERSON.email, PASSWORD)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "Too many attempts" in answer.text


def test_guesses_from_many_addresses_at_one_account_are_counted_together(app: Flask) -> None:
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


def test_a_school_behind_one_address_may_sign_in_as_often_as_it_likes(app: Flask) -> None:
    codes = {attempt(app, Cast.SLT.email, PASSWORD).status_code for _ in range(35)}
    assert codes == {302}


def test_guessing_the_present_password_is_slowed_down_too(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    form = {"current": "wrong", "password": "another-long-password", "repeated": "another-long-password"}
    codes = [client.post("/account/password", data=form).status_code for _ in range(6)]
    assert codes == [401] * 5 + [429]
