"""What a dashboard page declares of itself; `dashboards.shell` lists all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dashboards.reading import Reading

# What one drawing of a page is about: a school with its filters, or an organization.
V = TypeVar("V")
# Works out what an address asks for, for the present reader: the reading, the query of the address, and the page.
Views = Callable[[Reading, str | None, str], V]
# Fills one part of a page: everything that it shows of what its address asks.
Fill = Callable[[Reading, V], list[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[V]):
    """One page of the dashboards.

    Attributes:
        path: Its address, below the dashboards' own.
        title: What the choice of pages calls it.
        permission: What its reader must be allowed.
        view: Works out what its address asks for; its parts are filled with that.
        layout: Lays it out, empty: its parts ask for what fills them.
        parts: Name of each part on the page -> what fills it, in the order in which they stand.
    """

    path: str
    title: str
    permission: str
    view: Views[V]
    layout: Callable[[], Any]
    parts: Mapping[str, Fill[V]]
