"""Activities: one thing that happened in partnership, communication or advocacy."""

from __future__ import annotations

import enum
from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Numeric, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.columns import Code, CodeList, Line
from models.documents import Document
from models.kinds import columns as column
from models.kinds.kind import Read, RecordKind
from models.partners import Partner
from models.records import FromPartners, Record

activity_partners = Table(
    "activity_partners",
    Base.metadata,
    Column("activity_id", ForeignKey("activities.id"), primary_key=True),
    Column("partner_id", ForeignKey("partners.id"), primary_key=True, index=True),
)

activity_documents = Table(
    "activity_documents",
    Base.metadata,
    Column("activity_id", ForeignKey("activities.id"), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
)


# More than this is a slip of the keyboard.
MOST_HEADS = 1_000_000
MOST_HOURS = Decimal("9999.99")
# Why it was archived, where somebody said so of what was planned.
DID_NOT_HAPPEN = "it did not happen"


class ActivityKind(enum.StrEnum):
    """What sort of act it was."""

    PARTNERSHIP = "partnership"
    COMMUNICATION = "communication"
    ADVOCACY = "advocacy"


class Activity(FromPartners, Record):
    """One act of one day. Students appear as counts, never by name.

    Attributes:
        archived_because: Why it was archived, where something is to be said: that it did not happen.
    """

    __tablename__ = "activities"
    kind = "activity"
    extra_args = (
        CheckConstraint("people IS NULL OR people >= 0", name="people_not_negative"),
        CheckConstraint("students IS NULL OR students >= 0", name="students_not_negative"),
        CheckConstraint("hours IS NULL OR hours >= 0", name="hours_not_negative"),
        Index(None, "school_id", "occurred_on", "id"),
        # Lists count what is confirmed before they show a page of it: all that counting reads is here.
        Index(None, "school_id", "record_status", "occurred_on", "id"),
    )

    occurred_on: Mapped[date]
    activity_kind: Mapped[ActivityKind]
    title: Mapped[Line | None]
    by: Mapped[CodeList] = mapped_column(comment="the role that acted: the hat worn that day")
    initiated_by: Mapped[CodeList]
    roles: Mapped[CodeList] = mapped_column(comment="who else took part")
    purpose: Mapped[CodeList]
    channel: Mapped[CodeList]
    audience: Mapped[CodeList]
    topic: Mapped[CodeList]
    way: Mapped[CodeList]
    ask: Mapped[CodeList]
    formality: Mapped[Code | None]
    two_way: Mapped[bool | None]
    collects_input: Mapped[bool | None]
    used_process: Mapped[bool | None]
    promotes: Mapped[bool | None]
    beyond_class: Mapped[bool | None]
    researched: Mapped[bool | None]
    student_facing: Mapped[bool | None]
    serves_workforce: Mapped[bool | None]
    planned: Mapped[bool | None]
    people: Mapped[int | None] = mapped_column(comment="people reached")
    students: Mapped[int | None] = mapped_column(comment="students who took part")
    hours: Mapped[Decimal | None] = mapped_column(Numeric(7, 2))
    link: Mapped[str | None] = mapped_column(String(500))
    not_for: Mapped[CodeList] = mapped_column(comment="indicators this record is kept out of")
    also_for: Mapped[CodeList] = mapped_column(comment="indicators it supports though no rule matches")
    archived_because: Mapped[Line | None]

    partners: Mapped[list[Partner]] = relationship(secondary=activity_partners, order_by=Partner.name)
    documents: Mapped[list[Document]] = relationship(secondary=activity_documents, order_by=Document.id)

    def restore(self) -> None:
        """Bring an archived activity back as it was; why it was archived holds no more.

        Raises:
            NotArchived: It is not archived.
        """
        super().restore()
        self.archived_because = None


ACTIVITY = RecordKind(
    table=Activity,
    noun="activity",
    nouns="activities",
    known_on=("occurred_on",),
    about=("title",),
    read=Read(facts=("activity", "alliance_act", "dialogue_reach")),
    own=(
        column.occurred_on(),
        column.code("kind", "activity_kind", column.NEEDED, attribute="activity_kind", label="Kind"),
        column.codes("by", "by", column.NEEDED, label="Who did it"),
        column.line("title"),
        column.codes("initiated_by", "roles"),
        column.codes("roles", "roles", label="Who took part"),
        column.codes("purpose", "purpose"),
        column.codes("channel", "channel", label="How"),
        column.codes("audience", "audience", label="For whom"),
        column.codes("topic", "topic"),
        column.codes("way", "activity_way", label="In what way"),
        column.codes("ask", "ask", label="Asked for"),
        column.Column("partner", column.Holds.PARTNERS, attribute="partners"),
        column.mark("two_way", label="Two-way"),
        column.code("formality", "formality"),
        column.mark("collects_input"),
        column.mark("used_process"),
        column.mark("promotes"),
        column.mark("beyond_class", label="Beyond the classroom"),
        column.mark("researched"),
        column.mark("student_facing"),
        column.mark("serves_workforce"),
        column.mark("planned"),
        column.number("people", most=MOST_HEADS, label="People reached"),
        column.number("students", most=MOST_HEADS),
        column.amount("hours", places=5, most=MOST_HOURS),
        column.link("link"),
        column.Column("not_for", column.Holds.INDICATORS, label="Does not count for"),
        column.Column("also_for", column.Holds.INDICATORS, label="Also counts for"),
    ),
)
