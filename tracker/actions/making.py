"""Where a record of each kind is made: the form opened, filled as somebody wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from flask import url_for

from models.agreements import Commitment
from tracker.permissions import may_open
from tracker.records.declared import PAGES as SMALL

# Kind of record -> the page that makes one.
MADE_AT: Mapping[str, str] = MappingProxyType(
    {
        "activity": "activities.log",
        "evaluation": "evaluations.new",
        "agreement": "agreements.new",
        "partnership": "partnerships.new",
        "org": "partners.new",
        **{code: page.endpoint("new") for code, page in SMALL.items()},
    }
)
# Part of an address that names the action which a form is opened for.
ACTION = "action"
# What a partner promises is written down with the partnership.
_PROMISED_AT = "partnerships.giving.commit"


def made_address(
    kind: str, fill: Mapping[str, Sequence[str]], partnership: int | None, *, back: str, asked: str | None = None
) -> str | None:
    """Give the address of the form that makes a record.

    Args:
        fill: Argument of the address -> texts.
        partnership: Number of the one within which it is made; None where it is made within none.
        back: Where the form leads once it is saved.
        asked: The field that it is opened at; None for its beginning.

    Returns:
        None where the reader may not open it, or nothing of the kind is made on a page.
    """
    if kind == Commitment.kind:
        if partnership is None or not may_open(_PROMISED_AT):
            return None
        return url_for(_PROMISED_AT, partnership_id=partnership, action=fill.get(ACTION), back=back)
    endpoint = MADE_AT.get(kind)
    if endpoint is None or not may_open(endpoint):
        return None
    said = {name: list(texts) for name, texts in fill.items() if name.isidentifier() and name[0] != "_"}
    return url_for(endpoint, _anchor=asked, **{**said, "back": [back]})  # type: ignore[arg-type]
