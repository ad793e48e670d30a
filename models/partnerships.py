"""Partnerships: one school with one partner, its dated stages, point people and written terms."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.base import Base
from models.columns import Code, CodeList, DateList, IntPk, Line, PartnerId, Prose
from models.documents import Document
from models.kinds import columns as column
from models.kinds.kind import Read, RecordKind
from models.needs import SchoolNeed
from models.partners import Partner
from models.records import Record


class TermName(enum.StrEnum):
    """What a partnership has in writing; each remembers the day it was written and the day it was emptied."""

    SHORT_GOALS = "short_goals"
    LONG_GOALS = "long_goals"
    OUTCOMES = "outcomes"
    EDUCATION_GOAL = "education_goal"
    CURRICULAR_GOAL = "curricular_goal"
    LED_BY_TEACHERS = "led_by_teachers"
    ROLES = "roles"
    ACCOUNTABILITY = "accountability"
    GUIDELINES = "guidelines"

    @property
    def label(self) -> str:
        """The term in people's words."""
        return TERMS[self].label


@dataclass(frozen=True, slots=True)
class Term:
    """One declaration for each term: its field, its column in files, its words and what the rules ask of it.

    Attributes:
        name: As files, the database and the history know it.
        label: What people call it, on a form and in the history.
        hint: What belongs under it, as the form explains it; of a mark, the sentence that is ticked.
        answers: Predicates of the coverage rules that it answers, alone or with others.
        is_mark: It is a yes or no, kept as a word so that it has its day like the others, and nothing to be missed.
    """

    name: TermName
    label: str
    hint: str
    answers: tuple[str, ...]
    is_mark: bool = False


# How a term that is a mark is kept.
YES = "yes"
_TERMS = (
    Term(
        TermName.SHORT_GOALS,
        "Near-term goals",
        "What you want to reach together this school year.",
        ("short_goals",),
    ),
    Term(TermName.LONG_GOALS, "Long-range goals", "What you want to reach in the years after.", ("long_goals",)),
    Term(
        TermName.OUTCOMES,
        "Expected outcomes",
        "How students will be better off, and how you will see it.",
        ("outcomes", "curricular_outcome"),
    ),
    Term(
        TermName.EDUCATION_GOAL,
        "Education goal of the school",
        "The stated goal of the school that this serves.",
        ("aligned_goal",),
    ),
    Term(
        TermName.CURRICULAR_GOAL,
        "Curricular goal",
        "What students learn in class through it.",
        ("curricular_outcome",),
    ),
    Term(
        TermName.LED_BY_TEACHERS,
        "Led by teachers",
        "Teachers lead this partnership",
        # No predicate of its own: rules on what teachers do look at the partnerships that they lead.
        (),
        is_mark=True,
    ),
    Term(TermName.ROLES, "Roles", "Who does what, at school and at the partner.", ("roles",)),
    Term(
        TermName.ACCOUNTABILITY,
        "Accountability",
        "By what each side answers for its part.",
        ("accountability", "monitored"),
    ),
    Term(TermName.GUIDELINES, "Guidelines", "How educators and partners are to carry their duties.", ("guidelines",)),
)
# In the order in which they are asked.
TERMS: Mapping[TermName, Term] = MappingProxyType({term.name: term for term in _TERMS})


class PartnershipNeed(Base):
    """A school need that a partnership serves, from the day it was linked."""

    __tablename__ = "partnership_needs"
    __table_args__ = (UniqueConstraint("partnership_id", "need_id"),)

    id: Mapped[IntPk]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    need_id: Mapped[int] = mapped_column(ForeignKey("school_needs.id"), index=True)
    from_on: Mapped[date]

    partnership: Mapped[Partnership] = relationship(back_populates="needs")
    need: Mapped[SchoolNeed] = relationship()


class Partnership(Record):
    """A school's partnership with one organisation."""

    __tablename__ = "partnerships"
    kind = "partnership"
    extra_args = (
        CheckConstraint("ended_on IS NULL OR ended_on > started_on", name="ended_after_started"),
        CheckConstraint("contact_interval_days IS NULL OR contact_interval_days > 0", name="contact_interval_positive"),
        Index(None, "school_id", "started_on"),
        Index(None, "school_id", "partner_id", "started_on"),
    )

    partner_id: Mapped[PartnerId]
    started_on: Mapped[date]
    ended_on: Mapped[date | None] = mapped_column(comment="first day that no longer counts")
    initiated_by: Mapped[CodeList]
    confirmed_on: Mapped[DateList] = mapped_column(comment="days on which the facts were confirmed as still true")
    contact_interval_days: Mapped[int | None]
    shown_on: Mapped[date | None] = mapped_column(comment="since when the partner reads what was agreed; empty: not")

    partner: Mapped[Partner] = relationship()
    stages: Mapped[list[PartnershipStage]] = relationship(
        back_populates="partnership", order_by="PartnershipStage.from_on", cascade="all, delete-orphan"
    )
    point_people: Mapped[list[PointPerson]] = relationship(
        back_populates="partnership", order_by="PointPerson.from_on", cascade="all, delete-orphan"
    )
    terms: Mapped[list[PartnershipTerm]] = relationship(
        back_populates="partnership", order_by="PartnershipTerm.from_on", cascade="all, delete-orphan"
    )
    needs: Mapped[list[PartnershipNeed]] = relationship(back_populates="partnership", cascade="all, delete-orphan")
    checks: Mapped[list[PartnershipCheck]] = relationship(back_populates="partnership", cascade="all, delete-orphan")

    def stage_on(self, day: date) -> str | None:
        """Find the stage on a day; None before the first."""
        held = [row.stage for row in self.stages if row.from_on <= day]
        return held[-1] if held else None

    def point_person_on(self, day: date) -> str | None:
        """Find who is in charge on a day; None where nobody is."""
        held = self.point_person_row_on(day)
        return held.person if held else None

    def point_person_row_on(self, day: date) -> PointPerson | None:
        """Find the row of whoever is in charge on a day, with their account where they have one."""
        held = [row for row in self.point_people if row.from_on <= day and not (row.until_on and row.until_on <= day)]
        return held[-1] if held else None

    def term_on(self, name: TermName, day: date) -> PartnershipTerm | None:
        """Find what was written under a name on a day; None where it is empty."""
        held = [row for row in self.terms if row.name is name and row.from_on <= day]
        return held[-1] if held and held[-1].is_filled else None


