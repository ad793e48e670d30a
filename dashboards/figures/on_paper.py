"""Charts of Plotly's drawn without a browser, for paper and for other people's pages: bars, and networks of lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from dashboards.figures.drawing import tag, text
from dashboards.theme import FONT

WIDTH, NAME, ROW, TEXT = 640, 216, 34, 8.0
NETWORK_WIDTH = 760


def picture_of(figure: Mapping[str, Any], *, label: str) -> Markup:
    """Draw a figure as SVG.

    Args:
        figure: As the functions of this package give it, as plain data.
        label: Its name for those who do not see it.
    """
    traces: Sequence[Mapping[str, Any]] = figure["data"]
    if traces and traces[0]["type"] == "bar":
        inner, width, height = _bars(traces, figure["layout"])
    else:
        inner, width, height = _points(traces, figure["layout"])
    return tag(
        "svg", inner, xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width} {round(height)}", width=width,
        height=round(height), font_family=FONT, font_size=14, role="img", aria_label=label,
    )  # fmt: skip


def _bars(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> tuple[Markup, int, float]:
    names = list(traces[0]["y"])
    stacked = layout.get("barmode") == "stack"
    each = 1 if stacked else len(traces)
    # What stands at the end of a stacked bar is noted there, and not as the text of a part.
    ends = {one["y"]: one["text"] for one in layout.get("annotations", ()) if one.get("xref") != "paper"}
    longest = max((len(str(words)) for one in traces for words in (*one.get("text", ()), *ends.values())), default=0)
    amounts = [[float(one) for one in trace["x"]] for trace in traces]
    most = max((sum(row) if stacked else max(row) for row in zip(*amounts, strict=True)), default=1) or 1
    unit = (WIDTH - NAME - longest * TEXT - 16) / most
    row = ROW + 18 * (each - 1)
    drawn: list[Markup] = []
    for at, name in enumerate(names):
        top, x = at * row + 4.0, float(NAME)
        drawn += _name(name, top + (row - 8) / 2)
        for place, trace in enumerate(traces):
            y = top + (0 if stacked else place * 20)
            length = amounts[place][at] * unit
            marker = trace["marker"]
            drawn.append(
                tag(
                    "rect",
                    x=x,
                    y=y + 2,
                    width=length,
                    height=16,
                    rx=2,
                    fill=marker["color"],
                    stroke=marker.get("line", {}).get("color"),
                )
            )
            if said := (trace.get("text") or [""] * len(names))[at]:
                drawn.append(text(said, x + length + 6, y + 10))
            x += length if stacked else 0
        if name in ends:
            drawn.append(text(ends[name], x + 6, top + 10))
    return Markup("").join(drawn), WIDTH, row * len(names) + 8


def _name(name: str, y: float) -> list[Markup]:
    """Write a name beside its bar, in two lines where it is long."""
    room = int((NAME - 10) / TEXT)
    if len(name) <= room:
        return [text(name, NAME - 8, y, end=True)]
    cut = name.rfind(" ", 0, room)
    first, rest = (name[:cut], name[cut + 1 :]) if cut > 0 else (name[:room], name[room:])
    shown = rest if len(rest) <= room else f"{rest[: room - 1]}…"
    return [text(first, NAME - 8, y - 7, end=True), text(shown, NAME - 8, y + 8, end=True)]


def _points(traces: Sequence[Mapping[str, Any]], layout: Mapping[str, Any]) -> tuple[Markup, int, float]:
    height, width = float(layout["height"]), NETWORK_WIDTH
    left, right = layout["xaxis"]["range"]
    bottom, top = layout["yaxis"]["range"]

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - left) / (right - left) * width, (y - top) / (bottom - top) * height

    drawn: list[Markup] = []
    for trace in traces:
        if trace["mode"] == "lines":
            drawn += _lines(trace, at)
            continue
        below = trace.get("textposition", "").startswith("bottom")
        for place, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
            cx, cy = at(x, y)
            drawn.append(tag("circle", cx=cx, cy=cy, r=trace["marker"]["size"] / 2, fill=trace["marker"]["color"]))
            if "text" in trace:
                dx, dy = (-8, 14) if below else (8, -10)
                drawn.append(text(trace["text"][place], cx + dx, cy + dy, end=below))
    return Markup("").join(drawn), width, height


def _lines(trace: Mapping[str, Any], at: Any) -> list[Markup]:
    drawn, look = [], trace["line"]
    points = list(zip(trace["x"], trace["y"], strict=True))
    for (x1, y1), (x2, y2), _ in zip(points[::3], points[1::3], points[2::3], strict=True):
        (ax, ay), (bx, by) = at(x1, y1), at(x2, y2)
        drawn.append(
            tag(
                "line",
                x1=ax,
                y1=ay,
                x2=bx,
                y2=by,
                stroke=look["color"],
                stroke_width=look["width"],
                stroke_dasharray="2 4" if look["dash"] == "dot" else None,
            )
        )
    return drawn
