"""What a dashboard page declares of itself; `dashboards.shell` lists all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import Dash

from dashboards.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the dashboards.

    Attributes:
        path: Its address, below the dashboards' own.
        title: What the choice of pages calls it.
        permission: What its reader must be allowed.
        layout: Lays it out, empty: its parts ask for what fills them.
        register: Registers its parts on the one Dash application.
    """

    path: str
    title: str
    permission: str
    layout: Callable[[], Any]
    register: Callable[[Dash, Reading], None]
