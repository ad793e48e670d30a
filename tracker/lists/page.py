"""Make the page of a list: its rows by month, the heads of its columns, its quick filters and saved views."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from flask import g, request
from werkzeug.datastructures import MultiDict

from models.queries.paging import Month, Paged, month_of
from models.queries.saved_views import SavedViewRow, list_views
from models.wording import whole_month_words
from tracker.choices import Pairs
from tracker.extensions import db
from tracker.lists.filters import ME, YES, Choice, Filter, InMonth, Mark, Mine, Place
from tracker.lists.listing import COLUMN, SORT, Asked, Column, Listing, read_address
from tracker.permissions import can
from tracker.reader import reader
from tracker.roles import Permission

LONG = 12
_DOINGS = {"confirm": "Confirm", "archive": "Archive", "restore": "Restore"}


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head.

    Attributes:
        href: Sorts by it, or turns the order round; None where the list cannot be sorted by it.
        direction: As `aria-sort` says it; None where the list is sorted otherwise.
    """

    column: Column
    href: str | None
    direction: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        it: What the list is of.
        ticked_as: What its box sends, id and version; empty where nothing can be done with it from here.
    """

    it: Any
    ticked_as: str


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one month, or all rows of a list without months.

    Attributes:
        title: The month in words; empty without months.
        total: How many of the whole list are in it.
    """

    title: str
    total: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Quick:
    """A filter by one tap; another tap takes it off."""

    text: str
    href: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class FormField:
    """One filter as the form shows it: what was not understood stands there still, where it was typed."""

    filter: Filter
    value: str
    options: Pairs


@dataclass(frozen=True)
class ListPage:
    """Everything that the template of lists draws.

    Attributes:
        asked: What the address asks.
        rows: The page of rows.
        doings: What can be done with several rows: the value that is sent, and its words.
        kept: What the form of the filters brings along unseen: name and value.
        views: Saved views of this list that the reader may use.
        view: The one of them that is shown now; None where none is.
    """

    asked: Asked
    rows: Paged[Any]
    groups: Sequence[Group]
    heads: Sequence[Head]
    doings: Sequence[tuple[str, str]] = ()
    bulk_endpoint: str = ""
    quick: Sequence[Quick] = ()
    first: Sequence[FormField] = ()
    more: Sequence[FormField] = ()
    kept: Sequence[tuple[str, str]] = ()
    views: Sequence[SavedViewRow] = ()
    view: SavedViewRow | None = None
    may_save: bool = False
    chips: Sequence[tuple[str, str, str]] = field(default_factory=tuple)

    @property
    def listing(self) -> Listing:
        """The list."""
        return self.asked.listing

    @property
    def has_any(self) -> bool:
        """Whether there is anything to show or to filter: an empty list needs no tools."""
        return bool(self.rows.total or self.asked.words)

    @property
    def is_long(self) -> bool:
        """Whether the buttons that change several rows stand below them too."""
        return len(self.rows.rows) > LONG

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.heads) + bool(self.doings)

    @property
    def previous_href(self) -> str | None:
        """The page before; None on the first."""
        return self.asked.href(page=str(self.rows.number - 1)) if self.rows.number > 1 else None

    @property
    def next_href(self) -> str | None:
        """The page after; None on the last."""
        return self.asked.href(page=str(self.rows.number + 1)) if self.rows.number < self.rows.pages else None

    @property
    def here(self) -> str:
        """The part of this page's address behind the question mark, the page's number with it."""
        return self.asked.href("", page=self.asked.args.get("page")).removeprefix("?")

    @property
    def is_latest_first(self) -> bool:
        """Whether the list begins with the latest."""
        return self.asked.has_months and self.asked.descending

    @property
    def column_choices(self) -> list[tuple[Column, bool]]:
        """What the reader may show or hide, and whether it is shown."""
        shown = self.asked.columns
        return [(one, one in shown) for one in self.listing.columns if not one.is_head]

    @property
    def kept_columns(self) -> list[tuple[str, str]]:
        """What the form of the columns brings along unseen."""
        return [(name, text) for name, text in self.asked.args.items() if name != "page"]

    @property
    def count(self) -> str:
        """How many there are, under which filters."""
        return self.asked.counted(self.rows.total)


