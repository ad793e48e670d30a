"""A second step at sign-in: set up, asked for, lost, taken away, and asked of a whole district."""

from __future__ import annotations

import re
import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyotp import TOTP
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.operations import second_factors
from models.second_factors import RecoveryCode, SecondFactor
from tests.cast import Cast, user_of
from tests.factories import PASSWORD
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import NEW_PASSWORD, SITE, address_in, letters
from tests.tracker.mail_server import Mailbox

PAPER = re.compile(r"<code>([a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4})</code>")


def secret_on(page: str) -> str:
    """Read the letters that stand below the picture."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert found
    return found[1].replace(" ", "")


def set_up(client: FlaskClient) -> tuple[TOTP, list[str]]:
    """Set an authenticator up, and give it with the codes on paper."""
    totp = TOTP(secret_on(client.get("/account/second-step").text))
    page = client.post("/account/second-step", data={"code": totp.now()}).text
    codes = PAPER.findall(page)
    assert len(codes) == second_factors.PAPER_CODES
    return totp, codes


def begin(app: Flask, to: str = "") -> FlaskClient:
    """Type the right password on a fresh device."""
    client = app.test_client()
    answer = client.post(
        f"/login?next={to}" if to else "/login", data={"email": Cast.VIEWER.email, "password": PASSWORD}
    )
    assert answer.location == "/login/code"
    return client


def next_code(totp: TOTP) -> str:
    """Give the code of the step that comes: the present one was taken."""
    return totp.at(int(time.time()) + second_factors.STEP)


def test_after_the_password_comes_the_code_and_then_the_page_that_was_asked_for(
    app: Flask, client_as: ClientAs
) -> None:
    totp, _codes = set_up(client_as(Cast.VIEWER))
    client = begin(app, to="/activities")
    assert client.get("/").status_code == 302  # the password alone opens nothing
    assert client.post("/login/code", data={"code": "000000"}).status_code == 401
    answer = client.post("/login/code", data={"code": next_code(totp)})
    assert answer.location == "/activities" and client.get("/activities").status_code == 200


def test_a_code_is_taken_once(app: Flask, client_as: ClientAs) -> None:
    totp, _codes = set_up(client_as(Cast.VIEWER))
    code = next_code(totp)
    assert begin(app).post("/login/code", data={"code": code}).status_code == 302
    assert begin(app).post("/login/code", data={"code": code}).status_code == 401


def test_a_code_on_paper_works_once_and_new_ones_end_the_old(app: Flask, client_as: ClientAs) -> None:
    client = client_as(Cast.VIEWER)
    _totp, codes = set_up(client)
    assert begin(app).post("/login/code", data={"code": codes[0].upper()}).status_code == 302
    assert begin(app).post("/login/code", data={"code": codes[0]}).status_code == 401
    assert "9 printed codes are left" in client.get("/account").text
    page = client.post("/account/second-step/change", data={"current": PASSWORD, "then": "paper"}).text
    fresh = PAPER.findall(page)
    assert begin(app).post("/login/code", data={"code": codes[1]}).status_code == 401
    assert begin(app).post("/login/code", data={"code": fresh[1]}).status_code == 302


def test_what_the_database_holds_makes_no_code(client_as: ClientAs, db_session: Session) -> None:
    totp, codes = set_up(client_as(Cast.VIEWER))
    kept = db_session.scalars(select(SecondFactor)).one()
    assert totp.secret not in f"{kept.nonce}"
    hashes = {one.code_hash for one in db_session.scalars(select(RecoveryCode))}
    assert not hashes & set(codes)


def test_a_forgotten_password_does_not_leave_the_second_step_out(
    app: Flask, client_as: ClientAs, mailbox: Mailbox
) -> None:
    set_up(client_as(Cast.VIEWER))
    stranger = app.test_client()
    stranger.post("/password/forgotten", data={"email": Cast.VIEWER.email})
    # Two letters leave at about the same time; only that for the password has an address of its own.
    path = next(address_in(one) for one in letters(mailbox) if f"{SITE}/" in one)
    answer = stranger.post(path, data={"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    assert answer.location == "/login/code" and stranger.get("/").status_code == 302


def test_guessed_codes_have_to_wait(app: Flask, client_as: ClientAs) -> None:
    set_up(client_as(Cast.VIEWER))
    client = begin(app)
    codes = [client.post("/login/code", data={"code": "000000"}).status_code for _ in range(7)]
    assert codes == [401] * 5 + [429] * 2


def test_the_half_way_ends_after_a_while(app: Flask, client_as: ClientAs) -> None:
    totp, _codes = set_up(client_as(Cast.VIEWER))
    client = begin(app)
    with client.session_transaction() as session:
        session["half"] = [session["half"][0], session["half"][1] - 3600, ""]
    assert client.post("/login/code", data={"code": next_code(totp)}).location == "/login"


def test_it_is_taken_away_with_the_password_only(app: Flask, client_as: ClientAs) -> None:
    client = client_as(Cast.VIEWER)
    set_up(client)
    wrong = client.post("/account/second-step/change", data={"current": "no", "then": "remove"})
    assert wrong.status_code == 401
    client.post("/account/second-step/change", data={"current": PASSWORD, "then": "remove"})
    signed_in = app.test_client().post("/login", data={"email": Cast.VIEWER.email, "password": PASSWORD})
    assert signed_in.location == "/start"


@pytest.mark.parametrize(
    ("person", "status"), [(Cast.SCHOOL_ADMIN, 302), (Cast.DISTRICT_ADMIN, 302), (Cast.POINT_PERSON, 403)]
)
def test_an_admin_takes_it_away_from_whoever_lost_phone_and_paper(
    app: Flask, client_as: ClientAs, db_session: Session, person: Cast, status: int
) -> None:
    set_up(client_as(Cast.VIEWER))
    viewer = user_of(db_session, Cast.VIEWER).id
    db_session.rollback()
    client = client_as(person)
    client.post("/place", data={"place": "s1"})
    assert client.post(f"/people/{viewer}/second-step/remove").status_code == status
    signed_in = app.test_client().post("/login", data={"email": Cast.VIEWER.email, "password": PASSWORD})
    assert signed_in.location == ("/start" if status == 302 else "/login/code")


def test_where_the_district_asks_for_it_whoever_has_none_sets_it_up_first(app: Flask, client_as: ClientAs) -> None:
    assert client_as(Cast.SCHOOL_ADMIN).post("/people/second-step", data={"asked": "yes"}).status_code == 403
    client_as(Cast.DISTRICT_ADMIN).post("/people/second-step", data={"asked": "yes"})
    for person in (Cast.VIEWER, Cast.ALLIANCE):
        client = app.test_client()
        client.post("/login", data={"email": person.email, "password": PASSWORD})
        assert client.get("/activities").location == "/account/second-step"
        assert client.get("/dashboards/").location == "/account/second-step"
        assert "Your district asks for it" in client.get("/account/second-step").text
        set_up(client)
        assert client.get("/start", follow_redirects=True).status_code == 200


def test_a_code_on_paper_is_asked_for_only_of_whoever_has_one(app: Flask, client_as: ClientAs) -> None:
    client = client_as(Cast.VIEWER)
    assert "your printed codes" not in client.get("/account/second-step").text
    set_up(client)
    assert "or one of your printed codes" in begin(app).get("/login/code").text
