"""A real browser before the real application, on the demo district.

`demo` serves one database that tests only read. `fresh_demo` serves a copy that belongs to one test, which may write.
`page` and `page_as` are strict: an error in the console or the page, or a request that leaves this machine, fails the
test that made it.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect, sync_playwright
from werkzeug.serving import make_server

from tests.factories import TODAY
from tracker import create_app
from tracker.config import Settings
from tracker.demo_accounts import DOMAIN, PASSWORD
from tracker.demo_cli import prepare
from tracker.extensions import db

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds
PageAs = Callable[[str], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of this folder on one worker: they share a browser and a served demo district."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("browser"))


@dataclass(frozen=True)
class Served:
    """A running application.

    Attributes:
        url: Where it answers, without a slash at the end.
        app: The application itself, to look into its database.
    """

    url: str
    app: Flask


@contextmanager
def serve(settings: Settings) -> Iterator[Served]:
    """Serve an application on a free port of this machine."""
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Make the demo district once, on a fixed day."""
    settings = Settings(testing=True, demo=True, data_dir=tmp_path_factory.mktemp("demo"), today=TODAY)
    prepare(settings)
    return settings


@pytest.fixture(scope="session")
def demo(demo_settings: Settings) -> Iterator[Served]:
    """Serve the demo district to tests that change nothing."""
    with serve(demo_settings) as served:
        yield served


@pytest.fixture
def fresh_demo(demo_settings: Settings, tmp_path: Path) -> Iterator[Served]:
    """Serve a copy of the demo district that this test may change."""
    folder = tmp_path / "data"
    shutil.copytree(demo_settings.data_dir, folder)
    with serve(replace(demo_settings, data_dir=folder)) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one browser of all tests; the environment variable CHROMIUM says where it is."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or "/usr/bin/chromium", args=FLAGS
        )
        yield browser
        browser.close()


@contextmanager
def strict_page(browser: Browser, url: str, state: StorageState | None = None) -> Iterator[Page]:
    """Open a page in a context of its own that fails on errors and on requests to elsewhere."""
    context: BrowserContext = browser.new_context(storage_state=state)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "request",
        lambda request: None if request.url.startswith((url, "data:", "blob:")) else problems.append(request.url),
    )
    try:
        yield page
    finally:
        context.close()
    assert problems == []


def sign_in(page: Page, url: str, name: str) -> None:
    """Sign in as one of the demo accounts.

    Args:
        page: Any page of the browser.
        url: Where the application answers.
        name: The account's name before the @.
    """
    page.goto(f"{url}/login")
    page.locator("input[name=email]").fill(f"{name}{DOMAIN}")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")
    expect(page).not_to_have_url(f"{url}/login")


@pytest.fixture
def page(browser: Browser, demo: Served) -> Iterator[Page]:
    """A page of somebody who is not signed in, on the demo that is only read."""
    with strict_page(browser, demo.url) as page:
        yield page


@pytest.fixture(scope="session")
def signed_in_states(browser: Browser, demo: Served) -> Callable[[str], StorageState]:
    """Sign every account in once, and remember its cookies."""
    states: dict[str, StorageState] = {}

    def state_of(name: str) -> StorageState:
        if name not in states:
            with strict_page(browser, demo.url) as page:
                sign_in(page, demo.url, name)
                states[name] = page.context.storage_state()
        return states[name]

    return state_of


@pytest.fixture
def page_as(
    browser: Browser, demo: Served, signed_in_states: Callable[[str], StorageState]
) -> Iterator[Callable[[str], Page]]:
    """Open pages signed in as a demo account (`point`, `slt`, `alliance` ...), on the demo that is only read."""
    opened: list[Iterator[Page]] = []

    def open_as(name: str) -> Page:
        generator = _pages(browser, demo.url, signed_in_states(name))
        opened.append(generator)
        return next(generator)

    yield open_as
    for generator in opened:
        next(generator, None)


def _pages(browser: Browser, url: str, state: StorageState) -> Iterator[Page]:
    with strict_page(browser, url, state) as page:
        yield page
