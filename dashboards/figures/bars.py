"""Bars of counts: one number per name, longest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.theme import layout
from models.wording import number_words

ROW_HEIGHT, TALL_ROW = 30, 46
# Longer names leave no room for bars on a phone.
LONGEST_BESIDE = 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar.

    Attributes:
        href: The records behind it.
        said: What stands at its end, where that is not the count.
    """

    name: str
    count: int
    href: str
    said: str = ""


def count_bars(bars: Sequence[Bar], tokens: dict[str, str]) -> dict[str, Any]:
    """Draw horizontal, zero-based bars with the count at the end of each; long names stand above their bars.

    Args:
        bars: In the order in which they stand, from the top.
        tokens: Colour tokens.

    Returns:
        A Plotly figure as plain data; each bar's ``customdata`` is the address of its records.
    """
    said = [bar.said or number_words(bar.count) for bar in bars]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [bar.count for bar in bars],
                "y": [bar.name for bar in bars],
                "text": said,
                "textposition": "outside",
                "constraintext": "none",
                "cliponaxis": False,
                "customdata": [bar.href for bar in bars],
                "marker": {"color": tokens["l4"]},
                "width": 0.62 if named_beside(bars) else 0.36,
                "hovertemplate": "%{y}: %{text}<extra></extra>",
            }
        ],
        "layout": layout(
            tokens,
            height=(ROW_HEIGHT if named_beside(bars) else TALL_ROW) * max(1, len(bars)) + 8,
            margin={"l": 4, "r": 8, "t": 4 if named_beside(bars) else 12, "b": 4},
            xaxis={"visible": False, "range": [0, span_of([bar.count for bar in bars], said)]},
            **names_of([bar.name for bar in bars], beside=named_beside(bars)),
        ),
    }


def named_beside(bars: Sequence[Any]) -> bool:
    """Say whether names are so short that they stand beside their bars on a phone too."""
    return all(len(bar.name) <= LONGEST_BESIDE for bar in bars)


def span_of(amounts: Sequence[float], said: Sequence[str]) -> float:
    """Give the end of the axis: so far beyond the longest bar that what stands at its end is not cut on a phone."""
    longest = max(amounts, default=1) or 1
    return longest * (1.04 + 0.11 * max((len(words) for words in said), default=1))


def names_of(names: Sequence[str], *, beside: bool) -> dict[str, Any]:
    """Give the parts of a layout that name the bars: beside each, or above it."""
    axis: dict[str, Any] = {"autorange": "reversed", "showgrid": False}
    if beside:
        return {"yaxis": {**axis, "automargin": True, "ticksuffix": "  ", "ticklen": 0}}
    above = [
        {
            "x": 0, "xref": "paper", "xanchor": "left", "y": name, "yanchor": "bottom", "yshift": 9, "text": name,
            "showarrow": False, "align": "left",
        }
        for name in names
    ]  # fmt: skip
    return {"yaxis": {**axis, "showticklabels": False}, "annotations": above}
