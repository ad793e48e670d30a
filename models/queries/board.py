"""What a school needs beside what its partners offer: what nobody meets, what nobody uses, and what was asked."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Text, or_, select, type_coerce
from sqlalchemy.orm import Session, joinedload

from models.agreements import Commitment, Contribution
from models.continuum.language.language import Language
from models.continuum.language.vocabularies import TO_SCHOOL
from models.days import months_after
from models.folding import folded_column
from models.needs import Match, SchoolNeed
from models.partners import Partner, SchoolPartner, WorkforceNeed
from models.partnerships import Partnership, PartnershipNeed
from models.queries.catalogue import latest_catalogue
from models.records import RecordStatus
from models.scope import Scope

# What nobody answered within a year, nobody waits for any more.
WAITED_MONTHS = 12


class NeedState(enum.StrEnum):
    """How far a need is met, what nobody does anything about first."""

    UNMET = "unmet"
    DECLINED = "declined"
    ASKED = "asked"
    MET = "met"


@dataclass(frozen=True, slots=True)
class NeedOnBoard:
    """One need of the school.

    Attributes:
        matches: All that partners were asked for to meet it, the latest first.
        served_by: Names of the partners whose running partnerships serve it.
    """

    need: SchoolNeed
    matches: Sequence[Match]
    served_by: Sequence[str]
    state: NeedState

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to be found for it."""
        return self.state in (NeedState.UNMET, NeedState.DECLINED)


@dataclass(frozen=True, slots=True)
class OfferOnBoard:
    """One thing that one partner could give.

    Attributes:
        partner: Its name.
        offer: Code of the kind of contribution, or own words.
        is_used: It was asked for and not declined, or given before.
    """

    partner: str
    engaged_id: int
    offer: str
    is_used: bool

    @property
    def key(self) -> str:
        """The offer in a form: the partner's entry and the code."""
        return f"{self.engaged_id}:{self.offer}"


