"""What can be done with records of a kind by one press, one or many: confirm, archive, bring back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select

from models.history import about_many
from models.operations.many import Outcome, change_many
from models.operations.records import archive_record, restore_record, wait_again
from models.records import Record, RecordStatus
from tracker.editing import change_at_once
from tracker.extensions import db
from tracker.fetching import record_id
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.signed_records import ARCHIVE, SURE, TAKE_BACK, ask_about, watch_signed_years

# More than a page of a list holds.
MOST = 100
AWAITING = (RecordStatus.DRAFT, RecordStatus.PROPOSED)
_DONE = {"confirm": "confirmed", "archive": "archived", "restore": "restored", "wait": "waiting again"}
# What takes records from counts, as a button says it.
_TAKES_AWAY = {"archive": ARCHIVE, "wait": TAKE_BACK}
# What takes back what was done to several at once.
_UNDONE_BY = {"confirm": "wait", "archive": "restore"}


def _everybody_who_writes(_record: Any) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Handling:
    """What can be done with the records of a kind by one press.

    Attributes:
        table: Where they are stored.
        area: The endpoints' name before the dot.
        argument: The name of a record's number in addresses.
        path: The addresses' part before that number; empty where the area says it already.
        index: The endpoint of their list.
        write: What it takes.
        fetch: Finds one by its number, or answers 404.
        told_archived, told_restored: What is said when one was archived, or is back.
        may_archive: Whether the reader may archive and bring back a record.
        archive, restore: Do it; they raise `Refused` where the domain refuses.
        confirm: Says of what awaits it that it is so; None for kinds that nobody confirms.
        may_confirm: Whether the reader may say so of a record.
    """

    table: type[Record]
    area: str
    argument: str
    path: str = ""
    index: str
    write: Permission
    fetch: Callable[[int], Any]
    told_archived: str
    told_restored: str
    may_archive: Callable[[Any], bool] = _everybody_who_writes
    archive: Callable[[Any], object] = archive_record
    restore: Callable[[Any], object] = restore_record
    confirm: Callable[[Any], object] | None = None
    may_confirm: Callable[[Any], bool] = _everybody_who_writes

    def endpoint(self, verb: str) -> str:
        """Name one of the pages."""
        return f"{self.area}.{verb}"

    def doings(self, record: Record) -> tuple[str, ...]:
        """Name what the reader may do with a record from a list: of `confirm`, `archive` and `restore`."""
        if not can(self.write):
            return ()
        if record.record_status is RecordStatus.ARCHIVED:
            return ("restore",) if self.may_archive(record) else ()
        waits = self.confirm and record.record_status in AWAITING and self.may_confirm(record)
        doings = ("confirm",) if waits else ()
        return (*doings, "archive") if self.may_archive(record) else doings


def handle(area: Blueprint, handling: Handling, *, many: bool = True) -> None:
    """Give an area the addresses by which its records are archived and brought back.

    Args:
        many: Whether several can be changed by one press, too.
    """
    one = f"{handling.path}/<int:{handling.argument}>"

    @area.post(f"{one}/archive")
    @requires(handling.write)
    def archive(**number: int) -> ResponseReturnValue:
        return _change_one(handling, number, handling.archive, handling.told_archived, asks=True)

    @area.post(f"{one}/restore")
    @requires(handling.write)
    def restore(**number: int) -> ResponseReturnValue:
        return _change_one(handling, number, handling.restore, handling.told_restored)

    if many:

        @area.post(f"{handling.path}/bulk")
        @requires(handling.write)
        def bulk() -> ResponseReturnValue:
            return _change_many(handling)


def _change_one(
    handling: Handling, number: Mapping[str, int], change: Callable[[Any], object], told: str, *, asks: bool = False
) -> ResponseReturnValue:
    record = handling.fetch(number[handling.argument])
    if not handling.may_archive(record):
        abort(403)
    page = url_for(handling.endpoint("show"), **number)  # type: ignore[arg-type]
    if asks and (question := ask_about([record], back=page)):
        return question
    undo = url_for(handling.endpoint("restore"), **number) if asks else ""  # type: ignore[arg-type]
    change_at_once(record, change, told, undo=undo)
    return redirect(page)


def _change_many(handling: Handling) -> ResponseReturnValue:
    doing = request.form.get("do", "")
    changes: dict[str, Callable[[Any], object]] = {"archive": handling.archive, "restore": handling.restore}
    if handling.confirm:
        changes |= {"confirm": handling.confirm, "wait": wait_again}
    versions = _ticked(request.form.getlist("chosen"))
    if doing not in changes or not versions:
        flash("Tick what you mean first, then choose what to do with it.", "error")
    elif len(versions) > MOST:
        flash(f"Tick at most {MOST} at a time.", "error")
    elif doing in _TAKES_AWAY and (question := _ask_about_many(handling, versions, _TAKES_AWAY[doing])):
        return question
    else:
        watch = watch_signed_years()
        outcome = change_many(
            db.session,
            handling.table,
            versions,
            changes[doing],
            scope=reader().scope,
            may_change=handling.may_confirm if doing == "confirm" else handling.may_archive,
        )
        about_many(db.session)
        watch.ask()
        db.session.commit()
        _tell(handling, doing, outcome)
    return redirect(_list_address(handling))


def _ask_about_many(handling: Handling, ids: Iterable[int], doing: str) -> ResponseReturnValue | None:
    table = handling.table
    found = db.session.scalars(reader().scope.limit(select(table).where(table.id.in_(ids)), table)).all()
    return ask_about(filter(handling.may_archive, found), back=_list_address(handling), doing=doing)


def _ticked(chosen: list[str]) -> dict[int, int]:
    """Read what was ticked, id and version in one: "17-3"; what is none of these is nobody's record."""
    found = {}
    for text in " ".join(chosen).split():
        number, _, version = text.partition("-")
        known, seen = record_id(number), record_id(version)
        if known is not None and seen is not None:
            found[known] = seen
    return found


def _tell(handling: Handling, doing: str, outcome: Outcome) -> None:
    told = outcome.sentence(_DONE[doing])
    if not outcome.done:
        flash(told, "error")
        return
    page = render_template(
        "lists/_done.html",
        told=told,
        undone_by=_UNDONE_BY.get(doing),
        sure=SURE,
        done=" ".join(f"{number}-{version}" for number, version in outcome.done.items()),
        action=url_for(handling.endpoint("bulk")),
        query=sent_query(),
    )
    flash(Markup(page), "success" if not outcome.skipped else "warning")  # noqa: S704  (a template's own)


def sent_query() -> str:
    """Give the part of the list's address behind the question mark, as its form brought it."""
    return re.sub(r"[^A-Za-z0-9_.~%&=+*-]", "", request.form.get("query", ""))[:2000]


def _list_address(handling: Handling) -> str:
    query = sent_query()
    base = url_for(handling.index)
    return f"{base}?{query}" if query else base
