"""Signatures under an agreement, on screen or by hand: what is signed, who signed it, for which side, on which day."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.agreements import Agreement
from models.base import Base
from models.columns import CodeList, IntPk, Line, Prose
from models.continuum.language.language import Language
from models.documents import Document
from models.partners import Partner
from models.wording import day_words, sentence_case
from models.words import words

LONGEST_TERMS = 4000


class Signature(Base):
    """One side's signature; rows are only ever added.

    Attributes:
        partner_id: The organisation that signed; None for the school.
        user_id: Who signed on screen, or sent the paper that was signed by hand.
        name: Who signed, as the person typed it.
        terms: What they put their name to, as it stood then.
        hashes: SHA-256 of each file that lay with the agreement then.
        document_id: The paper that was signed by hand. It belongs to the signature and not to the agreement's files,
            to which the other side may have put its name already.
        position: What who signed by hand is there.
    """

    __tablename__ = "signatures"
    __table_args__ = (CheckConstraint("(document_id IS NULL) = (position IS NULL)", name="by_hand_in_a_position"),)

    id: Mapped[IntPk]
    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreements.id"), index=True)
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partners.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[Line]
    terms: Mapped[Prose]
    hashes: Mapped[CodeList]
    signed_on: Mapped[date]
    signed_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    position: Mapped[Line | None]

    agreement: Mapped[Agreement] = relationship()
    partner: Mapped[Partner | None] = relationship()
    user: Mapped[User] = relationship()
    document: Mapped[Document | None] = relationship()

    @property
    def is_of_school(self) -> bool:
        """Whose side it stands for: the school's, or its partner's, whatever that is called by now."""
        return self.partner_id is None

    @property
    def heading(self) -> str:
        """The first line of what was signed, as it stood then; see `heading_of`."""
        return self.terms.partition("\n")[0]

    def holds(self, language: Language) -> bool:
        """Whether the agreement still says what was signed, and has the same files.

        Args:
            language: What an agreement of its kind is called now.
        """
        paper = self.agreement
        return self.terms == terms_of(paper, language) and set(self.hashes) == set(hashes_of(paper))


def heading_of(agreement: Agreement, language: Language) -> str:
    """Say which kind of agreement it is, and between whom."""
    kinds, kind = language.values("agreement_kind"), agreement.agreement_kind
    called = kinds[kind].label if kind in kinds else words(kind)
    return f"{sentence_case(called)} between {agreement.school.name} and {agreement.partnership.partner.name}"


def terms_of(agreement: Agreement, language: Language) -> str:
    """Say what an agreement is about, a line for each, as whoever signs it reads it; the first is its heading."""
    days = [
        f"First day: {day_words(agreement.starts_on)}" if agreement.starts_on else "",
        f"Last day: {day_words(agreement.ends_on)}" if agreement.ends_on else "No last day",
        f"Notice: {agreement.notice_days} days" if agreement.notice_days is not None else "",
        f"Expected outcome: {agreement.expected_outcome}" if agreement.expected_outcome else "",
    ]
    files = [f"File: {one.filename}" for one in agreement.documents]
    return "\n".join([heading_of(agreement, language), *filter(None, days), *files])[:LONGEST_TERMS]


def hashes_of(agreement: Agreement) -> tuple[str, ...]:
    """Give the SHA-256 of each file that lies with an agreement, as far as it is known."""
    return tuple(one.sha256 for one in agreement.documents if one.sha256)
