"""One Plotly template, read from the same colour tokens as every other page.

Text and shapes of a drawn chart take their colours from the style sheet, so that both colour schemes work without
asking the server again; the template gives the light values for pictures that people download.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

FONT = 'system-ui, "Segoe UI", Inter, Roboto, sans-serif'
# Plotly's "share" button would upload a school's figures to a service; the mode bar hides what the links below say.
GRAPH_CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "responsive": True,
    "showSendToCloud": False,
    "plotlyServerURL": "",
    "doubleClick": False,
    "scrollZoom": False,
}


def read_tokens(stylesheet: Path) -> dict[str, str]:
    """Read the light scheme's custom properties.

    Args:
        stylesheet: The file in which the tokens live; the first declaration of each is the light one.

    Returns:
        Name without dashes -> value, such as ``{"ink": "#1d2733"}``.
    """
    tokens: dict[str, str] = {}
    for name, value in re.findall(r"--([a-z0-9-]+)\s*:\s*([^;}]+)", stylesheet.read_text(encoding="utf-8")):
        tokens.setdefault(name, value.strip())
    return tokens


def layout(tokens: dict[str, str], **changes: Any) -> dict[str, Any]:
    """Make a chart's layout in the product's look.

    Args:
        tokens: As `read_tokens` gives them.
        changes: Layout keys of this one chart, over the common ones.
    """
    axis = {"gridcolor": tokens["rule"], "linecolor": tokens["rule"], "zeroline": False, "fixedrange": True}
    common: dict[str, Any] = {
        "font": {"family": FONT, "size": 14, "color": tokens["ink"]},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 13}},
        "xaxis": axis,
        "yaxis": axis,
    }
    for key, value in changes.items():
        base = common.get(key)
        common[key] = {**base, **value} if isinstance(base, dict) and isinstance(value, dict) else value
    return common
