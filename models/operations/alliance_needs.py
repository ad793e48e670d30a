"""A strategic alliance states what its workforce needs and what it offers, and keeps both current. Nothing commits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.accounts import School
from models.operations.record_entries import confirm_record
from models.operations.records import tidy, touch
from models.partners import Partner, WorkforceNeed
from models.queries.alliance_needs import StatedNeed
from models.records import RecordStatus
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.texts import identity_key


def state_need(
    session: Session,
    partner: Partner,
    schools: Iterable[School],
    text: str | None,
    *,
    known: Iterable[StatedNeed],
    scope: Scope,
    today: date,
) -> list[WorkforceNeed]:
    """Tell schools whom or what the alliance lacks; it counts there once they have confirmed it.

    Args:
        known: What it stated already: nothing is said twice.

    Raises:
        Refused: Nothing is said, no school is told, or all of them were told before.
    """
    said, told = tidy(text), list(schools)
    problems = {} if said else {"text": "Say which people or skills you need."}
    problems |= {} if told else {"schools": "Choose at least one school."}
    refuse_if(problems)
    assert said is not None  # or it was refused
    alike = [one for one in known if identity_key(one.text) == identity_key(said)]
    before = {need.school_id for one in alike for need in one.records}
    new = [school for school in told if school.id not in before]
    if not new:
        raise Refused({"text": "You said this already. Press “Still true” beside it."})
    needs = [
        WorkforceNeed(
            school_id=school.id,
            partner=partner,
            stated_on=today,
            text=said,
            record_status=RecordStatus.PROPOSED,
            entered_on=today,
            entered_by_id=scope.user_id,
        )
        for school in new
    ]
    session.add_all(needs)
    return needs


def still_true(stated: StatedNeed, *, today: date) -> None:
    """Say of a need that it is still so, wherever a school has confirmed it.

    Raises:
        Refused: No school has yet, or it was said today already.
    """
    confirmed = [one for one in stated.records if one.record_status is RecordStatus.CONFIRMED]
    open_today = [one for one in confirmed if today not in one.confirmed_on]
    if not open_today:
        raise Refused("That it is still so is noted already." if confirmed else "No school has confirmed it yet.")
    for need in open_today:
        confirm_record(need, today)


def no_longer(stated: StatedNeed, *, today: date) -> None:
    """Say of a need that it no longer stands; that it was said stays on record."""
    for need in stated.records:
        if need.record_status is RecordStatus.PROPOSED:
            need.archive()
        else:
            need.until_on = max(today, need.stated_on + timedelta(days=1))


def say_offers(partner: Partner, offers: Iterable[str], *, today: date) -> None:
    """Say what the alliance can offer to schools."""
    partner.offers, partner.offers_said_on = tuple(dict.fromkeys(offers)), today
    # The organisation is shared: whoever has its form open, at whatever school, is to be told.
    for engaged in partner.engagements:
        touch(engaged)
