"""Which kinds of record have a page of their own, where it is, and why the others have none."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import url_for

from models.queries.record_names import NamedRecord
from tracker.permissions import may_open
from tracker.records.declared import PAGES as SMALL

# Kind of record -> endpoint of its page and the name of the argument that takes its number.
PAGES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "org": ("partners.show", "engaged_id"),
        "partnership": ("partnerships.show", "partnership_id"),
        "agreement": ("agreements.show", "agreement_id"),
        "activity": ("activities.show", "activity_id"),
        "evaluation": ("evaluations.show", "evaluation_id"),
        "assessment": ("years.show", "year_id"),
        "action": ("actions.show", "action_id"),
        "series": ("series.show", "series_id"),
        **{code: (page.endpoint("show"), "record_id") for code, page in SMALL.items()},
    }
)
# Entered on the page of a partnership too, and that form leads back there.
ENTERED_ELSEWHERE = frozenset({"contribution"})
# Every other kind, and why it has no page of its own, so that nobody forgets to decide.
WITHOUT_PAGE: Mapping[str, str] = MappingProxyType(
    {
        "logstart": "a day that whoever runs Continuum sets once, from the command line",
        "contact": "people at a partner are entered and shown on the partner's page",
        "commitment": "what was promised is entered and shown on the page of its partnership",
        "rating": "an indicator of a year is shown on the year's own pages",
        "evidence": "what is tied to an indicator of a year is shown on its page",
        "savedview": "a saved view is a list as somebody wants to see it, and leads to that list",
        "ratingnote": "what was said about an indicator of a year is shown on its page",
    }
)


def record_page(kind: str, record_id: int) -> str | None:
    """Give the address of a record's page; None where its kind has none, is no kind, or the reader may not open it."""
    page = PAGES.get(kind)
    if page is None or not may_open(page[0]):
        return None
    endpoint, argument = page
    numbers: dict[str, Any] = {argument: record_id}
    return url_for(endpoint, **numbers)


def page_of(record: NamedRecord) -> str | None:
    """Give the address of a named record's page; None as `record_page`."""
    return record_page(record.kind, record.id)
