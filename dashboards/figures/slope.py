"""Slopes: where each indicator stood on one day and where it stands on another, a line between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from markupsafe import Markup

from dashboards.figures.drawing import drawing, linked, tag, text

# Narrow enough for a phone: levels stand over the names of their indicators, which begin early.
WIDTH, ROW, LEVEL, GAP, HEAD = 480, 24, 20, 4, 34
EDGE, LEFT, RIGHT = 4, 20, 124
DOT = 5


@dataclass(frozen=True, slots=True)
class Slope:
    """One indicator on both days.

    Attributes:
        before: Level of the first day, 0 to 5.
        after: Level of the second.
        said: Both in words.
        then_href: What was on record on the first day.
        now_href: What is on the second.
    """

    name: str
    before: int
    after: int
    said: str
    then_href: str
    now_href: str


def _places(slopes: Sequence[Slope]) -> tuple[dict[int, float], dict[str, float], dict[str, float]]:
    """Give each level its height, and each indicator its own on both sides: bands alike, what stayed first in each."""
    bands: dict[int, float] = {}
    then: dict[str, float] = {}
    now: dict[str, float] = {}
    y = float(HEAD + ROW / 2)
    for level in sorted({one.before for one in slopes} | {one.after for one in slopes}, reverse=True):
        bands[level] = y
        y += LEVEL
        stayed = [one.name for one in slopes if one.before == one.after == level]
        left = stayed + [one.name for one in slopes if one.before == level != one.after]
        right = stayed + [one.name for one in slopes if one.after == level != one.before]
        then |= {name: y + place * ROW for place, name in enumerate(left)}
        now |= {name: y + place * ROW for place, name in enumerate(right)}
        y += max(len(left), len(right)) * ROW + GAP
    return bands, then, now


def slope_lines(
    slopes: Sequence[Slope],
    levels: dict[int, str],
    days: tuple[str, str],
    tokens: dict[str, str],
    *,
    name: str,
    label: str,
) -> html.Div:
    """Draw the slopes; rises and falls are strong, what stayed is light.

    Args:
        slopes: At least one.
        levels: Names of the levels, 0 for none.
        days: Both days in words.
        tokens: Colour tokens.
    """
    bands, then, now = _places(slopes)
    height = max(*then.values(), *now.values()) + ROW
    head = [
        text(days[0], EDGE, HEAD / 2 - 4, muted=tokens["muted"]),
        text(days[1], RIGHT, HEAD / 2 - 4, muted=tokens["muted"]),
    ]
    bars = [_bar(slopes, then, level, tokens) for level in bands]
    # On the right no line crosses them.
    names = [text(levels[level], RIGHT + 12, y + 2, muted=tokens["muted"]) for level, y in bands.items()]
    # What moved lies over what did not.
    lines = [
        _line(one, then[one.name], now[one.name], tokens)
        for one in sorted(slopes, key=lambda one: one.before != one.after)
    ]
    inner = Markup("").join([*head, *names, *bars, *lines])
    return drawing(name, inner, width=WIDTH, height=height, label=label)


def _bar(slopes: Sequence[Slope], then: dict[str, float], level: int, tokens: dict[str, str]) -> Markup:
    heights = [then[one.name] for one in slopes if one.before == level]
    if not heights:
        return Markup("")
    first, last = min(heights), max(heights)
    return tag(
        "rect", x=EDGE, y=first - ROW / 2 + 2, width=6, height=last - first + ROW - 4, rx=2,
        fill=tokens[f"l{level}"] if level else tokens["wash"], class_=f"f{level}",
    )  # fmt: skip


def _line(one: Slope, y1: float, y2: float, tokens: dict[str, str]) -> Markup:
    look = "rose" if one.after > one.before else "fell" if one.after < one.before else "stayed"
    color = {"rose": tokens["l4"], "fell": tokens["bad"], "stayed": tokens["line"]}[look]
    stroke = tag(
        "path", d=f"M{LEFT},{y1:.0f}L{RIGHT},{y2:.0f}", stroke=color, fill="none", class_=look,
        stroke_width=1 if look == "stayed" else 3,
    )  # fmt: skip
    now = one.after
    dot = tag(
        "circle", cx=RIGHT, cy=y2, r=DOT, fill=tokens[f"l{now}"] if now else tokens["wash"], stroke=tokens["l4"],
        class_=f"f{now} edge",
    )  # fmt: skip
    sign = {"rose": "▲ ", "fell": "▼ ", "stayed": ""}[look]
    words = text(f"{sign}{one.name}", RIGHT + 12, y2, bold=look != "stayed")
    was = tag(
        "circle", cx=LEFT, cy=y1, r=DOT, fill=tokens[f"l{one.before}"] if one.before else tokens["wash"],
        stroke=tokens["l4"], class_=f"f{one.before} edge",
    )  # fmt: skip
    return (
        stroke + linked(one.then_href, f"{one.said}, then", was) + linked(one.now_href, f"{one.said}, now", dot, words)
    )
