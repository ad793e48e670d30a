"""The dated parts of a partnership: from file cells to time lines, and from time lines to rows of tables.

A time line is a tuple of (day, value), earliest first: each value holds from its day to the next; None (for needs an
empty tuple) means that nothing holds from that day on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from models.documents import Document
from models.kinds.columns import Holds, Row
from models.kinds.kind import RecordKind
from models.partnerships import (
    TERMS,
    YES,
    Partnership,
    PartnershipNeed,
    PartnershipStage,
    PartnershipTerm,
    PointPerson,
    TermName,
)

TimeLine = tuple[tuple[date, Any], ...]

# A term that consists of a file's name alone stands for that file: "a file attached serves as well".
_FILE_NAME = re.compile(
    r"[^\s/\\;][^/\\;\n]{0,190}\.(pdf|docx?|odt|xlsx?|ods|pptx?|odp|rtf|txt|png|jpe?g)", re.IGNORECASE
)


def file_name_in(text: str | None) -> str | None:
    """Find the file name that a term consists of; None for any other text."""
    return text if text and _FILE_NAME.fullmatch(text) else None


def dated(kind: RecordKind, row: Row, stored: Row | None = None, *, unsaid: str) -> Row:
    """Date the time lines of a partnership as read from a file.

    A bare stage or person holds from `started_on`, everything else from `written_on`. Without `written_on` a part
    keeps the day it is stored with, by default `started_on`. `written_on`
    itself is not kept: each part remembers its own day.

    Args:
        row: As the cells say it.
        stored: The same partnership's row as it stands in the tables; None for a new one.
        unsaid: The stage of a partnership of which none is said.
    """
    started: date = row["started_on"]
    written: date | None = row.get("written_on")
    result: Row = {}
    for name, value in row.items():
        holds = kind.columns[name].holds
        if name == "written_on":
            continue
        if holds is Holds.STAGES:
            result[name] = _line(value or ((None, unsaid),), started)
        elif holds is Holds.PEOPLE:
            result[name] = _without_repeats(_line(value, started))
        elif holds not in (Holds.TERM, Holds.TERM_MARK, Holds.REFS):
            result[name] = value
        elif not value:
            # A mark of "no" says the same as an empty cell: it does not hold.
            result[name] = ()
        elif written is None and stored is not None and stored[name]:
            result[name] = _said_again(stored[name], value, moved=(stored["started_on"], started))
        else:
            result[name] = ((written or started, value),)
    return result


def _said_again(line: TimeLine, value: Any, *, moved: tuple[date, date]) -> TimeLine:
    """Correct what a stored time line says last; what held from the start moves with the start."""
    old_start, new_start = moved
    corrected = (*line[:-1], (line[-1][0], value))
    return tuple((new_start if day == old_start else day, held) for day, held in corrected)


def current(line: TimeLine) -> Any:
    """Say what a time line says last; None where it is empty."""
    return line[-1][1] if line else None


def _line(entries: Iterable[tuple[date | None, Any]], bare_from: date) -> TimeLine:
    return tuple(sorted({day or bare_from: value for day, value in entries}.items()))


def _without_repeats(line: TimeLine) -> TimeLine:
    kept: list[tuple[date, Any]] = []
    for day, value in line:
        if value != (kept[-1][1] if kept else None):
            kept.append((day, value))
    return tuple(kept)


def people_line(periods: Iterable[tuple[date, date | None, str]]) -> TimeLine:
    """Say who was in charge from which day on; of several at once the one who began last.

    Args:
        periods: (from, until, person), `until` being the first day that no longer counts, None for open-ended.
    """
    ordered = sorted(periods, key=lambda period: period[0])
    days = sorted({day for start, end, _ in ordered for day in (start, end) if day is not None})
    return _without_repeats(
        tuple(
            (
                day,
                next((who for start, end, who in reversed(ordered) if start <= day and not (end and end <= day)), None),
            )
            for day in days
        )
    )


def needs_line(links: Iterable[tuple[date, str]]) -> TimeLine:
    """Say which needs were linked from which day on.

    Args:
        links: (day, ref), in the order in which refs are to be given.
    """
    known = list(links)
    days = sorted({day for day, _ in known})
    return tuple((day, tuple(ref for since, ref in known if since <= day)) for day in days)


def term_value(name: str, text: str | None, filename: str | None) -> Any:
    """Read one stored term: its text, else its file's name; True for a mark; None where it was emptied."""
    if TERMS[TermName(name)].is_mark:
        return True if text == YES else None
    return (text.strip() if text else None) or filename


