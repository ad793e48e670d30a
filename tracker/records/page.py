"""What the pages of one kind of small record are made of: one declaration for each kind, see `declared`."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from models.kinds.columns import Column, Holds
from models.kinds.kind import RecordKind
from tracker.roles import Permission


class Group(enum.StrEnum):
    """Where a kind stands on the page that lists them all."""

    PARTNERS = "With our partners"
    TALK = "How we talk and learn"
    TEAM = "The people behind it"
    STATEMENTS = "What the leadership team states"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the form, about one column of the kind.

    Attributes:
        column: The column's name.
        question: What the form asks.
        help: What stands under the question.
        missing: What to say where it has to be answered and was not; also makes the form ask for it.
        words: For a column that takes the school's own words: what the field beside the list is called.
        nothing: What the answer is called that leaves it open, for one of few.
    """

    column: str
    question: str
    help: str = ""
    missing: str = ""
    words: str = ""
    nothing: str = "Not said"

    @property
    def field(self) -> str:
        """The name of its field: that of the column, but for the one word that forms keep for themselves."""
        return "shown_by" if self.column == "data" else self.column


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The pages of one kind of record: list, new, one, edit.

    Attributes:
        kind: The declaration of its table.
        title: Above its list.
        one: What people call one of it, with its article.
        add: On the button that makes a new one, and above that form.
        about: What it is, in one sentence under the title.
        empty: What to say where there is none yet.
        saved: What to say once one is stored.
        group: Where it stands among the others.
        read: What it takes to read it.
        write: What it takes to enter and change it.
        first: The questions asked at once: four at most.
        more: The questions behind "More".
        head: Columns that name a record in a list, the first that is filled.
        shown: Further columns of the list.
        with_them: What stands on the button on a partner's page that makes one with them; empty for none.
        is_answered: Whether partners answer it, in one tap from its page and its list.
        is_confirmed: Whether it is confirmed from time to time that it is still so.
        acts_as: Column that is filled with whom a contributor usually acts for.
    """

    kind: RecordKind
    title: str
    one: str
    add: str
    about: str
    empty: str
    saved: str
    group: Group
    read: Permission = Permission.RECORDS_READ
    write: Permission = Permission.RECORDS_WRITE
    first: tuple[Asked, ...]
    more: tuple[Asked, ...] = ()
    head: tuple[str, ...]
    shown: tuple[str, ...] = ()
    with_them: str = ""
    is_answered: bool = False
    is_confirmed: bool = False
    acts_as: str = ""

    @property
    def code(self) -> str:
        """Its name in addresses, files and history."""
        return self.kind.name

    @property
    def questions(self) -> tuple[Asked, ...]:
        """All questions, in the order of the form."""
        return (*self.first, *self.more)

    @property
    def asked(self) -> tuple[tuple[Asked, Column], ...]:
        """All questions with their columns, in the order of the form."""
        return tuple((one, self.kind.columns[one.column]) for one in self.questions)

    @property
    def meant(self) -> dict[str, Any]:
        """What is meant where nothing is said: field -> code."""
        return {one.field: column.empty for one, column in self.asked if column.holds is Holds.CODE and column.empty}

    @property
    def day(self) -> str:
        """The column of the day by which it is known, the first that the form asks for."""
        asked = {one.column for one in self.questions}
        return next(name for name in self.kind.known_on if name in asked)

    @property
    def names_partner(self) -> bool:
        """Whether it names a partner."""
        return any(one.column == "partner" for one in self.questions)

    def endpoint(self, verb: str) -> str:
        """Name one of its pages."""
        return f"records.{self.code}.{verb}"
