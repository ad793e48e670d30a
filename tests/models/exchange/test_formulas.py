"""What a spreadsheet would run is guarded once, in every file, and read back as it was."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.exchange.formulas import guarded, kept_guarded, unguarded
from models.operations.imports import ImportSummary

RUN = ("=", "+", "-", "@", "\t", "\r")


@given(st.text(alphabet="'=+-@\t\r ab1", max_size=8))
def test_a_guarded_text_is_run_by_nothing_and_read_back_as_it_was(text: str) -> None:
    assert not guarded(text).startswith(RUN)
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize(
    ("cell", "written"),
    [("=1+1", "'=1+1"), ("'=1+1", "'=1+1"), ("-5", "'-5"), ("plain", "plain"), ("'quoted'", "'quoted'")],
)
def test_a_refused_row_goes_back_guarded_once(cell: str, written: str) -> None:
    assert kept_guarded(cell) == written
    told = ImportSummary(0, 0, 0, [], stored=False, header=["title"], refused_rows=[[cell]]).refused_csv()
    assert next(csv.reader(io.StringIO(told.splitlines()[1]))) == [written]
