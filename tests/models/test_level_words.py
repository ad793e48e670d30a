"""How a level is told: gaps, what holds and carries it, what one more record would do, what the team has to say."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import Status
from models.continuum.rulebook.catalogue import Catalogue
from models.level_words import (
    ahead_words,
    carried_words,
    first_missing,
    gaps_of,
    held_words,
    is_carried,
    is_for_team,
    is_unit_for_team,
    last_reached,
    one_more_of,
    standing_words,
    unknown_words,
    without_codes,
)
from models.queries.record_names import NamedRecord
from models.wording import day_words
from tests.demo_table import cells
from tests.models.continuum.rows import activity, demo_school, logging_since, school

CODE = re.compile(r"EC\d\.[A-Z]+\d")
YEAR_ENDS = {1: date(2025, 6, 30), 2: date(2026, 6, 30)}
END = YEAR_ENDS[2]


def rules_of(continuum: Continuum, day: date = END) -> Catalogue:
    return continuum.rules_on(day.toordinal())


@pytest.mark.parametrize(("letter", "code", "year", "printed"), list(cells()))
def test_the_gaps_told_beside_a_level_are_those_of_the_reckoning(
    letter: str, code: str, year: int, printed: str
) -> None:
    continuum, day = demo_school(letter), YEAR_ENDS[year]
    answer, rules = continuum.indicator(code, day), rules_of(demo_school(letter), YEAR_ENDS[year])
    number = int(printed.partition("gap ")[2] or 0)
    assert len(gaps_of(answer, rules)) == number
    words = {0: "", 1: ", one part missing", 3: ", three parts missing"}[number]
    # In its first year, of what nothing is on record, a log is too young to say that there is no level.
    none = "too early to say" if unknown_words(answer, rules) == "too early to say" else "no level on record yet"
    assert none == "no level on record yet" or year == 1
    level = rules.level_name(answer.supported) if answer.supported else none
    told = standing_words(answer, rules)
    assert told.startswith(f"{level}{words}")
    assert ("missing" in told) is bool(number)


@pytest.mark.parametrize("letter", ["a", "b", "c"])
def test_nothing_that_is_told_has_a_code(letter: str) -> None:
    continuum = demo_school(letter)
    rules = rules_of(continuum)
    for code, answer in continuum.on(END).indicators.items():
        told = [
            standing_words(answer, rules),
            first_missing(answer, rules),
            *ahead_words(answer),
            *(words for gap in gaps_of(answer, rules) for words in (gap.label, gap.missing)),
            *(words for one in one_more_of(continuum, code, END, rules) for words in (*one.says, one.brief)),
        ]
        assert [words for words in told if CODE.search(words)] == []


def test_what_nobody_has_stated_is_for_the_team_to_say_and_no_missing_record() -> None:
    continuum = school({"activity": [activity("2026-06-01", audience="staff")], **logging_since("2020-07-01")})
    rules = rules_of(continuum)
    leaders = continuum.indicator("EC1.Leaders1", END)
    assert {one.status for one in leaders.practices.values()} == {Status.UNKNOWN}
    assert standing_words(leaders, rules) == "no level on record yet; Getting Started is for the team to say"
    assert first_missing(leaders, rules) == "1 part for the team to say"
    assert all(is_unit_for_team(unit, leaders, rules) for level in leaders.levels for unit in level.units)


def test_what_a_log_can_show_and_does_not_is_not_for_the_team_to_say() -> None:
    continuum = school({"activity": [activity("2026-06-01", audience="staff")], **logging_since("2020-07-01")})
    rules = rules_of(continuum)
    teachers = continuum.indicator("EC3.Teachers1", END)
    assert not any(is_for_team(one, rules) for one in teachers.practices.values())
    assert "0% of the way to" in standing_words(teachers, rules)


def test_a_level_that_waits_for_what_is_below_alone_is_no_hundred_per_cent_away() -> None:
    talk = activity("2026-06-01", audience="pta", channel="presentation", beyond_class="yes")
    continuum = school({"activity": [talk], **logging_since("2020-07-01")})
    teachers = continuum.indicator("EC3.Teachers1", END)
    assert (teachers.supported, teachers.progress) == (1, 1)
    told = "Getting Started, one part missing; only what is missing below keeps it from Progressing"
    assert standing_words(teachers, rules_of(continuum)) == told


def carried_days(letter: str) -> list[tuple[str, date]]:
    """Find, for every indicator of a demo school, days after its records end on which its level is carried."""
    continuum = demo_school(letter)
    days = [END + timedelta(days=days) for days in range(1, 700, 20)]
    return [(code, day) for code in rules_of(continuum).judged for day in days if is_carried(continuum, code, day)]


@pytest.mark.parametrize("letter", ["b", "c"])
def test_a_carried_level_says_until_when_and_the_last_day_on_which_the_higher_one_was_reached(letter: str) -> None:
    continuum = demo_school(letter)
    found = carried_days(letter)
    assert found
    for code, day in found:
        answer, rules = continuum.indicator(code, day), rules_of(continuum, day)
        higher, until = answer.carried_from, answer.carried_until
        assert higher is not None
        assert until is not None
        last = day
        while not continuum.levels(code, last.toordinal())[higher - 1].reached:
            last -= timedelta(days=1)
        assert last_reached(continuum, answer) == last
        assert carried_words(continuum, answer, rules) == (
            f"carried until {day_words(until)}: {rules.level_name(higher)} was reached until {day_words(last)}"
        )
        assert continuum.supported(code, until) >= answer.supported > continuum.supported(code, until + timedelta(1))


def test_what_is_not_carried_says_nothing_of_it() -> None:
    continuum = demo_school("b")
    answer = continuum.indicator("EC3.Teachers1", END)
    assert not is_carried(continuum, "EC3.Teachers1", END)
    assert last_reached(continuum, answer) is None
    assert carried_words(continuum, answer, rules_of(continuum)) == ""


def record(number: int, on: date, **changes: str) -> NamedRecord:
    given = {"kind": "activity", "ref": f"r{number}", "what": "activity", "about": f"Night {number}"} | changes
    return NamedRecord(id=number, on=on, **given)  # type: ignore[arg-type]


def test_what_holds_a_part_is_named_with_its_day_and_until_when() -> None:
    named = {("activity", "r1"): record(1, date(2025, 9, 12), about="STEM night")}
    assert held_words([("activity", "r1")], date(2027, 10, 31), named) == (
        "counted for now thanks to the activity “STEM night” of Sep 12, 2025, until Oct 31, 2027"
    )


def test_of_many_records_the_latest_are_named_and_the_rest_counted() -> None:
    named = {("activity", f"r{number}"): record(number, date(2025, number, 1)) for number in range(1, 7)}
    told = held_words(named, date(2027, 10, 31), named)
    assert "“Night 6” of Jun 1, 2025, the activity “Night 5”" in told
    assert "and 3 other records, until" in told


def test_a_statement_is_named_as_one_and_not_by_the_code_it_is_about() -> None:
    key = ("attestation", "r1")
    named = {key: record(1, date(2025, 10, 20), kind="attestation", what="attestation", about="EC1.L1.PR.3")}
    assert held_words([key], date(2027, 9, 30), named) == (
        "counted for now thanks to the leadership team’s statement of Oct 20, 2025, until Sep 30, 2027"
    )


def test_one_more_record_is_told_for_each_practice_once_and_a_statement_names_what_it_is_on() -> None:
    continuum = demo_school("a")
    rules = rules_of(continuum)
    statements = others = 0
    for code in rules.judged:
        found = one_more_of(continuum, code, END, rules)
        assert len({one.practice for one in found}) == len(found)
        for one in found:
            assert one.says
            assert one.brief
            if one.statement:
                statements += 1
                on_another = one.stated != rules.practices[one.practice].wording.rstrip(".")
                assert ("says so" in one.statement) is not on_another
                others += on_another
    assert others
    assert statements


def test_a_key_in_a_sentence_gives_way_to_the_words_of_its_practice() -> None:
    rules = rules_of(demo_school("a"))
    wording = rules.practices["EC3.SA1.RE.1"].wording.rstrip(".")
    assert without_codes("whatever shows EC3.SA1.RE.1", rules) == f"whatever shows “{wording}”"
    assert without_codes("whatever shows EC9.X1.RE.1", rules) == "whatever shows EC9.X1.RE.1"
