"""Four real schools' years stand where an independent calculator puts them, and where careful readers do."""

from __future__ import annotations

from functools import cache

import pytest

from models.continuum.continuum import Continuum
from models.exchange.kinds import KINDS
from tests.models.continuum.rows import school
from tests.real_schools import DEMANDED, MODES, ONLY_DEMANDED, RealSchool, all_rows, readings, real_schools

ASKED = [
    pytest.param(one, mode, code, id=f"{one.name}-{mode}-{code}")
    for one in real_schools()
    for mode in MODES
    for code in one.levels[mode]
]
SCHOOLS = [pytest.param(one, id=one.name) for one in real_schools()]


@cache
def engine(name: str, mode: str) -> Continuum:
    (one,) = (one for one in real_schools() if one.name == name)
    return school(one.rows(mode))


def level_and_progress(one: RealSchool, mode: str, code: str) -> tuple[int, float]:
    answer = engine(one.name, mode).indicator(code, one.on)
    return answer.supported, round(answer.progress, 4)


@pytest.mark.parametrize(("one", "mode", "code"), ASKED)
def test_level_and_progress_are_those_of_the_independent_calculator(one, mode, code):
    assert level_and_progress(one, mode, code) == one.levels[mode][code]


@pytest.mark.parametrize("mode", MODES)
def test_the_levels_lie_within_readers_spans_as_often_as_the_calculators(mode, capsys):
    within = reckoned = asked = 0
    for one, code, (lowest, highest) in readings():
        asked += 1
        within += lowest <= level_and_progress(one, mode, code)[0] <= highest
        reckoned += lowest <= one.levels[mode][code][0] <= highest
    with capsys.disabled():
        print(f"\n{mode}: {within} of {asked} readings agree; the calculator's levels agree with {reckoned}")
    assert within >= reckoned


@pytest.mark.parametrize("one", SCHOOLS)
def test_every_row_is_read_with_the_columns_of_its_kind(one):
    for kind, rows in all_rows(one.name).items():
        assert rows, kind
        for row in rows:
            assert set(row) <= set(KINDS[kind].columns), kind
            assert all(row[column.name] for column in KINDS[kind].columns.values() if column.required), (kind, row)


@pytest.mark.parametrize("one", SCHOOLS)
def test_second_records_are_there_to_be_left_out(one):
    refs = {f"{kind}/{row['ref']}" for kind, rows in all_rows(one.name).items() for row in rows}
    left = {f"{kind}/{row['ref']}" for kind, rows in one.rows(ONLY_DEMANDED).items() for row in rows}

    assert one.second_records <= refs
    assert left == refs - one.second_records


def test_every_column_that_a_file_requires_is_among_those_a_form_demands():
    for kind, demanded in DEMANDED.items():
        required = {column.name for column in KINDS[kind].columns.values() if column.required}
        assert required <= {"ref", *demanded}, kind
