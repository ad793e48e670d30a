"""Where the Dash dashboards meet the rest: one mount, one guard for every path below their prefix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, Response, abort, jsonify, redirect, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from dashboards import PREFIX
from dashboards.addresses import ENGAGEMENT
from dashboards.shell import PAGES, mount
from models.wording import day_words
from seed.alliance_why import load_to_dos
from tracker.alliances.own_page import framed
from tracker.came_from import came_from
from tracker.clock import school_year, today
from tracker.district.scope import name_of_district
from tracker.district.shown import schools_asked
from tracker.extensions import db
from tracker.permissions import can
from tracker.reader import reader
from tracker.roles import Permission
from tracker.years.printed import foot_styles

# Whoever has one of these opens some page.
OPENS = frozenset(Permission(page.permission) for page in PAGES)
# Pages with more around their charts than what all have.
FRAMES: dict[str, Callable[..., str]] = {ENGAGEMENT: framed}
# Scripts and styles, alike for everybody.
OPEN = (f"{PREFIX}_dash-component-suites/", f"{PREFIX}assets/", f"{PREFIX}_favicon.ico")


def guard_dashboards(app: Flask) -> None:
    """Guard every path of the dashboards, Dash's own and its catch-all included.

    Register it before the CSRF check: a callback of somebody signed out answers 401, which the page can explain.
    """

    @app.before_request
    def guard() -> Any:
        path = request.path
        if not path.startswith(PREFIX) or path.startswith(OPEN):
            return None
        is_page = request.method == "GET" and not path[len(PREFIX) :].startswith("_")
        if not current_user.is_authenticated:
            if is_page:
                return redirect(url_for("accounts.login", next=request.full_path.rstrip("?")))
            return jsonify(error="Sign in first."), 401
        # Which page a question belongs to, and who may ask it, the dashboards tell themselves.
        if not any(can(permission) for permission in OPENS):
            if is_page:
                abort(403)
            return jsonify(error="Your role does not open the dashboards."), 403
        return None

    @app.after_request
    def hand_out_token(response: Response) -> Response:
        if request.path.startswith(PREFIX) and response.mimetype == "text/html" and current_user.is_authenticated:
            # Dash copies this cookie into the X-CSRFToken header of every callback.
            response.set_cookie(
                "_csrf_token",
                generate_csrf(),
                path=PREFIX,
                samesite="Strict",
                secure=app.config["SESSION_COOKIE_SECURE"],
                httponly=False,
            )
        return response


def mount_dashboards(app: Flask) -> Callable[[], Iterable[str]]:
    """Mount the dashboards below their prefix.

    Returns:
        What gives the hashes of the inline scripts that the dashboards write, asked at answer time.
    """

    def frame(**pieces: str) -> str:
        # On every sheet, for a sheet may be all that somebody has of it.
        day = day_words(today())
        # The page of a district's schools is none of the school in use; from one to the other nothing is loaded anew.
        schools = {"schools": f"{name_of_district()} · {day}"} if can(Permission.DISTRICT_SEE) else {}
        foot = foot_styles(f"{reader().place.name} · {day}", **schools)
        written = {name: Markup(piece) for name, piece in {**pieces, "foot": foot}.items()}  # noqa: S704
        around = FRAMES.get(request.path)
        return around(**written) if around else render_template("dash.html", back=came_from(), **written)

    mounted = mount(
        app,
        frame=frame,
        session=db.session,  # type: ignore[arg-type]  # it is the scoped one; see Database
        scope=lambda: reader().scope,
        may=can,
        today=today,
        school_year=school_year,
        schools=schools_asked,
        stylesheet=Path(app.root_path) / "static" / "css" / "tokens.css",
        asked_of_alliances=lambda: load_to_dos().keys(),
    )
    return mounted.csp_hashes