def store(session: Session, partnership: Partnership, row: Mapping[str, Any], need_ids: Mapping[str, int]) -> None:
    """Make the stored parts of a partnership say what a row says.

    Parts that stay the same are not touched, so that history tells what changed and nothing else. Removed parts are
    deleted through the session, not the collection: history still has to read whose they were.
    """
    _store_stages(session, partnership, row["stage"])
    _store_people(session, partnership, row["point_person"])
    for name in TermName:
        _store_term(session, partnership, name, row[name.value])
    _store_needs(session, partnership, row["needs"], need_ids)


def _store_stages(session: Session, partnership: Partnership, line: TimeLine) -> None:
    stored = {stage.from_on: stage for stage in partnership.stages}
    for day, value in line:
        found = stored.pop(day, None)
        if found is None:
            session.add(PartnershipStage(partnership=partnership, from_on=day, stage=value))
        elif found.stage != value:
            found.stage = value
    for stage in stored.values():
        session.delete(stage)


def _store_people(session: Session, partnership: Partnership, line: TimeLine) -> None:
    if people_line((who.from_on, who.until_on, who.person) for who in partnership.point_people) == line:
        return
    stored = {who.from_on: who for who in partnership.point_people}
    ends = [day for day, _ in line[1:]]
    for (day, person), until in zip(line, [*ends, None], strict=True):
        if person is None:
            continue
        found = stored.pop(day, None)
        if found is None:
            session.add(PointPerson(partnership=partnership, person=person, from_on=day, until_on=until))
            continue
        if found.person != person:
            found.person, found.user_id = person, None
        if found.until_on != until:
            found.until_on = until
    for who in stored.values():
        session.delete(who)


def _store_term(session: Session, partnership: Partnership, name: TermName, line: TimeLine) -> None:
    stored = {term.from_on: term for term in partnership.terms if term.name is name}
    for day, value in line:
        found = stored.pop(day, None)
        if found is not None and term_value(name.value, found.text, _filename(found)) == value:
            continue
        if found is None:
            found = PartnershipTerm(partnership=partnership, name=name, from_on=day)
            session.add(found)
        filename = None if value is True else file_name_in(value)
        found.text = None if filename else YES if value is True else value
        found.document = document_named(partnership.school_id, filename) if filename else None
    for term in stored.values():
        session.delete(term)


def _filename(term: PartnershipTerm) -> str | None:
    return term.document.filename if term.document else None


def _store_needs(session: Session, partnership: Partnership, line: TimeLine, need_ids: Mapping[str, int]) -> None:
    since: dict[int, date] = {}
    for day, refs in line:
        for ref in refs:
            since.setdefault(need_ids[ref], day)
    for link in list(partnership.needs):
        day_wanted = since.pop(link.need_id, None)
        if day_wanted is None:
            session.delete(link)
        elif link.from_on != day_wanted:
            link.from_on = day_wanted
    for need_id, day in since.items():
        session.add(PartnershipNeed(partnership=partnership, need_id=need_id, from_on=day))


def document_named(school_id: int, filename: str) -> Document:
    """Make the record of a file of which a record file gives only the name."""
    ending = filename.rpartition(".")[2].lower()
    media_type = "application/pdf" if ending == "pdf" else "application/octet-stream"
    return Document(school_id=school_id, filename=filename, media_type=media_type, size_bytes=0)
