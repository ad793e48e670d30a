"""Two bars a name, one above the other: what was promised, and what was given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.figures.bars import named_beside, names_of, span_of
from dashboards.theme import layout

ROW_HEIGHT, TALL_ROW = 46, 66
# What no label names, and no press leads to, where a bar has no length.
NOTHING = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """One name with both of its amounts.

    Attributes:
        first: What was promised; 0 for nothing.
        second: What was given.
        said: Both in words, as they stand beside the bars.
        href: The records behind it.
    """

    name: str
    first: float
    second: float
    said: tuple[str, str]
    href: str


def paired_bars(pairs: Sequence[Pair], names: tuple[str, str], tokens: dict[str, str]) -> dict[str, Any]:
    """Draw horizontal, zero-based bars, the first of each pair light and the second deep.

    Args:
        pairs: In the order in which they stand, from the top.
        names: What the first and the second bar of a pair are.
        tokens: Colour tokens.

    Returns:
        A Plotly figure as plain data; each bar's ``customdata`` is the address of its records.
    """
    beside = named_beside(pairs)
    looks = ({"color": tokens["l2"], "line": {"color": tokens["l4"], "width": 1}}, {"color": tokens["l4"]})
    amounts = ([one.first for one in pairs], [one.second for one in pairs])
    words = [f"{one.said[at]} {names[at]}" for one in pairs for at in (0, 1)]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "name": names[at],
                "x": amounts[at],
                "y": [one.name for one in pairs],
                "text": [
                    f"{one.said[at]} {names[at]}" if amounts[at][row] else NOTHING for row, one in enumerate(pairs)
                ],
                "textposition": "outside",
                "constraintext": "none",
                "cliponaxis": False,
                "customdata": [one.href for one in pairs],
                "marker": looks[at],
                "hovertemplate": "%{y}: %{text}<extra></extra>",
            }
            for at in (0, 1)
        ],
        "layout": layout(
            tokens,
            height=(ROW_HEIGHT if beside else TALL_ROW) * max(1, len(pairs)) + 8,
            margin={"l": 4, "r": 8, "t": 4 if beside else 14, "b": 4},
            barmode="group",
            bargap=0.3 if beside else 0.5,
            xaxis={"visible": False, "range": [0, span_of([*amounts[0], *amounts[1]], words)]},
            **_names(names_of([one.name for one in pairs], beside=beside)),
        ),
    }


def _names(parts: dict[str, Any]) -> dict[str, Any]:
    """Lift the names above two bars instead of one."""
    return {**parts, "annotations": [{**one, "yshift": 16} for one in parts.get("annotations", ())]}
