"""Save views of lists, and rename them. Nothing here commits."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.operations.records import one_line, still_open
from models.records import RecordStatus
from models.refusals import Refused, refuse_if
from models.saved_views import LONGEST_QUERY, SavedView
from models.scope import Scope

LONGEST_NAME = 60
# Above a list there is room for so many and no more.
MOST = 20


def save_view(
    session: Session, *, list_key: str, name: str | None, query: str, for_school: bool, scope: Scope
) -> SavedView:
    """Save a view of a list.

    Args:
        query: The part of the list's address behind the question mark.
        for_school: Whether everybody at the school is to see it.

    Raises:
        Refused: It has no name or one that is taken, it is too long, or there are too many.
    """
    owner = None if for_school else scope.user_id
    known = _count(session, list_key, owner, scope)
    if known >= MOST:
        raise Refused({"name": f"There are {MOST} views of this list already. Remove one first."})
    if not query:
        raise Refused({"name": "This is the list as it usually is. Filter it or sort it first."})
    if len(query) > LONGEST_QUERY:
        raise Refused({"name": "This view asks for too much to be saved. Take a filter off."})
    view = SavedView(
        school_id=scope.school_id,
        list_key=list_key,
        name=_checked_name(session, name, list_key=list_key, owner=owner, scope=scope),
        asks=query,
        owner_id=owner,
        entered_by_id=scope.user_id,
    )
    session.add(view)
    session.flush()
    return view


def rename_view(session: Session, view: SavedView, name: str | None, *, scope: Scope) -> None:
    """Give a view another name.

    Raises:
        Refused: It is archived, or the name is missing or taken.
    """
    still_open(view)
    view.name = _checked_name(session, name, list_key=view.list_key, owner=view.owner_id, scope=scope, but=view.id)


def _checked_name(
    session: Session, name: str | None, *, list_key: str, owner: int | None, scope: Scope, but: int = 0
) -> str:
    called = one_line(name)
    problems = {}
    if not called:
        problems["name"] = "Give it a name."
    elif len(called) > LONGEST_NAME:
        problems["name"] = f"Use at most {LONGEST_NAME} characters."
    elif _count(session, list_key, owner, scope, name=called, but=but):
        problems["name"] = "There is a view of that name already. Choose another name."
    refuse_if(problems)
    return called


def _count(
    session: Session, list_key: str, owner: int | None, scope: Scope, *, name: str | None = None, but: int = 0
) -> int:
    statement = select(func.count(SavedView.id)).where(
        SavedView.list_key == list_key,
        SavedView.owner_id.is_(None) if owner is None else SavedView.owner_id == owner,
        SavedView.record_status != RecordStatus.ARCHIVED,
        SavedView.id != but,
    )
    if name is not None:
        statement = statement.where(func.lower(SavedView.name) == name.lower())
    return session.scalar(scope.limit(statement, SavedView)) or 0