@dataclass(frozen=True, slots=True)
class WorkforceOnBoard:
    """A workforce need of a partner that still stands, and whether something agreed answers it."""

    need: WorkforceNeed
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board.

    Attributes:
        needs: What nobody meets first; then critical ones, then by priority.
        offers: What nobody uses first; then by partner.
        waiting: Requests without an answer, the oldest first.
        answered: Requests that were answered within a year, the latest first.
        workforce: What nothing agreed answers first.
    """

    needs: Sequence[NeedOnBoard]
    offers: Sequence[OfferOnBoard]
    waiting: Sequence[Match]
    answered: Sequence[Match]
    workforce: Sequence[WorkforceOnBoard]

    @property
    def unmet(self) -> int:
        """How many needs nobody meets."""
        return sum(one.is_open for one in self.needs)

    @property
    def unused(self) -> int:
        """How many offers nobody uses."""
        return sum(not one.is_used for one in self.offers)


def board_of(session: Session, *, scope: Scope, today: date) -> Board:
    """Put a school's needs beside its partners' offers: a fixed number of statements."""
    matches = session.scalars(
        _confirmed(Match, scope)
        .options(
            joinedload(Match.partner),
            joinedload(Match.need),
            joinedload(Match.answered_by),
            joinedload(Match.answered_by_contact),
        )
        .order_by(Match.occurred_on.desc(), Match.id.desc())
    ).all()
    since = months_after(today, -WAITED_MONTHS)
    asked = [one for one in matches if one.answer is None and (one.requested_on or one.occurred_on) >= since]
    answered = [one for one in matches if one.answer is not None and (one.answered_on or one.occurred_on) >= since]
    language = latest_catalogue(session).language
    return Board(
        _needs(session, matches, language, scope=scope, today=today),
        _offers(session, matches, language, scope=scope),
        asked[::-1],
        answered,
        _workforce(session, scope=scope, today=today),
    )


def _confirmed(table: Any, scope: Scope) -> Any:
    return scope.limit(select(table), table).where(table.record_status == RecordStatus.CONFIRMED)


def _needs(
    session: Session, matches: Sequence[Match], language: Language, *, scope: Scope, today: date
) -> list[NeedOnBoard]:
    served: dict[int, list[str]] = {}
    serving: Any = select(PartnershipNeed.need_id, Partner.name).join(PartnershipNeed.partnership)
    running = (
        Partnership.record_status == RecordStatus.CONFIRMED,
        or_(Partnership.ended_on.is_(None), Partnership.ended_on > today),
    )
    for need_id, name in session.execute(
        scope.limit(serving.join(Partnership.partner).where(*running).order_by(Partner.name), Partnership)
    ):
        served.setdefault(need_id, []).append(name)
    asked: dict[int | None, list[Match]] = {}
    for match in matches:
        asked.setdefault(match.need_id, []).append(match)
    found = [
        NeedOnBoard(
            one,
            asked.get(one.id, ()),
            served.get(one.id, ()),
            _state(asked.get(one.id, ()), one.id in served, language),
        )
        for one in session.scalars(_confirmed(SchoolNeed, scope))
    ]
    order = list(NeedState)

    def place(one: NeedOnBoard) -> tuple[Any, ...]:
        rank = one.need.priority if one.need.priority is not None else 10**6
        return not one.is_open, order.index(one.state), not one.need.critical, rank, -one.need.stated_on.toordinal()

    return sorted(found, key=place)


def _state(matches: Sequence[Match], is_served: bool, language: Language) -> NeedState:
    answers = {one.answer for one in matches}
    if is_served or answers & language.marked("match_status", "answers"):
        return NeedState.MET
    if None in answers:
        return NeedState.ASKED
    return NeedState.DECLINED if answers else NeedState.UNMET


def _offers(session: Session, matches: Sequence[Match], language: Language, *, scope: Scope) -> list[OfferOnBoard]:
    refused = language.marked("match_status", "refuses")
    used = {(one.partner_id, one.offer) for one in matches if one.answer not in refused}
    given: Any = select(Contribution.partner_id, Contribution.type).distinct()
    used |= set(
        session.execute(
            scope.limit(given, Contribution).where(
                Contribution.record_status == RecordStatus.CONFIRMED, Contribution.direction == TO_SCHOOL
            )
        ).all()
    )
    known: Any = select(SchoolPartner.id, SchoolPartner.partner_id, Partner.name, SchoolPartner.offers, Partner.offers)
    partners = scope.limit(known.join(SchoolPartner.partner), SchoolPartner).where(
        SchoolPartner.record_status == RecordStatus.CONFIRMED,
        or_(*(type_coerce(one, Text) != "" for one in (SchoolPartner.offers, Partner.offers))),
    )
    found: dict[tuple[int, str], OfferOnBoard] = {}
    for engaged_id, partner_id, name, offers, own in session.execute(
        partners.order_by(folded_column(Partner.name), SchoolPartner.id)
    ):
        for offer in dict.fromkeys((*offers, *own)):
            key = (partner_id, offer)
            found.setdefault(key, OfferOnBoard(name, engaged_id, offer, key in used))
    return sorted(found.values(), key=lambda one: one.is_used)


def _workforce(session: Session, *, scope: Scope, today: date) -> list[WorkforceOnBoard]:
    answers = select(Commitment.workforce_need_id).where(
        Commitment.workforce_need_id.is_not(None), Commitment.record_status == RecordStatus.CONFIRMED
    )
    answered = set(session.scalars(scope.limit(answers, Commitment)))
    standing = (
        _confirmed(WorkforceNeed, scope)
        .where(or_(WorkforceNeed.until_on.is_(None), WorkforceNeed.until_on > today))
        .options(joinedload(WorkforceNeed.partner))
        .order_by(WorkforceNeed.stated_on.desc(), WorkforceNeed.id.desc())
    )
    found = [WorkforceOnBoard(one, one.id in answered) for one in session.scalars(standing)]
    return sorted(found, key=lambda one: one.is_answered)
