"""Files for everybody: compressed once, kept for good only under an address that says what is in them."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import Cast
from tests.tracker.conftest import ClientAs
from tracker import served_files
from tracker.pages import FOLDER, STYLES, STYLESHEET, static, stylesheet
from tracker.served_files import FOR_GOOD, fingerprint
from tracker.web_extensions import compress

SCRIPT = "/static/js/log.js"
CHARTS = "/dashboards/_dash-component-suites/plotly/package_data/plotly.min.js"
PLAIN = (FOLDER / "js" / "log.js").read_bytes()


@pytest.fixture(autouse=True)
def nothing_kept(app: Flask) -> None:
    """Begin each test with nothing compressed yet."""
    compress._kept.clear()


@pytest.mark.parametrize(("encoding", "undo"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_file_comes_compressed_as_the_browser_takes_it(client: FlaskClient, encoding: str, undo: object) -> None:
    answer = client.get(SCRIPT, headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    assert undo(answer.data) == PLAIN  # type: ignore[operator]
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(PLAIN)
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_browser_that_takes_neither_gets_the_file_as_it_is(client: FlaskClient) -> None:
    answer = client.get(SCRIPT, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data == PLAIN
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_file_is_compressed_once_however_many_ask(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[int] = []

    def counting(content: bytes, encoding: str) -> bytes:
        done.append(len(content))
        return brotli.compress(content)

    monkeypatch.setattr(served_files, "_compress", counting)
    bodies = {
        client.get(f"{SCRIPT}{query}", headers={"Accept-Encoding": "gzip, deflate, br, zstd"}).data
        for query in ("", "?v=1", "?v=2")
    }
    assert done == [len(PLAIN)]
    assert len(bodies) == 1


@pytest.mark.parametrize("file", [SCRIPT, CHARTS])
def test_a_file_neither_hands_out_nor_hangs_on_the_cookie_of_whoever_is_signed_in(
    client_as: ClientAs, file: str
) -> None:
    client = client_as(Cast.POINT_PERSON)
    assert client.get("/partners").headers["Set-Cookie"]
    for address in (file, f"{file}?v=1"):
        answer = client.get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_the_chart_library_is_the_small_one_and_asked_for_again_costs_nothing(client: FlaskClient) -> None:
    first = client.get(CHARTS, headers={"Accept-Encoding": "gzip, br"})
    assert len(first.data) < 400_000
    again = client.get(CHARTS, headers={"Accept-Encoding": "gzip, br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_each_encoding_has_a_tag_of_its_own(client: FlaskClient) -> None:
    tags = {
        client.get(SCRIPT, headers={"Accept-Encoding": encoding}).headers["ETag"]
        for encoding in ("br", "gzip", "identity")
    }
    assert len(tags) == 3


def test_a_file_is_kept_for_good_only_under_the_mark_of_its_own_content(client: FlaskClient) -> None:
    own = client.get(f"{SCRIPT}?v={fingerprint(PLAIN)}")
    assert own.headers["Cache-Control"] == FOR_GOOD
    for address in (SCRIPT, f"{SCRIPT}?v=another", CHARTS):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-cache"
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304


def test_what_is_not_there_is_not_kept(client: FlaskClient) -> None:
    assert client.get("/static/nothing.js").headers["Cache-Control"] == "no-store"


def test_a_page_loads_one_style_sheet_with_every_part_in_it(app: Flask, client_as: ClientAs) -> None:
    parts = {path.stem for path in (FOLDER / "css").glob("*.css")}
    assert parts == set(STYLES)
    with app.test_request_context():
        address = stylesheet()
    for page in ("/login", "/activities", "/log", "/dashboards/"):
        text = client_as(Cast.POINT_PERSON if page != "/login" else Cast.NOBODY).get(page).text
        assert text.count('rel="stylesheet"') == 1
        assert address in text
    sheet = client_as(Cast.NOBODY).get(address)
    assert sheet.mimetype == "text/css"
    assert sheet.headers["Cache-Control"] == FOR_GOOD
    for part in STYLES:
        assert Path(FOLDER / "css" / f"{part}.css").read_text(encoding="utf-8") in sheet.text
    assert address.startswith(f"{STYLESHEET}?v=")


def test_the_address_of_a_static_file_says_what_is_in_it(app: Flask, client: FlaskClient) -> None:
    with app.test_request_context():
        address = static("js/page.js")
    assert client.get(address).headers["Cache-Control"] == FOR_GOOD
