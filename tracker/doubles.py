"""Says of what is about to be stored that it may be on record already; a second press stores it all the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import request

from models.kinds.kind import RecordKind
from models.queries.doubles import find_double
from models.wording import day_words
from tracker.device import SHOWN_DOUBLE, Double
from tracker.extensions import db
from tracker.reader import reader
from tracker.sent_forms import was_sent


def pointed_out(
    kind: RecordKind, said: Mapping[str, Any], *, named: Callable[[Any], str], page: Callable[[Any], str]
) -> Double | None:
    """Find a record that may be the same as one about to be stored; None where none is, or the person was shown it.

    Args:
        said: Column -> what is to be stored, as `find_double` takes it.
        named: Gives what people call a record.
        page: Gives the address at which it is read.
    """
    if was_sent():
        return None
    record = find_double(db.session, kind, said, scope=reader().scope)
    if record is None or request.form.get(SHOWN_DOUBLE) == str(record.id):
        return None
    return told(kind, record, named(record), page(record))


def told(kind: RecordKind, record: Any, name: str, href: str) -> Double:
    """Say what may be the same: its name, its day, and who entered it."""
    days = (getattr(record, name) for name in (*(kind.alike.on if kind.alike else ()), *kind.known_on))
    on = next(day for day in days if day)
    by = f", entered by {record.entered_by.name}" if record.entered_by is not None else ""
    return Double(record.id, f"{name}, {day_words(on)}{by}", href)
