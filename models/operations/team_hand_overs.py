"""Pass on or end what somebody who leaves is in the team: seats and the coordination. Nothing here commits."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.records import RecordStatus
from models.stewardship import Coordinator, RosterMember
from models.texts import identity_key

Place = RosterMember | Coordinator
_TABLES: Mapping[str, type[Place]] = {one.kind: one for one in (RosterMember, Coordinator)}


class Passing(enum.StrEnum):
    """What becomes of somebody's place in the team."""

    FOLLOWS = "follows"
    ENDS = "ends"
    STAYS = "stays"


def pass_places(
    session: Session,
    places: Sequence[Place],
    how: Passing,
    follower: str,
    *,
    from_on: date,
    user_id: int | None,
    today: date,
) -> list[dict[str, Any]]:
    """End places from a day on, and let whoever follows begin in them where that is wanted.

    Who sits in the same place already does not sit in it twice. A place that would begin on that day or later is
    archived: it was never held.

    Args:
        follower: The name of whoever follows.
        user_id: Who says so.

    Returns:
        What was changed and made, as `give_back_places` takes it back.
    """
    if how is Passing.STAYS:
        return []
    told: list[dict[str, Any]] = []
    for one in places:
        before = {"until_on": _iso(one.until_on), "status": one.record_status.value}
        told.append({"kind": one.kind, "id": one.id, "before": before})
        begins_on, ends_on = max(one.from_on, from_on), one.until_on
        if one.from_on >= from_on:
            one.archive()
        else:
            one.until_on = from_on
        told[-1]["after"] = {"until_on": _iso(one.until_on), "status": one.record_status.value}
        if how is Passing.FOLLOWS and not _sits_there(session, one, follower, begins_on):
            heir = _like(one, follower, begins_on, ends_on)
            heir.entered_on, heir.entered_by_id = today, user_id
            session.add(heir)
            session.flush()
            told.append({"kind": heir.kind, "id": heir.id, "made": True})
    session.flush()
    return told


def give_back_places(session: Session, told: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Take back what `pass_places` did; what somebody changed since stays.

    Returns:
        How many places went back, and how many stay as they are now.
    """
    back = kept = 0
    for entry in told:
        place: Any = session.get_one(_TABLES[entry["kind"]], entry["id"])
        if entry.get("made"):
            if place.record_status is not RecordStatus.ARCHIVED:
                place.archive()
            continue
        if {"until_on": _iso(place.until_on), "status": place.record_status.value} != entry["after"]:
            kept += 1
            continue
        if place.record_status.value != entry["before"]["status"]:
            place.restore()
        until_on = entry["before"]["until_on"]
        place.until_on = date.fromisoformat(until_on) if until_on else None
        back += 1
    return back, kept


def number_ended(told: Iterable[Mapping[str, Any]]) -> int:
    """Count the places that were passed on or ended."""
    return sum(not entry.get("made") for entry in told)


def _sits_there(session: Session, place: Place, person: str, on: date) -> bool:
    table: Any = type(place)
    held = session.scalars(
        select(table).where(
            table.school_id == place.school_id,
            table.record_status == RecordStatus.CONFIRMED,
            or_(table.until_on.is_(None), table.until_on > on),
        )
    )
    return any(
        identity_key(one.person) == identity_key(person) and getattr(one, "group", ()) == getattr(place, "group", ())
        for one in held
    )


def _like(place: Place, person: str, from_on: date, until_on: date | None) -> Place:
    said: dict[str, Any] = {"school_id": place.school_id, "person": person, "from_on": from_on, "until_on": until_on}
    if isinstance(place, RosterMember):
        return RosterMember(**said, group=place.group, role=place.role)
    return Coordinator(**said)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
