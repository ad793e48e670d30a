"""Lists that a school brought, and what it said that their words mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from models.documents import Document
from models.folding import says
from models.imports import Import, ImportStatus, RememberedWord
from models.queries.paging import Paged, read_page
from models.scope import Scope

SORTS: dict[str, ColumnElement[Any]] = {
    "when": Import.started_at.expression,
    "file": func.lower(Document.filename),
}


@dataclass(frozen=True, slots=True)
class ImportFilter:
    """Which files are wanted; None leaves a criterion out.

    Attributes:
        kind: What their rows are.
        text: Found in the file's name, whatever the case and the accents.
        start: First instant wanted.
        end: First instant *not* wanted, so ``[start, end)``.
        started_by_id: Only those that this person brought.
    """

    kind: str | None = None
    status: ImportStatus | None = None
    text: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    started_by_id: int | None = None


def list_imports(
    session: Session,
    wanted: ImportFilter,
    *,
    scope: Scope,
    sort: str = "when",
    descending: bool = True,
    page: int = 1,
) -> Paged[Import]:
    """List a page of the files that a school brought: two statements; those that were let go are left out.

    Raises:
        KeyError: There is no such sort.
    """
    by = SORTS[sort]
    ordered = _narrowed(select(Import), wanted, scope).options(
        contains_eager(Import.document), joinedload(Import.started_by)
    )
    return read_page(
        session,
        lambda statement: _narrowed(statement, wanted, scope),
        ordered.order_by(by.desc() if descending else by.asc(), Import.id.desc()),
        key=Import.id,
        page=page,
    )


def _narrowed(statement: Select[Any], wanted: ImportFilter, scope: Scope) -> Select[Any]:
    statement = statement.join(Import.document).where(
        Import.school_id.in_(scope.school_ids), Import.status != ImportStatus.DROPPED
    )
    if wanted.kind is not None:
        statement = statement.where(Import.record_kind == wanted.kind)
    if wanted.status is not None:
        statement = statement.where(Import.status == wanted.status)
    if wanted.text is not None:
        statement = statement.where(says(Document.filename, wanted.text))
    if wanted.start is not None:
        statement = statement.where(Import.started_at >= wanted.start)
    if wanted.end is not None:
        statement = statement.where(Import.started_at < wanted.end)
    if wanted.started_by_id is not None:
        statement = statement.where(Import.started_by_id == wanted.started_by_id)
    return statement


def find_import(session: Session, import_id: int, *, scope: Scope) -> Import | None:
    """Find one import of the reader's school; None outside it and for alliances."""
    if scope.partner_id is not None:
        return None
    return session.scalars(
        select(Import).where(Import.id == import_id, Import.school_id.in_(scope.school_ids))
    ).one_or_none()


def sheets_brought(session: Session, imported: Import) -> list[tuple[str, str | None]]:
    """List what of a file was brought already or is being brought: the kind of each import, and the sheet it names."""
    plans = session.execute(
        select(Import.record_kind, Import.plan).where(
            Import.school_id == imported.school_id,
            Import.document_id == imported.document_id,
            Import.status.in_((ImportStatus.OPEN, ImportStatus.STORED)),
        )
    )
    return [(kind, plan.get("sheet")) for kind, plan in plans]


def remembered(session: Session, school_id: int, about: str) -> dict[str, str]:
    """Say what words mean at a school: said -> meant."""
    known = select(RememberedWord.said, RememberedWord.meant).where(
        RememberedWord.school_id == school_id, RememberedWord.about == about
    )
    return dict(session.execute(known).all())


def remembered_of_all(session: Session, school_id: int, prefix: str) -> dict[str, dict[str, str]]:
    """Say what words mean at a school, by what they are of: the part behind the prefix -> said -> meant."""
    known = select(RememberedWord.about, RememberedWord.said, RememberedWord.meant).where(
        RememberedWord.school_id == school_id, RememberedWord.about.startswith(prefix, autoescape=True)
    )
    found: dict[str, dict[str, str]] = {}
    for about, said, meant in session.execute(known):
        found.setdefault(about.removeprefix(prefix), {})[said] = meant
    return found
