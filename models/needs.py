"""What the school needs, and the matches of those needs with what partners offer."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.columns import Code, CodeList, PartnerId, Prose
from models.partners import Partner
from models.records import Record


class SchoolNeed(Record):
    """A need the school has named, with the data it rests on."""

    __tablename__ = "school_needs"
    kind = "need"

    text: Mapped[Prose]
    stated_on: Mapped[date]
    critical: Mapped[bool] = mapped_column(default=False)
    data: Mapped[CodeList] = mapped_column(comment="kinds of source data")
    raised_by: Mapped[CodeList]
    priority: Mapped[int | None]


class Answer(enum.StrEnum):
    """How a partner answered a request."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    FULFILLED = "fulfilled"
    DECLINED = "declined"


class Match(Record):
    """A need or request brought together with a partner's offer; with `requested_on` it is the school's request."""

    __tablename__ = "matches"
    kind = "match"
    extra_args = (
        CheckConstraint(
            "answered_on IS NULL OR requested_on IS NULL OR answered_on >= requested_on",
            name="answered_after_requested",
        ),
    )

    partner_id: Mapped[PartnerId]
    need_id: Mapped[int | None] = mapped_column(ForeignKey("school_needs.id"), index=True)
    occurred_on: Mapped[date]
    offer: Mapped[Code | None]
    requested_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    answer: Mapped[Answer | None]
    raised_by: Mapped[CodeList]
    way: Mapped[CodeList]
    expertise: Mapped[bool | None]
    curricular_goal: Mapped[Prose | None]
    intended_results: Mapped[Prose | None]
    data: Mapped[CodeList]
    ranked: Mapped[bool | None]
    selected: Mapped[bool | None]

    partner: Mapped[Partner] = relationship()
    need: Mapped[SchoolNeed | None] = relationship()
