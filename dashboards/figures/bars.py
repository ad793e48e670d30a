"""Bars of counts: one number per name, longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.theme import layout
from models.wording import number_words

ROW_HEIGHT = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its count, and the address of the records behind it."""

    name: str
    count: int
    href: str


def count_bars(bars: Sequence[Bar], tokens: dict[str, str]) -> dict[str, Any]:
    """Draw horizontal, zero-based bars with the count at the end of each.

    Args:
        bars: In the order in which they stand, from the top.
        tokens: Colour tokens.

    Returns:
        A Plotly figure as plain data; each bar's ``customdata`` is the address of its records.
    """
    longest = max((bar.count for bar in bars), default=1)
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [bar.count for bar in bars],
                "y": [bar.name for bar in bars],
                "text": [number_words(bar.count) for bar in bars],
                "textposition": "outside",
                "cliponaxis": False,
                "customdata": [bar.href for bar in bars],
                "marker": {"color": tokens["l4"]},
                "width": 0.62,
                "hovertemplate": "%{y}: %{text}<extra></extra>",
            }
        ],
        "layout": layout(
            tokens,
            height=ROW_HEIGHT * max(1, len(bars)) + 8,
            margin={"l": 4, "r": 8, "t": 4, "b": 4},
            xaxis={"visible": False, "range": [0, longest * 1.18]},
            yaxis={"autorange": "reversed", "automargin": True, "ticksuffix": "  ", "ticklen": 0, "showgrid": False},
        ),
    }
