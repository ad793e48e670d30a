"""Bring a need of the school and an offer of a partner together: one record, and evidence at once. Nothing commits."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.needs import Match, SchoolNeed
from models.operations.records import still_open
from models.partners import SchoolPartner
from models.queries.catalogue import latest_catalogue
from models.records import RecordStatus
from models.refusals import Refused
from models.scope import Scope
from models.wording import day_words


def match_offer(
    session: Session,
    need: SchoolNeed,
    engaged: SchoolPartner,
    offer: str,
    *,
    way: tuple[str, ...] = (),
    agreed: bool = False,
    scope: Scope,
    today: date,
) -> Match:
    """Ask a partner for what it offers, to meet a need; or note that it has agreed already.

    Args:
        offer: What is asked for, as a code of what partners contribute or in own words.
        way: What it brings, as codes.
        agreed: The partner said yes; else its answer is waited for.

    Raises:
        Refused: Need or partner is archived, or the same was asked of it for the same need and not declined.
    """
    still_open(need)
    still_open(engaged)
    language = latest_catalogue(session).language
    refused = language.marked("match_status", "refuses")
    known = session.scalars(
        select(Match).where(
            Match.school_id == need.school_id,
            Match.partner_id == engaged.partner_id,
            Match.need_id == need.id,
            Match.offer == offer,
            Match.record_status != RecordStatus.ARCHIVED,
        )
    )
    for one in known:
        if one.answer not in refused:
            on = day_words(one.requested_on or one.occurred_on)
            raise Refused(f"{engaged.partner.name} was asked for this on {on}, for the same need.")
    match = Match(
        school_id=need.school_id,
        partner_id=engaged.partner_id,
        need=need,
        offer=offer,
        occurred_on=today,
        requested_on=today,
        answered_on=today if agreed else None,
        answer=language.first("match_status", "agrees") if agreed else None,
        raised_by=need.raised_by,
        way=way,
        data=need.data,
        entered_on=today,
        entered_by_id=scope.user_id,
    )
    session.add(match)
    return match
