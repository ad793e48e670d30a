"""The evidence read for other people's standards: page, CSV and spreadsheet say the same, and it is the engine's."""

from __future__ import annotations

import csv
import io

from openpyxl import load_workbook
from sqlalchemy.orm import Session

from models.queries.continuum import continuum_of
from models.queries.crosswalks import read_for
from models.scope import Scope
from seed.crosswalks import load_crosswalks
from tests.cast import Cast, school_named
from tests.factories import TODAY
from tests.tracker.conftest import ClientAs
from tests.tracker.records.test_pages import enter

PAGE = "/standards/cognia-stem"


def test_page_and_files_say_what_the_engine_says(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.SLT)
    enter(client_as(Cast.POINT_PERSON), world, "recognition", note="=1+1")
    continuum = continuum_of(world, scope=Scope.of_school(school_named(world).id))
    reads = read_for(load_crosswalks()["cognia-stem"], continuum, TODAY)
    for read in reads:
        for shown in read.practices:
            assert shown.records == continuum.record_keys(shown.practice.key, TODAY)
    page = client.get(PAGE).text
    assert f"{reads[3].in_place} of {len(reads[3].practices)} practices" in page
    file = client.get(f"{PAGE}/evidence.csv")
    assert file.content_type == "text/csv; charset=utf-8"
    text = file.get_data(as_text=True)
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    counted = {(row["Standard"], row["Reference"]) for row in rows if row["Reference"]}
    assert counted == {(read.standard.number, "/".join(key)) for read in reads for key in read.keys}
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]
    answer = client.get(f"{PAGE}/evidence.xlsx")
    assert "riverside-cognia-stem-2026-03-14.xlsx" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.data))
    standards, evidence = book["Standards"], book["Evidence"]
    told = [row[:7] for row in standards.iter_rows(min_row=6, values_only=True)]
    numbers = [(one.in_place, len(one.practices), len(one.records), len(one.statements)) for one in reads]
    texts = [(one.standard.number, one.standard.area, one.standard.wording) for one in reads]
    assert told == [text + number for text, number in zip(texts, numbers, strict=True)]
    assert evidence.max_row - 5 == len(rows)


def test_one_standard_alone_and_another_day(client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.VIEWER)
    page = client.get(f"{PAGE}?standard=4&on=2025-01-01").text
    assert "Leaders win many kinds of partners" in page
    assert "Everybody concerned can learn" not in page
    alone = client.get(f"{PAGE}/evidence.csv?standard=4&on=2025-01-01")
    assert "riverside-cognia-stem-4-2025-01-01.csv" in alone.headers["Content-Disposition"]
    assert {row[0] for row in list(csv.reader(io.StringIO(alone.text)))[1:]} == {"4"}
    assert "this is how it stands today" in client.get(f"{PAGE}?on=soon").text
    assert client.get("/standards").status_code == 302
    for address in ("/standards/nobody", f"{PAGE}?standard=99", f"{PAGE}/evidence.csv?standard=99"):
        assert client.get(address).status_code == 404
    assert client_as(Cast.ALLIANCE).get(PAGE).status_code == 403
