"""Views of lists that somebody saved: filters, order and columns under a name, for oneself or for the whole school."""

from __future__ import annotations

from types import MappingProxyType

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.columns import Code, Line
from models.kinds.kind import Read, RecordKind
from models.records import Record

LONGEST_QUERY = 2000


class SavedView(Record):
    """One saved view of one list.

    Attributes:
        list_key: Which list it is of.
        name: What it is called above the list.
        asks: The part of the list's address behind the question mark.
        owner_id: Whose it is; None where it is the whole school's.
    """

    __tablename__ = "saved_views"
    kind = "savedview"
    extra_args = (Index(None, "school_id", "list_key"),)

    list_key: Mapped[Code]
    name: Mapped[Line]
    asks: Mapped[str] = mapped_column(String(LONGEST_QUERY))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])

    @property
    def is_schools(self) -> bool:
        """Whether everybody at the school sees it."""
        return self.owner_id is None


SAVED_VIEW = RecordKind(
    table=SavedView,
    noun="saved view",
    nouns="saved views",
    known_on=("entered_on",),
    about=("name",),
    read=Read(unread="It says how a list is looked at, and nothing of what the school did."),
    without_file="It belongs to the screens of one installation, and names their lists and filters.",
    labels=MappingProxyType(
        {"list_key": "Saved for the list", "asks": "Filters and columns", "owner_id": "Whose it is"}
    ),
)
