"""What every page needs: addresses of static files, the reader, the menu."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import clock, navigation, scripts
from tracker.address_parts import asking_the_same
from tracker.asked_parts import parts_left_out
from tracker.came_from import back_or, came_from, way_back
from tracker.one_line import line_read
from tracker.permissions import can, public
from tracker.reader import reader_if_any
from tracker.served_files import fingerprint

FOLDER = Path(__file__).parent / "static"
# Written in parts by what they dress, served as one, in this order: a later part wins.
STYLES = (
    "tokens",
    "base",
    "frame",
    "forms",
    "lists",
    "pieces",
    "records",
    "why",
    "activities",
    "imports",
    "dashboards",
    "charts",
    "years",
    "report",
    "actions",
    "district",
    "alliances",
    "alliance-report",
    "help",
    "touch",
    "frame-print",
    "print",
)
STYLESHEET = "/static/site.css"


def trust_proxies(app: Flask, number: int) -> None:
    """Believe the caller's address, host and scheme as told by this many proxies; none by default."""
    if number:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=number, x_proto=number, x_host=number)  # type: ignore[method-assign]


@cache
def _fingerprint(name: str) -> str:
    return fingerprint((FOLDER / name).read_bytes())


def styles_named(*names: str) -> list[str]:
    """Read some of the style sheet's parts, for what is laid out without a browser."""
    return [(FOLDER / "css" / f"{name}.css").read_text(encoding="utf-8") for name in names]


@cache
def _joined_styles() -> bytes:
    return "".join(styles_named(*STYLES)).encode()


def static(name: str) -> str:
    """Give the address of a static file; it changes with the content, so that browsers may keep it."""
    folder, _, script = name.rpartition("/")
    return scripts.address(script) if folder == "js" else url_for("static", filename=name, v=_fingerprint(name))


def stylesheet() -> str:
    """Give the address of the one style sheet; like all of `static`, it changes with the content."""
    return f"{STYLESHEET}?v={fingerprint(_joined_styles())}"


@cache
def bundle() -> str:
    """Give the mark of all scripts and styles together: a device that keeps pages asks anew once it is another."""
    return fingerprint(b"".join([_joined_styles(), *map(scripts.script, scripts.all_scripts())]))


def files_of_pages() -> list[str]:
    """List the addresses of what pages are made of, as pages and scripts name them."""
    return [stylesheet(), static("img/mark.svg"), *map(scripts.address, scripts.all_scripts())]


def _context() -> dict[str, Any]:
    who = reader_if_any()
    return {
        "signed_in": who is not None,
        "who": who,
        "log_href": url_for("activities.log") if who else None,
        "home_href": url_for("accounts.start" if who else "accounts.login"),
    }


def register(app: Flask) -> None:
    """Give the templates what they all use, and browsers their icon."""
    app.jinja_env.globals.update(
        can=can, menu=navigation.menu, submenu=navigation.submenu, static=static, stylesheet=stylesheet,
        today=clock.today, came_from=came_from, back_or=back_or, way_back=way_back, line_read=line_read,
        parts_left_out=parts_left_out, asking_the_same=asking_the_same, bundle=bundle,
    )  # fmt: skip
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.context_processor(_context)

    @app.get("/favicon.ico")
    @public
    def favicon() -> ResponseReturnValue:
        return redirect(static("img/mark.svg"))

    @app.get(STYLESHEET)
    @public
    def joined_styles() -> ResponseReturnValue:
        return Response(_joined_styles(), mimetype="text/css")
