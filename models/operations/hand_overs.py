"""Hand over what lies with somebody who leaves, on either side, and take that back. Nothing here commits.

Whoever follows gets it from a day on. What was done before stays with whoever did it: rows of a point person end on
that day and new ones begin, and no record of what happened is touched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import Role, User
from models.actions import Action
from models.activities import Activity
from models.addresses import NotAnAddress, mail_address
from models.hand_overs import HandOver
from models.memberships import Membership
from models.operations.access import end_access, give_access_back
from models.operations.contact_hand_overs import give_back_contacts, let_follow
from models.operations.partnership_hand_overs import give_back_partnerships, pass_on
from models.operations.partnerships import half_a_name, user_named
from models.operations.records import one_line, still_open, tidy
from models.operations.team_hand_overs import Passing, give_back_places, number_ended, pass_places
from models.partners import SchoolPartner
from models.queries.catalogue import latest_catalogue
from models.queries.duties import Duties, Holder, duties_of, left_alone
from models.records import RecordStatus
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.series import Series
from models.stewardship import Transition
from models.texts import identity_key
from models.wording import counted, day_words, joined

MOST_AHEAD = MOST_BACK = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class HandOverEntry:
    """What is said of somebody's leaving.

    Attributes:
        from_on: The first day without them.
        follows: The name of whoever follows; empty while nobody knows.
        others: Number of a partnership -> name of whoever follows there, where that is somebody else.
        seats: What becomes of their seats in the leadership team.
        coordination: What becomes of the coordination of partnerships, where it is theirs.
    """

    what: str
    from_on: date
    follows: str | None = None
    others: Mapping[int, str] = field(default_factory=dict)
    note: str | None = None
    seats: Passing = Passing.STAYS
    coordination: Passing = Passing.STAYS


@dataclass(frozen=True, slots=True)
class ContactChange:
    """What is said of a change at a partner: who leaves, who follows, from which day, and how to reach them."""

    leaves: str | None
    follows: str | None
    from_on: date
    reached_at: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What taking a hand-over back did: things that went back, and things that somebody changed since and that stay."""

    back: int
    kept: int


def note_departure(
    session: Session,
    holder: Holder,
    entry: HandOverEntry,
    *,
    known: Transition | None = None,
    scope: Scope,
    today: date,
) -> HandOver:
    """Note that somebody of the school leaves, before anything is handed over.

    Args:
        known: The change, where it is on record already.

    Raises:
        Refused: A day too far away, who follows is who leaves, or it was handed over already.
    """
    refuse_if(_problems(holder, entry, today))
    return _told(session, holder, entry, known, scope, today)


def hand_over(
    session: Session,
    holder: Holder,
    entry: HandOverEntry,
    *,
    known: Transition | None = None,
    by: str,
    ends_access: bool = False,
    scope: Scope,
    today: date,
) -> HandOver:
    """Give everything that lies with somebody to whoever follows, from a day on, all of it or nothing.

    Series and drafts belong to accounts: where whoever follows has none yet, somebody else looks after them, whoever
    hands over or else an admin of the school.

    Args:
        by: Who hands over.
        ends_access: They may not sign in at the school any more from that day on.

    Raises:
        Refused: As `note_departure`; nobody follows, or half a name; the person took a partnership over only after
            that day; or the school would be left without an admin.
    """
    problems = _problems(holder, entry, today)
    follower = one_line(entry.follows)
    if not follower:
        problems.setdefault("follows", "Say who follows: no partnership may be left without a point person.")
    named = {"follows": follower} | {f"partnership_{number}": name for number, name in entry.others.items()}
    problems = {field: said for field, name in named.items() if (said := half_a_name(session, name, scope))} | problems
    duties = duties_of(session, holder, scope=scope, on=entry.from_on, today=today)
    if alone := left_alone(session, holder, duties, entry.from_on, scope=scope, today=today):
        problems.setdefault("from_on", alone)
    for partnership in duties.partnerships:
        begun = [row.from_on for row in partnership.point_people if holder.is_held_by(row) and row.from_on <= today]
        if begun and max(begun) > entry.from_on:
            problems.setdefault(
                "from_on",
                f"{holder.name} became point person of {partnership.partner.name} on {day_words(max(begun))}. "
                "Choose that day or a later one.",
            )
    refuse_if(problems)
    made = _told(session, holder, entry, known, scope, today)
    made.moved = made.moved | _moved(session, holder, duties, entry, scope, today)
    if ends_access and holder.user_id is not None:
        days = {"on": entry.from_on, "today": today}
        ended = end_access(session, holder.user_id, scope.school_id, by_id=scope.user_id, **days)
        made.moved = made.moved | {"memberships": ended}
    made.made_on, made.made_by = today, by
    # What is handed over ahead is in force from the day on which people change.
    made.transition.done_on = max(today, entry.from_on)
    return made


