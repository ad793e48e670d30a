"""Which kinds of record have a page of their own, and where it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import url_for

from models.queries.record_names import NamedRecord
from tracker.permissions import may_open

# Kind of record -> endpoint of its page and the name of the argument that takes its number; None for a kind that is
# shown on other pages only. Every kind stands here, so that nobody forgets to decide.
PAGES: Mapping[str, tuple[str, str] | None] = MappingProxyType(
    {
        "logstart": None,
        "org": ("partners.show", "engaged_id"),
        "contact": None,
        "need": None,
        "workforce": None,
        "match": None,
        "partnership": ("partnerships.show", "partnership_id"),
        "agreement": ("agreements.show", "agreement_id"),
        "commitment": None,
        "contribution": None,
        "activity": ("activities.show", "activity_id"),
        "evaluation": ("evaluations.show", "evaluation_id"),
        "commreview": None,
        "recognition": None,
        "training": None,
        "process": None,
        "procreview": None,
        "transition": None,
        "coordinator": None,
        "roster": None,
        "attestation": None,
        "exemption": None,
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
