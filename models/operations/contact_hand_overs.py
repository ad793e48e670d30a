"""Whoever follows at a partner takes the place of whoever leaves among a school's contacts. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.partners import Contact, Partner
from models.records import RecordStatus
from models.stewardship import Transition
from models.texts import identity_key


def let_follow(session: Session, change: Transition, partner: Partner) -> dict[str, Any]:
    """End the contact that leaves on the day of a change, and add whoever follows from that day on.

    Returns:
        What was changed, for `give_back_contacts`.
    """
    at = (Contact.school_id == change.school_id, Contact.partner_id == partner.id)
    open_ones = session.scalars(
        select(Contact).where(
            *at,
            Contact.record_status == RecordStatus.CONFIRMED,
            or_(Contact.until_on.is_(None), Contact.until_on >= change.occurred_on),
        )
    ).all()
    left = [one for one in open_ones if change.leaves and identity_key(one.name) == identity_key(change.leaves)]
    ended = []
    for contact in left:
        # Where it was known until when they are a contact, that stays.
        if contact.until_on is None and (contact.from_on is None or contact.from_on < change.occurred_on):
            contact.until_on = change.occurred_on
            ended.append(contact.id)
    known = {identity_key(one.name) for one in open_ones}
    added = []
    if change.follows and identity_key(change.follows) not in known:
        heir = Contact(
            school_id=change.school_id,
            partner_id=partner.id,
            name=change.follows,
            email=change.reached_at,
            is_key=any(one.is_key for one in left),
            from_on=change.occurred_on,
            entered_by_id=change.entered_by_id,
        )
        session.add(heir)
        session.flush()
        added.append(heir.id)
    return {"ended": ended, "on": change.occurred_on.isoformat(), "added": added}


def give_back_contacts(session: Session, moved: Mapping[str, Any]) -> tuple[int, int]:
    """Take back what `let_follow` changed, as far as nobody changed it since.

    Returns:
        How many contacts are as they were, and how many stay.
    """
    back = kept = 0
    for number in moved.get("ended", ()):
        contact = session.get_one(Contact, number)
        if contact.until_on == date.fromisoformat(moved["on"]):
            contact.until_on = None
            back += 1
        else:
            kept += 1
    for number in moved.get("added", ()):
        contact = session.get_one(Contact, number)
        if contact.record_status is RecordStatus.CONFIRMED:
            contact.archive()
            back += 1
    return back, kept
