"""Forms that were sent: each is stored once, however often it arrives."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint, bindparam, event, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.base import Base, table_of
from models.columns import Code, IntPk, Line
from models.history import record_told

_SENT = "continuum.sent_form"
_TOLD = "continuum.sent_form_told"
_STORED = "continuum.sent_form_stored"


class SentForm(Base):
    """One form that a person sent and that was stored; its row is written in the transaction of what it stored.

    Attributes:
        key: What the page gave the form, another one each time it was shown.
        digest: What was typed, as a hash: the same form may be changed and sent again.
        record_kind, record_id: The record that it was about; None where it touched none.
        location: Where the person was sent on to, where the record has no page of its own.
    """

    __tablename__ = "sent_forms"
    __table_args__ = (UniqueConstraint("user_id", "key"),)

    id: Mapped[IntPk]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    key: Mapped[Code]
    digest: Mapped[Code]
    sent_at: Mapped[datetime] = mapped_column(index=True)
    record_kind: Mapped[Code | None]
    record_id: Mapped[int | None]
    location: Mapped[Line | None]


_TABLE = table_of(SentForm)
_TELL = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("sent"))
    .values(record_kind=bindparam("kind"), record_id=bindparam("record"))
)


def tell_record(session: Session, sent_form_id: int) -> None:
    """Have the session note, when it commits, which record a form was about."""
    session.info[_SENT] = sent_form_id
    session.info.pop(_STORED, None)


def kind_stored(session: Session) -> str | None:
    """Name the kind of record that the latest form of a session was about; None as long as it is not stored.

    Returns:
        Empty where it was about no record.
    """
    kind: str | None = session.info.get(_STORED)
    return kind


@event.listens_for(Session, "before_commit")
def _note_record(session: Session) -> None:
    if _SENT not in session.info or session.in_nested_transaction():
        return
    sent_form_id = session.info.pop(_SENT)
    session.flush()
    record = record_told(session)
    session.info[_TOLD] = record[0] if record is not None else ""
    if record is not None:
        kind, record_id = record
        session.connection().execute(_TELL, {"sent": sent_form_id, "kind": kind, "record": record_id})


@event.listens_for(Session, "after_commit")
def _stored(session: Session) -> None:
    if _TOLD in session.info and not session.in_nested_transaction():
        session.info[_STORED] = session.info.pop(_TOLD)


@event.listens_for(Session, "after_rollback")
def _taken_back(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_SENT, None)
        session.info.pop(_TOLD, None)
