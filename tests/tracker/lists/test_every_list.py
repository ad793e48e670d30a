"""Every list of the product, asked for each of its parts: columns, sorts, filters, months, pages, saved views."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from models.documents import Document
from models.imports import Import, ImportStatus
from models.records import RecordStatus
from tests.cast import SIGNED_IN, Cast, school_named, user_of
from tests.factories import TODAY, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.records.entries import entries
from tests.tracker.walks import bring_two_schools
from tracker.accounts.signin import sign_in
from tracker.extensions import db
from tracker.lists.declared import LISTS
from tracker.lists.filters import Choice, Day, InMonth, InYear, Mark, Mine, Search, Told
from tracker.lists.listing import COLUMN, PAGE, SORT, Listing
from tracker.permissions import permission_of
from tracker.reader import reader
from tracker.roles import ROLE_PERMISSIONS

every_list = pytest.mark.parametrize("key", LISTS)


def fill(session: Session, client_as: ClientAs, listing: Listing) -> None:
    """Put something into a list, entered by the point person this month."""
    point = user_of(session, Cast.POINT_PERSON)
    if listing.key == "imports":
        school = school_named(session)
        document = Document(school=school, filename="visits.csv", media_type="text/csv", size_bytes=3)
        session.add(
            Import(
                school=school, record_kind="activity", document=document, status=ImportStatus.STORED, started_by=point
            )
        )
        session.commit()
    elif listing.key.startswith("records."):
        kind = listing.key.removeprefix("records.")
        answer = client_as(Cast.POINT_PERSON).post(f"/records/{kind}/new", data=entries(session)[kind])
        assert answer.status_code == 302, answer.text
    elif listing.key == "waiting":
        an_activity(session, school_named(session), record_status=RecordStatus.DRAFT, entered_by=point)
        session.commit()
    elif listing.key == "hand_overs":
        fill(session, client_as, LISTS["records.transition"])
    elif listing.key == "actions":
        sent = {"what": "Call the library", "due_on": TODAY.isoformat()}
        assert client_as(Cast.POINT_PERSON).post("/actions/new", data=sent).status_code == 302
    else:
        bring_two_schools(session)
    session.rollback()


def address_of(app: Flask, listing: Listing) -> str:
    with app.test_request_context():
        return listing.base


@every_list
def test_a_list_is_declared_whole(app: Flask, key: str) -> None:
    listing = LISTS[key]
    assert listing.key == key
    assert len(key) <= 40  # as long as a saved view can name it
    keys = [one.key for one in listing.columns]
    assert len(set(keys)) == len(keys)
    assert len({one.label for one in listing.columns}) == len(keys)
    assert sum(one.is_head for one in listing.columns) == 1
    assert all(one.is_shown for one in listing.columns if one.is_head)
    assert listing.order.removeprefix("-") in listing.sorts
    assert bool(listing.days) == bool(listing.day_of)
    assert not listing.days or listing.days in listing.sorts
    names = [one.name for one in listing.filters]
    assert len(set(names)) == len(names)
    assert not {*names} & {SORT, PAGE, COLUMN}
    assert "q" in names
    assert permission_of(app, listing.endpoint) == listing.read
    if listing.days:
        assert {"month", "entered"} <= {*names}, "a list by days has quick filters for months and for who entered it"
    if listing.handling:
        assert permission_of(app, listing.handling.endpoint("bulk")) == listing.handling.write
        assert permission_of(app, listing.handling.endpoint("archive")) == listing.handling.write
        assert listing.handling.index == listing.endpoint


@every_list
def test_every_column_is_shown_and_sorts_if_it_says_so(
    app: Flask, client_as: ClientAs, db_session: Session, key: str
) -> None:
    listing = LISTS[key]
    fill(db_session, client_as, listing)
    client, base = client_as(Cast.POINT_PERSON), address_of(app, listing)
    every = "&".join(f"column={one.key}" for one in listing.columns)
    page = client.get(f"{base}?{every}").text
    for column in listing.columns:
        assert re.search(rf'<th scope="col"[^>]*>(<a class="sort"[^>]*>)?{re.escape(column.label)}<', page), column
    assert 'class="flash warn"' not in page
    for sort in listing.sorts:
        up, down = client.get(f"{base}?sort={sort}"), client.get(f"{base}?sort=-{sort}")
        assert (up.status_code, down.status_code) == (200, 200)
        column = next(one for one in listing.columns if one.sort == sort)
        if column.is_shown:
            assert 'aria-sort="ascending"' in up.text
            assert 'aria-sort="descending"' in down.text
    usual = client.get(base).text
    assert ('class="of-month"' in usual) is bool(listing.days)
    chosen = client.get(f"{base}?column={listing.columns[-1].key}").text
    assert "The usual ones" in chosen


def value_for(app: Flask, one: object) -> str | None:
    """Give something that a filter can be, as its link or its form would write it."""
    if isinstance(one, InYear):
        return "2025-26"
    if isinstance(one, Choice):
        with app.test_request_context():
            sign_in(user_of(db.session, Cast.POINT_PERSON))
            return one.options()[0][0]
    of_kind = {Search: "a word", Mark: "1", Mine: "me", InMonth: "this", Day: TODAY.isoformat()}
    return next((value for kind, value in of_kind.items() if isinstance(one, kind)), None)


@every_list
def test_every_filter_is_said_and_can_be_taken_off(
    app: Flask, client_as: ClientAs, db_session: Session, key: str
) -> None:
    listing = LISTS[key]
    fill(db_session, client_as, listing)
    client, base = client_as(Cast.POINT_PERSON), address_of(app, listing)
    for one in listing.filters:
        value = value_for(app, one)
        if value is None or (isinstance(one, Day) and one.name == "on"):
            assert isinstance(one, Told | Day)
            continue
        page = client.get(f"{base}?{one.name}={quote(value)}").text
        chip = re.search(r'<a class="chip on" href="([^"]*)"><b>([^<]*)</b>', page)
        assert chip, one.name
        assert chip[1] == base
        assert chip[2] == (one.on_chip or one.label)
        assert 'class="flash warn"' not in page, one.name


@every_list
def test_what_a_list_does_not_know_is_said_and_nothing_is_lost(
    app: Flask, client_as: ClientAs, db_session: Session, key: str
) -> None:
    listing = LISTS[key]
    fill(db_session, client_as, listing)
    client, base = client_as(Cast.POINT_PERSON), address_of(app, listing)
    usual = client.get(base).text
    nonsense = {one.name: "x" * 101 if isinstance(one, Search) else "no&such" for one in listing.filters}
    nonsense |= {"sort": "secret", "page": "last", "foo": "1", "column": "hidden"}
    answer = client.get(base, query_string=nonsense)
    assert answer.status_code == 200
    assert answer.text.count("It was left out.") == len(nonsense)
    assert "There is no filter “foo”." in answer.text
    assert answer.text.count('<tr class="whole">') == usual.count('<tr class="whole">') > 0


@every_list
def test_a_list_opens_for_those_who_may_read_it(app: Flask, client_as: ClientAs, key: str) -> None:
    listing = LISTS[key]
    base = address_of(app, listing)
    for person in SIGNED_IN:
        client = client_as(person)
        with app.test_request_context():
            sign_in(user_of(db.session, person))
            may = listing.read in frozenset().union(*(ROLE_PERMISSIONS[role] for role in reader().roles))
        assert client.get(base).status_code == (200 if may else 403), person


def test_the_record_hub_and_the_year_have_no_filters_and_say_so(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    for address in ("/records", "/years", "/lists/views"):
        assert "There is no filter “foo”." in client.get(f"{address}?foo=1").text, address


def test_months_are_headings_with_their_numbers_across_pages(client_as: ClientAs, db_session: Session) -> None:
    school = school_named(db_session)
    first = date(2026, 2, 1)
    for number in range(58):
        an_activity(db_session, school, title=f"T{number}", occurred_on=first - timedelta(days=number % 29))
    db_session.commit()
    client = client_as(Cast.VIEWER)
    heads = [
        re.findall(r'<tr class="of-month"><th[^>]*>([^<]*)<span class="muted">(\d+)<', page.text)
        for page in (client.get("/activities"), client.get("/activities?page=2"))
    ]
    assert [[(name.strip(), int(count)) for name, count in some] for some in heads] == [
        [("February 2026", 2), ("January 2026", 56)],
        [("January 2026", 56)],
    ]
    assert "of-month" not in client.get("/activities?sort=title").text
