"""Every page, as whoever may open it: accessible, calm in the console, and fit for a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect
from werkzeug.exceptions import HTTPException

from tests.browser.axe import sideways, violations
from tests.browser.conftest import Served
from tests.browser.visits import DESK, opened
from tracker.dashboards_mount import PREFIX

# Whoever sees pages that others do not. Together they must reach everything that has an address.
ACCOUNTS = ("point", "district", "alliance")
# What answers with something else than a page to look at.
NO_PAGES = re.compile(r"^(static|favicon|accounts\.log_?out)$|download|export|file|hint|health")
MOST_PAGES = 60


# Looked at by somebody who is not signed in.
SIGNED_OUT = {"accounts.login"}
Walk = tuple[dict[str, str], list[str]]


def _kind(served: Served, path: str) -> str | None:
    """Name the kind of page behind an address: its endpoint, or a dashboard's path; None where it is no page."""
    if path.startswith(PREFIX):
        return None if path.removeprefix(PREFIX).startswith(("_", "assets")) else path
    try:
        endpoint, _arguments = served.app.url_map.bind("127.0.0.1").match(path, method="GET")
    except HTTPException:
        return None
    return None if NO_PAGES.search(str(endpoint)) else str(endpoint)


def _links(page: Page) -> list[str]:
    found: list[str] = page.locator("a[href]").evaluate_all("links => links.map(link => link.href)")
    return [link.partition("#")[0] for link in found]


def _settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-dash-is-loading=true]")).to_have_count(0)


def _walk(page: Page, served: Served) -> Walk:
    """Follow links from the home page to one address of every kind of page.

    Returns:
        Kind of page -> the address looked at; and everything found wrong there.
    """
    seen: dict[str, str] = {}
    wrong: list[str] = []
    ahead = [f"{served.url}/start"]
    while ahead and len(seen) < MOST_PAGES:
        address = ahead.pop(0)
        kind = _kind(served, urlsplit(address).path)
        if not address.startswith(served.url) or kind is None or kind in seen:
            continue
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        answer = page.goto(address)
        seen[kind] = address
        if answer is None or not answer.ok:
            wrong.append(f"{address} answers {answer.status if answer else 'nothing'}")
            continue
        _settle(page)
        wrong += violations(page)
        ahead += _links(page)
        wrong += sideways(page)
        wrong += [f"on a phone: {problem}" for problem in violations(page)]
    return seen, wrong


@pytest.fixture(scope="module")
def walked(browser: Browser, demo: Served, demo_states: Callable[[str], StorageState]) -> Callable[[str], Walk]:
    """Walk as an account, once."""

    @cache
    def walk(account: str) -> Walk:
        with opened(browser, demo.url, storage_state=demo_states(account)) as (page, _watch):
            return _walk(page, demo)

    return walk


@pytest.mark.parametrize("account", ACCOUNTS)
def test_every_page_one_can_reach_is_accessible_and_fits_a_phone(account: str, walked: Callable[[str], Walk]) -> None:
    seen, wrong = walked(account)
    assert wrong == []
    assert len(seen) > 2


def test_every_kind_of_page_was_looked_at(walked: Callable[[str], Walk], demo: Served) -> None:
    seen = {kind for account in ACCOUNTS for kind in walked(account)[0]}
    pages = {
        rule.endpoint
        for rule in demo.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(PREFIX) and not NO_PAGES.search(rule.endpoint)
    }
    assert pages - seen - SIGNED_OUT == set()


def test_the_sign_in_page_is_accessible_and_fits_a_phone(page: Page) -> None:
    page.goto("/login")
    assert violations(page) == []
    assert sideways(page) == []
    assert violations(page) == []


def test_the_axe_check_finds_what_is_wrong(page: Page) -> None:
    page.goto("/login")
    page.evaluate("document.querySelectorAll('label').forEach(label => label.remove())")
    page.evaluate("document.body.style.minWidth = '900px'")
    assert any("label" in problem for problem in violations(page))
    assert sideways(page) != []
