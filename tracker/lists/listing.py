"""What a list is made of, and what an address asks of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from dashboards.addresses import LEADS_ON
from models.days import months_after
from models.queries.paging import Paged
from models.record_kinds import KINDS
from models.wording import counted, no_filter, quoted
from tracker.choices import Pairs
from tracker.fetching import record_id
from tracker.lists.filters import Filter, NotKnown
from tracker.lists.handling import Handling
from tracker.roles import Permission

SORT, PAGE, COLUMN = "sort", "page", "column"
HIGHEST_PAGE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a list.

    Attributes:
        key: Its name in the address.
        label: Its head.
        sort: What the list is sorted by at its head; empty where it cannot be.
        first: "-" where the first click puts the largest on top.
        is_shown: Whether it is shown where nobody chose columns.
        is_head: Whether it names the row, and is always shown.
        look: Classes of its cells.
        is_named: Whether a phone, which shows no heads, names it before each value.
    """

    key: str
    label: str
    sort: str = ""
    first: str = ""
    is_shown: bool = True
    is_head: bool = False
    look: str = ""
    is_named: bool = False


@dataclass(frozen=True, kw_only=True)
class Ticks:
    """What is done with several rows of a list whose rows are of more than one kind.

    Attributes:
        endpoint: Where the ticked ones are sent.
        doings: What can be done with them: the value that is sent, and its words.
        ticked_as: What a row's box sends; empty where nothing can be done with it from here.
    """

    endpoint: str
    doings: tuple[tuple[str, str], ...]
    ticked_as: Callable[[Any], str]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list of the product.

    Attributes:
        key: What saved views know it by.
        title: What it is called in the sentence "a view of …".
        read: What it takes to open it.
        columns: All that can be shown, in order.
        filters: All that it can be narrowed by, in the order of the form and of the chips.
        order: The usual one: a sort, with "-" before it for descending.
        days: The sort that is the order of the rows' days; empty for a list without months.
        day_of: The day of a row.
        without_day: What stands above the rows that have none.
        find: Gives the page that an address asks for.
        handling: The kind of record behind its rows, and what can be done with several at once; None for a list of
            something else, which then has a page and nouns of its own.
        page, own_nouns: Those.
        ticks: What can be done with several rows of a list without one kind behind it; None for nothing.
        record_of: The record behind a row.
        partners: Gives the organisations that its quick filters name.
        sort_of_page: What it is, above its name.
        settle: Has the last word on what was asked, where filters depend on one another.
    """

    key: str
    title: str
    read: Permission
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...]
    order: str
    find: Callable[[Asked], Paged[Any]]
    days: str = ""
    day_of: Callable[[Any], date | None] | None = None
    without_day: str = "Without a day"
    handling: Handling | None = None
    page: str = ""
    own_nouns: tuple[str, str] = ("", "")
    ticks: Ticks | None = None
    record_of: Callable[[Any], Any] = lambda row: row
    partners: Callable[[], Pairs] | None = None
    settle: Callable[[Asked], None] | None = None
    sort_of_page: str = "List"
    name_rows: Callable[[Asked], tuple[str, str]] | None = None

    @property
    def endpoint(self) -> str:
        """Its page."""
        return self.handling.index if self.handling else self.page

    @property
    def nouns(self) -> tuple[str, str]:
        """What people call one of its rows, and several."""
        if self.handling is None:
            return self.own_nouns
        kind = KINDS[self.handling.table.kind]
        return kind.noun, kind.nouns

    @property
    def sorts(self) -> frozenset[str]:
        """Everything the list can be sorted by."""
        return frozenset(column.sort for column in self.columns if column.sort)

    @property
    def base(self) -> str:
        """The address of the list as it is usually shown."""
        return url_for(self.endpoint)

    def filter_named(self, name: str) -> Filter | None:
        """Find one of its filters."""
        return next((one for one in self.filters if one.name == name), None)


@dataclass
class Asked:
    """What an address asks of a list.

    Attributes:
        args: The parts of the address that were understood, as they stand in it.
        values: Filter -> its value.
        words: Filter -> its value in words.
        problems: What was asked for in vain and left out, a sentence each.
        refused: Part of the address -> what stood there and was not understood.
        chosen: Keys of the columns that were chosen; empty for the usual ones.
    """

    listing: Listing
    args: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    page: int = 1

    def get(self, name: str) -> Any:
        """Give the value of a filter; None where it is not in use."""
        return self.values.get(name)

    def is_on(self, name: str) -> bool:
        """Whether a filter is in use."""
        return name in self.values

    @property
    def part(self) -> dict[str, Any]:
        """The order and the page asked for, as questions to the database take them."""
        return {"sort": self.sort, "descending": self.descending, "page": self.page}

    @property
    def columns(self) -> list[Column]:
        """The columns to show, in the list's order."""
        return [
            one
            for one in self.listing.columns
            if one.is_head or (one.key in self.chosen if self.chosen else one.is_shown)
        ]

    @property
    def has_months(self) -> bool:
        """Whether the list is in the order of its days, so that months are its headings."""
        return bool(self.listing.days) and self.sort == self.listing.days

    @property
    def span(self) -> tuple[date | None, date | None]:
        """Give the days asked for by `year`, `month`, `from` and `to`: the first, and the first not asked for."""
        firsts = [one for one in (self.get("month"), self.get("from")) if one]
        ends = [months_after(self.get("month"), 1)] if self.is_on("month") else []
        if self.is_on("year"):
            firsts.append(self.get("year").start)
            ends.append(self.get("year").end)
        if self.is_on("to"):
            ends.append(date.fromordinal(self.get("to").toordinal() + 1))
        return max(firsts, default=None), min(ends, default=None)

    @property
    def query(self) -> str:
        """Write what was understood as the part of an address behind the question mark, without the page."""
        return _written({name: text for name, text in self.args.items() if name != PAGE}, self.chosen)

    def href(self, base: str | None = None, **changes: str | None) -> str:
        """Write the address again with some parts changed, or left out where None; its page is always left out."""
        args = {name: text for name, text in self.args.items() if name != PAGE}
        chosen = self.chosen
        if COLUMN in changes:
            chosen, changes = (), {name: text for name, text in changes.items() if name != COLUMN}
        for name, text in changes.items():
            args.pop(name, None)
            if text is not None:
                args[name] = text
        query = _written(args, chosen)
        base = self.listing.base if base is None else base
        return f"{base}?{query}" if query else base

    def without(self, name: str) -> str:
        """Write the address without a filter, and without what means nothing alone."""
        found = self.listing.filter_named(name)
        return self.href(**dict.fromkeys((name, *(found.drops if found else ()))))

    def chips(self) -> list[tuple[str, str, str]]:
        """List the filters in use: name, value in words, address without it."""
        return [
            (one.on_chip or one.label, self.words[one.name], self.without(one.name))
            for one in self.listing.filters
            if self.words.get(one.name)
        ]

    def counted(self, total: int) -> str:
        """Say how many there are and under which filters: "38 activities, 2025-26, by teachers"."""
        named = self.listing.name_rows(self) if self.listing.name_rows else self.listing.nouns
        said = [one.said(self.words[one.name]) for one in self.listing.filters if self.words.get(one.name)]
        return ", ".join([counted(total, *named), *filter(None, said)])


