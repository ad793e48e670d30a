"""The list of files that were brought: its columns and its filters."""

from __future__ import annotations

from models.exchange.kinds import KINDS
from models.imports import Import, ImportStatus
from models.queries.imports import ImportFilter, list_imports
from models.queries.paging import Paged
from tracker.choices import Pairs
from tracker.clock import beginning, here
from tracker.extensions import db
from tracker.imports.names import list_name
from tracker.lists.filters import Choice, InMonth, Mine, Search
from tracker.lists.listing import Asked, Column, Listing
from tracker.reader import reader
from tracker.roles import Permission

_STATUSES = {
    ImportStatus.OPEN: "Not stored yet",
    ImportStatus.STORED: "Stored",
    ImportStatus.UNDONE: "Taken back",
}


def _kinds() -> Pairs:
    return [(name, list_name(name)) for name in KINDS]


def _statuses() -> Pairs:
    return [(status.value, words) for status, words in _STATUSES.items()]


def _find(asked: Asked) -> Paged[Import]:
    first, end = asked.span
    wanted = ImportFilter(
        kind=asked.get("kind"),
        status=asked.get("status"),
        text=asked.get("q"),
        start=beginning(first) if first else None,
        end=beginning(end) if end else None,
        started_by_id=reader().person.id if asked.is_on("entered") else None,
    )
    return list_imports(db.session, wanted, scope=reader().scope, **asked.part)


LIST = Listing(
    key="imports",
    page="imports.index",
    title="Lists brought in",
    read=Permission.IMPORTS_WRITE,
    own_nouns=("list brought in", "lists brought in"),
    columns=(
        Column(key="file", label="File", sort="file", is_head=True),
        Column(key="kind", label="What"),
        Column(key="when", label="When and who", sort="when", first="-"),
        Column(key="result", label="What came of it"),
    ),
    filters=(
        Search(),
        Choice(name="kind", label="What", options=_kinds),
        Choice(name="status", label="What came of it", options=_statuses, means=ImportStatus),
        InMonth(),
        Mine(words="by you", label="Brought", link="Brought by me", phrase="brought {}"),
    ),
    order="-when",
    days="when",
    day_of=lambda one: here(one.started_at).date(),
    find=_find,
)
