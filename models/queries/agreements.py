"""Read agreements: the list by end, and one with its chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.agreements import Agreement, AgreementKind, AgreementState
from models.partnerships import Partnership
from models.records import RecordStatus
from models.scope import Scope
from models.texts import folded
from models.wording import days_left_words

SORTS = ("end", "partner", "kind", "signed")


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """Which agreements are wanted; None leaves a criterion out.

    Attributes:
        text: Found in the partner's name, whatever the case and the accents.
        past: Those that were renewed, or ended more than a year ago, too.
        archived: The archived ones in place of the others.
    """

    agreement_kind: AgreementKind | None = None
    state: AgreementState | None = None
    text: str | None = None
    past: bool = False
    archived: bool = False


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One line of the list, on a day.

    Attributes:
        days_left: Days to its last one, negative when over; None when open-ended.
        renewed_by: The agreement that follows it; None where there is none.
    """

    agreement: Agreement
    state: AgreementState
    days_left: int | None
    renewed_by: Agreement | None

    @property
    def is_renewed(self) -> bool:
        """Whether an agreement that was handed over follows it."""
        return self.renewed_by is not None and self.renewed_by.submitted_on is not None

    @property
    def time_left(self) -> str:
        """Say how long it lasts, in words; empty for a draft without an end."""
        if self.days_left is None:
            return "" if self.state is AgreementState.DRAFT else "no end"
        told = days_left_words(self.days_left)
        if self.is_renewed:
            return f"{told}, renewed"
        return f"{told}, not renewed" if self.days_left < 0 else told

    @property
    def tone(self) -> str:
        """How urgent it is: `bad` when over or within 30 days, `warn` within 90, else `plain`."""
        if self.days_left is None or self.is_renewed or self.state is AgreementState.DRAFT:
            return "plain"
        return "bad" if self.days_left < 30 else "warn" if self.days_left < 90 else "plain"


def find_agreement(session: Session, agreement_id: int, *, scope: Scope) -> Agreement | None:
    """Find one agreement of the reader's school, archived or not; None outside the scope."""
    found: Agreement | None = session.scalars(
        scope.limit(
            select(Agreement)
            .where(Agreement.id == agreement_id)
            .options(
                joinedload(Agreement.partnership).joinedload(Partnership.partner), selectinload(Agreement.documents)
            ),
            Agreement,
        )
    ).one_or_none()
    return found


def list_agreements(
    session: Session,
    wanted: AgreementFilter,
    *,
    scope: Scope,
    today: date,
    sort: str = "end",
    descending: bool = False,
) -> list[AgreementRow]:
    """List a school's agreements: a fixed number of statements, however many there are.

    Args:
        sort: One of `SORTS`; by `end` the open-ended ones come last, and ties follow by the partner's name.

    Raises:
        ValueError: There is no such sort.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    every = session.scalars(
        scope.limit(
            select(Agreement).options(joinedload(Agreement.partnership).joinedload(Partnership.partner)), Agreement
        )
    ).all()
    followed = renewals_of(every)
    rows = [agreement_row(one, followed.get(one.id), today) for one in every]
    rows = [row for row in rows if _is_wanted(row, wanted)]
    rows.sort(key=lambda row: (row.agreement.partnership.partner.name.casefold(), row.agreement.id))
    keys: dict[str, Any] = {
        "end": lambda row: row.agreement.ends_on or date.max,
        "partner": lambda row: row.agreement.partnership.partner.name.casefold(),
        "kind": lambda row: row.agreement.agreement_kind.label,
        "signed": lambda row: row.agreement.signed_on or date.min,
    }
    rows.sort(key=keys[sort], reverse=descending)
    return rows


def chain_of(session: Session, agreement: Agreement, *, scope: Scope) -> list[AgreementRow]:
    """List the agreements that renew one another, the one given among them, earliest first; days left are of no day."""
    every = session.scalars(
        scope.limit(select(Agreement).where(Agreement.partnership_id == agreement.partnership_id), Agreement)
    ).all()
    by_id = {one.id: one for one in every}
    followed = renewals_of(every)
    first = agreement
    seen = {first.id}
    while first.renews_id in by_id and first.renews_id not in seen:
        first = by_id[first.renews_id]
        seen.add(first.id)
    chain = [first]
    while (following := followed.get(chain[-1].id)) is not None and following not in chain:
        chain.append(following)
    if agreement not in chain:  # an archived renewal stands beside the chain that went on without it
        chain.append(agreement)
    return [agreement_row(one, followed.get(one.id), one.ends_on or one.entered_on) for one in chain]


def agreement_row(agreement: Agreement, renewed_by: Agreement | None, today: date) -> AgreementRow:
    """Say how an agreement stands on a day."""
    return AgreementRow(agreement, agreement.state_on(today), agreement.days_left(today), renewed_by)


def renewals_of(agreements: Sequence[Agreement]) -> dict[int, Agreement]:
    """Give, of several agreements, which one follows which: id of the earlier -> the one that renews it."""
    return {
        one.renews_id: one
        for one in agreements
        if one.renews_id is not None and one.record_status is not RecordStatus.ARCHIVED
    }


def renewal_after(session: Session, agreement: Agreement, *, scope: Scope) -> Agreement | None:
    """Find the agreement that follows one; None where it was not renewed."""
    found: Agreement | None = session.scalars(
        scope.limit(
            select(Agreement)
            .where(Agreement.renews_id == agreement.id, Agreement.record_status != RecordStatus.ARCHIVED)
            .order_by(Agreement.id),
            Agreement,
        )
    ).first()
    return found


def _is_wanted(row: AgreementRow, wanted: AgreementFilter) -> bool:
    agreement = row.agreement
    if (agreement.record_status is RecordStatus.ARCHIVED) is not wanted.archived:
        return False
    if wanted.agreement_kind is not None and agreement.agreement_kind is not wanted.agreement_kind:
        return False
    if wanted.state is not None and row.state is not wanted.state:
        return False
    if wanted.text and folded(wanted.text) not in folded(agreement.partnership.partner.name):
        return False
    is_past = row.days_left is not None and (row.days_left < -365 or (row.days_left < 0 and row.is_renewed))
    return not is_past or wanted.past or wanted.archived or wanted.state is AgreementState.ENDED