def hand_over_contact(
    session: Session,
    engaged: SchoolPartner,
    entry: ContactChange,
    *,
    known: Transition | None = None,
    by: str,
    scope: Scope,
    today: date,
) -> HandOver:
    """Let somebody at a partner follow whoever leaves, among the school's contacts, from a day on.

    Args:
        known: The change, where it is on record already.
        by: Who hands over.

    Raises:
        Refused: The partner is archived, nobody leaves or follows, a wrong address or a day far away, or it was handed
            over already.
    """
    still_open(engaged)
    problems = change_problems(entry.leaves or "", entry.follows, entry.from_on, today)
    if not one_line(entry.leaves):
        problems["leaves"] = "Say who leaves."
    if not one_line(entry.follows):
        problems["follows"] = "Say who follows, so that the school knows whom to call."
    reached_at = tidy(entry.reached_at)
    try:
        reached_at = mail_address(reached_at) if reached_at else None
    except NotAnAddress as problem:
        problems["reached_at"] = str(problem)
    refuse_if(problems)
    what = latest_catalogue(session).language.first("transition", "of_partner")
    said = HandOverEntry(what, entry.from_on, entry.follows, note=entry.note)
    made = _told(session, Holder(one_line(entry.leaves)), said, known, scope, today)
    made.transition.partner_id, made.transition.reached_at = engaged.partner_id, reached_at
    made.moved = made.moved | {"contacts": let_follow(session, made.transition, engaged.partner)}
    made.made_on, made.made_by = today, by
    made.transition.done_on = max(today, entry.from_on)
    return made


def undo_hand_over(session: Session, made: HandOver, *, today: date, by_id: int | None = None) -> TakenBack:
    """Take a hand-over back on the day on which it was made; what somebody changed since stays as it is.

    Args:
        by_id: Who takes it back.

    Raises:
        Refused: It was not made, or not today.
    """
    may_undo(made, today)
    moved = made.moved
    back, kept = give_back_partnerships(session, moved.get("partnerships", ()))
    for table, name in ((Action, "actions"), (Series, "series"), (Activity, "drafts")):
        for entry in moved.get(name, ()):
            record: Any = session.get_one(table, entry["id"])
            if any(getattr(record, key) != value for key, value in entry["after"].items()):
                kept += 1
                continue
            for key, value in entry["before"].items():
                setattr(record, key, value)
            back += 1
    places_back, places_kept = give_back_places(session, moved.get("places", ()))
    give_access_back(session, moved.get("memberships", ()), by_id=by_id)
    contacts_back, contacts_kept = give_back_contacts(session, moved.get("contacts", {}))
    transition = made.transition
    transition.done_on = None
    if not moved.get("announced"):
        transition.archive()
    made.made_on, made.made_by, made.moved = None, None, {"announced": moved.get("announced", False)}
    return TakenBack(back + contacts_back + places_back, kept + contacts_kept + places_kept)


def may_undo(made: HandOver, today: date) -> None:
    """Make sure that a hand-over may be taken back.

    Raises:
        Refused: It was not made, or not today.
    """
    if made.made_on is None:
        raise Refused("There is nothing to take back.")
    if made.made_on != today:
        raise Refused(
            f"It was made on {day_words(made.made_on)}, and can be taken back only on that day. "
            "Hand over once more instead."
        )


def change_problems(leaves: str, follows: str | None, on: date, today: date) -> dict[str, str]:
    """Find what is wrong with a change of people, on either side; field -> sentence."""
    problems = {}
    if on - today > MOST_AHEAD:
        problems["from_on"] = "This day is more than a year ahead. Note it once it is closer."
    elif today - on > MOST_BACK:
        problems["from_on"] = "This day is more than a year ago. Choose a later day."
    if one_line(follows) and identity_key(follows or "") == identity_key(leaves):
        problems["follows"] = "This is who leaves. Say who follows."
    return problems


def _problems(holder: Holder, entry: HandOverEntry, today: date) -> dict[str, str]:
    problems = change_problems(holder.name, entry.follows, entry.from_on, today)
    for number, name in entry.others.items():
        if identity_key(name) == identity_key(holder.name):
            problems[f"partnership_{number}"] = "This is who leaves. Say who follows here."
    return problems


