"""Files as spreadsheets save them: what opens, what is passed over, and what is refused in one sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from models.exchange import sheets
from models.exchange.answers import Answers
from models.exchange.cells import Cells
from models.exchange.choices import Words
from models.exchange.day_texts import DayWay, read_day_text, survey_days
from models.exchange.kinds import KINDS
from models.exchange.plan import Plan
from models.exchange.problems import causes
from models.exchange.reading import Reading, read_records
from models.exchange.sheets import NotReadable, open_book
from seed.catalogue import load_catalogue

HEAD = "ref,occurred_on,kind,by,title,channel,audience"
ROW = "a1,2025-09-15,communication,leaders,Family night,info_night,families"


def read(content: bytes | str, plan: Plan | None = None, kind: str = "activity") -> Reading:
    cells = Cells(Words.of(load_catalogue()), partners={"Weir Power": 1}, refs={kind: {} for kind in KINDS})
    return read_records(KINDS[kind], content, cells=cells, plan=plan or Plan())


def workbook(*rows: list[Any], title: str = "Log", **more: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, others in more.items():
        other = book.create_sheet(name)
        for row in others:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        f"{HEAD},,,\n{ROW},,,\n,,,,,,,,,\n",
        f"{HEAD},note\n{ROW}\n",
        f"{HEAD}\n{ROW}\n".replace(",", "\t"),
        f"sep=,\n{HEAD}\n{ROW}\n",
        f"sep=;\n{HEAD}\n{ROW}\n".replace(",", ";").replace("sep=;;", "sep=;"),
        f"STEM log 2025-26,,,,,,\n{HEAD}\n{ROW}\n",
        f"{HEAD}\n{ROW}\n".encode("utf-16"),
        f"{HEAD}\n{ROW}\n".encode("utf-16-le"),
        f"{HEAD}\n{ROW}\n".replace(",", ";").encode("utf-8-sig"),
        workbook(["Our log"], [], [None, *HEAD.split(",")], [None, *ROW.split(",")], ["Total", None, 3]),
    ],
)
def test_a_list_in_any_shape_says_what_it_says(content: bytes | str) -> None:
    reading = read(content)
    assert reading.refusals == []
    [(_, row)] = reading.rows
    assert (row["ref"], row["title"], row["occurred_on"]) == ("a1", "Family night", date(2025, 9, 15))


def test_letters_of_windows_are_read_and_said() -> None:
    reading = read(f"{HEAD}\n{ROW}\n".replace("Family night", "Parents’ café").encode("cp1252"))
    assert [row["title"] for _, row in reading.rows] == ["Parents’ café"]
    assert "Windows-1252" in reading.notes[0]


def test_cells_of_a_spreadsheet_are_read_as_what_they_are() -> None:
    head = ["ref", "occurred_on", "kind", "by", "two_way", "people", "hours", "note"]
    rows = [
        ["a1", datetime.fromisoformat("2025-09-15"), "communication", "leaders", True, 120.0, time(1, 30), "x"],
        ["a2", date(2025, 9, 16), "communication", "leaders", "✓", "1,200", 0.25, None],
    ]
    reading = read(workbook(head, *rows))
    assert reading.refusals == []
    said = [(row["occurred_on"].day, row["two_way"], row["people"], row["hours"]) for _, row in reading.rows]
    assert said == [(15, True, 120, Decimal("1.50")), (16, True, 1200, Decimal("0.25"))]


def test_a_sheet_can_be_chosen_and_empty_ones_are_not_offered() -> None:
    content = workbook(["About this file"], Visits=[HEAD.split(","), ROW.split(",")], Empty=[])
    assert list(open_book(content).sheets) == ["Log", "Visits"]
    assert len(read(content, Plan(sheet="Visits")).rows) == 1


def _archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def test_files_that_are_no_list_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    good = workbook(HEAD.split(","), ROW.split(","))
    for place in range(30, len(good), len(good) // 25):
        damaged = good[:place] + b"\xff\x00\xff" + good[place + 3 :]
        read(damaged)  # whatever is in it: no crash
        read(good[:place])
    ods = _archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet")
    bomb = _archive(xl__workbook_dot_xml=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    for content, said in (
        (ods, ".ods"),
        (bomb, "not written by a spreadsheet program"),
        (_archive(a=b"b"), "no spread"),
    ):
        [refusal] = read(content).refusals
        assert said in str(refusal)
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 1000)
    with pytest.raises(NotReadable, match="MB when unpacked"):
        open_book(good)


def test_too_many_rows_are_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    [refusal] = read(workbook(HEAD.split(","), *[ROW.split(",")] * 4)).refusals
    assert "more than 3 rows" in str(refusal)


US, DAY_FIRST = DayWay("us", is_told=True), DayWay("day-first", is_told=True)


@pytest.mark.parametrize(
    ("text", "way", "day"),
    [
        ("2025-9-5", DayWay(), "2025-09-05"),
        ("2025-09-15 00:00:00", DayWay(), "2025-09-15"),
        ("9/15/2025", DayWay(), "2025-09-15"),
        ("15.9.2025", DayWay(), "2025-09-15"),
        ("4/4/2025", DayWay(), "2025-04-04"),
        ("3/4/2025", US, "2025-03-04"),
        ("3/4/2025", DAY_FIRST, "2025-04-03"),
        ("9/15/25 14:30", US, "2025-09-15"),
        ("Sep 15, 2025", DayWay(), "2025-09-15"),
        ("Monday, September 15th, 2025", DayWay(), "2025-09-15"),
        ("15 Sept 2025", DayWay(), "2025-09-15"),
        ("15-Sep-25", US, "2025-09-15"),
        ("45915", US, "2025-09-15"),
        ("Mar 14", DayWay(year_start=date(2025, 7, 1)), "2026-03-14"),
        ("14 Oct", DayWay(year_start=date(2025, 7, 1)), "2025-10-14"),
    ],
)
def test_days_are_read_as_lists_hold_them(text: str, way: DayWay, day: str) -> None:
    assert read_day_text(text, way).isoformat() == day


@pytest.mark.parametrize(
    "text", ["3/4/2025", "09/15/25", "15-Sep-25", "45915", "Mar 14", "Fall 2019", "2019", "9/2019", "2/30/2025", "soon"]
)
def test_what_could_be_two_days_or_none_is_read_as_none(text: str) -> None:
    reading = read(f"{HEAD}\n{ROW}\n".replace("2025-09-15", f'"{text}"'))
    assert [refusal.column for refusal in reading.refusals] == ["occurred_on"]


def test_a_survey_of_days_says_what_has_to_be_asked() -> None:
    survey = survey_days(["3/4/2025", "9/15/2025", "1/2/2026", "09/15/25", "Mar 14"])
    assert (survey.order, survey.ambiguous, survey.is_mixed, survey.short, survey.without_year) == (
        "us",
        2,
        False,
        1,
        1,
    )
    assert survey_days(["15/9/2025", "9/15/2025"]).is_mixed


def test_the_same_mistake_in_many_rows_is_said_once() -> None:
    rows = "\n".join(f"a{n},2025-10-{n:02},partnership,leaders,Visit,outreach,Unknown Mills" for n in range(1, 13))
    reading = read(f"ref,occurred_on,kind,by,title,purpose,partner\n{rows}")
    assert len(reading.refusals) == 12
    [cause] = causes(reading.refusals)
    assert str(cause).startswith("12 rows (lines 2, 3, 4, 5, 6 and 7 more), partner: is not in the partner directory")


def test_headings_are_understood_and_those_that_are_not_can_be_named() -> None:
    content = "Date of visit,What,How,For whom,Led by,Kind of activity,Notes,Chaperones\n"
    content += "2025-09-15,Family night,info_night,families,teachers,communication,fine,4\n"
    assert [refusal.column for refusal in read(content).refusals] == ["Chaperones"]
    reading = read(content, Plan(columns={"Chaperones": ""}))
    [(_, row)] = reading.rows
    assert (row["title"], row["channel"], row["by"], row["note"]) == (
        "Family night",
        ("info_night",),
        ("teachers",),
        "fine",
    )
    assert row["ref"].startswith("row-")


def test_a_row_without_a_reference_gets_the_same_one_again_and_its_double_another() -> None:
    content = (
        "Date,Kind,By\n2025-09-15,communication,leaders\n2025-09-15,Communication,leaders\n2025-09-16,advocacy,leaders"
    )
    refs = [row["ref"] for _, row in read(content).rows]
    assert refs == [row["ref"] for _, row in read(content.replace("\n", "\r\n")).rows]
    assert len(set(refs)) == 3
    assert refs[1] == f"{refs[0]}-2"


def test_what_is_the_same_in_every_row_needs_no_column() -> None:
    plan = Plan(same={"kind": "communication", "by": "School leaders"})
    [(_, row)] = read("Date\n2025-09-15", plan).rows
    assert (row["kind"], row["by"]) == ("communication", ("leaders",))


def test_answers_say_what_a_lists_own_words_mean() -> None:
    answers = Answers(values={"channel": {"open house": "info_night"}}, partners={"weir": "Weir Power"})
    cells = Cells(Words.of(load_catalogue()), partners={"Weir Power": 1}, refs={}, answers=answers)
    content = "Date,Kind,By,How,With\n2025-09-15,communication,leaders,Open  House,WEIR\n"
    [(_, row)] = read_records(KINDS["activity"], content, cells=cells).rows
    assert (row["channel"], row["partner"]) == (("info_night",), ("Weir Power",))


@pytest.mark.parametrize(
    ("said", "means"), [("parents, staff", ("families", "staff")), ("Students and Staff", ("students", "staff"))]
)
def test_several_words_may_be_divided_as_people_divide_them(said: str, means: tuple[str, ...]) -> None:
    [(_, row)] = read(f"{HEAD}\n{ROW}\n".replace("families", f'"{said}"')).rows
    assert row["audience"] == means


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ('"$"#,##0.00', "US$1250"), ('_("$"* #,##0.00_)', "US$1250"), ("[$$-409]#,##0.00", "US$1250"),
        ("[$€-2] #,##0", "1250"), ("[$-409]0.00", "1250"), ("0%", "1250"), ("General", "1250"),
    ],
)  # fmt: skip
def test_a_number_that_is_formatted_as_dollars_says_that_it_is(number_format: str, shown: str) -> None:
    book, kept = Workbook(), io.BytesIO()
    book.active.append([1250])
    book.active["A1"].number_format = number_format
    book.save(kept)
    assert [cells[0] for _, cells in open_book(kept.getvalue()).rows()] == [shown]


@pytest.mark.parametrize(
    ("written", "means"), [("about 120", 120), ("~85", 85), ("120+", 120), ("approx. 1,200", 1200), ("ca. 40", 40)]
)
def test_a_number_that_nobody_counted_exactly_is_the_one_that_is_written(written: str, means: int) -> None:
    [(_, row)] = read(f'Date,Kind,By,People reached\n2025-09-15,communication,leaders,"{written}"\n').rows
    assert row["people"] == means


@pytest.mark.parametrize("written", ["30-40", "+5", "about", "40ish", "-3"])
def test_what_may_be_two_numbers_or_none_is_refused(written: str) -> None:
    reading = read(f"Date,Kind,By,People reached\n2025-09-15,communication,leaders,{written}\n")
    assert [one.column for one in reading.refusals] == ["people"]
