"""Sign in, places, passwords."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.accounts import Role
from models.memberships import Membership
from tests.cast import OTHER_SCHOOL, SCHOOL, Cast, school_named, user_of
from tests.factories import PASSWORD, TODAY, a_membership
from tests.tracker.conftest import ClientAs
from tracker.accounts.signin import safe_next

REFUSAL = "do not belong together"


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **query: str):
    return client.post("/login", data={"email": email, "password": password}, query_string=query)


def test_a_person_signs_in_with_address_and_password(client: FlaskClient) -> None:
    answer = sign_in(client, Cast.POINT_PERSON.email)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/start")
    assert client.get("/start").headers["Location"] == "/"
    assert SCHOOL in client.get("/").text


def test_whoever_opens_the_first_address_comes_to_their_own_first_page(client_as: ClientAs) -> None:
    assert client_as(Cast.POINT_PERSON).get("/").status_code == 200
    assert client_as(Cast.ALLIANCE).get("/").headers["Location"] == "/alliance"
    assert client_as(Cast.NOBODY).get("/").headers["Location"].startswith("/login")


def test_capitals_and_spaces_around_the_address_do_not_matter(client: FlaskClient) -> None:
    assert sign_in(client, f"  {Cast.POINT_PERSON.email.upper()} ").status_code == 302


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (Cast.POINT_PERSON.email, "not the password"),
        (Cast.POINT_PERSON.email, PASSWORD + " "),
        ("stranger@cast.example", PASSWORD),
        (Cast.POINT_PERSON.email, "x" * 100_000),
    ],
)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: FlaskClient, email: str, password: str
) -> None:
    answer = sign_in(client, email, password)
    assert answer.status_code == 401
    assert REFUSAL in answer.text
    assert client.get("/").status_code == 302


def test_an_unknown_address_costs_the_same_hashing_as_a_known_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    verify = PasswordHasher.verify

    def counted(self: PasswordHasher, password_hash: str, password: str) -> bool:
        checked.append(password_hash.rsplit("$", 2)[0])  # the strength, without salt and hash
        return verify(self, password_hash, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    sign_in(client, Cast.POINT_PERSON.email, "wrong")
    sign_in(client, "stranger@cast.example", "wrong")
    assert len(checked) == 2
    assert checked[0] == checked[1]


def test_a_closed_account_does_not_sign_in(client: FlaskClient, db_session: Session) -> None:
    user_of(db_session, Cast.POINT_PERSON).is_active = False
    db_session.commit()
    assert sign_in(client, Cast.POINT_PERSON.email).status_code == 401


def test_a_closed_account_loses_its_open_sessions(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert client.get("/").status_code == 200
    user_of(db_session, Cast.POINT_PERSON).is_active = False
    db_session.commit()
    assert client.get("/").status_code == 302


def test_an_old_hash_is_made_anew_at_sign_in(client: FlaskClient, db_session: Session) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    user = user_of(db_session, Cast.POINT_PERSON)
    user.password_hash = weak.hash(PASSWORD)
    db_session.commit()
    assert sign_in(client, Cast.POINT_PERSON.email).status_code == 302
    db_session.refresh(user)
    assert not PasswordHasher().check_needs_rehash(user.password_hash or "")
    assert sign_in(client, Cast.POINT_PERSON.email).status_code == 302


def test_signing_out_takes_a_post_and_ends_the_session(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert client.get("/logout").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/logout").status_code == 302
    assert client.get("/").status_code == 302


def test_a_cookie_copied_before_signing_out_opens_nothing_afterwards(client: FlaskClient, app: Flask) -> None:
    copied, elsewhere = app.test_client(), app.test_client()
    sign_in(client, Cast.POINT_PERSON.email)
    sign_in(elsewhere, Cast.POINT_PERSON.email)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = client.get_cookie(name)
    assert cookie is not None
    copied.set_cookie(name, cookie.value)
    assert copied.get("/").status_code == 200
    client.post("/logout")
    assert copied.get("/").status_code == 302
    assert elsewhere.get("/").status_code == 200, "another session of the same person goes on"


def test_who_asked_for_a_page_gets_it_after_signing_in(client: FlaskClient) -> None:
    sent = client.get("/account/password")
    assert sent.headers["Location"] == "/login?next=/account/password"
    assert sign_in(client, Cast.POINT_PERSON.email, next="/account/password").headers["Location"] == "/account/password"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        None,
    ],
)
def test_next_never_leads_to_another_site(client: FlaskClient, elsewhere: str | None) -> None:
    assert safe_next(elsewhere) is None
    answer = sign_in(client, Cast.POINT_PERSON.email, **({"next": elsewhere} if elsewhere else {}))
    assert answer.headers["Location"] == "/start"


def test_next_keeps_a_page_with_its_filters() -> None:
    assert safe_next("/activities?by=teachers&page=2") == "/activities?by=teachers&page=2"


def test_changing_the_password_asks_for_the_present_one(client_as: ClientAs) -> None:
    form = {"current": "wrong", "password": "another-long-password", "repeated": "another-long-password"}
    answer = client_as(Cast.POINT_PERSON).post("/account/password", data=form)
    assert answer.status_code == 401
    assert "not your present password" in answer.text


@pytest.mark.parametrize(
    ("password", "repeated", "message"),
    [
        ("short", "short", "12 to 200 characters"),
        ("another-long-password", "a-different-password", "must be the same"),
        (PASSWORD, PASSWORD, "must differ"),
        ("x" * 201, "x" * 201, "12 to 200 characters"),
        ("passwordpassword", "passwordpassword", "easy to guess"),
        ("point@cast.example", "point@cast.example", "easy to guess"),
    ],
)
def test_an_unfit_new_password_is_refused_by_its_field(
    client_as: ClientAs, client: FlaskClient, password: str, repeated: str, message: str
) -> None:
    form = {"current": PASSWORD, "password": password, "repeated": repeated}
    answer = client_as(Cast.POINT_PERSON).post("/account/password", data=form)
    assert answer.status_code == 422
    assert message in answer.text
    assert sign_in(client, Cast.POINT_PERSON.email).status_code == 302


def test_a_new_password_signs_the_person_out_everywhere_else(client_as: ClientAs) -> None:
    here, elsewhere = client_as(Cast.POINT_PERSON), client_as(Cast.POINT_PERSON)
    other_person = client_as(Cast.SLT)
    new = "another-long-password"
    form = {"current": PASSWORD, "password": new, "repeated": new}
    assert here.post("/account/password", data=form).status_code == 302
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert other_person.get("/").status_code == 200
    assert sign_in(elsewhere, Cast.POINT_PERSON.email).status_code == 401
    assert sign_in(elsewhere, Cast.POINT_PERSON.email, new).status_code == 302


def test_a_person_with_two_schools_chooses_one_in_the_header(client_as: ClientAs, db_session: Session) -> None:
    other = school_named(db_session, OTHER_SCHOOL)
    a_membership(db_session, user_of(db_session, Cast.POINT_PERSON), Role.VIEWER, school=other)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    assert f'name="place" value="s{other.id}"' in client.get("/").text
    assert client.post("/place", data={"place": f"s{other.id}"}).status_code == 302
    page = client.get("/").text
    assert f'<span class="place-name">{OTHER_SCHOOL}</span>' in page
    assert "Log something" not in page


@pytest.mark.parametrize("key", ["s999", "p1", "", "s", "s1; drop", "d1"])
def test_a_place_that_is_not_the_persons_does_not_exist(client_as: ClientAs, key: str) -> None:
    client = client_as(Cast.OTHER_POINT_PERSON)
    assert client.post("/place", data={"place": key}).status_code == 404


def test_a_district_admin_reads_at_each_school_of_the_district(client_as: ClientAs, db_session: Session) -> None:
    page = client_as(Cast.DISTRICT_ADMIN).get("/").text
    assert SCHOOL in page
    assert OTHER_SCHOOL in page


def test_an_ended_membership_opens_nothing(client_as: ClientAs, db_session: Session) -> None:
    for membership in db_session.query(Membership).all():
        if membership.user_id == user_of(db_session, Cast.POINT_PERSON).id:
            membership.ended_on = TODAY
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    assert client.get("/").status_code == 403
    assert sign_in(client, Cast.SLT.email).headers["Location"] == "/start"
    assert client.get("/").status_code == 200


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask, client: FlaskClient) -> None:
    cookie = sign_in(client, Cast.POINT_PERSON.email).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
