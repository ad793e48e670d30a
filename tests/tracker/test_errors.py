"""What goes wrong is told in the product's look and in words that help."""

from __future__ import annotations

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from models.operations.accounts import create_school
from models.queries.accounts import find_school
from models.scope import OutsideScope
from tests.cast import Cast
from tests.tracker.conftest import ClientAs
from tracker.errors import PAGES
from tracker.extensions import db
from tracker.permissions import public


def page_that(app: Flask, view) -> None:
    app.add_url_rule("/try", "try", public(view), methods=["GET", "POST"])


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 415, 429, 500, 503])
@pytest.mark.parametrize("person", [Cast.NOBODY, Cast.POINT_PERSON])
def test_every_error_has_a_page_with_a_way_on(app: Flask, client_as: ClientAs, person: Cast, code: int) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page_that(app, lambda: abort(code))
    answer = client_as(person).get("/try")
    assert answer.status_code == code
    heading, text = PAGES[code]
    assert f"<h1>{heading}</h1>" in answer.text
    assert text in answer.text.replace("&#39;", "'")
    assert '<header class="site">' in answer.text


def test_an_unknown_address_says_so(client_as: ClientAs) -> None:
    answer = client_as(Cast.POINT_PERSON).get("/nothing/here")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


def test_a_failure_of_ours_tells_nothing_of_its_inside(app: Flask, client_as: ClientAs) -> None:
    def fail() -> str:
        raise RuntimeError("secret detail")

    app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    page_that(app, fail)
    answer = client_as(Cast.POINT_PERSON).get("/try")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Something went wrong on our side" in answer.text


def test_what_is_outside_the_readers_scope_does_not_exist(app: Flask, client_as: ClientAs) -> None:
    def reach() -> str:
        raise OutsideScope("another school")

    page_that(app, reach)
    answer = client_as(Cast.POINT_PERSON).get("/try")
    assert answer.status_code == 404
    assert "another school" not in answer.text


def test_a_record_changed_meanwhile_is_a_conflict(app: Flask, client_as: ClientAs) -> None:
    def save() -> str:
        raise StaleDataError("0 rows")

    page_that(app, save)
    assert client_as(Cast.POINT_PERSON).get("/try").status_code == 409


def test_scripts_get_their_errors_as_json(client_as: ClientAs) -> None:
    answer = client_as(Cast.POINT_PERSON).get("/nothing", headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["error"].startswith("There is nothing here")


def test_a_body_beyond_the_limit_is_answered_in_words(client_as: ClientAs) -> None:
    body = b"current=" + b"x" * (12 * 1024 * 1024)
    kind = "application/x-www-form-urlencoded"
    answer = client_as(Cast.POINT_PERSON).post("/account/password", data=body, content_type=kind)
    assert answer.status_code == 413
    assert "at most 12 MB" in answer.text


def locked() -> OperationalError:
    return OperationalError("INSERT", {}, Exception("database is locked"))


def test_a_view_that_lost_a_race_is_run_again_from_the_start(app: Flask, client_as: ClientAs) -> None:
    runs: list[int] = []

    def save() -> str:
        runs.append(len(runs))
        create_school(db.session, "new-school", "New School", district_name="Test District")
        db.session.flush()
        if len(runs) < 3:
            raise locked()
        db.session.commit()
        return "saved"

    page_that(app, save)
    assert client_as(Cast.POINT_PERSON).post("/try").text == "saved"
    assert runs == [0, 1, 2]
    with app.app_context():
        assert find_school(db.session, "new-school") is not None


def test_a_view_that_loses_every_race_says_that_the_product_is_busy(app: Flask, client_as: ClientAs) -> None:
    def save() -> str:
        raise locked()

    page_that(app, save)
    answer = client_as(Cast.POINT_PERSON).post("/try")
    assert answer.status_code == 503
    assert "The product is busy" in answer.text


def test_an_error_that_is_no_lost_race_is_not_tried_again(app: Flask, client_as: ClientAs) -> None:
    runs: list[int] = []

    def save() -> str:
        runs.append(1)
        raise OperationalError("SELECT", {}, Exception("no such table: x"))

    app.config.update(PROPAGATE_EXCEPTIONS=False, TESTING=False)
    page_that(app, save)
    assert client_as(Cast.POINT_PERSON).post("/try").status_code == 500
    assert runs == [1]


@pytest.mark.parametrize("number", [2**31, 10**30])
def test_a_number_that_no_record_can_have_does_not_exist(client_as: ClientAs, number: int) -> None:
    client = client_as(Cast.POINT_PERSON)
    for area in ("activities", "partners", "partnerships", "agreements", "evaluations", "documents"):
        assert client.get(f"/{area}/{number}").status_code == 404, area
    for address in (f"/log?like={number}", f"/evaluations?partnership={number}", f"/activities?partner={number}"):
        assert client.get(address).status_code == 200, address
    assert client.post(f"/log/hint?saved={number}", data={}).status_code == 200


def test_a_refusal_fits_who_reads_it(client_as: ClientAs) -> None:
    theirs, schools = client_as(Cast.ALLIANCE).get("/people"), client_as(Cast.VIEWER).get("/partners/new")
    assert (theirs.status_code, schools.status_code) == (403, 403)
    assert "for people of the school" in theirs.text and "admin" not in theirs.text
    assert "admin" in schools.text
