"""Growth: the supported level of one indicator, month by month, as rising steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboards.theme import layout
from models.wording import day_words

LEVEL_TICKS = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class MonthLevel:
    """The level supported on the last day of a month (or on the asked day), and the records behind it.

    Attributes:
        is_carried: It is supported only because a higher one was reached not long before.
    """

    on: date
    level: int
    level_name: str
    href: str
    is_carried: bool = False


def level_steps(months: Sequence[MonthLevel], tokens: dict[str, str]) -> dict[str, Any]:
    """Draw one indicator's months as steps; level rises upwards, time runs to the right.

    Args:
        months: Oldest first.
        tokens: Colour tokens.

    Returns:
        A Plotly figure as plain data; each point's ``customdata`` is the address of its records.
    """
    last = len(months) - 1
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [month.on.isoformat() for month in months],
                "y": [month.level for month in months],
                "text": [
                    f"{day_words(month.on)}: {month.level_name}{', carried' if month.is_carried else ''}"
                    for month in months
                ],
                "customdata": [month.href for month in months],
                "line": {"shape": "hv", "width": 2, "color": tokens["l4"]},
                "marker": {
                    "size": [9 if index == last else 5 for index in range(len(months))],
                    # A ring, where a level is only carried.
                    "symbol": ["circle-open" if month.is_carried else "circle" for month in months],
                    "color": [tokens["l5"] if index == last else tokens["l4"] for index in range(len(months))],
                },
                "hovertemplate": "%{text}<extra></extra>",
            }
        ],
        "layout": layout(
            tokens,
            height=118,
            margin={"l": 26, "r": 10, "t": 8, "b": 20},
            font={"size": 12},
            xaxis={"type": "date", "dtick": "M12", "tick0": "2000-07-01", "tickformat": "%b %Y", "showgrid": True},
            yaxis={
                "range": [-0.4, 5.4],
                "tickmode": "array",
                "tickvals": list(LEVEL_TICKS),
                "ticktext": ["–", "1", "2", "3", "4", "5"],
            },
        ),
    }
