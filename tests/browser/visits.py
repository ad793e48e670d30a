"""How tests visit the product: a watched browser window, the sign-in, and waiting until a dashboard is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy.orm import Session

from dashboards import PREFIX
from tests.cast import Cast
from tests.factories import PASSWORD

PATIENCE = 10_000  # milliseconds
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
# Adds records to a module's database; the caller commits.
Fill = Callable[[Session], None]
expect.set_options(timeout=PATIENCE)


@dataclass
class Watch:
    """What a page must not do while somebody uses it.

    Attributes:
        url: The address of the application; everything else is outside.
        problems: What it did nevertheless, in its own words.
        expected: Statuses of answers that a test provokes on purpose; a browser reports each as an error.
        is_cut_off: Whether a test cuts the connection on purpose, which a browser reports for everything it asks for.
    """

    url: str
    problems: list[str] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    is_cut_off: bool = False

    def over(self, context: BrowserContext) -> None:
        """Watch every page that a context opens."""
        context.on("page", self._page)
        context.on("console", lambda said: self._console(said.type, said.text))
        context.on("weberror", lambda error: self.problems.append(f"script error: {error.error}"))
        context.on("request", lambda request: self._request(request.url))

    def settle(self) -> None:
        """Fail with everything that went wrong.

        Raises:
            AssertionError: An error in the console, in a script, against the security policy, or a request to
                another machine.
        """
        assert not self.problems, "\n".join(self.problems)

    def _page(self, page: Page) -> None:
        page.on("crash", lambda _: self.problems.append("the page crashed"))

    def _console(self, kind: str, text: str) -> None:
        told = any(f"responded with a status of {status}" in text for status in self.expected)
        told = told or (self.is_cut_off and "Failed to load resource: net::ERR_" in text)
        if kind == "error" and not told:  # what the Content-Security-Policy refuses is reported as an error too
            self.problems.append(f"console: {text}")

    def _request(self, url: str) -> None:
        if not url.startswith((f"{self.url}/", "data:", "blob:")):
            self.problems.append(f"request to another machine: {url}")


@contextmanager
def opened(browser: Browser, url: str, **wishes: Any) -> Iterator[tuple[Page, Watch]]:
    """Open a browser of somebody's own: nothing remembered, everything watched.

    Args:
        wishes: What Playwright's contexts take; by default a desk's screen.

    Raises:
        AssertionError: At the end, if the page did what no page may do.
    """
    context = browser.new_context(base_url=url, locale="en-US", **{"viewport": DESK, **wishes})
    watch = Watch(url)
    watch.over(context)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        yield page, watch
    finally:
        context.close()
    watch.settle()


def sign_in(page: Page, person: Cast, *, to: str = "/login") -> None:
    """Sign somebody in as they do it: with address and password, in the form.

    Args:
        to: The page they ask for; somebody signed out is sent to the form first.
    """
    page.goto(to)
    page.get_by_label("E-mail", exact=False).fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("header details.drop")).to_be_visible()
    page.wait_for_load_state()  # its scripts listen by then: what is typed is kept from the first key on


@contextmanager
def left(page: Page) -> Iterator[None]:
    """Do something that leads to another page, and wait until that one has come.

    A browser also calls it a navigation when a page notes something in its own history, as forms note by which key they
    are sent: on a slow machine that may come after the press and before the answer.
    """
    page.evaluate("() => { window.isLeft = false; }")
    yield
    page.wait_for_function("() => window.isLeft !== false")
    page.wait_for_load_state()


_ANSWERS = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.includes("_dash-update")).length"""
_IS_REDRAWN = f"""(before) => !window.isAsked
  || (({_ANSWERS})() > before && !document.querySelector("[data-dash-is-loading=true]"))"""


@contextmanager
def redrawn(page: Page) -> Iterator[None]:
    """Do something, and wait where a dashboard follows its new address without another page being loaded."""
    before = page.evaluate(
        f"""() => {{
          window.isAsked = false;
          addEventListener("_dashprivate_pushstate", () => {{ window.isAsked = true; }}, {{ once: true }});
          return ({_ANSWERS})();
        }}"""
    )
    yield
    # Of another page nothing was asked.
    page.wait_for_function(_IS_REDRAWN, arg=before)


def settled_dashboard(page: Page) -> None:
    """Wait until every part of a dashboard is drawn."""
    path = urlsplit(page.url).path
    if path != PREFIX:
        # An organization has one page of its own, and none to choose from.
        expect(page.locator("#engagement-pictures h2, .page-choice").first).to_be_visible()
        if page.locator(".chart").count():
            expect(page.locator(".chart .main-svg").first).to_be_visible()
        expect(page.locator("[data-dash-is-loading=true]")).to_have_count(0)
        return
    expect(page.locator("#matrix, #not-known").first).to_be_visible()
    # Of a school of which nothing is known there is nothing to draw.
    if page.locator("#matrix").count():
        expect(page.locator("#growth-strips, #continuum-mix .main-svg").first).to_be_visible()
    expect(page.locator("#continuum-mix h2").last).to_be_visible()
    # The place of a chart is another element until the drawing library has come.
    expect(page.locator(".dash-graph--pending")).to_have_count(0)
    expect(page.locator("[data-dash-is-loading=true]")).to_have_count(0)
