"""The lists of small records: one for each kind, made from the declaration of its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from models.operations.record_entries import take_up
from models.queries.paging import Paged
from models.queries.record_lists import GIVEN, RecordFilter, find_record, list_records
from models.records import FromPartners, Record, RecordStatus
from tracker.choices import pairs, partners_lately
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.filters import Choice, Day, Filter, InMonth, InYear, Mark, Mine, Place, Search, archived
from tracker.lists.handling import Handling
from tracker.lists.listing import Asked, Column, Listing
from tracker.lists.partner_filter import PartnerFilter
from tracker.permissions import can
from tracker.reader import reader
from tracker.records.declared import PAGES
from tracker.records.offered import offered, short
from tracker.records.page import Page
from tracker.roles import Permission


def may_archive(record: Record) -> bool:
    """Say whether the reader may archive and restore a record: whoever only contributes, their own entries."""
    return can(Permission.RECORDS_ARCHIVE) or record.entered_by_id == reader().person.id


def record_or_404(page: Page, number: int) -> Any:
    """Fetch a record of a kind at the reader's school, or answer 404."""
    return or_404(find_record(db.session, page.kind, number, scope=reader().scope))


def may_take_up(record: Record) -> bool:
    """Say whether the reader may confirm a record; what a partner entered, only those who answer for partnerships."""
    is_theirs = isinstance(record, FromPartners) and record.record_status is RecordStatus.PROPOSED
    return can(Permission.ALLIANCE_CONFIRM) or not is_theirs


def name_of(page: Page, record: Any) -> str:
    """Name a record in a list: the first of its telling columns that holds something."""
    said = (offered().in_words(page.kind.columns[name], record) for name in page.head)
    shown_as: str | None = getattr(record, "shown_as", None)
    found = short(shown_as or next((text for text in said if text), page.kind.noun))
    return found[:1].upper() + found[1:]


def handling_of(page: Page) -> Handling:
    """Say what can be done with records of a kind by one press."""
    return Handling(
        table=page.kind.table,
        area=f"records.{page.code}",
        argument="record_id",
        index=page.endpoint("index"),
        write=page.write,
        fetch=lambda number: record_or_404(page, number),
        told_archived="It is archived, and counts no more. Restore it here at any time.",
        told_restored="It is back, as it was before.",
        may_archive=may_archive,
        confirm=lambda one: take_up(one, page.kind, today=today()),
        may_confirm=may_take_up,
    )


def _find(page: Page) -> Callable[[Asked], Paged[Any]]:
    def find(asked: Asked) -> Paged[Any]:
        first, end = asked.span
        wanted = RecordFilter(
            partner_id=asked.get("partner"),
            text=asked.get("q"),
            unanswered=asked.is_on("open"),
            archived=asked.is_on("archived"),
            start=first,
            end=end,
            entered_by_id=reader().person.id if asked.is_on("entered") else None,
            given=asked.get("given"),
        )
        return list_records(db.session, page.kind, wanted, scope=reader().scope, **asked.part)

    return find


def _filters(page: Page) -> tuple[Filter, ...]:
    of_partner = PartnerFilter()
    unanswered = Mark(name="open", label="Only", words="without an answer", link="Only without an answer")
    of_things = Choice(
        name="given", label="What", options=lambda: pairs("contribution_type"), every="Anything",
        phrase="of {}", lower=True, place=Place.MORE,
    )  # fmt: skip
    return (
        Search(),
        *((of_partner,) if page.names_partner else ()),
        *((unanswered,) if page.is_answered else ()),
        *((of_things,) if GIVEN in page.kind.columns else ()),
        InMonth(),
        InYear(options=list, place=Place.LINK),
        Day(name="from", label="From", phrase="from {}", place=Place.LINK),
        Day(name="to", label="To", phrase="until {}", place=Place.LINK),
        Mine(),
        archived(),
    )


def _columns(page: Page) -> tuple[Column, ...]:
    """Show what the declaration names, and offer the other questions of the form."""
    asked = [one.column for one in page.questions if one.column not in (*page.head[:1], page.day)]
    shown = [name for name in page.shown if name not in page.head[:1]]
    further = [name for name in asked if name not in shown]
    return (
        Column(key="date", label="Day", sort="date", first="-", look="nowrap"),
        Column(key="what", label="What", is_head=True),
        *(
            Column(
                key=name,
                label=page.kind.label_of(page.kind.columns[name].stored_as),
                look="typed",
                is_named=True,
                is_shown=name in shown,
            )
            for name in (*shown, *further)
        ),
        Column(key="entered", label="Entered", sort="entered", first="-", is_shown=False, look="nowrap", is_named=True),
    )


def list_of(page: Page) -> Listing:
    """Declare the list of one kind."""
    return Listing(
        key=f"records.{page.code}",
        title=page.title,
        read=page.read,
        columns=_columns(page),
        filters=_filters(page),
        order="-date",
        days="date",
        day_of=page.kind.day_of,
        find=_find(page),
        handling=handling_of(page),
        partners=partners_lately if page.names_partner else None,
    )


LISTS: Mapping[str, Listing] = MappingProxyType({page.code: list_of(page) for page in PAGES.values()})
