"""People around partnerships: thanks, training, changes with their hand-over, coordinators, the leadership team."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.addresses import mail_address
from models.columns import Code, CodeList, DateList, Line
from models.kinds import columns as column
from models.kinds.kind import Alike, Read, RecordKind
from models.partners import Partner
from models.records import FromPartners, Record


class Recognition(Record):
    """Thanks given to those who contribute."""

    __tablename__ = "recognitions"
    kind = "recognition"

    occurred_on: Mapped[date]
    mode: Mapped[Code]
    audience: Mapped[CodeList] = mapped_column(comment="stakeholder groups thanked")
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)

    partner: Mapped[Partner | None] = relationship()


class Training(Record):
    """A training for roles in a partnership, for dialogue, or for the leadership team."""

    __tablename__ = "trainings"
    kind = "training"

    occurred_on: Mapped[date]
    topic: Mapped[CodeList]
    roles: Mapped[CodeList] = mapped_column(comment="role groups reached")
    induction: Mapped[bool | None]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)

    partner: Mapped[Partner | None] = relationship()


class Transition(FromPartners, Record):
    """A change of people, with the day its hand-over was done."""

    __tablename__ = "transitions"
    kind = "transition"
    extra_args = (CheckConstraint("done_on IS NULL OR done_on >= occurred_on", name="done_after_change"),)

    what: Mapped[Code]
    occurred_on: Mapped[date]
    done_on: Mapped[date | None]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)
    leaves: Mapped[Line | None] = mapped_column(comment="an adult: students are named nowhere")
    follows: Mapped[Line | None]
    reached_at: Mapped[Line | None] = mapped_column(comment="mail address of whoever follows")

    partner: Mapped[Partner | None] = relationship()


class Coordinator(Record):
    """The named person who coordinates all of a school's partnerships."""

    __tablename__ = "coordinators"
    kind = "coordinator"
    extra_args = (CheckConstraint("until_on IS NULL OR until_on > from_on", name="until_after_from"),)

    person: Mapped[Line]
    from_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(comment="first day that no longer counts")
    confirmed_on: Mapped[DateList]


class RosterMember(Record):
    """A member of the STEM leadership team and the groups they represent."""

    __tablename__ = "roster_members"
    kind = "roster"
    extra_args = (CheckConstraint("until_on IS NULL OR until_on > from_on", name="until_after_from"),)

    person: Mapped[Line]
    group: Mapped[CodeList] = mapped_column(comment="groups represented: codes, or the school's own words")
    role: Mapped[Line | None]
    from_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(comment="first day that no longer counts")
    confirmed_on: Mapped[DateList] = mapped_column(comment="days on which the seat was confirmed as still held")

    @property
    def shown_as(self) -> str:
        """Who it is to those who read of it."""
        return shown_as(self)


def shown_as(seat: Any) -> str:
    """Say who has a seat, a member or a row of their table: students alone have no name, whatever was typed."""
    return "The students’ seat" if set(seat.group) == {"students"} else str(seat.person)


RECOGNITION = RecordKind(
    table=Recognition,
    noun="recognition",
    nouns="recognitions",
    known_on=("occurred_on",),
    read=Read(facts=("recognition",)),
    own=(
        column.occurred_on(),
        column.code("mode", "mode", column.NEEDED),
        column.codes("audience", "audience", label="For whom"),
        column.partner(),
    ),
    alike=Alike(("partner", "mode"), ("audience",), days=3),
)

TRAINING = RecordKind(
    table=Training,
    noun="training",
    nouns="trainings",
    known_on=("occurred_on",),
    read=Read(facts=("training", "dialogue_reach"), context="days on which those of a partnership are trained"),
    own=(
        column.occurred_on(),
        column.codes("topic", "training_topic", column.NEEDED),
        column.codes("roles", "roles", label="Who took part"),
        column.partner(),
        column.mark("induction"),
    ),
    alike=Alike(("topic",), ("partner", "roles")),
)

TRANSITION = RecordKind(
    table=Transition,
    noun="change of people",
    nouns="changes of people",
    known_on=("occurred_on",),
    read=Read(facts=("after_transition",), context="changes with their hand-over"),
    own=(
        column.code("what", "transition", column.NEEDED),
        column.occurred_on(),
        column.partner(),
        column.day("done_on"),
        column.line("leaves", label="Who leaves"),
        column.line("follows", label="Who follows"),
        column.Column("reached_at", longest=200, label="E-mail of whoever follows", reads=mail_address),
    ),
    in_order=(("occurred_on", "done_on", True),),
    alike=Alike(("what", "partner"), ("leaves",), days=14),
)

COORDINATOR = RecordKind(
    table=Coordinator,
    noun="coordinator",
    nouns="coordinators",
    known_on=("from_on",),
    about=("person",),
    read=Read(context="days on which somebody is named as coordinator"),
    own=(
        column.line("person", column.NEEDED),
        column.day("from_on", column.NEEDED),
        column.day("until_on"),
        column.days("confirmed_on", label="Confirmed"),
    ),
    in_order=(("from_on", "until_on", False),),
    alike=Alike(("person",), on=("from_on",), days=None, until="until_on"),
)

ROSTER_MEMBER = RecordKind(
    table=RosterMember,
    noun="member of the leadership team",
    nouns="members of the leadership team",
    known_on=("from_on",),
    about=("person",),
    read=Read(facts=("joiner",), context="seats of the team that stand"),
    own=(
        column.line("person", column.NEEDED),
        column.codes("group", "represented", column.NEEDED, own_words=True),
        column.line("role"),
        column.day("from_on", column.NEEDED),
        column.day("until_on"),
        column.days("confirmed_on", label="Seat confirmed"),
    ),
    in_order=(("from_on", "until_on", False),),
    alike=Alike(("person",), on=("from_on",), days=None, until="until_on"),
)
