"""What schools ask a strategic alliance for, as the alliance may read it: nothing that a school wrote for itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from models.needs import Match
from models.records import RecordStatus
from models.scope import OutsideScope, Scope

# What nobody answered within a year, nobody waits for any more.
OPEN_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a school, without its need, its goals and its notes.

    Attributes:
        offer: Code of what is asked for, or the school's own words; None where it only says how it would help.
        raised_by: Who asks at the school, as codes of `by`.
        message: What the school wrote for the partner to read.
        noted_by: Who noted the answer: the partner's own person; None where the school did, or nobody yet.
        reply: What the school said to the answer.
    """

    id: int
    version: int
    school_id: int
    school: str
    asked_on: date
    offer: str | None
    way: tuple[str, ...]
    raised_by: tuple[str, ...]
    message: str | None
    answer_by: date | None
    answer: str | None
    answered_on: date | None
    answer_note: str | None
    noted_by: str | None
    reply: str | None
    replied_on: date | None

    @classmethod
    def of(cls, match: Match) -> Request:
        """Take of a record what its partner may read."""
        return cls(
            id=match.id,
            version=match.version,
            school_id=match.school_id,
            school=match.school.name,
            asked_on=match.requested_on or match.occurred_on,
            offer=match.offer,
            way=match.way,
            raised_by=match.raised_by,
            message=match.message,
            answer_by=match.answer_by,
            answer=match.answer,
            answered_on=match.answered_on,
            answer_note=match.answer_note,
            noted_by=match.who_answered,
            reply=match.reply,
            replied_on=match.replied_on,
        )


def list_requests(session: Session, *, scope: Scope) -> list[Request]:
    """List all that schools ever asked the reader's organisation for, the latest first.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    asked_on = func.coalesce(Match.requested_on, Match.occurred_on)
    found = session.scalars(_own(scope).order_by(asked_on.desc(), Match.id.desc()))
    return [Request.of(match) for match in found]


def find_asked(session: Session, match_id: int, *, scope: Scope) -> Match | None:
    """Find the record of one request to the reader's organisation, to be answered; None outside the scope.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    return session.scalars(_own(scope).where(Match.id == match_id)).one_or_none()


def _own(scope: Scope) -> Select[Match]:
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance is asked for something.")
    return (
        select(Match)
        .where(Match.partner_id == scope.partner_id, Match.record_status == RecordStatus.CONFIRMED)
        .options(joinedload(Match.school), joinedload(Match.answered_by), joinedload(Match.answered_by_contact))
    )
