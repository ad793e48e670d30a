"""What can need somebody at a school, and one thing that does."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Need(enum.StrEnum):
    """Why something needs somebody, the weightiest first; the page knows which button answers it."""

    DEPARTURE = "departure"
    AGREEMENT = "agreement"
    ACTION = "action"
    POINT_PERSON = "point_person"
    ACTIVITY_TO_CONFIRM = "activity_to_confirm"
    EVALUATION_TO_CONFIRM = "evaluation_to_confirm"
    ENTRY_TO_CONFIRM = "entry_to_confirm"
    FACTS = "facts"
    EVALUATION = "evaluation"
    PROMISE = "promise"
    CONTACT_LEAVES = "contact_leaves"
    CONTACT = "contact"
    REQUEST = "request"
    THANKS = "thanks"
    ANSWERED = "answered"


class Renewal(enum.StrEnum):
    """How far the renewal of an agreement is that not both have signed."""

    DRAFT = "draft"
    HANDED_OVER = "handed_over"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that needs somebody.

    Attributes:
        word: For a tag: at most four words.
        tone: `bad` for what is over or keeps something out of counts, `warn` for what will.
        title: What it is about.
        sentence: Why, and until when.
        record_id: The record to open: an agreement, an activity, an evaluation, or else a partnership; 0 for a page of
            several.
        partnership_id: None for entries that belong to none.
        days: How long it is overdue, negative until it is; 0 where that says nothing.
        partner: Name of the partner of that partnership; empty for entries that belong to none.
        owner_id: Whose action it is, where that is a person with an account.
        renewal: Of an agreement that ends, how far its renewal is, which is the record to open then; None without one.
        engaged_id: Where a contact leaves, the number under which the school knows the organisation.
        who: Where a contact leaves, its name.
    """

    need: Need
    word: str
    tone: str
    title: str
    sentence: str
    record_id: int
    partnership_id: int | None = None
    days: int = 0
    partner: str = ""
    owner_id: int | None = None
    renewal: Renewal | None = None
    engaged_id: int | None = None
    who: str = ""

    @property
    def about_id(self) -> int:
        """The number of the partnership that it is about, else of the record: with the need it is known again."""
        return self.partnership_id or self.record_id
