"""Read the saved views of lists: those that a reader may use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from models.records import RecordStatus
from models.saved_views import SavedView
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """One saved view, as a list shows it above itself.

    Attributes:
        query: The part of the list's address behind the question mark.
        is_schools: Whether it is the whole school's.
    """

    id: int
    name: str
    query: str
    is_schools: bool


def list_views(session: Session, list_key: str, *, scope: Scope) -> list[SavedViewRow]:
    """List the views of one list that a reader may use, the school's first, by name; one statement."""
    columns = select(SavedView.id, SavedView.name, SavedView.asks, SavedView.owner_id)
    statement = _mine(cast("Select[Any]", columns), scope).where(
        SavedView.list_key == list_key, SavedView.record_status != RecordStatus.ARCHIVED
    )
    rows = session.execute(statement.order_by(SavedView.owner_id.is_not(None), func.lower(SavedView.name)))
    return [SavedViewRow(row.id, row.name, row.asks, row.owner_id is None) for row in rows]


def every_view(session: Session, *, scope: Scope) -> list[SavedView]:
    """List all views that a reader may use, archived ones last: the school's first, by list and name."""
    archived = SavedView.record_status == RecordStatus.ARCHIVED
    order = (archived, SavedView.owner_id.is_not(None), SavedView.list_key, func.lower(SavedView.name))
    return list(session.scalars(_mine(select(SavedView), scope).order_by(*order)))


def find_view(session: Session, view_id: int, *, scope: Scope) -> SavedView | None:
    """Find a view that is the reader's own or their school's, archived or not; None for any other."""
    found: SavedView | None = session.scalars(
        _mine(select(SavedView).where(SavedView.id == view_id), scope)
    ).one_or_none()
    return found


def _mine(statement: Select[Any], scope: Scope) -> Select[Any]:
    own = or_(SavedView.owner_id.is_(None), SavedView.owner_id == scope.user_id)
    return scope.limit(statement.where(own), SavedView)
