"""Log, change and confirm activities. Nothing here commits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from models.activities import DID_NOT_HAPPEN, Activity, ActivityKind
from models.documents import Document
from models.operations.activity_entries import (
    CODE_LISTS,
    MARKS,
    ActivityEntry,
    ActivityTerms,
    entry_problems,
    missing_in,
    purpose_said,
    settled_kind,
)
from models.operations.partners import Engagement, Organisation, add_partner
from models.operations.records import touch
from models.partners import Partner, SchoolPartner
from models.queries.catalogue import latest_catalogue
from models.queries.merges import alike
from models.records import RecordStatus
from models.refusals import Refused
from models.scope import Scope
from models.texts import identity_key, visible
from models.wording import joined

NAME_LIMIT = 200
# A fair with every firm of the county fits; a pasted directory does not.
PARTNERS_LIMIT = 200
_NOTHING = (None, ())
# Field of an entry -> the attribute that holds it, where that is called otherwise.
_HELD = {"kind": "activity_kind"}


class ActivityProblem(Refused):
    """An activity cannot be stored as described; `fields` are those of the entry, `""` is the whole record."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, and where.

    Attributes:
        scope: One school's scope, with its district.
        may_add_partners: Whether a name not yet in the directory may be added as a prospect.
        others: Names much like known ones of which somebody said that they are of other organisations.
    """

    scope: Scope
    may_add_partners: bool = False
    others: frozenset[str] = frozenset()


def log_activity(
    session: Session,
    entry: ActivityEntry,
    *,
    author: Author,
    terms: ActivityTerms,
    today: date,
    documents: Sequence[Document] = (),
) -> Activity:
    """Record one activity; a day still to come makes it a draft, which counts nowhere until it is confirmed.

    Args:
        documents: Stored files to attach; of the same school.

    Raises:
        ActivityProblem: Something in the entry is missing, unknown or impossible; nothing was added.
    """
    partners = _checked_partners(session, entry, author=author, terms=terms, today=today)
    activity = Activity(
        school_id=author.scope.school_id,
        entered_by_id=author.scope.user_id,
        entered_on=today,
        record_status=_status(entry, today),
    )
    engaged = [_engaged(session, partner, entry, author=author, today=today) for partner in partners]
    _fill(activity, entry, terms)
    if engaged:
        activity.partners = engaged
    if documents:
        activity.documents = list(documents)
    session.add(activity)
    return activity


def change_activity(
    session: Session,
    activity: Activity,
    entry: ActivityEntry,
    *,
    author: Author,
    terms: ActivityTerms,
    today: date,
    documents: Sequence[Document] | None = None,
) -> Activity:
    """Change an activity to what the entry says.

    A draft whose day has come is confirmed by saving it; a confirmed one moved to a day still to come is a draft again.

    Args:
        documents: The files it is to have from now on; None leaves them.

    Raises:
        ActivityProblem: The entry is wrong, or the activity is archived; nothing was changed.
    """
    if activity.record_status is RecordStatus.ARCHIVED:
        raise ActivityProblem({"": "This activity is archived. Restore it before you change it."})
    partners = _checked_partners(
        session, entry, author=author, terms=terms, today=today, known=tuple(activity.partners), before=activity
    )
    engaged = [_engaged(session, partner, entry, author=author, today=today) for partner in partners]
    _fill(activity, entry, terms)
    if {partner.id for partner in activity.partners} != {partner.id for partner in engaged}:
        activity.partners = engaged
    if documents is not None:
        activity.documents = list(documents)
    if activity.record_status in (RecordStatus.DRAFT, RecordStatus.CONFIRMED):
        activity.record_status = _status(entry, today)
    # A change of its partners or files alone touches other tables; the row itself must move for its version to.
    if session.is_modified(activity):
        touch(activity)
    return activity


def attach_documents(activity: Activity, documents: Sequence[Document]) -> None:
    """Attach more files to an activity; those that it has already stay once.

    Raises:
        ActivityProblem: The activity is archived.
    """
    if activity.record_status is RecordStatus.ARCHIVED:
        raise ActivityProblem({"files": "This activity is archived. Restore it before you add a file."})
    more = [document for document in dict.fromkeys(documents) if document not in activity.documents]
    if more:
        activity.documents = [*activity.documents, *more]
        touch(activity)


def confirm_activity(activity: Activity, *, today: date) -> None:
    """Say of a draft or a proposed activity that it happened, so that it counts.

    Raises:
        ActivityProblem: Its day is still to come, or there is nothing to confirm.
    """
    if activity.record_status not in (RecordStatus.DRAFT, RecordStatus.PROPOSED):
        raise ActivityProblem({"": "Only a draft or a proposed activity can be confirmed."})
    if activity.occurred_on > today:
        raise ActivityProblem({"": "The day is still to come. Confirm once it has happened."})
    activity.record_status = RecordStatus.CONFIRMED


def drop_activity(activity: Activity, because: str = DID_NOT_HAPPEN) -> None:
    """Archive what waits to be confirmed, and say why.

    Raises:
        ActivityProblem: It does not wait: it counts, or is archived.
    """
    if activity.record_status not in (RecordStatus.DRAFT, RecordStatus.PROPOSED):
        raise ActivityProblem({"": "Only what waits to be confirmed can be dropped."})
    activity.archived_because = because
    activity.archive()


def _status(entry: ActivityEntry, today: date) -> RecordStatus:
    return RecordStatus.DRAFT if entry.occurred_on and entry.occurred_on > today else RecordStatus.CONFIRMED


def _fill(activity: Activity, entry: ActivityEntry, terms: ActivityTerms) -> None:
    kind = settled_kind(entry.kind, ask=entry.ask, channel=entry.channel, terms=terms)
    assert entry.occurred_on is not None and kind is not None  # checked with the rest of the entry
    said: dict[str, Any] = {
        "occurred_on": entry.occurred_on,
        "activity_kind": ActivityKind(kind),
        "title": " ".join(visible(entry.title or "").split()) or None,
        "formality": entry.formality or None,
        "link": (entry.link or "").strip() or None,
        "note": visible(entry.note or "").strip() or None,
        **{field: tuple(dict.fromkeys(getattr(entry, field))) for field in (*CODE_LISTS, "not_for", "also_for")},
        **{field: getattr(entry, field) for field in (*MARKS, "people", "students", "hours")},
    }
    said["purpose"] = purpose_said(kind, purpose=said["purpose"], way=said["way"], channel=said["channel"], terms=terms)
    for field, value in said.items():
        # Most of the forty fields say nothing, and a new record says nothing there anyway.
        if value not in _NOTHING or getattr(activity, field) not in _NOTHING:
            setattr(activity, field, value)


def _checked_partners(
    session: Session,
    entry: ActivityEntry,
    *,
    author: Author,
    terms: ActivityTerms,
    today: date,
    known: tuple[Partner, ...] = (),
    before: Activity | None = None,
) -> list[Partner]:
    """Check an entry whole and find its partners; those still to be added come back unsaved."""
    problems = entry_problems(entry, terms=terms, today=today)
    if before is not None:
        # What a record never said, nobody is asked for when it is corrected: older ones and lists say less.
        missing = missing_in(entry, terms)
        problems = {
            name: said
            for name, said in problems.items()
            if name not in missing or getattr(before, _HELD.get(name, name))
        }
    partners: list[Partner] = []
    if "partners" not in problems:
        partners, wrong = _named_partners(session, entry, author=author, known=known)
        problems = wrong | problems
    if problems:
        raise ActivityProblem(problems)
    return partners


def _named_partners(
    session: Session, entry: ActivityEntry, *, author: Author, known: tuple[Partner, ...]
) -> tuple[list[Partner], dict[str, str]]:
    """Find the organisations named: the school's own and, for those who may add, the district's or a new one."""
    names = [one for name in entry.partners if (one := " ".join(visible(name).split()))]
    names = list(dict.fromkeys(names))
    if not names:
        return [], {}
    if len(names) > PARTNERS_LIMIT:
        return [], {"partners": f"Name at most {PARTNERS_LIMIT} partners."}
    own = select(SchoolPartner.partner_id).where(SchoolPartner.school_id == author.scope.school_id)
    directory = select(Partner).where(Partner.district_id == author.scope.district_id).order_by(Partner.name)
    if not author.may_add_partners:
        directory = directory.where(Partner.id.in_(own))
    there = (*session.scalars(directory), *known)
    by_key = {identity_key(partner.name): partner for partner in there}
    by_name = {partner.name: partner for partner in there}
    found: list[Partner] = []
    for name in names:
        partner = by_name.get(name) or by_key.get(identity_key(name))
        if partner is None:
            problem = _unknown_partner(session, name, entry, author=author)
            if problem:
                return [], problem
            partner = Partner(district_id=author.scope.district_id, name=name, category=entry.new_category)
        if partner.present not in found:
            found.append(partner.present)
    return found, {}


def _unknown_partner(session: Session, name: str, entry: ActivityEntry, *, author: Author) -> dict[str, str]:
    """Say why a name that nobody knows cannot be used; empty where it may be added."""
    if len(name) > NAME_LIMIT:
        return {"partners": f"Use at most {NAME_LIMIT} characters for a name."}
    if not name.isprintable() or re.search(r"[;\ud800-\udfff]", name):
        return {"partners": "A name cannot contain line breaks, semicolons or control characters."}
    near = alike(session, name, scope=author.scope, own=not author.may_add_partners)
    hint = f" Did you mean {joined([one.name for one in near], 'or')}?" if near else ""
    if not author.may_add_partners:
        return {"partners": f"“{name}” is not one of the school's partners.{hint} A point person can add it."}
    if not entry.new_category:
        message = f"“{name}” is not in the directory yet.{hint} To add it, say what sort of organization it is."
        return {"partners": message, "new_category": "Choose a kind of organization to add it as a prospect."}
    if near and name not in author.others:
        return {"partners": f"“{name}” is not in the directory yet.{hint}"}
    return {}


def _engaged(session: Session, partner: Partner, entry: ActivityEntry, *, author: Author, today: date) -> Partner:
    """Make sure the school knows the partner: one new to it becomes a prospect, known since the day of the activity."""
    assert entry.occurred_on is not None  # checked with the rest of the entry
    own = select(SchoolPartner.id).where(
        SchoolPartner.school_id == author.scope.school_id, SchoolPartner.partner_id == partner.id
    )
    if not inspect(partner).transient and session.scalar(own.limit(1)) is not None:
        return partner
    stage = latest_catalogue(session).language.first("stage", "of_new_partner")
    engaged = add_partner(
        session,
        Organisation(name=partner.name, category=partner.category),
        Engagement(added_on=min(entry.occurred_on, today), stage=stage),
        scope=author.scope,
        today=today,
    )
    return engaged.partner
