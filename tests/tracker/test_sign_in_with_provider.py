"""Signing in with a district's own provider, against one that speaks OpenID Connect over the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from oidc_provider_mock import User as Known
from oidc_provider_mock import run_server_in_thread
from sqlalchemy import select

from models.accounts import District, User
from tests.cast import Cast
from tests.factories import PASSWORD
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import letters
from tests.tracker.mail_server import Mailbox
from tests.tracker.test_invitations import invite
from tracker.accounts.openid import verified_address
from tracker.config import Settings, SettingsProblem
from tracker.extensions import db
from tracker.openid_providers import read_providers

# The provider's own code is older than the library beneath it, and runs in a thread of the tests.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")
DOMAIN = Cast.VIEWER.email.partition("@")[2]
STRANGER = "nobody-here@cast.example"


@dataclass
class Office:
    """The provider, and the application that trusts it."""

    app: Flask
    port: int

    def at_provider(self, client: FlaskClient, who: str, *, to: str = "") -> str:
        """Start at the sign-in page, say at the provider who one is, and give the address that leads back."""
        page = client.get(f"/login?next={to}" if to else "/login").text
        assert "Sign in with School Mail" in page
        answer = client.get("/login/with", query_string={"provider": "school-mail", "next": to})
        assert urlsplit(answer.location).port == self.port
        answered = requests.post(answer.location, data={"sub": who}, allow_redirects=False, timeout=10)
        return answered.headers["Location"]

    def enter(self, client: FlaskClient, who: str, *, to: str = "") -> str | None:
        """Go the whole way, and give where one arrives."""
        return client.get(self.at_provider(client, who, to=to)).location

    def let_in(self, *domains: str, only: bool = False) -> None:
        """Have the district list domains."""
        with self.app.app_context():
            district = db.session.scalars(select(District).where(District.name == "Test District")).one()
            district.sign_in_domains, district.only_provider = domains, only
            db.session.commit()


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    """A provider that knows some of the cast, one of them with an address that it has not verified; gives its port."""
    known = [
        Known(sub="viewer", claims={"email": Cast.VIEWER.email.upper(), "email_verified": True}),
        Known(sub="district", claims={"email": Cast.DISTRICT_ADMIN.email, "email_verified": True}),
        Known(sub="stranger", claims={"email": STRANGER, "email_verified": True}),
        Known(sub="unsure", claims={"email": Cast.VIEWER.email, "email_verified": False}),
    ]
    with run_server_in_thread(user_claims=known, require_nonce=True) as server:
        yield server.server_port


@pytest.fixture
def settings(settings: Settings, provider: int) -> Settings:
    """Settings that name the provider."""
    return replace(settings, sign_in_with=f"School Mail, http://localhost:{provider}, continuum, secret")


@pytest.fixture
def office(app: Flask, provider: int) -> Office:
    """The provider; the district lists the domain of the cast."""
    office = Office(app, provider)
    office.let_in(DOMAIN)
    return office


def said_on(client: FlaskClient) -> str:
    """Read what the sign-in page says."""
    return client.get("/login").text


def test_a_verified_address_of_a_listed_domain_signs_in_and_arrives_where_it_wanted_to(
    office: Office, client: FlaskClient
) -> None:
    assert office.enter(client, "viewer", to="/activities") == "/activities"
    assert client.get("/activities").status_code == 200


def test_an_address_that_the_provider_has_not_verified_opens_nothing(office: Office, client: FlaskClient) -> None:
    assert office.enter(client, "unsure") == "/login"
    assert "does not say that your mail address is verified" in said_on(client)
    assert client.get("/activities").status_code == 302


def test_nobody_is_added_by_signing_in(office: Office, client: FlaskClient) -> None:
    assert office.enter(client, "stranger") == "/login"
    assert "no account here is to be opened" in said_on(client)
    with office.app.app_context():
        assert db.session.scalars(select(User).where(User.email == STRANGER)).first() is None


def test_an_address_of_a_domain_that_no_district_of_theirs_lists_opens_nothing(
    office: Office, client: FlaskClient
) -> None:
    office.let_in("elsewhere.example")

    assert office.enter(client, "viewer") == "/login"
    assert "no account here is to be opened" in said_on(client)


def test_a_closed_account_stays_closed(office: Office, client: FlaskClient) -> None:
    with office.app.app_context():
        db.session.scalars(select(User).where(User.email == Cast.VIEWER.email)).one().is_active = False
        db.session.commit()

    assert office.enter(client, "viewer") == "/login"
    assert client.get("/activities").status_code == 302


def test_an_answer_opens_nothing_in_a_browser_that_did_not_ask_nor_twice(office: Office, client: FlaskClient) -> None:
    back = office.at_provider(client, "viewer")
    other = office.app.test_client()

    assert other.get(back).location == "/login"
    other.get("/login/with?provider=school-mail")  # has asked for itself
    assert other.get(back).location == "/login"
    assert "did not let you in" in said_on(other)

    assert client.get(back).location == "/start"
    client.post("/logout")
    client.get("/login/with?provider=school-mail")
    assert client.get(back).location == "/login"


def test_whoever_says_no_at_the_provider_is_told_that_nothing_happened(office: Office, client: FlaskClient) -> None:
    asked = client.get("/login/with?provider=school-mail").location
    state = parse_qs(urlsplit(asked).query)["state"][0]

    answer = client.get("/login/with/back", query_string={"error": "access_denied", "state": state})

    assert answer.location == "/login"
    assert "Nothing happened" in said_on(client)


def test_an_invitation_opens_no_way_around_the_provider(
    office: Office, client: FlaskClient, client_as: ClientAs
) -> None:
    invited = invite(client_as(Cast.SCHOOL_ADMIN), f"Ada Moss, {STRANGER}, teacher")
    found = re.search(r"/invitation/[^\"<\s]+", invited)
    assert found, invited
    office.let_in(DOMAIN, only=True)
    form = client.get(found[0]).text
    assert "signs in with School Mail alone" in form and 'type="password"' not in form
    answer = client.post(found[0], data={"name": "Ada Moss"})
    assert answer.location == "/login" and client.get("/activities").status_code == 302
    said = said_on(client)
    assert "Welcome. Your district signs in with School Mail alone" in said and "this password" not in said
    assert office.enter(client, "stranger") == "/start"


def test_whoever_forgot_a_password_that_opens_nothing_reads_by_letter_how_they_sign_in(
    office: Office, client: FlaskClient, mailbox: Mailbox
) -> None:
    office.let_in(DOMAIN, only=True)
    client.post("/password/forgotten", data={"email": Cast.VIEWER.email})
    client.post("/password/forgotten", data={"email": Cast.DISTRICT_ADMIN.email})

    alone, either = letters(mailbox)
    assert "signs in with School Mail alone" in alone and "/login" in alone and "/password/new/" not in alone
    assert "/password/new/" in either


def test_no_address_leads_from_there_to_another_site(office: Office, client: FlaskClient) -> None:
    assert office.enter(client, "viewer", to="https://evil.example/") == "/start"


def test_a_provider_that_does_not_answer_is_told_in_a_sentence(settings: Settings, app: Flask) -> None:
    app.config["SETTINGS"] = replace(settings, sign_in_with="Gone, http://localhost:9, continuum, secret")
    client = app.test_client()

    assert client.get("/login/with?provider=gone").location == "/login"
    assert "could not be reached" in said_on(client)


def test_an_unknown_provider_is_not_there(client: FlaskClient) -> None:
    assert client.get("/login/with?provider=other").status_code == 404
    assert client.get("/login/with/back?code=1&state=2").location == "/login"


def test_where_the_provider_alone_is_to_be_used_a_password_leads_to_it(office: Office, client: FlaskClient) -> None:
    office.let_in(DOMAIN, only=True)

    answer = client.post("/login", data={"email": Cast.VIEWER.email, "password": PASSWORD})

    assert answer.location == "/login"
    assert "Your district signs in with School Mail alone" in said_on(client)
    assert client.get("/activities").status_code == 302
    assert office.enter(client, "viewer") == "/start"


def test_an_admin_of_the_district_can_always_use_the_password(office: Office, client: FlaskClient) -> None:
    office.let_in(DOMAIN, only=True)

    answer = client.post("/login", data={"email": Cast.DISTRICT_ADMIN.email, "password": PASSWORD})

    assert answer.location == "/start"


def test_whoever_came_by_the_provider_is_not_asked_for_a_second_step(office: Office, client: FlaskClient) -> None:
    with office.app.app_context():
        db.session.scalars(select(District).where(District.name == "Test District")).one().needs_second_step = True
        db.session.commit()

    assert office.enter(client, "viewer", to="/activities") == "/activities"
    assert client.get("/activities").status_code == 200


def test_a_district_says_on_screen_whose_addresses_are_used(office: Office, client_as: ClientAs) -> None:
    client = client_as(Cast.DISTRICT_ADMIN)

    wrong = client.post("/people/signing-in", data={"domains": "not a domain"})
    assert wrong.status_code == 422
    assert "is no domain" in wrong.text
    nobody = client.post("/people/signing-in", data={"domains": "", "only_provider": "y"})
    assert "Say for which addresses" in nobody.text

    done = client.post("/people/signing-in", data={"domains": "@Schools.example\nstaff.example", "only_provider": "y"})
    assert done.location == "/people"
    assert "People of schools.example and staff.example sign in this way alone." in client.get("/people").text


def test_without_a_provider_a_district_reads_that_it_can_have_one(
    settings: Settings, app: Flask, client_as: ClientAs
) -> None:
    app.config["SETTINGS"] = replace(settings, sign_in_with="")
    client = client_as(Cast.DISTRICT_ADMIN)

    assert "Whoever runs this installation enters the provider once" in client.get("/people/signing-in").text
    assert "sign in with a password of their own" in client.get("/people").text
    client.post("/people/signing-in", data={"domains": "schools.example"})
    with app.app_context():
        assert db.session.scalars(select(District.sign_in_domains).where(District.name == "Test District")).one() == ()


@pytest.mark.parametrize(
    ("claims", "address"),
    [
        ({"email": "a@b.example", "email_verified": True}, "a@b.example"),
        ({"email": "a@b.example", "email_verified": "true"}, "a@b.example"),
        ({"email": "a@b.example", "xms_edov": 1}, "a@b.example"),
        ({"email": "a@b.example", "xms_edov": "0"}, ""),
        ({"email": "a@b.example", "email_verified": False}, ""),
        ({"email": "a@b.example"}, ""),
        ({"email_verified": True}, ""),
    ],
)
def test_only_an_address_that_is_said_to_be_verified_counts(claims: dict[str, object], address: str) -> None:
    assert verified_address(claims) == address


@pytest.mark.parametrize(
    "text",
    [
        "Google, https://accounts.google.com, id",
        "Google, http://accounts.google.com, id, secret",
        "Google, accounts.google.com, id, secret",
        "A, https://a.example, i, s; a, https://b.example, i, s",
        ", https://a.example, i, s",
    ],
)
def test_a_provider_that_cannot_be_read_is_refused_without_its_secret(text: str) -> None:
    with pytest.raises(SettingsProblem, match=r"CONTINUUM_SIGN_IN_WITH cannot be what it is\."):
        Settings.from_env({"CONTINUUM_SECRET_KEY": "k" * 40, "CONTINUUM_SIGN_IN_WITH": text})


def test_several_providers_stand_in_one_setting() -> None:
    found = read_providers("Google, https://accounts.google.com, i, s ; Clever,https://clever.com,j,t;")

    assert [(one.key, one.name, one.client_id) for one in found] == [
        ("google", "Google", "i"),
        ("clever", "Clever", "j"),
    ]
