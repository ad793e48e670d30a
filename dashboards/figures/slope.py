"""Slopes: where each indicator stood on one day and where it stands on another, a line between the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from markupsafe import Markup

from dashboards.figures.drawing import drawing, linked, tag, text

WIDTH, ROW, GAP, HEAD = 840, 24, 12, 34
LEFT, RIGHT = 214, 450
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


def _places(slopes: Sequence[Slope]) -> tuple[dict[str, float], dict[str, float]]:
    """Give each indicator its height on both sides: levels in bands alike on both, what stayed first in each."""
    then: dict[str, float] = {}
    now: dict[str, float] = {}
    y = float(HEAD + ROW / 2)
    for level in sorted({one.before for one in slopes} | {one.after for one in slopes}, reverse=True):
        stayed = [one.name for one in slopes if one.before == one.after == level]
        left = stayed + [one.name for one in slopes if one.before == level != one.after]
        right = stayed + [one.name for one in slopes if one.after == level != one.before]
        then |= {name: y + place * ROW for place, name in enumerate(left)}
        now |= {name: y + place * ROW for place, name in enumerate(right)}
        y += max(len(left), len(right)) * ROW + GAP
    return then, now


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
    then, now = _places(slopes)
    height = max(*then.values(), *now.values()) + ROW
    head = [
        text(days[0], LEFT, HEAD / 2 - 4, muted=tokens["muted"], end=True),
        text(days[1], RIGHT, HEAD / 2 - 4, muted=tokens["muted"]),
    ]
    names = [_level(slopes, then, level, words, tokens) for level, words in levels.items()]
    # What moved lies over what did not.
    lines = [
        _line(one, then[one.name], now[one.name], tokens)
        for one in sorted(slopes, key=lambda one: one.before != one.after)
    ]
    inner = Markup("").join([*head, *names, *lines])
    return drawing(name, inner, width=WIDTH, height=height, label=label)


def _level(slopes: Sequence[Slope], then: dict[str, float], level: int, words: str, tokens: dict[str, str]) -> Markup:
    heights = [then[one.name] for one in slopes if one.before == level]
    if not heights:
        return Markup("")
    first, last = min(heights), max(heights)
    bar = tag(
        "rect", x=LEFT - 18, y=first - ROW / 2 + 2, width=8, height=last - first + ROW - 4, rx=2,
        fill=tokens[f"l{level}"] if level else tokens["wash"], class_=f"f{level}",
    )  # fmt: skip
    return bar + text(words, LEFT - 26, (first + last) / 2, end=True)


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
