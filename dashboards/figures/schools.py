"""Schools beside one another: a line each, a cell an indicator in the tint of its level, and how the whole went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from markupsafe import Markup

from dashboards.figures.drawing import tag

# The line's own measures; the page draws it as large as it likes.
WIDE, HIGH, HIGHEST = 100, 24, 5
# All forms of the page are this one of the frame around it: whoever presses goes to a school, and may.
ENTER = "enter"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one column.

    Attributes:
        href: Sorts the schools by it, or turns their order round.
        sorted: As `aria-sort` says it; empty where they are sorted otherwise.
    """

    name: str
    href: str
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One indicator of one school; without a level it is too early to say anything.

    Attributes:
        level: 0 to 5.
        moved: By how many levels it rose within the year, negative where it fell.
        onward: Where a press leads, at that school.
    """

    level: int | None = None
    name: str = ""
    moved: int = 0
    onward: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One school.

    Attributes:
        trend: The mean of its levels, month by month, 0 to 5; empty where it is too early.
        told: The same in words.
    """

    school_id: int
    name: str
    onward: str
    cells: tuple[Cell, ...]
    trend: tuple[float, ...]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Schools under one heading, with how many there are of them in all; without words there is none."""

    name: str
    total: int
    lines: tuple[Line, ...]


def entering(school_id: int, onward: str, words: Any, **look: str) -> html.Button:
    """Make what enters a school and goes on to one of its pages: a form, for it changes where the reader works."""
    return html.Button(words, name="place", value=f"s{school_id}", formAction=onward, form=ENTER, **look)


def schools_table(
    groups: Sequence[Group], blocks: Sequence[tuple[str, int]], heads: tuple[Head, Sequence[Head]], *, in_words: bool
) -> html.Table:
    """Build the table.

    Args:
        blocks: Name of each desired outcome, and how many columns are its.
        heads: The head of the names, and those of the indicators.
        in_words: There is room for the levels' names.
    """
    names, indicators = heads
    outcomes = [html.Th(name, scope="colgroup", colSpan=many, className="block") for name, many in blocks]
    titles = [_head(names, className="name"), *map(_head, indicators), html.Th("Two years", className="trend")]
    return html.Table(
        [
            html.Caption("Each school's level in each indicator", className="sr-only"),
            html.Colgroup(
                [html.Col(className="name"), html.Col(span=str(len(indicators))), html.Col(className="trend")]
            ),
            html.Thead(
                [html.Tr([html.Td(), *outcomes, html.Td()], **{"data-aside": ""}), html.Tr(titles)],
            ),
            *(html.Tbody([*_heading(one, len(indicators)), *(_line(line, in_words) for line in one.lines)])
              for one in groups),
        ],
        className="schools few" if in_words else "schools",
        id="schools",
    )  # fmt: skip


def _head(head: Head, **look: str) -> html.Th:
    said = {"aria-sort": head.sorted} if head.sorted else {}
    return html.Th(dcc.Link(head.name, href=head.href, title="Sort by this"), scope="col", **look, **said)


def _heading(group: Group, columns: int) -> list[html.Tr]:
    if not group.name:
        return []
    said = [f"{group.name} ", html.Span(str(group.total), className="muted")]
    words = html.Th(said, scope="rowgroup", colSpan=columns + 2)
    return [html.Tr(words, className="of-rank", **{"data-aside": ""})]


def _line(line: Line, in_words: bool) -> html.Tr:
    name = html.Th(
        entering(line.school_id, line.onward, line.name, className="linkish-inline"), scope="row", className="name"
    )
    cells = [_cell(line, cell, in_words) for cell in line.cells]
    trend = html.Td(_sparkline(line), className="trend", **{"data-name": line.told})
    return html.Tr([name, *cells, trend])


def _cell(line: Line, cell: Cell, in_words: bool) -> html.Td:
    if cell.level is None:
        unseen = html.Span("too early to say", className="sr-only")
        return html.Td(unseen, className="early", **{"data-name": "too early to say"})
    moved = f", {'rose' if cell.moved > 0 else 'fell'} by {abs(cell.moved)}" if cell.moved else ""
    hidden = {"aria-hidden": "true"}
    shown: list[Any] = [html.Span(f"{cell.name}{moved}", className="sr-only")]
    if in_words:
        shown.append(html.Span(cell.name, className="word", **hidden))
    shown.append(html.Span(str(cell.level or "–"), className="digit", **hidden))
    if moved:
        shown.append(html.Span(" ▲" if cell.moved > 0 else " ▼", **hidden))
    press = entering(line.school_id, cell.onward, shown, title=f"{line.name}: {cell.name}{moved}")
    return html.Td(press, className=f"s{cell.level}", **{"data-name": f"{cell.name}{moved}"})


def _sparkline(line: Line) -> Markup | str:
    if not line.trend:
        return ""
    step = WIDE / max(len(line.trend) - 1, 1)
    points = " ".join(f"{at * step:.1f},{HIGH - mean / HIGHEST * HIGH:.1f}" for at, mean in enumerate(line.trend))
    drawn = tag("polyline", points=points, fill="none", stroke="currentColor")
    base = tag("line", x1=0, y1=HIGH, x2=WIDE, y2=HIGH)
    return tag(
        "svg", base, drawn, viewBox="-2 -2 104 28", preserveAspectRatio="none", role="img",
        aria_label=f"Mean of all levels: {line.told}",
    )  # fmt: skip
