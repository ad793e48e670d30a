"""There is a way to every page: links lead there from home, so nobody has to know an address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import urljoin, urlsplit

from flask import Flask
from playwright.sync_api import Browser, Page, StorageState
from werkzeug.exceptions import HTTPException

from dashboards import PREFIX
from tests.browser.conftest import Served
from tests.browser.visits import opened

# Together these must find everything.
ACCOUNTS = ("point", "slt", "alliance", "district")
# Pages of one kind that are followed: not every agreement has a file, for example.
OF_EACH = 6
LINK = re.compile(r'href="([^"#]+)')
# What a browser, a script, a mail or a calendar program asks for, or is sent on from; nobody is led there.
NOT_LINKED = {
    "static", "favicon", "accounts.start", "accounts.login", "activities.saved", "records.saved", "activities.worker",
    "activities.now", "activities.no_connection", "activities.kept", "activities.picture", "thresholds.looked",
    "reminders.ask_off", "calendar.feed", "accounts.forgotten", "accounts.invitation", "accounts.new_password",
    "accounts.new_address", "accounts.second_step", "accounts.change_second_step", "accounts.passkey",
    "years.year_now", "years.rating_now",
    "alliances.asked", "alliances.shared", "alliances.was_so", "charts.embedded", "charts.file",
    # The demo has no provider of a district; its sign-in page leads there where there is one.
    "accounts.sign_in_with", "accounts.back_from_provider",
}  # fmt: skip
# What no school of the demo has: a list or the map's wording brought on screen, a year opened again, a saved view, a
# record of these small kinds, a hand-over; and its district keeps the numbers of the rules as they come.
NOT_IN_THE_DEMO = {
    *(f"imports.{page}" for page in ("show", "columns", "words", "check", "refused")),
    *(f"records.{kind}.{page}" for kind in ("exemption", "procreview", "transition") for page in ("show", "edit")),
    "map_wordings.show",
    "years.signed",
    "lists.show",
    "lists.edit",
    "thresholds.show",
    "alliances.entry",
    "hand_overs.show",
    "hand_overs.of_change",
}


# Dashboards lead there; their links come with the answers to what they ask.
BEHIND_DASHBOARDS = ("/charts?page=/dashboards/",)


def kind_of(app: Flask, path: str) -> str | None:
    """Name the kind of page at an address: its endpoint; None where nothing answers."""
    try:
        return str(app.url_map.bind("127.0.0.1").match(path, method="GET")[0])
    except HTTPException:
        return None


def followed(page: Page, app: Flask, *, begin: Sequence[str] = ("/start",)) -> Counter[str]:
    """Follow links from where a sign-in leads; count the pages seen of each kind."""
    found: Counter[str] = Counter()
    ahead, known = list(begin), set[str]()
    while ahead:
        address = ahead.pop(0)
        kind = kind_of(app, urlsplit(address).path)
        if kind is None or found[kind] >= OF_EACH or address in known:
            continue
        known.add(address)
        answer = page.request.get(address)
        assert answer.ok, f"a link leads to {address}, which answers {answer.status}"
        here = urlsplit(answer.url).path
        found.update({kind, kind_of(app, here) or kind})
        if answer.headers["content-type"].startswith("text/html"):
            links = (urljoin(here, link.replace("&amp;", "&")) for link in LINK.findall(answer.text()))
            ahead += [link for link in links if link.startswith("/")]
    return found


def test_links_lead_from_home_to_every_kind_of_page(
    browser: Browser, demo: Served, demo_states: Callable[[str], StorageState]
) -> None:
    found: Counter[str] = Counter()
    for account in ACCOUNTS:
        with opened(browser, demo.url, storage_state=demo_states(account)) as (page, _watch):
            found += followed(page, demo.app, begin=("/start", *(BEHIND_DASHBOARDS if account == "point" else ())))
    pages = {
        rule.endpoint
        for rule in demo.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(PREFIX)
    }
    missing = sorted(pages - NOT_LINKED - NOT_IN_THE_DEMO - set(found))
    assert not missing, " ".join(missing)