def _told(
    session: Session, holder: Holder, entry: HandOverEntry, known: Transition | None, scope: Scope, today: date
) -> HandOver:
    """Put the change of people on record, or say anew what is known of it."""
    change = known
    if change is None:
        change = Transition(school_id=scope.school_id, entered_on=today, entered_by_id=scope.user_id)
        session.add(change)
    elif change.done_on is not None or change.record_status is not RecordStatus.CONFIRMED:
        raise Refused("This was handed over already, or nobody has confirmed it yet.")
    change.what, change.occurred_on = entry.what, entry.from_on
    change.leaves, change.follows = holder.name, one_line(entry.follows) or None
    change.note = tidy(entry.note)
    session.flush()
    made = session.scalar(select(HandOver).where(HandOver.transition_id == change.id))
    if made is None:
        made = HandOver(school_id=scope.school_id, transition=change, leaver_id=holder.user_id, moved={})
        session.add(made)
    made.moved = {"announced": known is not None}
    return made


def _moved(
    session: Session, holder: Holder, duties: Duties, entry: HandOverEntry, scope: Scope, today: date
) -> dict[str, Any]:
    follower = one_line(entry.follows)
    heir = user_named(session, follower, scope)
    heirs = {name: user_named(session, name, scope) for name in set(entry.others.values())}
    partnerships = []
    for one in duties.partnerships:
        other = one_line(entry.others.get(one.id))
        account = heirs.get(entry.others.get(one.id, ""), heir)
        heir_here = Holder(other or follower, account.id if account else None)
        passed = pass_on(session, one, holder, heir_here, entry.from_on, today)
        partnerships.append(passed | ({"other": other} if other and other != follower else {}))
    heir_id, keeper_id = heir.id if heir else None, heir.id if heir else _keeper(session, holder, scope)
    actions = {"owner_id": heir_id, "owner_name": None if heir_id else follower}
    moved: dict[str, Any] = {"partnerships": partnerships, "actions": [_set(one, actions) for one in duties.actions]}
    if keeper_id is not None:
        entered = {"entered_by_id": keeper_id}
        moved["series"] = [_set(one, entered) for one in duties.series]
        moved["drafts"] = [_set(one, entered) for one in duties.drafts]
    if heir_id is None and keeper_id is not None and (duties.series or duties.drafts):
        moved["looked_after_by"] = session.get_one(User, keeper_id).name
    passing: dict[str, Any] = {"from_on": entry.from_on, "user_id": scope.user_id, "today": today}
    moved["places"] = [
        *pass_places(session, duties.seats, entry.seats, follower, **passing),
        *pass_places(session, duties.coordinates, entry.coordination, follower, **passing),
    ]
    return moved


def _keeper(session: Session, holder: Holder, scope: Scope) -> int | None:
    """Find whose account keeps what needs one: whoever hands over, or an admin of the school; None without either."""
    if scope.user_id is not None and scope.user_id != holder.user_id:
        return scope.user_id
    admins = select(Membership.user_id).where(
        Membership.school_id == scope.school_id,
        Membership.role == Role.SCHOOL_ADMIN,
        Membership.ended_on.is_(None),
        Membership.user_id != holder.user_id,
    )
    return session.scalars(admins.order_by(Membership.user_id)).first()


def _set(record: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    before = {name: getattr(record, name) for name in values}
    for name, value in values.items():
        setattr(record, name, value)
    return {"id": record.id, "before": before, "after": dict(values)}


def others_following(moved: Mapping[str, Any]) -> dict[int, str]:
    """Give the partnerships in which somebody else follows: number -> name."""
    return {entry["id"]: entry["other"] for entry in moved.get("partnerships", ()) if "other" in entry}


def told_of(moved: Mapping[str, Any]) -> str:
    """Say how much was handed over: "6 partnerships (1 of them to Ana Ruiz) and 1 series"; empty where nothing was."""
    words = (
        ("partnerships", "partnership", "partnerships"),
        ("actions", "action", "actions"),
        ("series", "series", "series"),
        ("drafts", "planned activity", "planned activities"),
    )
    told = [counted(len(moved[key]), one, many) for key, one, many in words if moved.get(key)]
    if others := others_following(moved):
        told[0] += f" ({len(others)} of them to {joined(sorted(set(others.values())))})"
    if places := number_ended(moved.get("places", ())):
        told.append(counted(places, "place in the team", "places in the team"))
    return joined(told)
