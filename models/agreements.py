"""What school and partner put on paper and what they give: agreements, commitments, contributions."""

from __future__ import annotations

import enum
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import CheckConstraint, Column, ColumnElement, ForeignKey, Index, Table, func
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base
from models.columns import Code, CodeList, Line, PartnerId, Prose
from models.continuum.language.vocabularies import TO_SCHOOL
from models.documents import Document
from models.kinds import columns as column
from models.kinds.kind import Alike, Read, RecordKind
from models.partners import Partner, WorkforceNeed
from models.partnerships import Partnership
from models.records import FromPartners, Record
from models.refusals import Refused

agreement_documents = Table(
    "agreement_documents",
    Base.metadata,
    Column("agreement_id", ForeignKey("agreements.id"), primary_key=True),
    Column("document_id", ForeignKey("documents.id"), primary_key=True),
)


class AgreementState(enum.StrEnum):
    """Where an agreement is on its way; follows from its dates."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    IN_FORCE = "in force"
    ENDED = "ended"


def reached_partner() -> ColumnElement[bool]:
    """Ask for agreements that their partner knows: handed over, or signed at once. A draft is the school's own."""
    return func.coalesce(Agreement.signed_on, Agreement.submitted_on).is_not(None)


class Agreement(Record):
    """One agreement of a partnership. Renewing makes a new one that names the one it follows."""

    __tablename__ = "agreements"
    kind = "agreement"
    extra_args = (
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="ends_after_starts"),
        CheckConstraint("notice_days IS NULL OR notice_days >= 0", name="notice_not_negative"),
        CheckConstraint("renews_id IS NULL OR renews_id <> id", name="renews_another"),
        Index(None, "school_id", "ends_on"),
    )

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    agreement_kind: Mapped[Code]
    submitted_on: Mapped[date | None]
    signed_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None] = mapped_column(comment="last day of the agreement")
    notice_days: Mapped[int | None]
    expected_outcome: Mapped[Prose | None]
    serves_workforce: Mapped[bool | None]
    remind_days: Mapped[CodeList] = mapped_column(comment="days before its end; empty: as usual, none: never")
    renews_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"))

    partnership: Mapped[Partnership] = relationship()
    documents: Mapped[list[Document]] = relationship(secondary=agreement_documents, order_by=Document.id)
    renews: Mapped[Agreement | None] = relationship(remote_side="Agreement.id")

    def state_on(self, day: date) -> AgreementState:
        """Say where the agreement stands on a day."""
        if self.ends_on is not None and self.ends_on < day:
            return AgreementState.ENDED
        if self.signed_on is not None and self.signed_on <= day:
            started = self.starts_on is None or self.starts_on <= day
            return AgreementState.IN_FORCE if started else AgreementState.SIGNED
        if self.submitted_on is not None and self.submitted_on <= day:
            return AgreementState.SUBMITTED
        return AgreementState.DRAFT

    def submit(self, on: date) -> None:
        """Note that it was handed to the partner.

        Raises:
            Refused: It was handed over already, or it is over.
        """
        if self.submitted_on is not None:
            raise Refused("This agreement was submitted already.")
        self._refuse_if_over(on)
        self.submitted_on = on

    def sign(self, on: date) -> None:
        """Note that both sides signed.

        Raises:
            Refused: It was never submitted, is signed already, is over, or was submitted later than that day.
        """
        if self.signed_on is not None:
            raise Refused("This agreement is signed already.")
        if self.submitted_on is None:
            raise Refused("A draft cannot be signed. Submit it first.")
        self._refuse_if_over(on)
        if on < self.submitted_on:
            raise Refused({"on": "It was submitted later than this day. Choose a later day."})
        self.signed_on = on

    def end(self, on: date) -> None:
        """End it with a last day earlier than its own.

        Raises:
            Refused: It was never submitted, is over on that day already, or had not begun or not been signed.
        """
        if self.submitted_on is None:
            raise Refused("A draft has nothing to end. Archive it instead.")
        self._refuse_if_over(on)
        # Not before it was signed either: a signature after the last day would bind nobody.
        if on < max(day for day in (self.starts_on, self.signed_on, self.submitted_on) if day is not None):
            raise Refused({"on": "It began later than this day. Choose a later day."})
        self.ends_on = on

    def _refuse_if_over(self, on: date) -> None:
        if self.state_on(on) is AgreementState.ENDED:
            raise Refused("This agreement has ended. Renew it instead.")

    def days_left(self, day: date) -> int | None:
        """Count the days from a day to the agreement's last one; negative when over, None when open-ended."""
        return None if self.ends_on is None else (self.ends_on - day).days

    def leaves_counts_on(self, grace_days: int) -> date | None:
        """Say the first day on which its partnership is out of every coverage count, unless it is renewed.

        Args:
            grace_days: Days after its end for which the partnership still counts, by the rules in force.
        """
        return None if self.ends_on is None else self.ends_on + timedelta(days=grace_days + 1)


