"""The continuum matrix: indicators down, levels across, the share of each level's parts in its cell.

It is a table and not a drawing: every number is text, every cell a link, and a screen reader walks it.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dash import html

from models.queries.year_reports import short_level
from models.wording import counted, day_of_year_words, day_words, noun, number_word, percent_words


class Mark(enum.Enum):
    """How the supported level is there: its sign, and what it says to those who do not see it."""

    RECORDS = "●", "what our records show"
    HELD = "◐", "counted for now: it was there not long ago and is not there any more"
    CARRIED = "◒", "carried: a higher level was reached not long ago"


FIRST = 1
RATED, DESIRED = "○", "◇"
SAID = {RATED: "what the team said", DESIRED: "what the team wants"}
IS_THERE, TEAM, FALLS = "✓", "?", "▼"
GHOST, ROSE, FELL = "◌", "▲ rose", "▼ fell"


@dataclass(frozen=True, slots=True)
class Lane:
    """One cell's part of an arrow from the level a year ago to the level now.

    Attributes:
        part: Where the cell lies on its way: `from`, `through` or `to`.
        is_rise: It leads to a higher level.
    """

    part: str
    is_rise: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One level of one indicator.

    Attributes:
        share: Mean share of the level's parts, 0 to 1; None where the level is not judged.
        parts: Parts met and parts that apply.
        is_below: It lies at or below the supported level.
        is_next: It is the level worked toward.
        mark: At the supported level, how it is there; None elsewhere.
        gaps: At the supported level, parts up to it that are missing; 0 elsewhere.
        falls_on: At the supported level, the first day on which it is not supported with nothing added; None where
            that is not near.
        for_team: Nothing of it is on record, and what it asks for only the team can say.
        was_here: The level that records showed on the day it is compared with, where they show another one now.
        rated, desired: The team said this level, wants this level.
        lane: Its part of the arrow from that level to the one shown now; None where none runs through it.
        said: All that is there of it was said by the team, and nothing is on record.
    """

    level: int
    level_name: str
    share: float | None
    parts: tuple[int, int]
    is_below: bool
    href: str
    is_next: bool = False
    mark: Mark | None = None
    gaps: int = 0
    falls_on: date | None = None
    for_team: bool = False
    was_here: bool = False
    rated: bool = False
    desired: bool = False
    lane: Lane | None = None
    said: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator.

    Attributes:
        moved: How it moved since the day it is compared with: `ROSE`, `FELL`, or empty.
    """

    code: str
    name: str
    href: str
    cells: tuple[Cell, ...]
    says: str
    moved: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One desired outcome with its indicators."""

    code: str
    name: str
    rows: tuple[Row, ...]


def continuum_matrix(blocks: Sequence[Block], levels: Sequence[tuple[int, str]]) -> html.Table:
    """Build the matrix.

    Args:
        blocks: Outcomes in the order of the map.
        levels: Number and name of each level in the order of the columns.
    """
    order = [number for number, _ in levels]
    head = html.Thead(
        html.Tr(
            [html.Th(html.Span("Indicator", className="sr-only"), scope="col")]
            + [level_head(name) for _, name in levels]
        )
    )
    bodies = []
    for block in blocks:
        rows: list[Any] = [
            html.Tr(html.Th(f"{block.code} · {block.name}", colSpan=6, scope="rowgroup"), className="outcome")
        ]
        rows += [_row(row, order) for row in block.rows]
        bodies.append(html.Tbody(rows))
    caption = html.Caption(
        "How much of what each level asks for is there, by indicator; the level that our records show is marked",
        className="sr-only",
    )
    columns = html.Colgroup([html.Col(className="name"), html.Col(span="5")])
    return html.Table([caption, columns, head, *bodies], className="matrix", id="matrix")


def level_head(name: str) -> html.Th:
    """Name a column; where it is narrow, by one word."""
    words = html.Span(short_level(name), className="on-narrow", **{"aria-hidden": "true"})
    return html.Th([html.Span(name, className="on-wide"), words], scope="col", **{"data-name": name})


def _row(row: Row, order: Sequence[int]) -> html.Tr:
    by_level = {cell.level: cell for cell in row.cells}
    moved = [html.Small(row.moved, className="moved-on")] if row.moved else []
    name = html.Th(html.A([row.name, html.Small(row.code), *moved], href=row.href), scope="row")
    if not row.cells:
        return html.Tr([name, html.Td(row.says, colSpan=5, className="nothing")])
    return html.Tr([name, *(_cell(row, by_level[level], is_rising=order[0] == FIRST) for level in order)])


def _cell(row: Row, cell: Cell, *, is_rising: bool) -> html.Td:
    if cell.share is None:
        return html.Td(html.Span("does not apply", className="small"), className="nothing")
    link = html.A(_shown(cell), href=cell.href, title=f"{row.name}, {_title(cell)}", **{"data-level": str(cell.level)})
    inner = [link, *_arrow(cell.lane, is_rising)] if cell.lane else link
    if cell.is_below:
        named = {"data-name": _in_words(cell, cell.mark)} if cell.mark else {}
        return html.Td(inner, className=f"s{cell.level}{' said' * cell.said}{' here' * bool(cell.mark)}", **named)
    # Whole twentieths are enough for a bar; the number says the rest.
    state = "next" if cell.is_next else "beyond"
    return html.Td(inner, className=f"part {state} p{int(cell.share * 20) * 5}")


