"""One's own account: a password forgotten, another address, sessions elsewhere, and who is told of guesses."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from tests.cast import Cast, user_of
from tests.factories import PASSWORD
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import NEW_PASSWORD, address_in, letters
from tests.tracker.mail_server import Mailbox


def test_a_forgotten_password_is_chosen_anew_by_letter_once_and_ends_every_session(
    app: Flask, client_as: ClientAs, mailbox: Mailbox, db_session: Session
) -> None:
    working = client_as(Cast.VIEWER)
    stranger = app.test_client()
    known = stranger.post("/password/forgotten", data={"email": Cast.VIEWER.email})
    unknown = stranger.post("/password/forgotten", data={"email": "who@nowhere.example"})
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    (text,) = letters(mailbox)
    path = address_in(text)
    weak = stranger.post(path, data={"password": "passwordpassword", "repeated": "passwordpassword"})
    assert weak.status_code == 422 and "easy to guess" in weak.text
    done = stranger.post(path, data={"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    assert done.status_code == 302 and stranger.get("/").status_code == 200
    assert working.get("/").status_code == 302
    assert app.test_client().get(path).status_code == 410
    assert "Your password was changed" in str([mail["Subject"] for mail in mailbox.mails] + letters(mailbox))


def test_an_older_letter_for_a_password_opens_nothing_once_a_newer_one_was_asked_for(
    app: Flask, mailbox: Mailbox
) -> None:
    for _ in range(2):
        app.test_client().post("/password/forgotten", data={"email": Cast.VIEWER.email})
        letters(mailbox)
    first, second = (address_in(text) for text in letters(mailbox))
    assert app.test_client().get(first).status_code == 410
    assert app.test_client().get(second).status_code == 200


def test_letters_for_a_password_are_few(app: Flask, mailbox: Mailbox) -> None:
    codes = [
        app.test_client().post("/password/forgotten", data={"email": Cast.VIEWER.email}).status_code for _ in range(5)
    ]
    assert codes == [200, 200, 200, 429, 429]


def test_another_address_is_confirmed_by_letter_and_the_old_one_is_told(
    app: Flask, client_as: ClientAs, mailbox: Mailbox, db_session: Session
) -> None:
    client = client_as(Cast.VIEWER)
    wrong = client.post("/account/address", data={"email": "new@school.example", "current": "no"})
    assert wrong.status_code == 401 and "not your present password" in wrong.text
    client.post("/account/address", data={"email": "new@school.example", "current": PASSWORD})
    path = address_in(letters(mailbox)[0])
    assert mailbox.mails[0]["To"].endswith("<new@school.example>")
    app.test_client().get(path)
    assert user_of(db_session, Cast.VIEWER).email == Cast.VIEWER.email  # a mail program that looks changes nothing
    app.test_client().post(f"{path}/take")
    letters(mailbox)
    assert mailbox.mails[1]["To"].endswith(f"<{Cast.VIEWER.email}>")
    db_session.rollback()
    assert db_session.scalars(select(User.email).where(User.email == "new@school.example")).one()


def test_an_address_that_somebody_has_is_not_told_to_be_taken(client_as: ClientAs, mailbox: Mailbox) -> None:
    client = client_as(Cast.VIEWER)
    data = {"email": Cast.SLT.email, "current": PASSWORD}
    assert "A letter is on its way" in client.post("/account/address", data=data, follow_redirects=True).text
    assert letters(mailbox) == []


def test_sessions_are_listed_and_ended_elsewhere(app: Flask) -> None:
    here, there = app.test_client(), app.test_client()
    for client, browser in ((here, "Firefox/150.0"), (there, "Chrome/149.0 Safari/537")):
        client.post(
            "/login", data={"email": Cast.VIEWER.email, "password": PASSWORD},
            headers={"User-Agent": f"Mozilla/5.0 (Windows NT 10.0) {browser}"},
        )  # fmt: skip
    page = here.get("/account").text
    assert "Firefox on Windows" in page and "Chrome on Windows" in page
    assert here.post("/account/sessions/end").status_code == 302
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    assert "Chrome on Windows" not in here.get("/account").text


def test_one_session_is_ended_and_nobody_ends_anothers(app: Flask, client_as: ClientAs) -> None:
    here, there = app.test_client(), app.test_client()
    for client in (here, there):
        client.post("/login", data={"email": Cast.VIEWER.email, "password": PASSWORD})
    number = re.findall(r"/account/sessions/(\d+)/end", here.get("/account").text)[0]
    assert client_as(Cast.SLT).post(f"/account/sessions/{number}/end").status_code == 404
    here.post(f"/account/sessions/{number}/end")
    assert (there.get("/account").status_code, here.get("/account").status_code) == (302, 200)


def test_whose_password_is_guessed_hears_of_it_once_a_day(app: Flask, mailbox: Mailbox) -> None:
    for _ in range(8):
        app.test_client().post("/login", data={"email": Cast.VIEWER.email, "password": "wrong"})
        letters(mailbox)
    assert [mail["Subject"] for mail in mailbox.mails] == ["Wrong passwords were typed for your account"]
