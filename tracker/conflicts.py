"""A record is not changed as it stands: whoever saves is told why, and loses nothing typed.

Somebody else saved it first, and both versions are shown, or archived it; or a signed year rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from flask import request
from sqlalchemy.orm.exc import StaleDataError

from models.operations.records import restore_record
from models.queries.history import last_change
from models.queries.signed_records import Place, places_in_signed_years
from models.records import Record, RecordStatus
from models.wording import day_words, listed, number_words
from tracker.extensions import db
from tracker.formatting import moment
from tracker.reader import reader
from tracker.signed_records import SURE

_SILENT = {"version", "then"}
# The tick by which an archived record is restored when what was typed is saved.
RESTORE = "restore"
Restore = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that both versions answer differently.

    Attributes:
        target: The field's id on the page.
        theirs: What is saved now, in words.
        yours: What the form holds, in words.
    """

    label: str
    target: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody saved or archived the record after the form was opened, or signed years rest on it.

    Attributes:
        who: Who saved; None where the history does not say.
        when: When, in words.
        rows: The fields that differ.
        is_archived: It is archived, and stays so unless the reader ticks otherwise.
        may_restore: The reader may do that.
        signed_years: What records show of these would change; it is saved once the reader ticks that they are sure.
    """

    who: str | None
    when: str
    rows: tuple[Difference, ...]
    is_archived: bool = False
    may_restore: bool = False
    signed_years: tuple[str, ...] = ()


def is_archived(record: Record) -> bool:
    """Say whether a record is archived now."""
    return record.record_status is RecordStatus.ARCHIVED


def conflict_of(record: Record, form: Any, *, restore: Restore | None = restore_record) -> Conflict | None:
    """Compare the version a form was opened with and the record's present one.

    Where they differ the form takes over the present version, so that saving again overwrites knowingly; what was
    typed stays. Ask before the record is changed, or after a rollback.

    Args:
        record: The record, as saved.
        form: A form with a `version` field; fields are compared with the record's attributes of the same name, or
            with the form's own `values_of(record)` where it has one.
        restore: How such a record is restored; None where the reader may not.

    Returns:
        What differs, or None where nobody saved in between, and the record is open or to be restored.
    """
    archived = is_archived(record)
    if form.version.data == record.version and not (archived and not _is_restored(restore)):
        return None
    saved = _saved_values(record, form)
    rows = []
    for field in form:
        if field.name in _SILENT or field.name not in saved:
            continue
        theirs, yours = _in_words(field, saved[field.name]), _in_words(field, field.data)
        if theirs != yours:
            rows.append(Difference(field.label.text, field.id, theirs, yours))
    form.version.renew(record.version)
    change = last_change(db.session, record.kind, record.id)
    who, when = (change.actor, moment(change.at)) if change else (None, "")
    return Conflict(who, when, tuple(rows), archived, archived and restore is not None)


def _is_restored(restore: Restore | None) -> bool:
    return restore is not None and request.form.get(RESTORE) == "1"


def places_before(record: Record) -> Mapping[str, Place]:
    """Note how a record stands in the signed years that rest on it, before it is changed; alliances read no year."""
    return places_in_signed_years(db.session, record) if reader().scope.partner_id is None else {}


def commit_unless_conflict(
    record: Record,
    form: Any,
    *,
    before: Mapping[str, Place] = MappingProxyType({}),
    restore: Restore | None = restore_record,
) -> Conflict | None:
    """Commit; where somebody else committed first, or a signed year would lose by it unasked, undo and say so.

    Args:
        before: What `places_before` gave; without it no signed year is asked about.

    Returns:
        None when saved. Otherwise the conflict, with the form ready to be shown again (answer 409).
    """
    try:
        db.session.flush()
        years = _signed_years_moved(record, before)
        if not years:
            db.session.commit()
    except StaleDataError:
        db.session.rollback()
        return conflict_of(record, form, restore=restore)
    if years:
        db.session.rollback()
        return Conflict(None, "", (), signed_years=years)
    return None


def _signed_years_moved(record: Record, before: Mapping[str, Place]) -> tuple[str, ...]:
    """Name the signed years of which a change moves what records show; none where the reader is sure."""
    if not before or request.form.get(SURE):
        return ()
    after = places_in_signed_years(db.session, record)
    return tuple(year for year, place in before.items() if after.get(year) != place)


def _saved_values(record: Record, form: Any) -> dict[str, Any]:
    if hasattr(form, "values_of"):
        return dict(form.values_of(record))
    return {field.name: getattr(record, field.name) for field in form if hasattr(record, field.name)}


def _in_words(field: Any, value: Any) -> str:
    """Write a value as the form would show it: labels instead of codes, days and numbers as people write them."""
    if value is None or value == "":
        return ""
    labels: dict[str, str] = {str(choice.value): str(choice.label) for choice in _choices(field)}
    if isinstance(value, list | tuple | set | frozenset):
        # Ticked in another order is the same answer.
        return listed(sorted(labels.get(str(item), _plain(item)) for item in value))
    return labels.get(str(value), _plain(value))


def _choices(field: Any) -> Iterable[Any]:
    return field.iter_choices() if getattr(field, "choices", None) else ()


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return day_words(value)
    if isinstance(value, Decimal):
        return number_words(value)
    return str(value)
