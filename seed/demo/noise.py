"""Records that must not count: about one for every eight that do, as any real log has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from models.accounts import User
from models.activities import Activity
from models.agreements import Contribution
from models.memberships import Membership
from models.records import Record, RecordStatus
from seed.demo.entries import Occurrence, activity, occurrences
from seed.demo.picks import number, pick
from seed.demo.school import DemoSchool
from seed.demo.streams import Stream

SHARE = 0.12
OUTLETS = ({"newsletter"}, {"website"}, {"social_media"})
CANCELLED_BECAUSE = ("No bus was to be had.", "Snow day.", "The speaker was ill; moved to next year.")
ELSEWHERE = "Entered here by mistake: it was an activity of {other}."
PLANNED_WITHIN_DAYS = 75


def add_noise(demo: DemoSchool, streams: tuple[Stream, ...], other_school: str) -> int:
    """Take in records that count for nothing.

    Args:
        streams: The school's streams, after which they are modelled.
        other_school: Name of a school whose record was entered here by mistake.

    Returns:
        How many were taken in.
    """
    past, ahead = _activities(demo, streams)
    wanted = round(len(demo.entries) * SHARE)
    makers: tuple[Callable[[int], tuple[Record, date] | None], ...] = (
        lambda turn: _planned(demo, ahead, turn),
        lambda turn: _proposed(demo, turn),
        lambda turn: _draft(demo, past, turn),
        lambda turn: _cancelled(demo, past, turn),
        lambda turn: _twice(demo, past, turn),
        lambda turn: _elsewhere(demo, past, turn, other_school),
    )
    made = 0
    for turn in range(wanted):
        result = makers[turn % len(makers)](turn) or _cancelled(demo, past, turn)
        record, day = result
        demo.add(record, on=min(day, demo.calendar.today), by=_who_enters(demo, record))
        made += 1
    return made


def _activities(demo: DemoSchool, streams: tuple[Stream, ...]) -> tuple[list[Occurrence], list[Occurrence]]:
    """Divide the occurrences of all activities into those that have come and those of the next weeks."""
    found = [at for stream in streams if stream.record == "activity" for at in occurrences(demo, stream)]
    limit = demo.calendar.today + timedelta(days=PLANNED_WITHIN_DAYS)
    past = [at for at in found if demo.calendar.is_over(at.day)]
    ahead = sorted((at for at in found if demo.calendar.today < at.day <= limit), key=lambda at: (at.day, at.ref))
    return past, ahead


def _like(demo: DemoSchool, at: Occurrence, ref: str, day: date, status: RecordStatus) -> Activity:
    record = activity(demo, replace(at, ref=ref, day=day))
    record.record_status = status
    return record


def _planned(demo: DemoSchool, ahead: list[Occurrence], turn: int) -> tuple[Record, date] | None:
    place = turn // 6
    if place >= len(ahead):
        return None
    at = ahead[place]
    return _like(demo, at, f"planned-{at.ref}", at.day, RecordStatus.DRAFT), demo.calendar.today


def _draft(demo: DemoSchool, past: list[Occurrence], turn: int) -> tuple[Record, date]:
    day = demo.calendar.today - timedelta(days=number(1, 45, "draft", demo.key, turn))
    at = pick(past, "draft of", demo.key, turn)
    return _like(demo, at, f"draft-{turn}", day, RecordStatus.DRAFT), day


def _cancelled(demo: DemoSchool, past: list[Occurrence], turn: int) -> tuple[Record, date]:
    at = pick(past, "cancelled", demo.key, turn)
    day = at.day + timedelta(days=number(3, 9, "cancelled on", demo.key, turn))
    record = _like(demo, at, f"cancelled-{turn}", day, RecordStatus.CANCELLED)
    record.note = pick(CANCELLED_BECAUSE, "because", demo.key, turn)
    return record, day


def _proposed(demo: DemoSchool, turn: int) -> tuple[Record, date] | None:
    """Make an alliance's entry that waits for the school."""
    answering: tuple[str, ...] = ("P09", "P06", "P01", "P10", "P14")
    keys = [key for key in answering if key in demo.partnerships] or ["P05"]
    key = keys[turn // 6 % len(keys)]
    day = demo.calendar.today - timedelta(days=number(2, 20, "proposed", demo.key, turn))
    record = Contribution(
        ref=f"proposed-{turn}", partner_id=demo.partners[key].id, occurred_on=day, type="volunteer_hours",
        way=("people",), amount=Decimal(number(4, 20, "hours", demo.key, turn)) / 2, unit="hours",
        record_status=RecordStatus.PROPOSED, student_facing=True, note="Entered by the partner.",
    )  # fmt: skip
    return record, day


def _who_enters(demo: DemoSchool, record: Record) -> User | str:
    """Say who enters it: what waits for the school an alliance's own person does, where one has an account."""
    member = None
    if isinstance(record, Contribution):
        of_partner = select(User).join(Membership, Membership.user_id == User.id)
        member = demo.session.scalar(of_partner.where(Membership.partner_id == record.partner_id))
    return member or "leaders"


def _twice(demo: DemoSchool, past: list[Occurrence], turn: int) -> tuple[Record, date]:
    """Make a second entry of a message that is there: same day, same channel. It adds nothing to a number."""
    sent = [at for at in past if set(at.stream.fields.get("channel", ())) in OUTLETS] or past
    at = pick(sent, "twice", demo.key, turn)
    record = _like(demo, at, f"again-{turn}-{at.ref}", at.day, RecordStatus.CONFIRMED)
    record.note = "Entered by two people."
    return record, at.day


def _elsewhere(demo: DemoSchool, past: list[Occurrence], turn: int, other_school: str) -> tuple[Record, date]:
    at = pick(past, "elsewhere", demo.key, turn)
    record = _like(demo, at, f"elsewhere-{turn}", at.day, RecordStatus.ARCHIVED)
    record.status_before_archive = RecordStatus.CONFIRMED.value
    record.note = ELSEWHERE.format(other=other_school)
    return record, at.day
