"""Read the signatures under agreements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from models.agreements import Agreement, reached_partner
from models.continuum.language.language import Language
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import OutsideScope, Scope
from models.signatures import Signature


def signatures_of(session: Session, agreement: Agreement) -> list[Signature]:
    """List the signatures under an agreement, the earliest first."""
    found = select(Signature).where(Signature.agreement_id == agreement.id)
    whole = found.options(joinedload(Signature.partner), joinedload(Signature.document), joinedload(Signature.user))
    return list(session.scalars(whole.order_by(Signature.id)))


def signed_by_partners(
    session: Session, agreements: Collection[int], language: Language, *, scope: Scope
) -> dict[int, date]:
    """Find which of several agreements their partner signed as they stand now: two statements.

    Returns:
        Number of an agreement -> day of its partner's latest signature that holds.
    """
    if not agreements:
        return {}
    found = scope.limit(select(Signature).join(Signature.agreement), Agreement).where(
        Agreement.id.in_(agreements), Signature.partner_id.is_not(None)
    )
    paper = contains_eager(Signature.agreement)
    whole = found.options(
        paper.joinedload(Agreement.school),
        paper.joinedload(Agreement.partnership).joinedload(Partnership.partner),
        paper.selectinload(Agreement.documents),
    )
    latest_last = session.scalars(whole.order_by(Signature.signed_on))
    return {one.agreement_id: one.signed_on for one in latest_last if one.holds(language)}


def find_own_agreement(session: Session, agreement_id: int, *, scope: Scope) -> Agreement | None:
    """Find an agreement of the reader's organisation that was handed over to it, or signed; None otherwise.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance has agreements of an alliance.")
    return session.scalars(
        select(Agreement)
        .join(Agreement.partnership)
        .where(
            Agreement.id == agreement_id,
            reached_partner(),
            Agreement.record_status == RecordStatus.CONFIRMED,
            Partnership.partner_id == scope.partner_id,
            Partnership.record_status == RecordStatus.CONFIRMED,
        )
        .options(joinedload(Agreement.school), joinedload(Agreement.partnership).joinedload(Partnership.partner))
    ).one_or_none()
