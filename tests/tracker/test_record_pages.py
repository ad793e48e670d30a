"""Pages of records: every kind has one or is known to have none, and the addresses lead there."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from models.tables import KINDS
from tracker.record_pages import PAGES, record_page


def test_every_kind_of_record_says_whether_it_has_a_page() -> None:
    assert list(PAGES) == list(KINDS)
    assert any(PAGES.values())


@pytest.mark.parametrize("kind", [kind for kind, page in PAGES.items() if page])
def test_a_page_of_a_record_is_one_that_exists_and_takes_its_number(app: Flask, kind: str) -> None:
    page = PAGES[kind]
    assert page is not None
    endpoint, argument = page
    [rule] = app.url_map.iter_rules(endpoint)
    assert rule.arguments == {argument}
    with app.test_request_context():
        address = record_page(kind, 17)
    assert address is not None
    assert re.search(r"/17\b", address)


def test_every_page_that_shows_one_record_is_registered(app: Flask) -> None:
    areas = {"partners", "partnerships", "agreements", "activities", "evaluations"}
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.endswith(".show") and rule.arguments}
    of_records = {endpoint for endpoint in shown if endpoint.partition(".")[0] in areas}
    assert of_records == {page[0] for page in PAGES.values() if page}


@pytest.mark.parametrize("kind", ["contact", "recognition", "partner", "nothing"])
def test_what_has_no_page_has_no_address(app: Flask, kind: str) -> None:
    with app.test_request_context():
        assert record_page(kind, 17) is None
