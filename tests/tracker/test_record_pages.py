"""Pages of records: every kind has one or is known to have none, and the addresses lead there."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from models.record_kinds import KINDS
from tests.cast import Cast, user_of
from tracker.accounts.signin import sign_in
from tracker.extensions import db
from tracker.record_pages import PAGES, WITHOUT_PAGE, record_page


def test_every_kind_of_record_has_a_page_or_says_why_it_has_none() -> None:
    assert {*PAGES, *WITHOUT_PAGE} == set(KINDS)
    assert not PAGES.keys() & WITHOUT_PAGE.keys()
    assert all(len(why) > 20 for why in WITHOUT_PAGE.values())


def address_for(app: Flask, person: Cast, kind: str) -> str | None:
    """Ask for the page of record 17 as somebody of the cast."""
    with app.test_request_context():
        sign_in(user_of(db.session, person))
        return record_page(kind, 17)


@pytest.mark.parametrize("kind", list(PAGES))
def test_a_page_of_a_record_is_one_that_exists_and_takes_its_number(app: Flask, kind: str) -> None:
    endpoint, argument = PAGES[kind]
    [rule] = app.url_map.iter_rules(endpoint)
    assert rule.arguments == {argument}
    address = address_for(app, Cast.SCHOOL_ADMIN, kind)
    assert address is not None
    assert re.search(r"/17\b", address)


@pytest.mark.parametrize("kind", list(PAGES))
def test_who_may_not_open_a_page_gets_no_address_of_it(app: Flask, kind: str) -> None:
    assert address_for(app, Cast.ALLIANCE, kind) is None
    with app.test_request_context():
        assert record_page(kind, 17) is None


def test_every_page_that_shows_one_record_is_registered(app: Flask) -> None:
    areas = {
        "years", "partners", "partnerships", "agreements", "activities", "evaluations", "records", "actions", "series",
    }  # fmt: skip
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.endswith(".show") and rule.arguments}
    of_records = {endpoint for endpoint in shown if endpoint.partition(".")[0] in areas}
    assert of_records == {page[0] for page in PAGES.values()}


@pytest.mark.parametrize("kind", ["contact", "commitment", "partner", "nothing"])
def test_what_has_no_page_has_no_address(app: Flask, kind: str) -> None:
    assert address_for(app, Cast.SCHOOL_ADMIN, kind) is None
