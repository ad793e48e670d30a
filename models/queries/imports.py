"""Lists that a school brought, and what it said that their words mean."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.imports import Import, ImportStatus, RememberedWord
from models.scope import Scope

# So many are shown; who looks for an older one finds it in the history of its records.
SHOWN = 100


def list_imports(session: Session, *, scope: Scope) -> list[Import]:
    """List the files that a school brought, the latest first; those that were let go are left out."""
    return list(
        session.scalars(
            select(Import)
            .options(joinedload(Import.document), joinedload(Import.started_by))
            .where(Import.school_id.in_(scope.school_ids), Import.status != ImportStatus.DROPPED)
            .order_by(Import.id.desc())
            .limit(SHOWN)
        )
    )


def find_import(session: Session, import_id: int, *, scope: Scope) -> Import | None:
    """Find one import of the reader's school; None outside it and for alliances."""
    if scope.partner_id is not None:
        return None
    return session.scalars(
        select(Import).where(Import.id == import_id, Import.school_id.in_(scope.school_ids))
    ).one_or_none()


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
