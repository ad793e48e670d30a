"""What an account needs besides its row: mailed addresses that open once, the letters that carry them, and events."""

from __future__ import annotations

import enum
import secrets
from datetime import UTC, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.accounts import User
from models.agreements import Agreement
from models.base import Base
from models.columns import Code, IntPk, Line
from models.invitations import Invitation
from models.needs import Match
from models.request_links import RequestLink
from models.signatures import Signature
from models.signed_addresses import SignedAddress


class Purpose(enum.StrEnum):
    """What a mailed address is good for: a new password, or a new address to sign in with."""

    FORGOTTEN = "forgotten"
    ADDRESS = "address"


class AccountLink(SignedAddress, Base):
    """One mailed address by which a person does one thing with their account, once and soon.

    Attributes:
        email: The new address that is being confirmed, where that is what it is for.
    """

    __tablename__ = "account_links"
    __table_args__ = (CheckConstraint("(purpose = 'address') = (email IS NOT NULL)", name="address_of_its_own"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    purpose: Mapped[Purpose]
    email: Mapped[str | None] = mapped_column(String(254))
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()


class LetterKind(enum.StrEnum):
    """What a letter says: of an account, a request to a strategic alliance, or an agreement to sign or signed."""

    INVITATION = "invitation"
    FORGOTTEN = "forgotten"
    NEW_ADDRESS = "new_address"
    ADDRESS_CHANGED = "address_changed"
    RENEWED = "renewed"
    GUESSED = "guessed"
    SECOND_STEP = "second_step"
    REQUEST = "request"
    ANSWERED = "answered"
    SIGNED = "signed"
    REPLIED = "replied"
    HANDED_OVER = "handed_over"


class LetterState(enum.StrEnum):
    """What became of a letter. While it is `sending` nobody can know whether it left."""

    DUE = "due"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"


def _message_id() -> str:
    return secrets.token_hex(20)


class AccountLetter(Base):
    """One letter about an account, kept until it left; its words are written when it leaves.

    Attributes:
        invitation_id, link_id, request_id: What its address opens, where it carries one.
        signature_id: Of which signature it tells.
        match_id: To which request it brings what the school said to the answer.
        agreement_id: Which agreement was handed over to be signed.
        why: Why it was given up, where it was.
        told: What the mail server said last, where it refused.
    """

    __tablename__ = "account_letters"
    __table_args__ = (
        CheckConstraint("(state = 'given_up') = (why IS NOT NULL)", name="given_up_for_a_reason"),
        Index(None, "state"),
    )

    id: Mapped[IntPk]
    kind: Mapped[LetterKind]
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[Line | None]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id"), index=True)
    link_id: Mapped[int | None] = mapped_column(ForeignKey("account_links.id"), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey("request_links.id"), index=True)
    signature_id: Mapped[int | None] = mapped_column(ForeignKey("signatures.id"), index=True)
    match_id: Mapped[int | None] = mapped_column(ForeignKey("matches.id"), index=True)
    agreement_id: Mapped[int | None] = mapped_column(ForeignKey("agreements.id"), index=True)
    state: Mapped[LetterState] = mapped_column(default=LetterState.DUE)
    why: Mapped[Line | None]
    told: Mapped[Line | None]
    message_id: Mapped[str] = mapped_column(String(64), unique=True, default=_message_id)
    attempts: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    taken_at: Mapped[datetime | None] = mapped_column(comment="when somebody began to send it")
    settled_at: Mapped[datetime | None] = mapped_column(comment="when it was sent or given up")

    user: Mapped[User | None] = relationship()
    invitation: Mapped[Invitation | None] = relationship()
    link: Mapped[AccountLink | None] = relationship()
    request: Mapped[RequestLink | None] = relationship()
    signature: Mapped[Signature | None] = relationship()
    match: Mapped[Match | None] = relationship()
    agreement: Mapped[Agreement | None] = relationship()


class AccountEvent(Base):
    """Something that happened to somebody's account or roles; rows are only ever added.

    Attributes:
        user_id: Whose account it is; None for somebody who has none yet.
        email: Whose it is, where they had no account.
        school_id: The school whose admins see it; None for what concerns the person alone.
        what: In a word, as code; `told` is the sentence.
        actor_id: Who did it; None for whoever was not signed in, and the command line.
    """

    __tablename__ = "account_events"
    __table_args__ = (Index(None, "user_id", "id"), Index(None, "school_id", "id"))

    id: Mapped[IntPk]
    at: Mapped[datetime] = mapped_column(default=lambda: datetime.now(UTC))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    email: Mapped[str | None] = mapped_column(String(254))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("schools.id"))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    actor: Mapped[Line] = mapped_column(comment="the person's name, or what acted")
    what: Mapped[Code]
    told: Mapped[Line]

    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
