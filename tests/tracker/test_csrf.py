"""Nothing changes without the page's own token."""

from __future__ import annotations

import re

import pytest
from flask import Flask, url_for

from tests.cast import Cast
from tests.factories import PASSWORD
from tests.tracker.conftest import ClientAs

# Mail programs send these without any page of ours; their addresses are signed, and open nothing else.
SIGNED = {"reminders.off", "alliances.no_more"}


@pytest.fixture(autouse=True)
def tokens_are_checked(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True


def test_every_post_without_a_token_is_refused(app: Flask, client_as: ClientAs) -> None:
    client = client_as(Cast.SCHOOL_ADMIN)
    tried = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.rule.startswith("/dashboards/") or rule.endpoint in SIGNED:
            continue
        values = {name: getattr(kind, "items", None) or {1} for name, kind in rule._converters.items()}
        with app.test_request_context():
            address = url_for(rule.endpoint, **{name: min(known) for name, known in values.items()})
        answer = client.post(address)
        assert answer.status_code == 400, address
        assert "no longer valid" in answer.text
        tried += 1
    assert tried >= 4


def test_a_callback_without_a_token_is_refused(client_as: ClientAs) -> None:
    answer = client_as(Cast.POINT_PERSON).post("/dashboards/_dash-update-component", json={})
    assert answer.status_code == 400


def test_the_token_of_the_page_opens_the_form(client_as: ClientAs) -> None:
    client = client_as(Cast.NOBODY)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/login").text)
    assert token is not None
    form = {"email": Cast.POINT_PERSON.email, "password": PASSWORD, "csrf_token": token[1]}
    assert client.post("/login", data=form).status_code == 302


def test_another_sessions_token_opens_nothing(client_as: ClientAs) -> None:
    theirs = client_as(Cast.SLT)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', theirs.get("/account/password").text)
    assert token is not None
    client = client_as(Cast.POINT_PERSON)
    client.get("/")
    assert client.post("/logout", data={"csrf_token": token[1]}).status_code == 400
    assert client.get("/").status_code == 200
