"""A list of activities as a CSV file that a spreadsheet opens without running anything in it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import compress

from models.activities import Activity
from models.continuum.rulebook.catalogue import Catalogue
from models.exchange.export import BYTE_ORDER_MARK
from models.exchange.formulas import guarded

# Those of the list are called as its columns are.
HEADS = (
    "date", "kind", "what", "by", "how", "for", "topics", "with", "purpose", "way", "asks", "people", "students",
    "hours", "link", "note", "status", "ref", "page",
)  # fmt: skip


def csv_of(
    activities: Iterable[Activity],
    *,
    catalogue: Catalogue,
    address_of: Callable[[int], str],
    chosen: Collection[str] = (),
) -> Iterator[str]:
    """Write activities as lines of CSV, the head first; labels instead of codes.

    Args:
        address_of: An activity's number -> the address of its page.
        chosen: Heads of the columns wanted beside the reference and the page; all where none are named.
    """
    wanted = [not chosen or head in chosen or head in ("ref", "page") for head in HEADS]
    yield BYTE_ORDER_MARK + _line(compress(HEADS, wanted))
    for activity in activities:

        def said(field: str, vocabulary: str | None = None, activity: Activity = activity) -> str:
            return "; ".join(catalogue.label(vocabulary or field, code) for code in getattr(activity, field))

        cells = (
            activity.occurred_on.isoformat(),
            catalogue.label("kind", activity.activity_kind.value),
            activity.title or "",
            said("by"),
            said("channel"),
            said("audience"),
            said("topic"),
            "; ".join(partner.name for partner in activity.partners),
            said("purpose"),
            said("way"),
            said("ask"),
            "" if activity.people is None else str(activity.people),
            "" if activity.students is None else str(activity.students),
            "" if activity.hours is None else f"{activity.hours.normalize():f}",
            activity.link or "",
            activity.note or "",
            activity.record_status.value,
            activity.ref,
            address_of(activity.id),
        )
        yield _line(compress(cells, wanted))


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(map(guarded, cells))
    return buffer.getvalue()
