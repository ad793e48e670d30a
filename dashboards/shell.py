"""The frame around every dashboard: one Dash application, the site's own page around it, its guards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, Protocol

from dash import Dash, Input, Output, dcc, html
from dash.exceptions import DependencyException
from flask import Flask, Response, abort, jsonify, request
from sqlalchemy.orm import Session, scoped_session

from dashboards import PREFIX, scripts
from dashboards.page import Fill, Page
from dashboards.pages import communication, continuum, engagement, partnerships, schools, year
from dashboards.pages.view import View
from dashboards.questions import read_question
from dashboards.reading import Reading
from dashboards.schools import Schools
from dashboards.still import stilled
from dashboards.theme import read_tokens
from models.school_years import SchoolYear
from models.scope import Scope

CALLBACK = f"{PREFIX}_dash-update-component"
# About the school in use, with its filters.
PAGES_OF_SCHOOLS: tuple[Page[View], ...] = (continuum.PAGE, communication.PAGE, partnerships.PAGE, year.PAGE)
# They stand in one choice of pages: all schools of a district, and the one in use.
PAGES_OF_PLACES: tuple[Page[Any], ...] = (schools.PAGE, *PAGES_OF_SCHOOLS)
PAGES: tuple[Page[Any], ...] = (*PAGES_OF_PLACES, engagement.PAGE)
PAGE_AT = {page.path: page for page in PAGES}
# Where the page in use stands.
PLACE = "dashboard-page"


class Frame(Protocol):
    """Renders the site's page around a dashboard; the arguments are Dash's pieces of HTML."""

    def __call__(self, **pieces: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Mounted:
    """A mounted dashboard application.

    Attributes:
        csp_hashes: Gives the hashes of Dash's inline scripts, known only once all callbacks are registered.
    """

    csp_hashes: Callable[[], list[str]]


def mount(
    server: Flask,
    *,
    frame: Frame,
    session: scoped_session[Session],
    scope: Callable[[], Scope],
    may: Callable[[str], bool],
    today: Callable[[], date],
    school_year: Callable[[], SchoolYear],
    schools: Callable[[str], Schools],
    stylesheet: Path,
    asked_of_alliances: Callable[[], Collection[str]],
) -> Mounted:
    """Mount the dashboards on a server, under `PREFIX`.

    Args:
        server: The application; it guards the prefix by sign-in before this is asked, and lets in whoever may open
            some page.
        frame: Renders the site's page around the dashboard.
        session: The request's session.
        scope: Gives the present reader's scope.
        may: Says whether the present reader has a permission.
        today: Gives the day that counts as today.
        school_year: Gives the school year of that day, as the reader's district counts it.
        schools: Gives the schools of the present reader's district as the query of an address asks for them.
        stylesheet: The file with the colour tokens.
        asked_of_alliances: Gives the keys of the practices that an alliance is told of.
    """

    class SiteDash(Dash):
        """Puts the site's own page around the Dash application."""

        def interpolate_index(self, **pieces: str) -> str:
            return frame(**{**pieces, "scripts": scripts.used(pieces["scripts"])})

        def callback(self, *asked: Any, **how: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
            register = super().callback(*asked, **how)

            def of(answer: Callable[..., Any]) -> Callable[..., Any]:
                @wraps(answer)
                def still(*given: Any, **named: Any) -> Any:
                    return stilled(answer(*given, **named))

                return register(still)  # type: ignore[no-any-return]

            return of

    app = SiteDash(
        __name__,
        server=server,
        url_base_pathname=PREFIX,
        assets_folder="assets",
        title="Dashboards",
        update_title=None,
        suppress_callback_exceptions=True,
        enable_mcp=False,
        add_log_handler=False,
    )
    # Static: Dash calls a layout *function* on the first request of any route, an anonymous one included.
    app.layout = html.Div([dcc.Location(id="url", refresh=False), html.Div(id=PLACE)])

    def open_pages() -> list[Page[Any]]:
        return [page for page in PAGES_OF_PLACES if may(page.permission)]

    @app.callback(Output(PLACE, "children"), Input("url", "pathname"))
    def show_page(path: str | None) -> Any:
        page = PAGE_AT.get(path or "")
        if page is None:
            return []  # only a request made by hand asks for it
        return page.layout() if may(page.permission) else abort(403)

    reading = Reading(
        session=session,
        scope=scope,
        today=today,
        school_year=school_year,
        tokens=read_tokens(stylesheet),
        may=may,
        schools=schools,
        asked_of_alliances=asked_of_alliances,
        pages=lambda: [(page.path, page.title) for page in open_pages()],
    )
    owners: dict[str, Page[Any]] = {}
    for page in PAGES:
        before = set(app.callback_map)
        for part, fill in page.parts.items():
            _answer(app, reading, page, part, fill)
        owners |= dict.fromkeys(set(app.callback_map) - before, page)
    scripts.serve_charts(server, PREFIX)
    _guard(server, app, owners, may)
    return Mounted(csp_hashes=lambda: list(app.csp_hashes()))


def _answer(app: Dash, reading: Reading, page: Page[Any], part: str, fill: Fill[Any]) -> None:
    """Register the one callback of a part."""

    @app.callback(Output(part, "children"), Input("url", "search"))
    def show(search: str | None) -> Any:
        return fill(reading, page.view(reading, search, page.path))


def _guard(server: Flask, app: Dash, owners: Mapping[str, Page[Any]], may: Callable[[str], bool]) -> None:
    """Answer malformed callbacks, and addresses that nothing has, as a mistake of the asker.

    Args:
        owners: The page of each callback, by its outputs; what several pages share is nobody's.
    """

    @server.before_request
    def refuse_other_addresses() -> None:
        # Dash alone shows its page at every address below its own.
        if request.url_rule is None or not request.url_rule.rule.startswith(PREFIX):
            return
        page = PAGE_AT.get(request.path)
        if page is None and request.url_rule.rule == f"{PREFIX}<path:path>":
            abort(404)
        if page is not None and not may(page.permission):
            abort(403)

    @server.before_request
    def refuse_malformed_callbacks() -> tuple[Response, int] | None:
        if request.path != CALLBACK:
            return None
        question = read_question(request.get_data(), app.callback_map) if request.is_json else None
        if question is None:
            return jsonify(error="This is not a question a dashboard asks."), 400
        page = owners.get(question.output)
        if page is not None and not may(page.permission):
            return jsonify(error="Your role does not open this dashboard."), 403
        return None

    @server.errorhandler(DependencyException)
    def no_such_asset(_problem: DependencyException) -> tuple[str, int]:
        return "Not found", 404