def _arrow(lane: Lane, is_rising: bool) -> list[html.Span]:
    """Draw a cell's part of the arrow; the words in the row's head say the same.

    Args:
        is_rising: Levels rise from left to right.
    """
    way = "right" if lane.is_rise is is_rising else "left"
    look = f"{lane.part} to-{way}{'' if lane.is_rise else ' fell'}"
    hidden = {"aria-hidden": "true"}
    shaft = html.Span(className=f"lane {look}", **hidden)
    return (
        [shaft, html.Span("◀" if way == "left" else "▶", className=f"tip {look}", **hidden)]
        if lane.part == "to"
        else [shaft]
    )


def _shown(cell: Cell) -> list[Any]:
    """Show a mark where a level is there, a number only where it is partly there, nothing where nothing is."""
    ghost = [_sign(GHOST), _unseen("what our records showed a year before; ")] if cell.was_here else []
    return [*ghost, *_shown_now(cell)]


def _shown_now(cell: Cell) -> list[Any]:
    sign, rest = _sign_and_rest(cell)
    said = [_unseen("said by the team; ")] if cell.said else []
    team = [mark for mark, here in ((RATED, cell.rated), (DESIRED, cell.desired)) if here]
    signs = " ".join(filter(None, [sign, *team]))
    return [*([_sign(signs)] if signs else []), *said, *(_unseen(f"{SAID[mark]}; ") for mark in team), *rest]


def _sign_and_rest(cell: Cell) -> tuple[str, list[Any]]:
    """Give the sign of what records show in a cell, and what stands beside the signs."""
    if cell.mark is not None:
        return cell.mark.value[0], _supported(cell, cell.mark)
    if cell.is_below:
        met, total = cell.parts
        return (IS_THERE, [_unseen("there")]) if met == total else ("", [_unseen(f"there, {met} of {total}")])
    if cell.for_team:
        # Said once in a row, at the level worked toward: further on it goes without saying.
        seen = [html.Span("team to say", className="team", **{"aria-hidden": "true"})] if cell.is_next else []
        return TEAM if cell.is_next else "", [*seen, _unseen("for the team to say")]
    if not cell.share:
        is_first = cell.is_next and cell.level == FIRST
        return "", [html.Span("none yet", className="team") if is_first else _unseen(percent_words(0))]
    return "", [html.Span(percent_words(cell.share), className="share")]


def _supported(cell: Cell, mark: Mark) -> list[Any]:
    shown: list[Any] = [_unseen(f"{mark.value[1]}; ")]
    if cell.gaps:
        shown.append(html.Span([f"{cell.gaps}", html.Span(" missing", className="wide")], className="gap"))
        shown.append(_unseen(" up to this level; "))
    if cell.falls_on is not None:
        shown.append(
            html.Span(
                [f"{FALLS} ", html.Span(day_of_year_words(cell.falls_on), className="wide")],
                className="falls",
                **{"aria-hidden": "true"},
            )
        )
        shown.append(_unseen(f"falls on {day_words(cell.falls_on)} if nothing is added"))
    return shown


def _in_words(cell: Cell, mark: Mark) -> str:
    """Say what a table to take along says of the level that is reached, where marks and short words stand."""
    said = [mark.value[1], *(SAID[one] for one, here in ((RATED, cell.rated), (DESIRED, cell.desired)) if here)]
    if cell.gaps:
        said.append(f"{cell.gaps} missing up to this level")
    if cell.falls_on is not None:
        said.append(f"falls on {day_words(cell.falls_on)} if nothing is added")
    return "; ".join(said)


def _sign(sign: str) -> html.Span:
    return html.Span(sign, className="mk", **{"aria-hidden": "true"})


def _unseen(words: str) -> html.Span:
    return html.Span(words, className="sr-only")


def _title(cell: Cell) -> str:
    met, total = cell.parts
    said = [f"{cell.level_name}: {met} of the {counted(total, 'thing', 'things')} it asks for"]
    if cell.for_team:
        said = [f"{cell.level_name}: for the team to say"]
    if cell.mark is not None and cell.mark is not Mark.RECORDS:
        said.append(cell.mark.value[1])
    said += [SAID[mark] for mark, here in ((RATED, cell.rated), (DESIRED, cell.desired)) if here]
    if cell.gaps:
        said.append(f"{number_word(cell.gaps)} {noun(cell.gaps, 'part', 'parts')} missing up to this level")
    if cell.falls_on is not None:
        said.append(f"falls on {day_words(cell.falls_on)} if nothing is added")
    return f"{'; '.join(said)}. Open the records."
