"""The dashboards as saved views know them: what their addresses ask, read by the filters that lists have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.pages.view import saved_as
from dashboards.shell import PAGES_OF_SCHOOLS
from models.queries.paging import Paged
from tracker.activities.list import LIST as ACTIVITIES
from tracker.lists.filters import Filter, Told
from tracker.lists.listing import Asked, Listing
from tracker.roles import Permission

ORDERS = {"rising": "Getting Started first"}
BESIDE = {"before": "a year before"}


@dataclass(frozen=True, kw_only=True)
class Dashboard(Listing):
    """One dashboard: it has no rows of its own, but an address with filters.

    Attributes:
        path: Its address.
    """

    path: str
    sort_of_page: str = "Dashboard"

    @property
    def base(self) -> str:
        """The address of the dashboard as it is usually shown."""
        return self.path


def _rows(_asked: Asked) -> Paged[Any]:
    raise LookupError("a dashboard has no rows of its own")


def _one_of(words: Mapping[str, str], name: str, label: str) -> Told:
    return Told(name=name, label=label, reads=lambda text: (text, words[text]))


_SHARED = ("year", "from", "to", "outcome", "indicator", "by", "audience", "partner")
FILTERS: tuple[Filter, ...] = (
    *(one for one in ACTIVITIES.filters if one.name in _SHARED),
    _one_of(ORDERS, "order", "Order of levels"),
    _one_of(BESIDE, "with", "Beside it"),
)

DASHBOARDS: tuple[Dashboard, ...] = tuple(
    Dashboard(
        key=saved_as(page.path),
        title=page.title,
        read=Permission(page.permission),
        columns=(),
        filters=FILTERS,
        order="",
        find=_rows,
        path=page.path,
    )
    for page in PAGES_OF_SCHOOLS
)
