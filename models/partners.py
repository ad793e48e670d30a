"""Partner organisations: the district's shared directory, and what one school knows of each."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import District
from models.addresses import mail_address, website
from models.base import Base
from models.columns import Code, CodeList, DateList, IntPk, Line, PartnerId, Prose
from models.kinds import columns as column
from models.kinds.kind import Alike, Read, RecordKind
from models.records import FromPartners, Record


class Partner(Base):
    """An organisation in the district's directory: a strategic alliance, or an internal group such as a PTA."""

    __tablename__ = "partners"
    __table_args__ = (
        UniqueConstraint("district_id", "name"),
        CheckConstraint("length(name) > 0", name="named"),
    )

    id: Mapped[IntPk]
    district_id: Mapped[int] = mapped_column(ForeignKey("districts.id"))
    name: Mapped[Line]
    category: Mapped[Code]
    subtype: Mapped[Code | None]
    sector: Mapped[Line | None]
    town: Mapped[Line | None]
    website: Mapped[str | None] = mapped_column(String(500))
    # What it says itself; what a school found that it could give stands with the school.
    offers: Mapped[CodeList]
    offers_said_on: Mapped[date | None] = mapped_column(comment="day on which it last said what it offers")
    version: Mapped[int] = mapped_column(default=1)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"), index=True)

    district: Mapped[District] = relationship()
    merged_into: Mapped[Partner | None] = relationship(remote_side="Partner.id")
    engagements: Mapped[list[SchoolPartner]] = relationship(back_populates="partner")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads it, nobody changes it)

    @property
    def present(self) -> Partner:
        """The organisation itself, or the one that it was merged into."""
        found = self
        while found.merged_into is not None:
            found = found.merged_into
        return found


class SchoolPartner(Record):
    """A partner organisation as one school knows it: since when, how far, appraised when, what it could give."""

    __tablename__ = "school_partners"
    kind = "org"
    # Not unique: a school may have noted the same organisation twice; the rules count it once.
    extra_args = (Index(None, "school_id", "partner_id"),)

    partner_id: Mapped[PartnerId]
    added_on: Mapped[date]
    stage: Mapped[Code | None]
    assessed_on: Mapped[DateList] = mapped_column(comment="days on which its possible contributions were appraised")
    offers: Mapped[CodeList]

    partner: Mapped[Partner] = relationship(back_populates="engagements")


class Contact(Record):
    """A person at a partner whom the school speaks to, from a day until a day."""

    __tablename__ = "contacts"
    kind = "contact"
    extra_args = (
        CheckConstraint("until_on IS NULL OR from_on IS NULL OR until_on > from_on", name="until_after_from"),
        Index(None, "school_id", "partner_id"),
    )

    partner_id: Mapped[PartnerId]
    name: Mapped[Line]
    title: Mapped[Line | None]
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    is_key: Mapped[bool] = mapped_column(default=False)
    from_on: Mapped[date | None]
    until_on: Mapped[date | None] = mapped_column(comment="first day that no longer counts")
    no_mail_since: Mapped[date | None] = mapped_column(comment="day on which they asked for no more requests by mail")

    partner: Mapped[Partner] = relationship()


class WorkforceNeed(FromPartners, Record):
    """A workforce need that an alliance stated."""

    __tablename__ = "workforce_needs"
    kind = "workforce"
    extra_args = (
        CheckConstraint("length(text) > 0", name="text_given"),
        CheckConstraint("until_on IS NULL OR until_on > stated_on", name="until_after_stated"),
    )

    partner_id: Mapped[PartnerId]
    stated_on: Mapped[date]
    text: Mapped[Prose]
    confirmed_on: Mapped[DateList] = mapped_column(comment="days on which it was said to be still so")
    until_on: Mapped[date | None] = mapped_column(comment="first day on which the need no longer stood")

    partner: Mapped[Partner] = relationship()


SCHOOL_PARTNER = RecordKind(
    table=SchoolPartner,
    noun="partner",
    nouns="partners",
    known_on=("added_on",),
    read=Read(facts=("org",), context="the stakeholder group of a partner"),
    own=(
        column.line("name", column.NEEDED, in_directory=True),
        column.code("category", "category", column.NEEDED, in_directory=True),
        column.code("subtype", "subtype", own_words=True, in_directory=True),
        column.day("added_on", column.NEEDED),
        column.code("stage", "stage"),
        column.days("assessed_on", label="Checked what they can offer"),
        column.codes("offers", "contribution_type", own_words=True),
        column.line("sector", in_directory=True),
        column.line("town", in_directory=True),
        column.Column("website", longest=500, in_directory=True, reads=website),
    ),
)

CONTACT = RecordKind(
    table=Contact,
    noun="contact",
    nouns="contacts",
    known_on=("from_on",),
    about=("name",),
    read=Read(unread="whom to call says nothing of what was done"),
    own=(
        column.partner(column.NEEDED),
        column.line("name", column.NEEDED),
        column.line("title", label="What they do there"),
        column.Column("email", longest=254, label="E-mail", reads=mail_address),
        column.Column("phone", longest=40, reads=column.on_one_line),
        column.mark("is_key", empty=False, label="Key contact"),
        column.day("from_on", label="Contact since"),
        column.day("until_on", label="Until"),
    ),
    in_order=(("from_on", "until_on", False),),
)

WORKFORCE_NEED = RecordKind(
    table=WorkforceNeed,
    noun="workforce need",
    nouns="workforce needs",
    known_on=("stated_on",),
    about=("text",),
    read=Read(facts=("workforce",)),
    own=(
        column.partner(column.NEEDED),
        column.day("stated_on", column.NEEDED),
        column.text("text", column.NEEDED),
        column.days("confirmed_on", label="Still so"),
        column.day("until_on", label="Until"),
    ),
    in_order=(("stated_on", "until_on", False),),
    alike=Alike(("partner", "text"), on=("stated_on",), days=120, until="until_on"),
)
