"""The network of a school: its partners, and the sectors they come from, with lines as strong as the contact.

The layout is one of layers, the school, its partners, their sectors, by the method of Sugiyama as igraph has it: it
puts each beside its own, so that as few lines as can be cross. A layout by forces, which needs room on all sides,
leaves none for names on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

from dashboards.theme import layout

ROW_HEIGHT = 42
SCHOOL_AT, PARTNER_AT, SECTOR_AT = 0.02, 0.24, 1.0
# From so many contacts on a line is one step stronger; before the first it is thin and dotted.
STEPS = (1, 3, 6, 12)
WIDTHS = (1.0, 1.5, 3.0, 5.0, 8.0)
LONGEST_NAME = 36


@dataclass(frozen=True, slots=True)
class Tie:
    """One partner.

    Attributes:
        sector: What kind of organization it is, in words.
        contacts: How often the two were in touch.
        said: The same in words.
        href: The records behind it.
    """

    name: str
    sector: str
    contacts: int
    said: str
    href: str


def strength(contacts: int) -> int:
    """Say how strong a line is: 0 for no contact, up to the number of `STEPS`."""
    return sum(contacts >= step for step in STEPS)


def ordered(ties: Sequence[Tie]) -> list[Tie]:
    """Put partners in the order in which they stand: the larger sectors first, in each the strongest tie first."""
    sizes = {sector: sum(one.sector == sector for one in ties) for sector in {one.sector for one in ties}}
    return sorted(ties, key=lambda one: (-sizes[one.sector], one.sector, -one.contacts, one.name))


@dataclass(frozen=True, slots=True)
class Places:
    """Where everything stands, in rows from the top.

    Attributes:
        partners: Name -> row, a whole number; no two in one row.
        sectors: The same of sectors.
        school: Its row, which may lie between two.
    """

    partners: dict[str, int]
    sectors: dict[str, int]
    school: float


def places_of(ties: Sequence[Tie]) -> Places:
    """Lay the network out in layers; the same partners stand in the same places each time.

    Args:
        ties: At least one, in the order in which those that belong together are to stand.
    """
    # Half a second to load, and no other page needs it.
    from igraph import Graph

    sectors = list(dict.fromkeys(one.sector for one in ties))
    first = 1 + len(ties)
    lines = [(0, 1 + at) for at in range(len(ties))]
    lines += [(1 + at, first + sectors.index(one.sector)) for at, one in enumerate(ties)]
    graph = Graph(n=first + len(sectors), edges=lines)
    layers = [0, *(1 for _ in ties), *(2 for _ in sectors)]
    rows = [place[0] for place in graph.layout_sugiyama(layers=layers, hgap=1, vgap=1)]
    top = min(rows[1:first])
    # Names need whole rows; what stands a row apart stays apart so.
    at = [floor(row - top + 0.5) for row in rows]
    partners: dict[str, int] = {}
    for sector in sectors:
        its = [place for place, one in enumerate(ties) if one.sector == sector]
        free = sorted(at[1 + place] for place in its)
        partners |= {ties[place].name: row for place, row in zip(its, free, strict=True)}
    return Places(partners, {name: at[first + place] for place, name in enumerate(sectors)}, rows[0] - top)


def network(school: str, ties: Sequence[Tie], tokens: dict[str, str]) -> dict[str, Any]:
    """Draw the network.

    Args:
        school: Its name.
        ties: Its partners, in any order.
        tokens: Colour tokens.

    Returns:
        A Plotly figure as plain data; each partner's ``customdata`` is the address of its records.
    """
    placed = ordered(ties)
    found = places_of(placed)
    rows, centers, middle = found.partners, found.sectors, found.school
    last = max(*rows.values(), *centers.values())
    return {
        "data": [
            *_lines(placed, rows, middle, centers, tokens),
            _points(SCHOOL_AT, [middle], [school], tokens["l5"], 20),
            {
                **_points(
                    PARTNER_AT, [rows[one.name] for one in placed], [one.said for one in placed], tokens["l4"], 11
                ),
                "mode": "markers+text",
                "text": [_short(one.name) for one in placed],
                "textposition": "top right",
                "hovertext": [one.said for one in placed],
                "customdata": [one.href for one in placed],
            },
            {
                **_points(SECTOR_AT, list(centers.values()), list(centers), tokens["l3"], 9),
                "mode": "markers+text",
                "text": list(centers),
                "textposition": "bottom left",
            },
        ],
        "layout": layout(
            tokens,
            height=ROW_HEIGHT * max(2, last + 1) + 8,
            margin={"l": 4, "r": 12, "t": 4, "b": 4},
            font={"size": 12},
            xaxis={"visible": False, "range": [-0.02, 1.02]},
            yaxis={"visible": False, "range": [last + 0.6, -0.6], "autorange": False},
        ),
    }


def _lines(
    placed: Sequence[Tie], rows: dict[str, int], middle: float, centers: dict[str, int], tokens: dict[str, str]
) -> list[dict[str, Any]]:
    """Draw all lines of one strength as one, with gaps; then those to the sectors, all alike."""
    drawn = []
    for step, width in enumerate(WIDTHS):
        of_step = [one for one in placed if strength(one.contacts) == step]
        if of_step:
            ends: list[Any] = [end for one in of_step for end in (middle, rows[one.name], None)]
            drawn.append(
                _line([SCHOOL_AT, PARTNER_AT, None] * len(of_step), ends, width, tokens["l3"], dotted=not step)
            )
    ends = [end for one in placed for end in (rows[one.name], centers[one.sector], None)]
    drawn.append(_line([PARTNER_AT, SECTOR_AT, None] * len(placed), ends, 1, tokens["rule"]))
    return drawn


def _line(x: list[Any], y: list[Any], width: float, color: str, *, dotted: bool = False) -> dict[str, Any]:
    dash = "dot" if dotted else "solid"
    look = {"width": width, "color": color, "dash": dash}
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": look, "hoverinfo": "skip"}


def _points(x: float, y: Sequence[float], said: Sequence[str], color: str, size: int) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [x] * len(y),
        "y": list(y),
        "hovertext": list(said),
        "hovertemplate": "%{hovertext}<extra></extra>",
        "marker": {"size": size, "color": color},
        "cliponaxis": False,
    }


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
