"""Whether a small record that is about to be stored may be on record already."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from models.kinds.columns import Holds
from models.queries.record_lists import records_of_day
from models.texts import folded
from models.wording import day_words
from tracker.device import SHOWN_DOUBLE, Double
from tracker.extensions import db
from tracker.reader import reader
from tracker.records.forms import RecordForm
from tracker.records.list import name_of
from tracker.records.offered import held_by, offered
from tracker.records.page import Page


def likely_double(page: Page, form: RecordForm) -> Double | None:
    """Find a record of the same day that answers the first questions alike; None where none does, or it was shown."""
    if not page.tells_doubles:
        return None
    said = form.said(offered())
    day = said[page.day]
    asked = [page.kind.columns[one.column] for one in page.first]
    compared = [column for column in asked if column.holds is not Holds.FILE]
    for record in records_of_day(db.session, page.kind, page.day, day, scope=reader().scope):
        if all(_plain(held_by(record, column)) == _plain(said[column.name]) for column in compared):
            if request.form.get(SHOWN_DOUBLE) == str(record.id):
                return None
            words = f"{name_of(page, record)}, {day_words(day)}"
            return Double(record.id, words, url_for(page.endpoint("show"), record_id=record.id))
    return None


def _plain(value: Any) -> Any:
    """Give a value without what makes no difference between two answers."""
    if isinstance(value, str):
        return folded(value)
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return value or None
