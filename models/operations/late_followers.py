"""Let somebody who followed before they had an account take over what was looked after for them meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import User
from models.activities import Activity
from models.hand_overs import HandOver
from models.records import RecordStatus
from models.series import Series
from models.texts import identity_key


def take_over_late(session: Session, user: User, names: Iterable[str | None], school_id: int) -> int:
    """Give somebody the series and drafts that a hand-over left with whoever had an account.

    What its keeper gave on or confirmed since stays as it is.

    Args:
        user: Flushed, so that it has an id.
        names: How they are called: one of them is who follows.

    Returns:
        How many series and drafts are theirs now.
    """
    keys = {identity_key(name) for name in names if name}
    made = select(HandOver).where(HandOver.school_id == school_id, HandOver.made_on.is_not(None))
    return sum(
        _given(session, one, user)
        for one in session.scalars(made)
        if one.moved.get("looked_after_by")
        and one.leaver_id != user.id
        and identity_key(one.transition.follows or "") in keys
    )


def _given(session: Session, made: HandOver, user: User) -> int:
    moved = dict(made.moved)
    count = 0
    for name, table in (("series", Series), ("drafts", Activity)):
        entries = []
        for entry in moved.get(name, ()):
            record: Any = session.get_one(table, entry["id"])
            is_open = record.record_status is RecordStatus.DRAFT if table is Activity else True
            if is_open and record.entered_by_id == entry["after"]["entered_by_id"]:
                record.entered_by_id = user.id
                # Taking the hand-over back looks at what it left, and finds this.
                entry = {**entry, "after": {"entered_by_id": user.id}}
                count += 1
            entries.append(entry)
        moved[name] = entries
    del moved["looked_after_by"]
    made.moved = moved
    return count
