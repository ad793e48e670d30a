"""Read agreements: the list by end, and one with its chain."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from models.accounts import School
from models.agreements import Agreement, AgreementState
from models.folding import folded_column, says
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.catalogue import latest_catalogue
from models.queries.paging import Paged, read_page
from models.records import RecordStatus
from models.scope import Scope
from models.wording import day_words, days_left_words

# Ended so long ago, an agreement is of the past whether it was renewed or not.
PAST_AFTER = timedelta(days=365)
SORTS = ("end", "partner", "kind", "signed")


@dataclass(frozen=True, slots=True)
class AgreementFilter:
    """Which agreements are wanted; None leaves a criterion out.

    Attributes:
        text: Found in the partner's name, whatever the case and the accents.
        past: Those that were renewed, or ended more than a year ago, too.
        archived: The archived ones in place of the others.
        start: First wanted day of the end; whoever asks for days asks for past ones, too.
        end: First day *not* wanted of the end, so ``[start, end)``.
        entered_by_id: Only what this person entered.
    """

    agreement_kind: str | None = None
    state: AgreementState | None = None
    text: str | None = None
    past: bool = False
    archived: bool = False
    start: date | None = None
    end: date | None = None
    entered_by_id: int | None = None


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
        """Whether an agreement follows it that both have signed: a paper without signatures carries nothing."""
        return self.renewed_by is not None and self.renewed_by.signed_on is not None

    @property
    def time_left(self) -> str:
        """Say how long it lasts, in words; empty for a draft without an end."""
        if self.days_left is None:
            return "" if self.state is AgreementState.DRAFT else "no end"
        told = days_left_words(self.days_left)
        if self.is_renewed:
            return f"{told}, renewed"
        if self.renewed_by is not None:
            how_far = "drafted" if self.renewed_by.submitted_on is None else "handed over"
            return f"{told}, renewal {how_far}"
        return f"{told}, not renewed" if self.days_left < 0 else told

    @property
    def days_to_see_to(self) -> int | None:
        """Days within which somebody must see to its end; None where nobody has to."""
        return None if self.is_renewed or self.state is AgreementState.DRAFT else self.days_left


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
    page: int = 1,
) -> Paged[AgreementRow]:
    """List a page of a school's agreements: four statements at most, however many there are.

    Args:
        sort: One of `SORTS`; by `end` they come by months, the open-ended ones last. Ties follow by the partner.
        page: Wanted page, from 1; one past the end gives the last.

    Raises:
        KeyError: There is no such sort.
    """
    order = [by.desc() if descending else by.asc() for by in _sorted_by(session, sort)]
    found = read_page(
        session,
        lambda statement: _narrowed(statement, wanted, scope, today),
        _narrowed(select(Agreement), wanted, scope, today)
        .join(Agreement.partnership)
        .join(Partnership.partner)
        .options(contains_eager(Agreement.partnership).contains_eager(Partnership.partner))
        .order_by(*order, Partner.name, Agreement.id),
        key=Agreement.id,
        page=page,
        day=Agreement.ends_on if sort == "end" else None,
        day_of=lambda one: one.ends_on,
    )
    later = select(Agreement).where(Agreement.renews_id.in_([one.id for one in found.rows])).order_by(Agreement.id)
    followed = renewals_of(session.scalars(scope.limit(later, Agreement)).all()) if found.rows else {}
    return replace(found, rows=[agreement_row(one, followed.get(one.id), today) for one in found.rows])


def _sorted_by(session: Session, sort: str) -> tuple[ColumnElement[Any], ...]:
    if sort == "kind":
        kinds = latest_catalogue(session).language.values("agreement_kind")
        by_label = sorted(kinds, key=lambda code: kinds[code].label)
        places = {code: place for place, code in enumerate(by_label)}
        return (case(places, value=Agreement.agreement_kind, else_=len(places)),)
    return {
        "end": (Agreement.ends_on.is_(None), Agreement.ends_on.expression),
        "partner": (folded_column(Partner.name),),
        "signed": (Agreement.signed_on.is_not(None), Agreement.signed_on.expression),
    }[sort]


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


def renewals_after(session: Session, agreements: Collection[int], *, scope: Scope) -> dict[int, Agreement]:
    """Find the agreements that follow several: number of the earlier -> the one that renews it; one statement."""
    if not agreements:
        return {}
    later = select(Agreement).where(Agreement.renews_id.in_(agreements)).order_by(Agreement.id)
    return renewals_of(session.scalars(scope.limit(later, Agreement)).all())


def renewal_sentence(renewal: Agreement, signed_by_partner: Mapping[int, date]) -> str:
    """Say how far a renewal is that not both have signed, and what is to be done.

    Args:
        signed_by_partner: Number of an agreement -> day on which its partner signed it as it stands, where it did.
    """
    if renewal.submitted_on is None:
        return "A draft of its renewal is on record: hand it over."
    if renewal.id in signed_by_partner:
        return f"The partner signed its renewal on {day_words(signed_by_partner[renewal.id])}: sign it for the school."
    on = day_words(renewal.submitted_on)
    return f"Its renewal was handed over on {on}: note the day on which both have signed."


def list_renewable(session: Session, first: date, end: date, *, scope: Scope) -> list[Agreement]:
    """List the agreements that end within some days and that could be renewed: three statements, by partner.

    Args:
        first: First wanted day of the end.
        end: First day *not* wanted, so ``[first, end)``.
    """
    found = _renewable(scope).where(Agreement.ends_on >= first, Agreement.ends_on < end)
    whole = contains_eager(Agreement.partnership)
    loaded = found.options(
        whole.contains_eager(Partnership.partner), whole.joinedload(Partnership.school).joinedload(School.district)
    )
    return list(session.scalars(loaded.order_by(folded_column(Partner.name), Agreement.ends_on, Agreement.id)))


def next_renewable_on(session: Session, day: date, *, scope: Scope) -> date | None:
    """Find the first day, from one on, on which an agreement ends that could be renewed; None without one."""
    ahead = _renewable(scope).where(Agreement.ends_on >= day)
    # In the order of the index, so that no more is read than up to the first that is found.
    found: date | None = session.scalar(ahead.with_only_columns(Agreement.ends_on).order_by(Agreement.ends_on).limit(1))
    return found


def _renewable(scope: Scope) -> Select[Any]:
    """Ask for the agreements that were handed over, and that no other renews, with partnership and partner."""
    later = aliased(Agreement)
    renewed = select(later.renews_id).where(later.renews_id.is_not(None), later.record_status != RecordStatus.ARCHIVED)
    statement = scope.limit(select(Agreement), Agreement).join(Agreement.partnership).join(Partnership.partner)
    return statement.where(
        Agreement.record_status == RecordStatus.CONFIRMED,
        Agreement.submitted_on.is_not(None),
        Agreement.id.not_in(renewed),
        Partnership.ended_on.is_(None),
        Partnership.record_status != RecordStatus.ARCHIVED,
    )


def _narrowed(statement: Select[Any], wanted: AgreementFilter, scope: Scope, today: date) -> Select[Any]:
    archived = Agreement.record_status == RecordStatus.ARCHIVED
    statement = scope.limit(statement.select_from(Agreement), Agreement)
    statement = statement.where(archived if wanted.archived else ~archived)
    if wanted.agreement_kind is not None:
        statement = statement.where(Agreement.agreement_kind == wanted.agreement_kind)
    if wanted.state is not None:
        statement = statement.where(_state_on(today) == wanted.state.value)
    if wanted.text:
        named = select(Partnership.id).join(Partnership.partner).where(says(Partner.name, wanted.text))
        statement = statement.where(Agreement.partnership_id.in_(named))
    if wanted.start is not None:
        statement = statement.where(Agreement.ends_on >= wanted.start)
    if wanted.end is not None:
        statement = statement.where(Agreement.ends_on < wanted.end)
    if wanted.entered_by_id is not None:
        statement = statement.where(Agreement.entered_by_id == wanted.entered_by_id)
    past_too = wanted.past or wanted.archived or wanted.state is AgreementState.ENDED or wanted.start or wanted.end
    return statement if past_too else statement.where(_is_present(today))


def _state_on(day: date) -> ColumnElement[str]:
    """Say in SQL what `Agreement.state_on` says of one."""
    has_started = or_(Agreement.starts_on.is_(None), Agreement.starts_on <= day)
    return case(
        (Agreement.ends_on < day, AgreementState.ENDED.value),
        (and_(Agreement.signed_on <= day, has_started), AgreementState.IN_FORCE.value),
        (Agreement.signed_on <= day, AgreementState.SIGNED.value),
        (Agreement.submitted_on <= day, AgreementState.SUBMITTED.value),
        else_=AgreementState.DRAFT.value,
    )


def _is_present(today: date) -> ColumnElement[bool]:
    """Test in SQL that an agreement lasts, or ended within a year and nobody renewed it."""
    later = aliased(Agreement)
    renewed = select(later.renews_id).where(
        later.renews_id.is_not(None), later.signed_on.is_not(None), later.record_status != RecordStatus.ARCHIVED
    )
    is_lately_over = and_(Agreement.ends_on >= today - PAST_AFTER, Agreement.id.not_in(renewed))
    return or_(Agreement.ends_on.is_(None), Agreement.ends_on >= today, is_lately_over)
