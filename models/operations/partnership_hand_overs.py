"""Whoever follows gets a partnership from a day on, and what that takes back. Nothing here commits."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from models.operations.records import delete_part, touch
from models.partnerships import Partnership, PointPerson
from models.queries.duties import Holder


def pass_on(
    session: Session, partnership: Partnership, holder: Holder, heir: Holder, from_on: date, today: date
) -> dict[str, Any]:
    """Put somebody else in charge of a partnership wherever the holder would be from a day on.

    Returns:
        What was changed, for `give_back_partnerships`.
    """
    before, taken = _rows(partnership), {row.from_on for row in partnership.point_people}
    for row in list(partnership.point_people):
        if not holder.is_held_by(row) or (row.until_on is not None and row.until_on <= today):
            continue
        # Where it is known until when they are, and nobody is after them, whoever follows stays.
        is_last = row.until_on is None or partnership.point_person_on(row.until_on) is None
        if row.until_on is not None and row.until_on < from_on + timedelta(days=not is_last):
            continue
        if row.from_on >= from_on:
            row.person, row.user_id = heir.name, heir.user_id
            row.until_on = None if is_last else row.until_on
            continue
        until_on, row.until_on = None if is_last else row.until_on, from_on
        if from_on not in taken:  # else somebody begins on that day already
            partnership.point_people.append(
                PointPerson(person=heir.name, user_id=heir.user_id, from_on=from_on, until_on=until_on)
            )
    partnership.point_people.sort(key=lambda row: row.from_on)
    touch(partnership)
    session.flush()
    return {"id": partnership.id, "before": before, "after": _rows(partnership)}


def _rows(partnership: Partnership) -> list[list[Any]]:
    """Write down who is in charge of a partnership from when until when, as JSON keeps it."""
    return [
        [row.from_on.isoformat(), row.until_on.isoformat() if row.until_on else None, row.person, row.user_id]
        for row in sorted(partnership.point_people, key=lambda row: row.from_on)
    ]


def give_back_partnerships(session: Session, entries: Any) -> tuple[int, int]:
    """Take back what `pass_on` changed, as far as nobody changed it since.

    Returns:
        How many partnerships are as they were, and how many stay.
    """
    back = kept = 0
    for entry in entries:
        partnership = session.get_one(Partnership, entry["id"])
        if _rows(partnership) != entry["after"]:
            kept += 1
            continue
        wanted = {date.fromisoformat(row[0]): row for row in entry["before"]}
        for row in [one for one in partnership.point_people if one.from_on not in wanted]:
            delete_part(partnership, "point_people", row)
        for row in partnership.point_people:
            _, until_on, row.person, row.user_id = wanted[row.from_on]
            row.until_on = date.fromisoformat(until_on) if until_on else None
        touch(partnership)
        back += 1
    return back, kept