class Commitment(Record):
    """Something a partner promised to give by a day."""

    __tablename__ = "commitments"
    kind = "commitment"
    extra_args = (CheckConstraint("amount IS NULL OR amount >= 0", name="amount_not_negative"),)

    partnership_id: Mapped[int] = mapped_column(ForeignKey("partnerships.id"), index=True)
    agreed_on: Mapped[date]
    type: Mapped[Code | None]
    way: Mapped[Code | None]
    amount: Mapped[Decimal | None]
    unit: Mapped[Code | None]
    due_on: Mapped[date | None]
    received_on: Mapped[date | None]
    allocated_to: Mapped[Line | None]
    serves_workforce: Mapped[bool | None]
    workforce_need_id: Mapped[int | None] = mapped_column(ForeignKey("workforce_needs.id"))
    expected_outcome: Mapped[Prose | None]
    confirmed_by: Mapped[Code | None]

    partnership: Mapped[Partnership] = relationship()
    workforce_need: Mapped[WorkforceNeed | None] = relationship()


class Contribution(FromPartners, Record):
    """Something a partner gave, hours, dollars or goods; or, where `direction` says so, what the school gave it."""

    __tablename__ = "contributions"
    kind = "contribution"
    extra_args = (CheckConstraint("amount IS NULL OR amount >= 0", name="amount_not_negative"),)

    partner_id: Mapped[PartnerId]
    occurred_on: Mapped[date]
    direction: Mapped[Code] = mapped_column(default=TO_SCHOOL)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitments.id"), index=True)
    type: Mapped[Code | None]
    way: Mapped[CodeList]
    amount: Mapped[Decimal | None]
    unit: Mapped[Code | None]
    allocated_to: Mapped[Line | None]
    student_facing: Mapped[bool | None]
    serves_workforce: Mapped[bool | None]
    planned: Mapped[bool | None]

    partner: Mapped[Partner] = relationship()
    commitment: Mapped[Commitment | None] = relationship()


AGREEMENT = RecordKind(
    table=Agreement,
    noun="agreement",
    nouns="agreements",
    called_by="agreement_kind",
    known_on=("submitted_on",),
    read=Read(facts=("agreement",), context="days on which it carries its partnership"),
    own=(
        column.ref("partnership", column.NEEDED),
        column.code("kind", "agreement_kind", column.NEEDED, attribute="agreement_kind", label="Kind"),
        column.day("submitted_on"),
        column.day("signed_on"),
        column.day("starts_on", label="First day"),
        column.day("ends_on", label="Last day"),
        column.number("notice_days"),
        column.text("expected_outcome"),
        column.mark("serves_workforce"),
        column.days_ahead("remind_days", label="Reminders, days before its end"),
    ),
    in_order=(("starts_on", "ends_on", True),),
)

COMMITMENT = RecordKind(
    table=Commitment,
    noun="commitment",
    nouns="commitments",
    known_on=("due_on",),
    read=Read(facts=("commitment",), context="what makes a gift planned, and a resource plan"),
    own=(
        column.ref("partnership", column.NEEDED),
        column.day("agreed_on", column.NEEDED),
        column.code("type", "contribution_type", own_words=True),
        column.code("way", "alliance_way", label="In what way"),
        column.amount("amount"),
        column.code("unit", "unit"),
        column.day("due_on"),
        column.day("received_on"),
        column.line("allocated_to"),
        column.Column("serves_workforce", column.Holds.REF_OR_MARK, refers_to="workforce"),
        column.text("expected_outcome"),
        column.code("confirmed_by", "confirmed_by"),
    ),
    alike=Alike(
        ("partnership", "type", "way", "amount", "unit"), ("due_on", "allocated_to"), on=("agreed_on",), days=14
    ),
)

CONTRIBUTION = RecordKind(
    table=Contribution,
    noun="contribution",
    nouns="contributions",
    known_on=("occurred_on",),
    read=Read(facts=("contribution", "alliance_act", "given")),
    own=(
        column.partner(column.NEEDED),
        column.occurred_on(),
        column.code("direction", "direction", empty=TO_SCHOOL),
        column.ref("commitment"),
        column.code("type", "contribution_type", own_words=True),
        column.codes("way", "alliance_way", label="In what way"),
        column.amount("amount"),
        column.code("unit", "unit"),
        column.line("allocated_to"),
        column.mark("student_facing"),
        column.mark("serves_workforce"),
        column.mark("planned"),
    ),
    alike=Alike(("partner", "type", "amount", "unit"), ("direction",)),
)