class PartnershipStage(Base):
    """The stage a partnership was in from a day on."""

    __tablename__ = "partnership_stages"
    __table_args__ = (UniqueConstraint("partnership_id", "from_on"),)

    id: Mapped[IntPk]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    stage: Mapped[Code]
    from_on: Mapped[date]

    partnership: Mapped[Partnership] = relationship(back_populates="stages")


class PointPerson(Base):
    """Who at the school is in charge of a partnership, from a day until a day."""

    __tablename__ = "point_people"
    __table_args__ = (
        UniqueConstraint("partnership_id", "from_on"),
        CheckConstraint("until_on IS NULL OR until_on > from_on", name="until_after_from"),
    )

    id: Mapped[IntPk]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    person: Mapped[Line] = mapped_column(comment="as written; a person of staff, never a student")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None] = mapped_column(comment="first day that no longer counts")

    partnership: Mapped[Partnership] = relationship(back_populates="point_people")
    user: Mapped[User | None] = relationship()


class PartnershipTerm(Base):
    """One written term of a partnership, as it stood from a day on; empty text and no file means emptied."""

    __tablename__ = "partnership_terms"
    __table_args__ = (UniqueConstraint("partnership_id", "name", "from_on"),)

    id: Mapped[IntPk]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    name: Mapped[TermName]
    from_on: Mapped[date]
    text: Mapped[Prose | None]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))

    partnership: Mapped[Partnership] = relationship(back_populates="terms")
    document: Mapped[Document | None] = relationship()

    @property
    def is_filled(self) -> bool:
        """Whether something stands here, as text or as a file."""
        return bool(self.text and self.text.strip()) or self.document_id is not None


class FactName(enum.StrEnum):
    """What stands of a partnership besides its terms and is said again once a year."""

    STAGE = "stage"
    POINT_PERSON = "point_person"
    NEEDS = "needs"
    CONTACT_INTERVAL = "contact_interval"


# Every line that is gone through -> what people call it.
LINES: Mapping[str, str] = MappingProxyType(
    {
        FactName.STAGE: "Stage",
        FactName.POINT_PERSON: "Point person",
        **{name: term.label for name, term in TERMS.items()},
        FactName.NEEDS: "Needs it serves",
        FactName.CONTACT_INTERVAL: "How often you are in touch",
    }
)


class PartnershipCheck(Base):
    """Somebody said of one line of a partnership, a key of `LINES`, that it is still true."""

    __tablename__ = "partnership_checks"
    __table_args__ = (UniqueConstraint("partnership_id", "line", "said_on"),)

    id: Mapped[IntPk]
    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"))
    line: Mapped[Code]
    said_on: Mapped[date]

    partnership: Mapped[Partnership] = relationship(back_populates="checks")


# Tables of a partnership's dated parts, whose changes are told in its history -> what people call one of them.
Part = PartnershipStage | PointPerson | PartnershipTerm | PartnershipNeed | PartnershipCheck
PARTS: Mapping[type[Part], str] = MappingProxyType(
    {
        PartnershipStage: "Stage",
        PointPerson: "Point person",
        PartnershipTerm: "Written term",
        PartnershipNeed: "Need served",
        PartnershipCheck: "Said again",
    }
)

PARTNERSHIP = RecordKind(
    table=Partnership,
    noun="partnership",
    nouns="partnerships",
    known_on=("started_on",),
    read=Read(context="days on which it runs, and has what the rules ask for"),
    own=(
        column.partner(column.NEEDED),
        column.day("started_on", column.NEEDED),
        column.day("ended_on"),
        column.Column("stage", column.Holds.STAGES, choices="stage"),
        column.Column("point_person", column.Holds.PEOPLE, longest=200),
        column.day("written_on"),
        *(column.term(term.name.value, term.label, is_mark=term.is_mark) for term in TERMS.values()),
        column.Column("needs", column.Holds.REFS, refers_to="need"),
        column.codes("initiated_by", "roles"),
        column.days("confirmed_on", label="What we agreed was confirmed"),
        column.number("contact_interval_days", least=1),
    ),
    in_order=(("started_on", "ended_on", False),),
)