def _written(args: Mapping[str, str], chosen: Sequence[str]) -> str:
    return urlencode([*args.items(), *((COLUMN, key) for key in chosen)])


def read_address(listing: Listing, args: MultiDict[str, str]) -> Asked:
    """Read what an address asks; what is not known is left out, and said in `problems`.

    Where one came from narrows no list.
    """
    asked = Asked(listing)
    _take_order(asked, listing.order)
    for name, texts in args.lists():
        given = [text.strip() for text in texts if text.strip()]
        if not given or (name in LEADS_ON and listing.filter_named(name) is None):
            continue
        try:
            _read_part(asked, name, given)
        except NotKnown as problem:
            asked.problems.append(str(problem))
            asked.refused[name] = given[0]
    if listing.settle is not None:
        listing.settle(asked)
    return asked


def read_page(text: str) -> int:
    """Read the number of a page of a list.

    Raises:
        NotKnown: There can be no such page.
    """
    number = record_id(text)
    if not number:
        raise NotKnown(f"There is no page “{quoted(text)}”.")
    return min(number, HIGHEST_PAGE)


def _read_part(asked: Asked, name: str, texts: Sequence[str]) -> None:
    listing = asked.listing
    if name == COLUMN:
        _choose_columns(asked, texts)
        return
    text = texts[0]
    if name == SORT:
        if text.removeprefix("-") not in listing.sorts:
            raise NotKnown(f"The list cannot be sorted by “{quoted(text)}”.")
        _take_order(asked, text)
    elif name == PAGE:
        asked.page = read_page(text)
    else:
        found = listing.filter_named(name)
        if found is None:
            raise NotKnown(no_filter(name))
        asked.values[name], asked.words[name] = found.read(text)
    asked.args[name] = text
    if len(texts) > 1:
        asked.problems.append(f"“{quoted(texts[1])}” is a second “{quoted(name)}”, and there is only one.")


def _choose_columns(asked: Asked, keys: Sequence[str]) -> None:
    known = {one.key for one in asked.listing.columns}
    usual = {one.key for one in asked.listing.columns if one.is_shown or one.is_head}
    chosen = {key for key in keys if key in known}
    chosen |= {one.key for one in asked.listing.columns if one.is_head and chosen}
    asked.chosen = () if chosen == usual else tuple(one.key for one in asked.listing.columns if one.key in chosen)
    for key in keys:
        if key not in known:
            asked.problems.append(f"There is no column “{quoted(key)}”.")


def _take_order(asked: Asked, text: str) -> None:
    asked.sort, asked.descending = text.removeprefix("-"), text.startswith("-")
