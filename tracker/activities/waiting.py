"""The list of what waits for somebody to say that it happened: its columns, its filters, and what is ticked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from models.activities import Activity
from models.evaluations import Evaluation
from models.queries.paging import PAGE_SIZE, Paged, page_of
from models.queries.partner_entries import PartnerEntry, list_entries, partners_in
from models.queries.planned import find_planned_for
from models.queries.waiting import Mine as AskedOfMe
from models.queries.waiting import list_waiting
from models.records import RecordStatus
from models.texts import folded
from tracker.choices import Pairs, partners_lately
from tracker.clock import today
from tracker.extensions import db
from tracker.lists.filters import Choice, InMonth, Mine, Search
from tracker.lists.listing import Asked, Column, Listing, Ticks
from tracker.lists.partner_filter import PartnerFilter
from tracker.permissions import can
from tracker.reader import reader
from tracker.roles import Permission

DRAFTS, ENTERED = "drafts", "partners"


def asked_of_me() -> AskedOfMe:
    """Say what of all that waits the reader is asked about."""
    return AskedOfMe(everybodys=can(Permission.ACTIVITIES_ARCHIVE), proposed=can(Permission.ALLIANCE_CONFIRM))


def ticked_as(one: PartnerEntry) -> str:
    """Say what the box of a row sends; evaluations are read one by one and have none."""
    return "" if one.kind == Evaluation.kind else f"{one.kind}-{one.record.id}-{one.record.version}"


def waiting_rows(asked: Asked) -> list[PartnerEntry]:
    """List what waits for the reader, as far as the address asks for it, in its order."""
    mine, scope = asked_of_me(), reader().scope
    waiting, _ = list_waiting(db.session, mine, scope=scope, today=today(), most=None)
    entries = (
        [one for one in list_entries(db.session, scope=scope) if one.kind != Activity.kind] if mine.proposed else []
    )
    found = [one for one in (*map(_of_activity, waiting), *entries) if _fits(one, asked)]
    found.sort(key=_ORDERS[asked.sort], reverse=asked.descending)
    return found


def page_with(asked: Asked, activity_id: int) -> Asked:
    """Turn to the page that shows an activity, as long as it fits what is asked for."""
    rows = waiting_rows(asked)
    at = next((at for at, one in enumerate(rows) if one.record.id == activity_id and one.kind == Activity.kind), None)
    if at is not None:
        asked.page = at // PAGE_SIZE + 1
    return asked


def lacks_partner(activity: Activity) -> bool:
    """Whether an activity was planned with an organisation that had still to be found, and none was named since."""
    if activity.partners or activity.record_status is not RecordStatus.DRAFT:
        return False
    planned_for = find_planned_for(db.session, activity)
    return planned_for is not None and (planned_for.log_fill or {}).get("partners") == []


def _of_activity(activity: Activity) -> PartnerEntry:
    return PartnerEntry(Activity.kind, activity, activity.occurred_on, ", ".join(one.name for one in activity.partners))


def _fits(one: PartnerEntry, asked: Asked) -> bool:
    record, (first, end) = one.record, asked.span
    is_theirs = record.record_status is RecordStatus.PROPOSED
    return (
        (first is None or one.on >= first)
        and (end is None or one.on < end)
        and (not asked.is_on("only") or is_theirs == (asked.get("only") == ENTERED))
        and (not asked.is_on("entered") or record.entered_by_id == reader().person.id)
        and (not asked.is_on("partner") or asked.get("partner") in {partner.id for partner in partners_in(record)})
        and folded(asked.get("q") or "") in _said(one)
    )


def _said(one: PartnerEntry) -> str:
    record = one.record
    texts = [getattr(record, name, None) for name in ("title", "note", "text", "leaves", "follows", "allocated_to")]
    return folded(" ".join(filter(None, (one.partner, _entered_by(one), *texts))))


def _entered_by(one: PartnerEntry) -> str:
    return one.record.entered_by.name if one.record.entered_by else ""


def _day_and_number(one: PartnerEntry) -> tuple[date, str, int]:
    return one.on, one.kind, one.record.id


_ORDERS: dict[str, Callable[[PartnerEntry], Any]] = {
    "date": _day_and_number,
    "with": lambda one: (folded(one.partner), _day_and_number(one)),
    "entered": lambda one: (folded(_entered_by(one)), _day_and_number(one)),
}


def _find(asked: Asked) -> Paged[PartnerEntry]:
    return page_of(waiting_rows(asked), asked.page, day_of=(lambda one: one.on) if asked.has_months else None)


def _only() -> Pairs:
    return [(DRAFTS, "Planned here"), (ENTERED, "Entered by partners")]


LIST = Listing(
    key="waiting",
    page="activities.to_confirm",
    title="To confirm",
    read=Permission.ACTIVITIES_WRITE,
    own_nouns=("waits to be confirmed", "wait to be confirmed"),
    columns=(
        Column(key="date", label="When", sort="date", look="nowrap"),
        Column(key="what", label="What", is_head=True),
        Column(key="with", label="With", sort="with", look="typed", is_named=True),
        Column(key="by", label="Who did it", is_shown=False, is_named=True),
        Column(key="entered", label="Entered by", sort="entered", is_shown=False, is_named=True),
        Column(key="press", label="Did it happen?", look="press"),
    ),
    filters=(
        Search(),
        PartnerFilter(),
        Choice(name="only", label="Only", options=_only, every="All that waits", phrase="{}", lower=True),
        InMonth(),
        Mine(),
    ),
    order="date",
    days="date",
    day_of=lambda one: one.on,
    find=_find,
    ticks=Ticks(endpoint="partner_entries.confirm_many", doings=(("confirm", "Confirm"),), ticked_as=ticked_as),
    partners=partners_lately,
)
