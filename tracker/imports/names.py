"""What the kinds of record are called that lists hold: as where they are logged by hand."""

from __future__ import annotations

from models.exchange.kinds import KINDS
from models.wording import sentence_case
from tracker.records.declared import PAGES


def list_name(kind: str) -> str:
    """Name the records of a kind as the page does that lists them: "Gifts and hours"."""
    page = PAGES.get(kind)
    return page.title if page is not None else sentence_case(KINDS[kind].nouns)
