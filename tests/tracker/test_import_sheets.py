"""A workbook of several sheets: those with the same columns as one list, the others one press after another."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.agreements import Contribution
from models.imports import Import
from models.needs import SchoolNeed
from tests.cast import PARTNER, Cast
from tests.tracker.conftest import ClientAs
from tests.tracker.test_imports import columns_of, upload

VISIT = {"same-kind": "partnership", "same-by": "teachers", "same-purpose": "site_visit", "then": "go"}


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Make a workbook: name of a sheet -> its rows."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def months() -> bytes:
    """A year kept a sheet a month: columns in another order, a title here and there, other things behind."""
    return workbook(
        September=[("Date", "Partner", "What we did"), ("2025-09-15", PARTNER, "Tour of the lab")],
        October=[("OUR VISITS",), ("Date", "What we did", "Partner"), ("2025-10-02", "Lab again", PARTNER)],
        November=[("Date", "Partner", "What we did"), ("not a day", PARTNER, "Lost")],
        Gifts=[("Date", "Donor", "Amount", "Unit", "Type"), ("2025-10-04", PARTNER, 250, "dollars", "funding")],
        Wishes=[("What is needed", "Since when"), ("Twelve safety goggles", "2025-10-01")],
    )


@pytest.fixture
def client(client_as: ClientAs) -> FlaskClient:
    return client_as(Cast.POINT_PERSON)


def store(client: FlaskClient, where: str) -> str:
    """Store what stands at the check; gives the page of what was stored."""
    answer = client.post(f"{where}/store", follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_sheets_with_the_same_columns_are_read_as_one_list_by_one_press(
    client: FlaskClient, db_session: Session
) -> None:
    where = upload(client, months(), "year.xlsx").removesuffix("/columns")
    page = client.get(f"{where}/columns").text
    assert "3 sheets have the same columns (September, October and November)" in page
    assert client.post(f"{where}/columns", data={"sheet": "*", "then": "look"}).status_code == 302
    page = client.get(f"{where}/columns").text
    assert '<option value="*" selected>All 3 sheets with these columns</option>' in page
    assert "Name of the sheet" in page and "Left aside, for their columns are others: Gifts and Wishes." in page
    client.post(f"{where}/columns", data={**columns_of(page), **VISIT})
    check = client.get(f"{where}/check").text
    assert re.search(r"New</dt><dd>2<", check), check
    assert "Lines 2 of “September” and 3 of “October”" in check
    assert "Line 2 of “November”" in check
    store(client, where)
    db_session.rollback()
    told = {one.title: one.occurred_on.isoformat() for one in db_session.scalars(select(Activity))}
    assert told["Tour of the lab"] == "2025-09-15" and told["Lab again"] == "2025-10-02"


def test_a_sheet_brought_alone_is_known_again_among_all(client: FlaskClient) -> None:
    where = upload(client, months(), "year.xlsx").removesuffix("/columns")
    client.post(f"{where}/columns", data={"sheet": "September", "then": "look"})
    client.post(f"{where}/columns", data={**columns_of(client.get(f"{where}/columns").text), **VISIT})
    store(client, where)
    where = upload(client, months(), "year.xlsx").removesuffix("/columns")
    client.post(f"{where}/columns", data={"sheet": "*", "then": "look"})
    client.post(f"{where}/columns", data={**columns_of(client.get(f"{where}/columns").text), **VISIT})
    check = client.get(f"{where}/check").text
    assert re.search(r"New</dt><dd>1<", check) and re.search(r"The same already</dt><dd>1<", check)


def test_one_press_goes_on_to_the_next_sheet_with_the_kind_that_it_seems_to_list(
    client: FlaskClient, db_session: Session
) -> None:
    where = upload(client, months(), "year.xlsx").removesuffix("/columns")
    client.post(f"{where}/columns", data={"sheet": "*", "then": "look"})
    client.post(f"{where}/columns", data={**columns_of(client.get(f"{where}/columns").text), **VISIT})
    page = store(client, where)
    assert "2 more sheets in this file" in page and "Go on with “Gifts”" in page
    assert re.findall(r'value="(\w+)" selected', page) == [Contribution.kind, SchoolNeed.kind]

    answer = client.post(f"{where}/go-on", data={"sheet": "Gifts", "kind": Contribution.kind})
    following = answer.headers["Location"].removesuffix("/columns")
    page = client.get(f"{following}/columns").text
    assert "<option selected>Gifts</option>" in page
    client.post(f"{following}/columns", data={**columns_of(page), "then": "go"})
    page = store(client, following)
    db_session.rollback()
    assert [one.amount for one in db_session.scalars(select(Contribution))] == [250]
    assert "1 more sheet in this file" in page and "Go on with “Wishes”" in page
    twice = client.post(f"{where}/go-on", data={"sheet": "Gifts", "kind": Contribution.kind}, follow_redirects=True)
    assert "This sheet was brought already" in twice.text


@pytest.mark.parametrize("sent", [{"sheet": "No such", "kind": "need"}, {"sheet": "Gifts", "kind": "nothing"}, {}])
def test_a_sheet_or_kind_that_is_none_starts_nothing(
    client: FlaskClient, db_session: Session, sent: dict[str, str]
) -> None:
    where = upload(client, months(), "year.xlsx").removesuffix("/columns")
    client.post(f"{where}/columns", data={"sheet": "*", "then": "look"})
    client.post(f"{where}/columns", data={**columns_of(client.get(f"{where}/columns").text), **VISIT})
    store(client, where)
    assert client.post(f"{where}/go-on", data=sent).headers["Location"].endswith(where)
    db_session.rollback()
    assert len(db_session.scalars(select(Import)).all()) == 1


def test_a_file_of_one_sheet_offers_no_other(client: FlaskClient) -> None:
    content = workbook(September=[("Date", "Partner", "What we did"), ("2025-09-15", PARTNER, "Tour of the lab")])
    where = upload(client, content, "one.xlsx").removesuffix("/columns")
    page = client.get(f"{where}/columns").text
    assert "Read them as one list" not in page
    client.post(f"{where}/columns", data={**columns_of(page), **VISIT})
    assert "more sheet" not in store(client, where)
