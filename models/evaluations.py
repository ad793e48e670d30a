"""Evaluations of partnerships, and reviews of communication and of the dialogue process."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.columns import Code, CodeList, DateList, Line, Prose
from models.kinds import columns as column
from models.kinds.kind import Alike, Read, RecordKind
from models.partnerships import Partnership
from models.records import FromPartners, Record


class Evaluation(FromPartners, Record):
    """One evaluation of one partnership."""

    __tablename__ = "evaluations"
    kind = "evaluation"

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    occurred_on: Mapped[date]
    side: Mapped[Code]
    strengths: Mapped[Prose | None]
    weaknesses: Mapped[Prose | None]
    academic: Mapped[Code | None]
    academic_note: Mapped[Prose | None]
    social: Mapped[Code | None]
    social_note: Mapped[Prose | None]
    physical: Mapped[Code | None]
    physical_note: Mapped[Prose | None]
    goal_alignment: Mapped[Prose | None]
    actions_open: Mapped[Prose | None]
    actions_done: Mapped[Prose | None]
    teachers: Mapped[bool | None] = mapped_column(comment="teachers took part")
    asks_students: Mapped[bool | None] = mapped_column(comment="it asks about student success")
    asks_workforce: Mapped[bool | None] = mapped_column(comment="it asks about workforce needs")

    partnership: Mapped[Partnership] = relationship()


class CommunicationReview(Record):
    """A look at whether communication achieves what was wanted."""

    __tablename__ = "communication_reviews"
    kind = "commreview"

    occurred_on: Mapped[date]
    wanted: Mapped[Prose | None]
    finding: Mapped[Prose | None]
    actions_open: Mapped[Prose | None]
    actions_done: Mapped[Prose | None]


class DialogueProcess(Record):
    """The process for productive dialogue that the school adopted, with its norms."""

    __tablename__ = "dialogue_processes"
    kind = "process"
    extra_args = (CheckConstraint("ended_on IS NULL OR ended_on > adopted_on", name="ended_after_adopted"),)

    name: Mapped[Line]
    adopted_on: Mapped[date]
    norms: Mapped[CodeList] = mapped_column(comment="norm codes, or norms in the school's own words")
    confirmed_on: Mapped[DateList]
    ended_on: Mapped[date | None] = mapped_column(comment="first day that no longer counts")


class ProcessReview(Record):
    """A look at how well the dialogue process is used."""

    __tablename__ = "process_reviews"
    kind = "procreview"

    occurred_on: Mapped[date]
    finding: Mapped[Prose | None]
    actions_open: Mapped[Prose | None]
    actions_done: Mapped[Prose | None]


_ACTIONS = (column.text("actions_open"), column.text("actions_done"))

EVALUATION = RecordKind(
    table=Evaluation,
    noun="evaluation",
    nouns="evaluations",
    known_on=("occurred_on",),
    read=Read(facts=("evaluation",), context="days on which a partnership is evaluated and monitored"),
    own=(
        column.ref("partnership", column.NEEDED),
        column.occurred_on(),
        column.code("side", "side", column.NEEDED, label="Evaluated by"),
        column.text("strengths"),
        column.text("weaknesses"),
        column.code("academic", "finding"),
        column.code("social", "finding"),
        column.code("physical", "finding"),
        column.text("goal_alignment"),
        *_ACTIONS,
        column.mark("teachers"),
        column.mark("asks_students"),
        column.mark("asks_workforce"),
    ),
    alike=Alike(("partnership", "side"), days=7),
)

COMMUNICATION_REVIEW = RecordKind(
    table=CommunicationReview,
    noun="review of communication",
    nouns="reviews of communication",
    known_on=("occurred_on",),
    about=("finding", "wanted"),
    read=Read(facts=("commreview",)),
    own=(column.occurred_on(), column.text("wanted"), column.text("finding"), *_ACTIONS),
    alike=Alike(()),
)

DIALOGUE_PROCESS = RecordKind(
    table=DialogueProcess,
    noun="dialogue process",
    nouns="dialogue processes",
    known_on=("adopted_on",),
    about=("name",),
    read=Read(context="days on which an adopted process stands"),
    own=(
        column.line("name", column.NEEDED),
        column.day("adopted_on", column.NEEDED),
        column.codes("norms", "norms", own_words=True),
        column.days("confirmed_on", label="Confirmed"),
        column.day("ended_on"),
    ),
    in_order=(("adopted_on", "ended_on", False),),
    alike=Alike(("name",), on=("adopted_on",), days=None, until="ended_on"),
)

PROCESS_REVIEW = RecordKind(
    table=ProcessReview,
    noun="review of the dialogue process",
    nouns="reviews of the dialogue process",
    known_on=("occurred_on",),
    about=("finding",),
    read=Read(facts=("procreview",)),
    own=(column.occurred_on(), column.text("finding"), *_ACTIONS),
    alike=Alike(()),
)
