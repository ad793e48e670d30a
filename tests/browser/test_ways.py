"""There is a way to every page: links lead there from home, so nobody has to know an address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
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
    "alliances.asked", "alliances.ask_no_more", "alliances.shared", "alliances.was_so", "charts.embedded",
    "charts.file", "partners.names",
    # Where the schools were before they were a dashboard; people kept the address.
    "district.index",
    # The demo has no provider of a district; its sign-in page leads there where there is one.
    "accounts.sign_in_with", "accounts.back_from_provider",
}  # fmt: skip
# What no school of the demo has: a list or the map's wording brought on screen, a year opened again, a saved view, a
# record of these small kinds, a hand-over; its district keeps the numbers of the rules as they come, and nobody has
# more places than the menu lists.
NOT_IN_THE_DEMO = {
    "accounts.places",
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


FORBIDDEN = 403
# Dashboards lead there; their links come with the answers to what they ask.
BEHIND_DASHBOARDS = ("/charts?page=/dashboards/", "/schools/export.csv")


def kind_of(app: Flask, path: str) -> str | None:
    """Name the kind of page at an address: its endpoint; None where nothing answers."""
    try:
        return str(app.url_map.bind("127.0.0.1").match(path, method="GET")[0])
    except HTTPException:
        return None


@dataclass
class Walk:
    """What somebody who is signed in finds by links from where a sign-in leads.

    Attributes:
        found: How many pages of each kind were opened.
        ahead: The addresses seen of each kind, those not opened yet last.
    """

    page: Page
    app: Flask
    found: Counter[str] = field(default_factory=Counter)
    ahead: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for address in ("/start", *BEHIND_DASHBOARDS):
            self._note(address)

    def go_on(self, of_each: int) -> None:
        """Follow links until so many pages of each kind are opened, where there are as many."""
        while kinds := [kind for kind in self.ahead if self.found[kind] < min(of_each, len(self.ahead[kind]))]:
            kind = min(kinds, key=lambda one: self.found[one])
            address = self.ahead[kind][self.found[kind]]
            self.found[kind] += 1
            answer = self.page.request.get(address)
            if answer.status == FORBIDDEN and address in BEHIND_DASHBOARDS:
                continue  # who has no such dashboard is not led there
            assert answer.ok, f"a link leads to {address}, which answers {answer.status}"
            here = urlsplit(answer.url).path
            self._note(here)
            if answer.headers["content-type"].startswith("text/html"):
                for link in LINK.findall(answer.text()):
                    self._note(urljoin(here, link.replace("&amp;", "&")))

    def _note(self, address: str) -> None:
        kind = kind_of(self.app, urlsplit(address).path) if address.startswith("/") else None
        if kind is not None and address not in self.ahead.setdefault(kind, []):
            self.ahead[kind].append(address)


def test_links_lead_from_home_to_every_kind_of_page(
    browser: Browser, demo: Served, demo_states: Callable[[str], StorageState]
) -> None:
    missing = {
        rule.endpoint
        for rule in demo.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(PREFIX)
    }
    missing -= NOT_LINKED | NOT_IN_THE_DEMO
    with ExitStack() as pages:
        walks = [
            Walk(pages.enter_context(opened(browser, demo.url, storage_state=demo_states(account)))[0], demo.app)
            for account in ACCOUNTS
        ]
        for walk in walks:
            walk.go_on(OF_EACH)
            missing -= walk.found.keys()
    assert not missing, " ".join(sorted(missing))
