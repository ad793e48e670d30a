"""Bars of months, upright and side by side, with time running to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.theme import layout
from models.wording import number_words

HEIGHT = 132


@dataclass(frozen=True, slots=True)
class Month:
    """One bar.

    Attributes:
        short: Its name under the bar; no two bars have the same.
        count: 0 for a quiet month, which has no bar and leads nowhere.
        said: What it is called, with its month, its year and its count.
        href: The records behind it.
    """

    short: str
    count: int
    said: str
    href: str


def month_bars(months: Sequence[Month], tokens: dict[str, str]) -> dict[str, Any]:
    """Draw upright, zero-based bars with the count above each.

    Args:
        months: The oldest first, at most twelve: twelve fit on a phone.
        tokens: Colour tokens.

    Returns:
        A Plotly figure as plain data; each bar's ``customdata`` is the address of its records.
    """
    return {
        "data": [
            {
                "type": "bar",
                "x": [one.short for one in months],
                "y": [one.count for one in months],
                "text": [number_words(one.count) if one.count else "" for one in months],
                "textposition": "outside",
                "textangle": 0,
                "constraintext": "none",
                "cliponaxis": False,
                "customdata": [one.href if one.count else "" for one in months],
                "hovertext": [one.said if one.count else "" for one in months],
                "hovertemplate": "%{hovertext}<extra></extra>",
                "marker": {"color": tokens["l4"]},
            }
        ],
        "layout": layout(
            tokens,
            height=HEIGHT,
            margin={"l": 2, "r": 2, "t": 4, "b": 24},
            bargap=0.3,
            xaxis={"type": "category", "tickangle": 0, "tickfont": {"size": 12}, "showgrid": False, "ticklen": 0},
            yaxis={"visible": False, "range": [0, 1.25 * (max((one.count for one in months), default=0) or 1)]},
        ),
    }
