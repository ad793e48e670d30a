"""What a record file may not hold, and what is said about it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from models.exchange.cells import Cells
from models.exchange.choices import Words, nearest
from models.exchange.kinds import KINDS
from models.exchange.plan import AS_IT_IS, Plan
from models.exchange.reading import Reading, read_records
from seed.catalogue import load_catalogue
from tests.record_files import file_of

ACTIVITY = {"ref": "a1", "occurred_on": "2026-01-12", "kind": "communication", "by": "leaders"}
OTHERS = {
    "org": {"ref": "o1", "name": "Northside Robotics", "category": "business", "added_on": "2024-01-05"},
    "match": {"ref": "m1", "partner": "Weir Power", "occurred_on": "2024-09-12"},
    "partnership": {"ref": "p1", "partner": "Weir Power", "started_on": "2024-09-12"},
    "agreement": {"ref": "g1", "partnership": "pact-1", "kind": "mou"},
    "commitment": {"ref": "c1", "partnership": "pact-1", "agreed_on": "2024-09-12"},
    "contribution": {"ref": "c1", "partner": "Weir Power", "occurred_on": "2024-09-12"},
    "attestation": {"ref": "t1", "practice": "EC2.L1.SU.3", "occurred_on": "2025-09-01", "in_place": "yes"},
    "exemption": {"ref": "e1", "what": "students", "from_on": "2025-09-01", "note": "None here"},
    "coordinator": {"ref": "k1", "person": "Kim Oduya", "from_on": "2025-09-01"},
    "training": {"ref": "r1", "occurred_on": "2025-09-01", "topic": "role"},
    "process": {"ref": "d1", "name": "Round table", "adopted_on": "2025-09-01"},
}


def read(kind: str, content: bytes | str, plan: Plan = AS_IT_IS) -> Reading:
    cells = Cells(
        Words.of(load_catalogue()),
        partners={"Weir Power": 1, "Northside Robotics": 2},
        refs={"need": {"need-13": 1}, "partnership": {"pact-1": 1}, "workforce": {"skill-1": 1}, "commitment": {}},
    )
    return read_records(KINDS[kind], content, cells=cells, plan=plan)


def problems(kind: str, content: bytes | str) -> list[str]:
    return [str(refusal) for refusal in read(kind, content).refusals]


def of_activity(**cells: str) -> list[str]:
    return problems("activity", file_of({**ACTIVITY, **cells}))


def of(kind: str, /, **cells: str) -> list[str]:
    return problems(kind, file_of({**OTHERS[kind], **cells}))


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("occurred_on", "2026-02-30", "is not a date; write it as YYYY-MM-DD"),
        ("occurred_on", "12/01/2026", "is not a date; write it as YYYY-MM-DD"),
        ("occurred_on", "20260112", "is not a date; write it as YYYY-MM-DD"),
        ("occurred_on", "0026-01-12", "lies outside the years 1950 to 2100"),
        ("occurred_on", "9999-12-31", "lies outside the years 1950 to 2100"),
        ("kind", "advocasy", "did you mean advocacy?"),
        ("by", "leaders;teecher", "did you mean teachers"),
        ("channel", "newsleter", "did you mean newsletter"),
        ("audience", "zzz", "allowed are students, families"),
        ("topic", "iteration", "is not a value of this column"),
        ("way", "resources", "is not a value of this column"),
        ("two_way", "maybe", "is not a mark; write yes or no"),
        ("two_way", "1", "is not a mark; write yes or no"),
        ("people", "12.5", "is not a whole number"),
        ("people", "-3", "is not a whole number"),
        ("people", "99999999", "is not a whole number"),
        ("hours", "two", "is not a number"),
        ("hours", "NaN", "is not a number"),
        ("hours", "1e3", "is not a number"),
        ("hours", "٣", "is not a number"),
        ("hours", "-1", "is below zero"),
        ("hours", "1.255", "has more than two decimals"),
        ("hours", "100000", "is too large: at most 5 digits"),
        ("partner", "Wier Power", "is not in the partner directory; nearest: Weir Power"),
        ("partner", "Weir Power;Qqq", "nothing there is like it"),
        ("not_for", "EC9.Leaders1", "did you mean EC"),
        ("record_status", "gone", "allowed are draft, proposed, confirmed, cancelled, archived"),
        ("title", "x" * 201, "is too long: 201 characters, at most 200"),
        ("note", "x" * 4001, "is too long: 4001 characters, at most 4000"),
        ("note", "Students: Maria Lopez, Jake Hill, Ana Cruz", "FERPA"),
        ("note", "bell\x07", "control character U+0007"),
        ("title", "zero\u2028width", "control character U+2028"),
        ("ref", "r" * 81, "is too long: 81 characters, at most 80"),
        ("ref", "a;b", "may not hold a semicolon"),
        ("occurred_on", "", "is required: a date as YYYY-MM-DD"),
        ("by", " ; ", "is required"),
        ("ref", " ", "is required"),
    ],
)
def test_a_cell_that_breaks_a_rule_is_refused_with_what_would_be_right(column: str, value: str, said: str) -> None:
    [problem] = of_activity(**{column: value})
    assert problem.startswith(f"line 2, {column}: ")
    assert said in problem


@pytest.mark.parametrize(
    ("kind", "column", "value", "said"),
    [
        ("org", "category", "bussiness", "did you mean business"),
        ("org", "name", "A; B", "may not hold a semicolon"),
        ("org", "assessed_on", "2024-09-12;soon", "'soon': is not a date"),
        ("org", "offers", "x" * 201, "is too long: at most 200 characters in own words"),
        ("match", "need", "need-31", "is not the ref of a need of this school; nearest: need-13"),
        ("match", "answer", "perhaps", "allowed are accepted, partial, fulfilled, declined"),
        ("match", "way", "speaking", "is not a value of this column"),
        ("match", "partner", "", "is required"),
        ("partnership", "stage", "actve@2025-01-01", "did you mean active"),
        ("partnership", "stage", "active@2025-13-01", "'2025-13-01': is not a date"),
        ("partnership", "stage", "exploring;active", "two values without a day"),
        ("partnership", "stage", "exploring@2025-01-01;active@2025-01-01", "two values for one day"),
        ("partnership", "stage", "@2025-01-01", "names a day without a stage"),
        ("partnership", "needs", "need-13;need-1", "is not the ref of a need of this school; nearest: need-13"),
        ("partnership", "ended_on", "2024-09-12", "must lie after started_on (2024-09-12)"),
        ("partnership", "contact_interval_days", "0", "is not a whole number from 1 to"),
        ("agreement", "partnership", "pakt-1", "is not the ref of a partnership of this school; nearest: pact-1"),
        ("agreement", "kind", "treaty", "allowed are proposal, mou"),
        ("commitment", "serves_workforce", "skill-2", "is neither yes nor no and is not the ref of a workforce"),
        ("commitment", "unit", "days", "allowed are dollars, hours, items"),
        ("contribution", "commitment", "c9", "there are none yet: import commitment first"),
        ("attestation", "practice", "EC2.L1.SU.33", "is not a known practice; did you mean EC2.L1.SU.3"),
        ("attestation", "file", "../minutes.pdf", "the file's name alone is wanted"),
        ("attestation", "in_place", "", "is required: yes or no"),
        ("exemption", "what", "studens", "is neither a practice key nor a stakeholder group; nearest: students"),
        ("exemption", "note", "", "is required"),
        ("coordinator", "until_on", "2025-09-01", "must lie after from_on (2025-09-01)"),
        ("training", "topic", "stem_purpose", "is not a value of this column"),
    ],
)
def test_every_kind_refuses_what_it_cannot_mean(kind: str, column: str, value: str, said: str) -> None:
    [problem] = of(kind, **{column: value})
    assert problem.startswith(f"line 2, {column}: ")
    assert said in problem


def test_dates_in_the_wrong_order_are_refused() -> None:
    [problem] = of("match", requested_on="2024-09-12", answered_on="2024-09-11")
    assert "must lie on or after requested_on (2024-09-12)" in problem
    assert of("match", requested_on="2024-09-12", answered_on="2024-09-12") == []


def test_the_same_mistake_is_told_on_every_line_where_it_stands() -> None:
    rows = [{**ACTIVITY, "ref": f"a{place}", "kind": "gossip" if place % 2 else "advocacy"} for place in range(6)]
    reading = read("activity", file_of(*rows))
    assert [(refusal.line, refusal.value) for refusal in reading.refusals] == [(line, "gossip") for line in (3, 5, 7)]
    assert len({refusal.reason for refusal in reading.refusals}) == 1
    assert [row["ref"] for _, row in reading.rows] == ["a0", "a2", "a4"]


def test_every_problem_of_a_file_is_told_in_one_run() -> None:
    content = file_of(
        {**ACTIVITY, "kind": "x", "by": "y"}, {**ACTIVITY, "ref": "a2"}, {**ACTIVITY, "ref": "a3", "occurred_on": "z"}
    )
    reading = read("activity", content)
    assert [(refusal.line, refusal.column, refusal.value) for refusal in reading.refusals] == [
        (2, "kind", "x"),
        (2, "by", "y"),
        (4, "occurred_on", "z"),
    ]
    assert [row["ref"] for _, row in reading.rows] == ["a2"]
    assert reading.refused == [["a1", "2026-01-12", "x", "y"], ["a3", "z", "communication", "leaders"]]


def test_unknown_columns_are_refused_by_name_and_the_rest_is_checked_all_the_same() -> None:
    content = file_of({**ACTIVITY, "colour": "red", "mood": "good", "kind": "x"})
    found = problems("activity", content)
    assert found[0].startswith("line 1, colour: there is no such column; activity has ref, occurred_on, kind")
    assert found[1].startswith("line 1, mood: there is no such column")
    assert found[2].startswith("line 2, kind: 'x'")


def test_a_file_with_an_unknown_column_has_no_good_row() -> None:
    reading = read("activity", file_of({**ACTIVITY, "colour": "red"}))
    assert (reading.rows, reading.is_whole) == ([], False)


def test_a_missing_required_column_is_told_once() -> None:
    content = "ref,kind,by\na1,communication,leaders\na2,communication,leaders\n"
    assert problems("activity", content) == ["line 1, occurred_on: the column is missing; every row needs it"]


def test_a_column_that_stands_twice_is_refused() -> None:
    content = "ref,occurred_on,kind,by,note,note\na1,2026-01-12,communication,leaders,x,y\n"
    assert problems("activity", content) == ["line 1, note: the column stands twice"]


def test_a_ref_that_stands_twice_is_refused_with_its_first_line() -> None:
    [problem] = problems("activity", file_of(ACTIVITY, {**ACTIVITY, "ref": "a2"}, ACTIVITY))
    assert problem == "line 4, ref: 'a1': the same ref stands on line 2; each row has its own"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty; its first line names the columns, such as ref,occurred_on,kind,by"),
        (b"\xef\xbb\xbf \n\n", "the file is empty"),
        (b"ref,kind\nA\x00B,x\n", "holds NUL bytes"),
        (b"\xd0\xcf\x11\xe0old", "an old Excel file (.xls)"),
        (b"PK\x03\x04 and then nothing", "the spreadsheet is damaged"),
        (b"%PDF-1.7 cells", "this is a PDF"),
        (b"<!DOCTYPE html><table><tr><td>ref</table>", "this is a web page"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_clear_message(content: bytes, said: str) -> None:
    [problem] = problems("activity", content)
    assert said in problem


def test_an_open_quote_is_told_with_its_line() -> None:
    content = (
        'ref,occurred_on,kind,by,note\na1,2026-01-12,advocacy,leaders,fine\na2,2026-01-12,advocacy,leaders,"open\n'
    )
    [problem] = problems("activity", content)
    assert problem.startswith("line 3: the file cannot be read on from here")


def test_rows_with_too_many_values_are_refused_and_short_ones_end_empty() -> None:
    content = "ref,occurred_on,kind,by\na1,2026-01-12,advocacy,leaders,more\na2,2026-01-12,advocacy\n"
    assert problems("activity", content) == [
        "line 2: the row has 5 values, the header has 4 columns",
        "line 3, by: is required: codes, it may not be empty",
    ]


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    content = 'ref,occurred_on,kind,by,note\n\na1,2026-01-12,advocacy,leaders,"two\nlines"\na2,x,advocacy,leaders,\n'
    reading = read("activity", content)
    assert [refusal.line for refusal in reading.refusals] == [5]
    assert [(line, row["note"]) for line, row in reading.rows] == [(3, "two\nlines")]


def test_a_byte_order_mark_windows_lines_and_odd_headers_are_tolerated() -> None:
    content = b"\xef\xbb\xbfRef, Occurred_On ,KIND,by\r\na1, 2026-01-12 ,Advocacy,Teachers;teachers; School Leaders\r\n"
    reading = read("activity", content)
    assert reading.refusals == []
    [(_, row)] = reading.rows
    assert (row["ref"], row["kind"], row["by"]) == ("a1", "advocacy", ("teachers", "leaders"))


def test_a_file_saved_by_a_spreadsheet_says_what_it_said_before() -> None:
    plain = file_of({**ACTIVITY, "by": "teachers;leaders", "note": 'Two lines,\none "quote"; a semicolon'})
    saved = plain.replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8-sig")
    assert read("activity", saved).rows == read("activity", plain).rows
    [(_, row)] = read("activity", saved).rows
    assert (row["by"], row["note"]) == (("teachers", "leaders"), 'Two lines,\none "quote"; a semicolon')


def test_a_header_without_rows_is_a_good_file() -> None:
    reading = read("activity", "ref,occurred_on,kind,by\n")
    assert (reading.refusals, reading.rows) == ([], [])


def test_nearest_names_come_best_first_and_not_at_any_price() -> None:
    assert nearest("wier power", ["Northside Robotics", "Weir Power"]) == ["Weir Power"]
    assert nearest("qqq", ["Northside Robotics", "Weir Power"]) == []


def test_an_amount_counts_what_it_is_written_with_whatever_the_other_rows_count() -> None:
    amounts = ("$1,200", "12 hours", "40", "1:30")
    rows = "".join(f'c{place},Weir Power,2024-09-12,"{one}"\n' for place, one in enumerate(amounts))
    found = read("contribution", f"ref,partner,occurred_on,amount\n{rows}", Plan(same={"unit": "dollars"}))
    assert [(row["amount"], row["unit"]) for _, row in found.rows] == [
        (1200, "dollars"), (12, "hours"), (40, "dollars"), (Decimal("1.5"), "hours"),
    ]  # fmt: skip


def test_an_amount_that_says_another_unit_than_the_one_beside_it_is_asked_about() -> None:
    assert of("contribution", amount="12 hours", unit="hours") == []
    (said,) = of("contribution", amount="12 hours", unit="dollars")
    assert "says hours, and the unit beside it is another" in said
    found = read("contribution", file_of({**OTHERS["contribution"], "amount": "$40", "unit": ""}))
    assert [row["unit"] for _, row in found.rows] == ["dollars"]
