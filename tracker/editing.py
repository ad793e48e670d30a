"""Change one record on screen: refused beside the field, told of another editor or a signed year, or saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import flash, render_template
from markupsafe import Markup

from models.operations.records import restore_record
from models.records import Record
from models.refusals import Refused
from tracker.conflicts import Conflict, Restore, commit_unless_conflict, conflict_of, is_archived, places_before
from tracker.extensions import db
from tracker.signed_records import SURE, watch_signed_years

Changed = TypeVar("Changed", bound=Record)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Edit:
    """What came of a form that changes a record.

    Attributes:
        is_saved: It is saved and committed; otherwise the form is to be shown (again).
        conflict: What somebody else saved in between, that the record is archived, or which signed years rest on it;
            None where nothing of this is so.
        status: Of the answer that shows the form.
    """

    is_saved: bool
    conflict: Conflict | None
    status: int


def edit_record(record: Record, form: Any, change: Callable[[], object], *, restore: Restore = restore_record) -> Edit:
    """Save a form's change of a record, if it was sent, is in order and nobody saved in between.

    Args:
        record: The record, as the form was made from it.
        form: A record form; it takes over refusals and, after a conflict, the present version.
        change: Changes the record from the form; raises `Refused` where the domain refuses.
        restore: Brings the record back, where it is archived and the reader ticks that it is to be restored.
    """
    if not form.validate_on_submit():
        conflict = conflict_of(record, form, restore=restore) if is_archived(record) else None
        return Edit(False, conflict, 422 if form.errors else 200)
    conflict = conflict_of(record, form, restore=restore)
    if conflict is None:
        before = places_before(record)
        try:
            if is_archived(record):
                restore(record)
            change()
        except Refused as refused:
            # What was half done is undone; what was typed is in the form.
            db.session.rollback()
            form.take(refused)
            return Edit(False, None, 422)
        conflict = commit_unless_conflict(record, form, before=before, restore=restore)
    return Edit(conflict is None, conflict, 409 if conflict else 200)


def done_from(form: Any, work: Callable[[], object]) -> bool:
    """Do what a form asks for, whole or not at all; why the domain refuses it stands by the form's fields.

    Returns:
        Whether it is done and committed.
    """
    try:
        work()
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return False
    db.session.commit()
    return True


def stored_from(form: Any, work: Callable[[], Made], *, asks_first: bool = False) -> Made | None:
    """Make what a form asks for, whole or not at all; see `done_from`.

    Args:
        work: Makes it, and says what is told of it, which is never None.
        asks_first: A signed year may rest on what changes.

    Returns:
        What `work` gave, done and committed; None where it was refused.

    Raises:
        AskFirst: It would move a signed year; the request is answered with the page that asks.
    """
    made: list[Made] = []
    watch = watch_signed_years() if asks_first else None

    def make() -> None:
        made.append(work())
        db.session.flush()  # what is refused by the database is refused here, and numbers are given
        if watch is not None:
            watch.ask()

    return made[0] if done_from(form, make) else None


def at_once(work: Callable[[], Made], told: str | Callable[[Made], str] = "") -> bool:
    """Do something that a button asks for, whole or not at all, and tell on the next page what came of it.

    Args:
        work: Does it; raises `Refused` where the domain refuses, and then nothing of it stays.
        told: What to tell when it is done, or what says so of what was made; nothing where empty.

    Returns:
        Whether it is done and committed.

    Raises:
        AskFirst: It would move a signed year; the request is answered with the page that asks.
    """
    watch = watch_signed_years()
    try:
        made = work()
    except Refused as refused:
        db.session.rollback()
        flash(str(refused), "error")
        return False
    watch.ask()
    db.session.commit()
    if words := told if isinstance(told, str) else told(made):
        flash(words, "success")
    return True


def change_at_once(record: Changed, change: Callable[[Changed], object], done: str, *, undo: str = "") -> None:
    """Change a record by one click; see `at_once`.

    Args:
        undo: The address that takes it back, offered beside what is told; none where empty.
    """
    at_once(lambda: change(record), with_undo(done, undo) if undo else done)


def with_undo(told: str, action: str) -> str:
    """Put the button that takes something back beside what is told of it.

    What it takes back was asked about where a signed year rests on it, and is not asked about again.

    Args:
        action: The address that the button asks.
    """
    page = render_template("components/undo.html", told=told, action=action, sure=SURE)
    return Markup(page.strip())  # noqa: S704  (a template's own)
