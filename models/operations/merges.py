"""Make two organisations one, with everything on record of both, and take that back. Nothing here commits."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity, activity_partners
from models.memberships import Membership
from models.merges import PartnerMerge
from models.operations.records import touch
from models.partners import Partner, SchoolPartner
from models.queries.merges import has_people, kinds_of_partners, merges_into, records_with, schools_with
from models.record_kinds import RECORD_KINDS
from models.records import RecordStatus
from models.refusals import Refused
from models.scope import Scope

# What a school notes of a partner and both may have noted: of lists all, of days the first, else what was said.
_NOTED = ("added_on", "stage", "offers", "assessed_on", "note")


def merge_partners(session: Session, kept: Partner, gone: Partner, *, scope: Scope, by: str) -> PartnerMerge:
    """Give everything on record of an organisation to another one; the first one's name finds the other from then on.

    Args:
        scope: All schools for which whoever merges may write.
        by: Who merges.

    Raises:
        Refused: They are one already, of two districts, or known to schools outside the scope.
    """
    if said := why_two(session, kept, gone, scope=scope):
        raise Refused(said)
    moved: dict[str, Any] = {"records": {}, "activities": [], "memberships": [], "engaged": []}
    for name, table in kinds_of_partners():
        records: list[Any] = records_with(session, table, gone.id, scope=scope)
        for record in records:
            record.partner_id = kept.id
        if records:
            moved["records"][name] = [record.id for record in records]
    for activity in _activities_with(session, gone.id, scope):
        moved["activities"].append([activity.id, kept in activity.partners])
        activity.partners = [*(one for one in activity.partners if one not in (kept, gone)), kept]
        touch(activity)
    _move_people(session, kept, gone, moved)
    own: list[Any] = records_with(session, SchoolPartner, gone.id, scope=scope)
    others: list[Any] = records_with(session, SchoolPartner, kept.id, scope=scope)
    others.sort(key=lambda one: one.record_status is RecordStatus.ARCHIVED)
    for engaged in own:
        main = next((one for one in others if one.school_id == engaged.school_id), None)
        moved["engaged"].append(_joined(engaged, main, kept))
        if main is None:
            others.append(engaged)
    session.flush()
    gone.merged_into = kept
    merge = PartnerMerge(kept=kept, gone=gone, made_at=datetime.now(UTC), made_by=by, moved=moved)
    session.add(merge)
    session.flush()
    return merge


def undo_merge(session: Session, merge: PartnerMerge, *, scope: Scope) -> None:
    """Take a merge back: what was moved goes back, and what was written since stays where it was written.

    Raises:
        Refused: It was taken back already, something was merged after it, or other schools are concerned.
    """
    kept, gone = merge.kept, merge.gone
    if merge.undone_at is not None:
        raise Refused("This was taken back already.")
    if kept.merged_into is not None:
        raise Refused(f"“{kept.name}” became part of “{kept.merged_into.name}” since. Take that back first.")
    later = merges_into(session, kept.id)[0]
    if later.id != merge.id:
        raise Refused(f"“{later.gone.name}” became part of “{kept.name}” after this. Take that back first.")
    if _schools_of(session, merge.moved) - scope.school_ids:
        raise Refused("Other schools of the district are concerned too. Ask your district admin to take it back.")
    for entry in reversed(merge.moved["engaged"]):
        _parted(session, entry, kept, gone)
    for name, ids in merge.moved["records"].items():
        table: Any = RECORD_KINDS[name]
        for record in session.scalars(select(table).where(table.id.in_(ids), table.partner_id == kept.id)):
            record.partner_id = gone.id
    for number, had_both in merge.moved["activities"]:
        activity = session.get_one(Activity, number)
        # Whoever took the partner out of it since meant both.
        if kept in activity.partners:
            activity.partners = [one for one in activity.partners if one is not kept or had_both] + [gone]
            touch(activity)
    for membership in session.scalars(select(Membership).where(Membership.id.in_(merge.moved["memberships"]))):
        membership.partner_id = gone.id
    session.flush()
    gone.merged_into = None
    merge.undone_at = datetime.now(UTC)
    session.flush()


def why_two(session: Session, kept: Partner, gone: Partner, *, scope: Scope) -> str:
    """Say why the reader may not make two organisations one; nothing where they may."""
    if kept.id == gone.id or gone.merged_into_id is not None or kept.merged_into_id is not None:
        return "These are one organization already."
    if not kept.district_id == gone.district_id == scope.district_id:
        return "Only organizations of one district can be merged."
    ask = "Ask your district admin to merge them."
    if schools_with(session, gone.id) - scope.school_ids:
        return f"Other schools of the district have records of “{gone.name}” too. {ask}"
    if has_people(session, gone.id) and schools_with(session, kept.id) - scope.school_ids:
        return f"People of “{gone.name}” would see what other schools note of “{kept.name}”. {ask}"
    return ""


def _activities_with(session: Session, partner_id: int, scope: Scope) -> list[Activity]:
    linked = select(activity_partners.c.activity_id).where(activity_partners.c.partner_id == partner_id)
    return list(
        session.scalars(scope.limit(select(Activity).where(Activity.id.in_(linked)).order_by(Activity.id), Activity))
    )


def _move_people(session: Session, kept: Partner, gone: Partner, moved: dict[str, Any]) -> None:
    """Let people of the organisation sign in for the other one; who already may stays as they are."""
    there = set(session.scalars(select(Membership.user_id).where(Membership.partner_id == kept.id)))
    for membership in session.scalars(select(Membership).where(Membership.partner_id == gone.id)):
        if membership.user_id not in there:
            membership.partner_id = kept.id
            moved["memberships"].append(membership.id)


def _joined(engaged: SchoolPartner, main: SchoolPartner | None, kept: Partner) -> dict[str, Any]:
    """Make what a school notes of one part of what it notes of the other; return what to undo."""
    entry: dict[str, Any] = {"id": engaged.id, "into": None}
    if main is None:
        engaged.partner = kept
        return entry
    before = {name: _plain(getattr(main, name)) for name in _NOTED}
    is_gone = engaged.record_status is RecordStatus.ARCHIVED
    entry |= {"into": main.id, "restored": False, "archived": not is_gone}
    if not is_gone:
        if main.record_status is RecordStatus.ARCHIVED:
            main.restore()
            entry["restored"] = True
        main.added_on = min(main.added_on, engaged.added_on)
        main.stage = main.stage or engaged.stage
        main.offers = tuple(dict.fromkeys((*main.offers, *engaged.offers)))
        main.assessed_on = tuple(sorted({*main.assessed_on, *engaged.assessed_on}))
        notes = [note for note in dict.fromkeys((main.note, engaged.note)) if note]
        # Two long notes may be longer than one may be: the other's stays with the archived entry.
        main.note = joined if len(joined := "\n\n".join(notes)) <= 4000 else main.note
        engaged.archive()
    after = {name: _plain(getattr(main, name)) for name in _NOTED}
    main.note = main.note or None
    entry["said"] = {name: [before[name], after[name]] for name in _NOTED if before[name] != after[name]}
    return entry


def _parted(session: Session, entry: dict[str, Any], kept: Partner, gone: Partner) -> None:
    engaged = session.get_one(SchoolPartner, entry["id"])
    if entry["into"] is None:
        engaged.partner = gone
        return
    main = session.get_one(SchoolPartner, entry["into"])
    for name, (before, after) in entry["said"].items():
        now = _plain(getattr(main, name))
        if now == after:
            setattr(main, name, _typed(name, before))
        elif isinstance(now, list):
            # Somebody changed it since: only what came with the merge goes.
            came = set(after) - set(before)
            setattr(main, name, _typed(name, [one for one in now if one not in came]))
    if entry["restored"] and main.record_status is not RecordStatus.ARCHIVED:
        main.archive()
    if entry["archived"] and engaged.record_status is RecordStatus.ARCHIVED:
        engaged.restore()


def _schools_of(session: Session, moved: dict[str, Any]) -> set[int]:
    """Name the schools whose records a merge moved."""
    ids = {**moved["records"], "activity": [one for one, _ in moved["activities"]]}
    ids[SchoolPartner.kind] = [entry["id"] for entry in moved["engaged"]]
    found: set[int] = set()
    for name, numbers in ids.items():
        table: Any = RECORD_KINDS[name]
        found |= set(session.scalars(select(table.school_id).where(table.id.in_(numbers)).distinct()))
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _typed(name: str, value: Any) -> Any:
    if name == "added_on":
        return date.fromisoformat(value)
    if name == "assessed_on":
        return tuple(map(date.fromisoformat, value))
    return tuple(value) if name == "offers" else value
