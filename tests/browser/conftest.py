"""A real browser before the real application.

`page` is somebody who is not signed in, before a database with the cast of the tests and what the module's `fill` adds
to it. `demo` serves the demo district, which tests only read, and `page_as` opens it signed in as a demo account.
Every page is watched: what no page may do fails the test, see `tests.browser.visits.Watch`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import WSGIRequestHandler, make_server

from models.assessments import LogStart
from models.database import make_engine
from models.tables import metadata
from seed.loader import load_catalogue_rows
from tests.browser.visits import Fill, Watch, opened
from tests.cast import bring_in, school_named
from tests.factories import TODAY
from tests.html_checker import check_pages
from tracker import create_app
from tracker.config import Settings
from tracker.demo_accounts import DOMAIN, PASSWORD
from tracker.demo_cli import prepare
from tracker.extensions import db
from tracker.web_extensions import limiter

PageAs = Callable[[str], Page]
# Near the end of the demo's third school year, whose records end a few days before the day it is made on.
DEMO_DAY = date(2026, 5, 20)
KEY = "a-secret-of-the-browser-tests-only"
CHROMIUM = Path(os.environ.get("CHROMIUM") or "/usr/bin/chromium")
# Playwright switches these off; of two such lists only the last one counts.
NOT_WANTED = [
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch",
    # Every window loads two pages of the browser's own for its address bar: half of what opening one costs.
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup",
    # A process kept ready for a page that most tests never open.
    "SpareRendererForSitePerProcess",
]  # fmt: skip
FLAGS = [
    f"--disable-features={','.join(NOT_WANTED)}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a module's tests on one worker: they share what is served to them.

    First, because whoever hands out the tests reads the groups in the same hook.
    """
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group(f"browser-{item.path.stem}"))


@dataclass(frozen=True)
class Served:
    """A running application.

    Attributes:
        url: Where it answers, without a slash at the end.
        app: The application itself, to look into its database.
    """

    url: str
    app: Flask


class Quiet(WSGIRequestHandler):
    """Answers without a line for every request."""

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Say nothing."""


@contextmanager
def serve(settings: Settings) -> Iterator[Served]:
    """Serve an application on a free port of this machine.

    Raises:
        AssertionError: At the end, if a page was served that a checker of HTML refuses.
    """
    app = create_app(settings)
    wrong = check_pages(app)
    limiter.reset()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
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
    assert not wrong, "\n".join(wrong)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, one for the run. Its absence is a failure, never a reason to skip."""
    if not CHROMIUM.exists():
        pytest.fail(
            f"No browser at {CHROMIUM}: install Chromium (on Debian: apt-get install chromium) or set CHROMIUM.",
            pytrace=False,
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def fill() -> Fill:
    """What a module's tests find logged; nothing, unless the module says so."""
    return lambda _session: None


@pytest.fixture(scope="module")
def site(fill: Fill, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a database with the rules, the cast, and what the module adds, as people use it: CSRF checks included."""
    folder = tmp_path_factory.mktemp("site")
    engine = make_engine(f"sqlite:///{folder / 'continuum.db'}")
    metadata.create_all(engine)
    with Session(engine) as session:
        load_catalogue_rows(session)
        bring_in(session)
        session.add(LogStart(school=school_named(session), from_on=TODAY - timedelta(days=730)))
        fill(session)
        session.commit()
    engine.dispose()
    with serve(Settings(secret_key=KEY, data_dir=folder, today=TODAY)) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, site: Served) -> Iterator[tuple[Page, Watch]]:
    """A page of somebody who is not signed in, and what is watched there."""
    with opened(browser, site.url) as visit:
        yield visit


@pytest.fixture
def page(visit: tuple[Page, Watch]) -> Page:
    """A page of somebody who is not signed in."""
    return visit[0]


@pytest.fixture
def watch(visit: tuple[Page, Watch]) -> Watch:
    """What watches the page, for tests that provoke a refusal on purpose."""
    return visit[1]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the demo district, made once, to tests that change nothing."""
    settings = Settings(secret_key=KEY, demo=True, data_dir=tmp_path_factory.mktemp("demo"), today=DEMO_DAY)
    prepare(settings)
    with serve(settings) as served:
        yield served


@pytest.fixture(scope="session")
def demo_states(browser: Browser, demo: Served) -> Callable[[str], StorageState]:
    """Sign every demo account in once, and remember its cookies."""
    states: dict[str, StorageState] = {}

    def state_of(name: str) -> StorageState:
        if name not in states:
            with opened(browser, demo.url) as (page, _watch):
                page.goto("/login")
                page.get_by_label("E-mail").fill(f"{name}{DOMAIN}")
                page.get_by_label("Password", exact=True).fill(PASSWORD)
                page.get_by_role("button", name="Sign in").click()
                expect(page.locator("header details.drop")).to_be_visible()
                states[name] = page.context.storage_state()
        return states[name]

    return state_of


@pytest.fixture
def page_as(browser: Browser, demo: Served, demo_states: Callable[[str], StorageState]) -> Iterator[PageAs]:
    """Open pages of the demo district, signed in as one of its accounts (`point`, `slt`, `alliance` ...)."""
    with ExitStack() as pages:
        yield lambda name: pages.enter_context(opened(browser, demo.url, storage_state=demo_states(name)))[0]
