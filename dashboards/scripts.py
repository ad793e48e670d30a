"""Which scripts a dashboard's page loads: Dash's own without what no page here shows, and the small Plotly bundle."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, request, send_file

# Scatter, bar and pie, a quarter of the whole: all that the figures draw. Its version is that of the Python package.
CHARTS = Path(__file__).parent / "vendor" / "plotly-basic.min.js"
# The same, pressed once as small as brotli can make it: that takes seconds, too long for the first who asks.
PRESSED = CHARTS.with_name(f"{CHARTS.name}.br")
# Dash writes its own table into every page; no page shows one. Its fill-ins for old browsers are for such as read none
# of our scripts; the one thing of them that Dash itself uses comes as `assets/regenerator.min.js`.
UNUSED = ("/dash_table/bundle.", "/deps/polyfill@")


def used(tags: str) -> str:
    """Leave out the scripts that nothing here uses.

    Args:
        tags: Dash's script elements, one in a line.
    """
    return "\n".join(tag for tag in tags.splitlines() if not any(part in tag for part in UNUSED))


def serve_charts(server: Flask, prefix: str) -> None:
    """Answer Dash's question for the chart library with the small bundle.

    Dash asks for the whole one (4.8 MB) when the first chart is drawn, under an address that is written into its own
    script; an address without variables goes before the one under which Dash serves all files of its packages.
    """

    @server.get(f"{prefix}_dash-component-suites/plotly/package_data/plotly.min.js")
    def chart_library() -> Response:
        if not request.accept_encodings["br"]:
            return send_file(CHARTS, mimetype="text/javascript", conditional=True, max_age=0)
        answer = send_file(PRESSED, mimetype="text/javascript", conditional=True, max_age=0)
        answer.headers["Content-Encoding"] = "br"
        answer.vary.add("Accept-Encoding")
        return answer
