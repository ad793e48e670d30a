"""The spreadsheet of a year: what the page says, cell by cell, and nothing that runs."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import load_workbook

from models.exchange.year_books import year_book
from models.year_sheets import sheet_of
from tests.models.test_year_sheets import a_line, a_report

EVIL = '=HYPERLINK("https://evil.example","x")'


def book_of(report: dict[str, Any]) -> Any:
    return load_workbook(io.BytesIO(year_book(report, sheet_of(report))))


def rows_of(book: Any, title: str) -> list[dict[str, Any]]:
    """Read one sheet's rows by the names of their columns."""
    head, *rows = book[title].iter_rows(min_row=5, values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_first_sheet_says_what_the_page_says() -> None:
    book = book_of(a_report(a_line(records=12, kept_up="Quarterly", second_by="Ada")))
    (row,) = rows_of(book, "At a glance")
    assert [row[name] for name in ("Last year", "This year", "Desired, 2027", "Our records show", "Records")] == [
        "Started", "Progressing", "Refining", "Progressing", 12,
    ]  # fmt: skip
    assert (row["Since last year"], row["This year, 0 to 5"], row["Agreed by"]) == ("rose", 2, "Ada")
    assert book.sheetnames == ["At a glance", "Map", "Partnerships", "What was counted", "About"]


def test_no_cell_is_a_formula_or_a_link_whatever_was_written() -> None:
    evil = a_line(rationale=EVIL, kept_up="+1", name="-Leaders @x", second_by="\x01\x0b=1", statement=EVIL)
    book = book_of(a_report(evil, school=EVIL, lead="@SUM(A1)"))
    kinds = {(cell.data_type, bool(cell.hyperlink)) for page in book for row in page.iter_rows() for cell in row}
    assert {link for _, link in kinds} == {False} and "f" not in {kind for kind, _ in kinds}
    (row,) = rows_of(book, "At a glance")
    assert row["Why"] == f"'{EVIL}"


def test_a_reason_longer_than_a_cell_holds_is_no_broken_file() -> None:
    (row,) = rows_of(book_of(a_report(a_line(rationale="x" * 50_000))), "At a glance")
    assert len(row["Why"]) <= 32_767


def test_the_map_says_who_stands_where_and_the_foot_takes_any_name() -> None:
    book = book_of(a_report(school="R&D Middle"))
    (row,) = rows_of(book, "Map")
    assert row["Progressing"].startswith("[our records, this year]\nWhat it looks like:\n• a plan")
    assert list(row)[2] == "Sustaining"
    assert book["Map"].oddFooter.left.text.startswith("R&&D Middle")
