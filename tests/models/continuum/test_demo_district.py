"""The invented district: levels computed once by an independent calculator, and the days on which they change."""

import pytest

from tests.demo_table import LEVELS, as_printed, cells
from tests.models.continuum.rows import day, demo_school

Y1, Y2 = LAST_DAYS = day("2025-06-30"), day("2026-06-30")


@pytest.mark.parametrize(("letter", "code", "year", "printed"), list(cells()))
def test_every_level_is_the_one_the_independent_calculator_found(letter, code, year, printed):
    assert as_printed(demo_school(letter).indicator(code, LAST_DAYS[year - 1])) == printed


def changes(letter, code, start, end):
    """List the days on which a level changes, with the level from then on."""
    school, found = demo_school(letter), []
    one, last = day(start), demo_school(letter).supported(code, day(start))
    while one < day(end):
        one = one.fromordinal(one.toordinal() + 1)
        level = school.supported(code, one)
        if level != last:
            found.append((one.isoformat(), LEVELS[level]))
            last = level
    return found


def test_the_elementary_school_progresses_with_its_first_information_night():
    assert changes("a", "EC3.Teachers1", "2025-09-01", "2026-06-30") == [("2026-02-12", "PR")]


def test_the_middle_school_progresses_in_dialogue_when_it_adopts_a_process():
    assert changes("b", "EC3.Leaders2", "2025-09-01", "2026-06-30") == [("2025-10-14", "PR")]


def test_an_ended_agreement_takes_its_partnership_out_on_the_thirty_first_day():
    school = demo_school("b")
    counted = {
        on: {record.ref for record in school.records("EC2.L1.RE.1", day(on))} for on in ("2026-01-30", "2026-01-31")
    }

    assert counted["2026-01-30"] - counted["2026-01-31"] == {"partnership-25"}
    assert school.indicator("EC2.Leaders1", day("2026-01-31")).practices["EC2.L1.RE.2"].counts[1].have == 2 / 5


def test_a_gift_that_leaves_the_year_takes_the_level_with_it():
    levels = demo_school("b").growth([day("2026-03-11"), day("2026-06-30")])["EC3.Strategic Alliances1"]

    assert [LEVELS[level] for _, level in levels] == ["RE", "PR"]


def test_a_late_hand_over_stays_a_named_gap_at_sustaining():
    answer = demo_school("c").indicator("EC2.Leaders1", Y2)

    assert (LEVELS[answer.supported], answer.gaps) == ("SU", ("EC2.L1.SU.6",))
    assert round(answer.practices["EC2.L1.SU.6"].share, 2) == 0.74


def test_the_visit_at_the_state_house_brings_sustaining():
    assert ("2026-02-12", "SU") in changes("c", "EC3.Students1", "2025-12-01", "2026-06-30")


def test_practices_that_cannot_exist_leave_the_count_in_proportion():
    answer = demo_school("a").indicator("EC2.Students1", Y2)
    ways = {unit.key: unit for level in answer.levels for unit in level.units}

    # 3 of 5 ways with three left, 4 of 7 with four left: both shrink in proportion and round up.
    assert (ways["EC2.S1.FI.ways"].needed, len(ways["EC2.S1.FI.ways"].practices)) == (2, 3)
    assert (ways["EC2.S1.SU.ways"].needed, len(ways["EC2.S1.SU.ways"].practices)) == (3, 4)
    assert answer.practices["EC2.S1.FI.1"].status == "not applicable"


def test_the_beginning_of_dialogue_is_unknown_until_talks_go_on_for_three_months_or_somebody_states_it():
    before, after = (demo_school("a").indicator("EC3.Leaders2", one) for one in LAST_DAYS)

    assert before.practices["EC3.L2.GS.1"].status == "unknown"
    assert [blocker.key for blocker in before.blockers] == ["EC3.L2.GS.1"]
    assert after.practices["EC3.L2.GS.1"].status == "met"
