"""Read stored files' rows."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.documents import Document
from models.scope import Scope


def find_document(session: Session, document_id: int, *, scope: Scope) -> Document | None:
    """Find one stored file of the reader's schools; None outside them, for alliances, and once archived."""
    if scope.partner_id is not None:
        return None
    return session.scalars(
        select(Document).where(
            Document.id == document_id,
            Document.school_id.in_(scope.school_ids),
            Document.archived_at.is_(None),
        )
    ).one_or_none()
