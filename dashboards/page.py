"""What a dashboard page declares of itself; `dashboards.shell` lists all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.pages.view import View
from dashboards.reading import Reading

# Fills one part of a page: everything that it shows of what its address asks.
Fill = Callable[[Reading, View], list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the dashboards.

    Attributes:
        path: Its address, below the dashboards' own.
        title: What the choice of pages calls it.
        permission: What its reader must be allowed.
        layout: Lays it out, empty: its parts ask for what fills them.
        parts: Name of each part on the page -> what fills it, in the order in which they stand.
    """

    path: str
    title: str
    permission: str
    layout: Callable[[], Any]
    parts: Mapping[str, Fill]
