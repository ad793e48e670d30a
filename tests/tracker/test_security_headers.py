"""What every answer tells the browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.tracker.conftest import ClientAs
from tracker import create_app
from tracker.config import Settings
from tracker.extensions import db
from tracker.security import content_policy

PAGES = ["/login", "/", "/nothing", "/static/css/base.css", "/dashboards/"]


def directives(policy: str) -> dict[str, str]:
    return {part.split()[0]: part for part in policy.split("; ")}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("person", [Cast.NOBODY, Cast.POINT_PERSON])
def test_every_answer_carries_the_protective_headers(client_as: ClientAs, person: Cast, path: str) -> None:
    answer = client_as(person).get(path)
    answer.close()
    headers = answer.headers
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == "default-src 'none'"
    assert policy["frame-ancestors"] == "frame-ancestors 'none'"
    assert policy["base-uri"] == "base-uri 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("path", ["/", "/login", "/activities", "/dashboards/", "/dashboards/continuum"])
def test_no_page_lets_inline_scripts_run(path: str) -> None:
    scripts = directives(content_policy(path, script_hashes=["'sha256-abc'"]))["script-src"]
    assert "unsafe" not in scripts
    assert ("sha256-abc" in scripts) is path.startswith("/dashboards/")


@pytest.mark.parametrize(("path", "allowed"), [("/", False), ("/indicators/ec3", False), ("/dashboards/", True)])
def test_inline_styles_are_for_the_charts_only(path: str, allowed: bool) -> None:
    assert ("'unsafe-inline'" in directives(content_policy(path))["style-src"]) is allowed


@pytest.mark.parametrize("path", ["/", "/login", "/account/password"])
def test_our_pages_hold_no_inline_script_and_no_style_attribute(client_as: ClientAs, path: str) -> None:
    page = client_as(Cast.POINT_PERSON if path != "/login" else Cast.NOBODY).get(path).text
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=")
    assert "javascript:" not in page


@pytest.mark.parametrize("path", ["/", "/login", "/nothing", "/dashboards/"])
def test_pages_with_data_are_kept_nowhere(client_as: ClientAs, path: str) -> None:
    assert client_as(Cast.POINT_PERSON).get(path).headers["Cache-Control"] == "no-store"


def test_strict_transport_is_asked_for_only_over_https(client: FlaskClient, tmp_path: Path) -> None:
    assert "Strict-Transport-Security" not in client.get("/login").headers
    secure = create_app(Settings(testing=True, data_dir=tmp_path, base_url="https://s.example"))
    answer = secure.test_client().get("/login")
    with secure.app_context():
        db.engine.dispose()
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_the_token_for_callbacks_stays_below_the_dashboards(client_as: ClientAs) -> None:
    client = client_as(Cast.POINT_PERSON)
    cookies = [c for c in client.get("/dashboards/").headers.getlist("Set-Cookie") if c.startswith("_csrf_token=")]
    assert len(cookies) == 1
    assert "Path=/dashboards/" in cookies[0]
    assert "SameSite=Strict" in cookies[0]
    assert not [c for c in client.get("/").headers.getlist("Set-Cookie") if c.startswith("_csrf_token=")]
