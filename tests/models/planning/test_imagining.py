"""What if: the engine judges what is imagined, the school itself stays as it is, and no wish breaks it."""

from __future__ import annotations

from datetime import date

import pytest

from models.continuum.continuum import Continuum
from models.planning.imagining import imagine
from models.queries.year_changes import counted_records
from tests.models.continuum.rows import demo_school, logging_since, school
from tests.real_schools import ALL_FIELDS, real_schools

ON = date(2026, 5, 20)
REAL = {one.name: one for one in real_schools()}
SCHOOLS = ["demo", "empty", *REAL]


def asked(name: str) -> tuple[Continuum, date]:
    if name == "demo":
        return demo_school("b"), ON
    if name == "empty":
        return school(logging_since("2025-08-01")), ON
    return school(REAL[name].rows(ALL_FIELDS)), REAL[name].on


def levels(continuum: Continuum, on: date) -> dict[str, int]:
    return {code: continuum.supported(code, on) for code in continuum.rules_on(on.toordinal()).judged}


@pytest.mark.parametrize("name", SCHOOLS)
def test_what_is_imagined_is_fulfilled_and_what_is_imagined_away_is_gone_and_the_school_stays(name: str) -> None:
    truth, on = asked(name)
    before = levels(truth, on)
    for code in truth.rules_on(on.toordinal()).judged:
        answer = truth.indicator(code, on)
        wishes = [key for key, one in answer.practices.items() if one.share < 1 and one.level == answer.next_level]
        found = imagine(truth, wishes, [], on=on)
        assert set(found.fulfilled) | set(found.impossible) == set(wishes)
        assert all(found.school.share(key, on.toordinal()) == 1 for key in found.fulfilled)
        assert all(act.on <= on for act in found.acts)
        counted = counted_records(truth, code, on)
        without = imagine(truth, [], counted, on=on)
        assert without.dropped == counted
        assert not counted & counted_records(without.school, code, on)
        # One act left out again is not there, and the rest is as it was.
        for act in found.acts[:2]:
            fewer = imagine(truth, wishes, [], without=[act.key], on=on)
            assert fewer.left_out and act.key not in {one.key for one in fewer.acts}
    assert levels(truth, on) == before


def test_the_same_wishes_give_the_same_and_unknown_ones_are_left_aside() -> None:
    truth, on = asked("demo")
    wishes = ["EC3.T1.FI.1", "no such practice", "EC3.T1.FI.1"]
    first = imagine(truth, wishes, [("activity", "x" * 200), ("<b>", "1")], on=on)
    assert first.fulfilled == ("EC3.T1.FI.1",) and not first.dropped
    assert imagine(truth, wishes, [], on=on).acts == first.acts
    assert imagine(truth, [], [("activity", "of another school")], on=on).is_true