def asked_of(listing: Listing, args: MultiDict[str, str] | None = None) -> Asked:
    """Read what the address of the request asks of a list; what it asks in vain is said (`tracker.asked_parts`).

    Args:
        args: What of the address is for the list; all of it unless given.
    """
    asked = read_address(listing, request.args if args is None else args)
    g.list_problems = asked.problems
    return asked


def list_page(listing: Listing, asked: Asked | None = None) -> ListPage:
    """Find what the address asks for, and make the page of it."""
    asked = asked or asked_of(listing)
    rows = listing.find(asked)
    made = [_row(listing, one) for one in rows.rows]
    doings = _doings(listing, rows.rows)
    fields = [_field(one, asked) for one in listing.filters if one.place is not Place.LINK]
    in_form = {one.filter.name for one in fields}
    views = list_views(db.session, listing.key, scope=reader().scope) if can(Permission.VIEWS_KEEP) else []
    return ListPage(
        asked=asked,
        rows=rows,
        groups=_groups(listing, asked, rows, made),
        heads=[_head(one, asked) for one in asked.columns],
        doings=doings,
        bulk_endpoint=_bulk_endpoint(listing),
        quick=list(_quick(listing, asked)),
        first=[one for one in fields if one.filter.place is Place.FIRST],
        more=[one for one in fields if one.filter.place is Place.MORE],
        kept=[
            *((name, text) for name, text in asked.args.items() if name not in in_form and name != "page"),
            *((COLUMN, key) for key in asked.chosen),
        ],
        views=views,
        view=next((one for one in views if one.query == asked.query), None),
        may_save=can(Permission.VIEWS_KEEP) and reader().is_at_school,
        chips=asked.chips(),
    )


def _bulk_endpoint(listing: Listing) -> str:
    if listing.ticks is not None:
        return listing.ticks.endpoint
    return listing.handling.endpoint("bulk") if listing.handling else ""


def _row(listing: Listing, it: Any) -> Row:
    if listing.handling is None:
        return Row(it, listing.ticks.ticked_as(it) if listing.ticks else "")
    record = listing.record_of(it)
    return Row(it, f"{record.id}-{record.version}" if listing.handling.doings(record) else "")


def _doings(listing: Listing, rows: Sequence[Any]) -> list[tuple[str, str]]:
    if listing.ticks is not None:
        return list(listing.ticks.doings) if any(map(listing.ticks.ticked_as, rows)) else []
    if listing.handling is None:
        return []
    found = {doing for one in rows for doing in listing.handling.doings(listing.record_of(one))}
    return [(doing, words) for doing, words in _DOINGS.items() if doing in found]


def _groups(listing: Listing, asked: Asked, rows: Paged[Any], made: Sequence[Row]) -> list[Group]:
    day_of = listing.day_of
    if not asked.has_months or day_of is None:
        return [Group("", rows.total, made)] if made else []
    groups = []
    for month, some in groupby(made, key=lambda row: month_of(day_of(row.it))):
        of_month = list(some)
        groups.append(
            Group(_month_words(month) or listing.without_day, rows.months.get(month, len(of_month)), of_month)
        )
    return groups


def _month_words(month: Month) -> str:
    return whole_month_words(date(*month, 1)) if month else ""


def _head(column: Column, asked: Asked) -> Head:
    if not column.sort:
        return Head(column, None, None)
    if asked.sort != column.sort:
        return Head(column, asked.href(**{SORT: f"{column.first}{column.sort}"}), None)
    turned = column.sort if asked.descending else f"-{column.sort}"
    return Head(column, asked.href(**{SORT: turned}), "descending" if asked.descending else "ascending")


def _field(one: Filter, asked: Asked) -> FormField:
    options = one.options() if isinstance(one, Choice) else []
    return FormField(one, asked.args.get(one.name) or asked.refused.get(one.name, ""), options)


def _quick(listing: Listing, asked: Asked) -> Iterator[Quick]:
    def tap(text: str, name: str, value: str) -> Quick:
        is_on = asked.args.get(name) == value
        return Quick(text, asked.without(name) if is_on else asked.href(**{name: value}), is_on)

    for one in listing.filters:
        if isinstance(one, InMonth):
            for value, words in one.taps:
                yield tap(words, one.name, value)
        elif isinstance(one, Mine):
            yield tap(one.link, one.name, ME)
        elif isinstance(one, Mark):
            yield tap(one.link, one.name, YES)
    for number, name in listing.partners() if listing.partners else ():
        yield tap(f"With {name}", "partner", number)
