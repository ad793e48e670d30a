"""What stands beside an agreement's paper: roles, accountability and guidelines, and what was promised meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from models.agreements import Agreement, Commitment
from models.partnerships import TermName
from models.records import RecordStatus
from tracker.clock import today
from tracker.extensions import db
from tracker.partnerships.terms import WrittenTerm, written_terms
from tracker.reader import reader

_TERMS = frozenset({TermName.ROLES, TermName.ACCOUNTABILITY, TermName.GUIDELINES})


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed, as it stands today, or stood on the agreement's last day.

    Attributes:
        terms: Roles, accountability and guidelines, those that are missing too.
        commitments: What the partner promised by its end and had not brought before it began, what is due first on top.
    """

    terms: Sequence[WrittenTerm]
    commitments: Sequence[Commitment]


def agreed_beside(agreement: Agreement) -> Agreed:
    """Gather what belongs to an agreement and is kept with its partnership: one statement."""
    day = min(agreement.ends_on or today(), today())
    terms = [one for one in written_terms(agreement.partnership, day) if one.name in _TERMS]
    promised = (
        select(Commitment)
        .where(
            Commitment.partnership_id == agreement.partnership_id, Commitment.record_status == RecordStatus.CONFIRMED
        )
        .order_by(Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)
    )
    found = db.session.scalars(reader().scope.limit(promised, Commitment)).all()
    return Agreed(terms, [one for one in found if _is_of_its_time(one, agreement)])


def _is_of_its_time(one: Commitment, agreement: Agreement) -> bool:
    begins = agreement.starts_on or agreement.signed_on or agreement.submitted_on
    if agreement.ends_on is not None and one.agreed_on > agreement.ends_on:
        return False
    return begins is None or one.received_on is None or one.received_on >= begins
