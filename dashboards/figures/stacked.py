"""Bars in two parts, the deep one first: how much of a whole is of one kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.figures.bars import ROW_HEIGHT, TALL_ROW, named_beside, names_of, span_of
from dashboards.theme import layout


@dataclass(frozen=True, slots=True)
class Split:
    """One bar.

    Attributes:
        part: The deep part of it.
        whole: All of it.
        said: What stands at its end.
        href: The records behind it.
        parts: Where each part leads to records of its own: what is said of the deep and of the light one, and theirs.
    """

    name: str
    part: int
    whole: int
    said: str
    href: str
    parts: tuple[tuple[str, str], tuple[str, str]] | None = None

    def mark(self, at: int) -> tuple[str, str]:
        """Give what is said of a part, 0 the deep one, and where it leads."""
        return self.parts[at] if self.parts else (f"{self.name}: {self.said}", self.href)


def split_bars(bars: Sequence[Split], tokens: dict[str, str]) -> dict[str, Any]:
    """Draw horizontal, zero-based bars in two parts, with what is said of each at its end.

    Args:
        bars: In the order in which they stand, from the top.
        tokens: Colour tokens.

    Returns:
        A Plotly figure as plain data; each part's ``customdata`` is the address of its records, or of the whole bar's.
    """
    beside = named_beside(bars)
    common = {
        "type": "bar",
        "orientation": "h",
        "y": [bar.name for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "width": 0.62 if beside else 0.36,
        "cliponaxis": False,
    }
    return {
        "data": [
            {**common, **_marks(bars, 0), "x": [bar.part for bar in bars], "marker": {"color": tokens["l4"]}},
            {
                **common,
                **_marks(bars, 1),
                "x": [bar.whole - bar.part for bar in bars],
                "marker": {"color": tokens["l2"], "line": {"color": tokens["l4"], "width": 1}},
            },
        ],
        "layout": {
            **(
                drawn := layout(
                    tokens,
                    height=(ROW_HEIGHT if beside else TALL_ROW) * max(1, len(bars)) + 8,
                    margin={"l": 4, "r": 8, "t": 4 if beside else 12, "b": 4},
                    barmode="stack",
                    xaxis={
                        "visible": False,
                        "range": [0, span_of([bar.whole for bar in bars], [bar.said for bar in bars])],
                    },
                    **names_of([bar.name for bar in bars], beside=beside),
                )
            ),
            "annotations": [*drawn.get("annotations", ()), *(_end(bar) for bar in bars)],
        },
    }


def _marks(bars: Sequence[Split], at: int) -> dict[str, Any]:
    """Give what is said of one part of each bar, and where it leads; a part without length is no mark."""
    lengths = [bar.whole - bar.part if at else bar.part for bar in bars]
    return {
        "customdata": [bar.mark(at)[1] if length else "" for bar, length in zip(bars, lengths, strict=True)],
        "hovertext": [bar.mark(at)[0] for bar in bars],
    }


def _end(bar: Split) -> dict[str, Any]:
    return {
        "x": bar.whole, "y": bar.name, "text": bar.said, "xanchor": "left", "xshift": 4, "showarrow": False,
    }  # fmt: skip
