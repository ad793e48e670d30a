"""The headers that tell a browser what a page may do, and how long answers may be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Flask, Response, request

from dashboards import PREFIX
from tracker.served_files import is_file

# What stands in frames of other people's pages.
EMBEDDED = "/embedded/"
SWITCHED_OFF = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")


def content_policy(path: str, *, script_hashes: Iterable[str] = ()) -> str:
    """Write the Content-Security-Policy of a page.

    Args:
        path: The page's path. Charts inject their own styles, so the dashboards may; no other page.
        script_hashes: Hashes of the inline scripts that the dashboards' own renderer writes.
    """
    if is_file(path):
        return "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"  # no page: what it is used in has its own
    if path.startswith(EMBEDDED):
        # Numbers without a script, a form or a link: any website may show them in a frame.
        shown = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'"
        return f"{shown}; frame-ancestors *; base-uri 'none'"
    on_dashboards = path.startswith(PREFIX)
    scripts = " ".join(["'self'", *(script_hashes if on_dashboards else ())])
    styles = "'self' 'unsafe-inline'" if on_dashboards else "'self'"
    images = "'self' data: blob:" if on_dashboards else "'self' data:"
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src {images}; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def set_headers(app: Flask, *, is_secure: bool, script_hashes: Callable[[], Iterable[str]]) -> None:
    """Give every answer of the application its protective headers.

    Args:
        is_secure: Whether people reach the product over HTTPS.
        script_hashes: Asked at answer time, because the dashboards register inline scripts late.
    """

    always = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in SWITCHED_OFF),
    }
    if is_secure:
        always["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        hashes = script_hashes() if request.path.startswith(PREFIX) and not is_file(request.path) else ()
        headers.extend(always)  # nothing else gives them
        if request.path.startswith(EMBEDDED):
            del headers["X-Frame-Options"]
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        headers["Content-Security-Policy"] = content_policy(request.path, script_hashes=hashes)
        if not (is_file(request.path) and response.status_code in (200, 304)):
            headers["Cache-Control"] = "no-store"
        return response
