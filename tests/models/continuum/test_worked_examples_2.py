"""The worked examples of the engine's description as the second rules answer them, one test each or more."""

import pytest

from tests.demo_table import LEVELS, as_printed
from tests.models.continuum.rows import activity, day, demo_rows, demo_school, logging_since, months, row, school

END_OF_YEAR = day("2026-06-30")
SINCE_LONG = logging_since("2020-07-01")


def asked_by_students(way, partner, *wanted, year=2025):
    return [activity(on, "partnership", "students", way=way, partner=partner) for on in months(year, *wanted)]


def counts(answer, key):
    return [(count.what, count.have, count.need) for count in answer.practices[key].counts]


def levels_of(engine, code, *days):
    return [LEVELS[engine.supported(code, day(on))] for on in days]


def test_1_eight_requests_of_students_are_two_short_of_consistent():
    rows = asked_by_students("project", "P09", 3, 4, 6, 8, 9) + asked_by_students("tutoring", "P06", 5, 7, 10)
    answer = school({"activity": rows, **SINCE_LONG}).indicator("EC2.Students1", END_OF_YEAR)

    assert counts(answer, "EC2.S1.PR.1") == [("records", 8, 6), ("months", 8, 4), ("quarters", 4, 3)]
    assert counts(answer, "EC2.S1.RE.1") == [("records", 8, 10), ("months", 8, 8), ("quarters", 4, 3)]
    assert round(answer.practices["EC2.S1.RE.1"].share, 2) == 0.80
    assert as_printed(answer) == "PR 90 %"
    assert [one.key for one in answer.blockers] == ["EC2.S1.RE.1"]


def test_2_the_middle_school_has_four_of_the_five_parts_that_refining_asks():
    answer = demo_school("b").indicator("EC2.Leaders1", END_OF_YEAR)
    shares = {unit.key.removeprefix("EC2.L1.RE."): round(unit.share, 2) for unit in answer.level(3).units}

    assert (answer.level(3).met, answer.level(3).needed, answer.level(3).total) == (4, 5, 9)
    assert shares == {"1": 1, "2": 0.53, "3": 1, "4": 1, "5": 0.53, "6": 1, "7": 0.27, "8": 0.53, "9": 0.67}
    assert counts(answer, "EC2.L1.RE.9") == [
        ("records", 4, 6),
        ("months", 4, 4),
        ("quarters", 4, 3),
        ("stakeholder_groups", 3, 4),
    ]
    assert as_printed(answer) == "PR 72 %"


def test_3_a_tolerated_gap_is_named_at_sustaining():
    answer = demo_school("c").indicator("EC2.Leaders1", END_OF_YEAR)

    assert (LEVELS[answer.supported], answer.gaps) == ("SU", ("EC2.L1.SU.6",))
    assert (answer.level(5).met, answer.level(5).total, answer.level(5).needed) == (5, 6, 5)
    assert round(answer.practices["EC2.L1.SU.6"].share, 2) == 0.74


def test_4_sustaining_has_three_units_so_all_of_them_are_asked():
    answer = demo_school("c").indicator("EC3.Teachers1", END_OF_YEAR)

    assert counts(answer, "EC3.T1.SU.1")[:3] == [("records", 6, 8), ("months", 6, 6), ("quarters", 3, 4)]
    assert round(answer.practices["EC3.T1.SU.1"].share, 2) == 0.75
    assert answer.practices["EC3.T1.SU.2"].status == "met"
    assert (answer.level(5).total, answer.level(5).needed) == (3, 3)
    assert as_printed(answer) == "FI 91 %"


def test_5_what_only_a_statement_can_say_is_unknown_until_somebody_says_it():
    answer = school(SINCE_LONG).indicator("EC3.Leaders2", END_OF_YEAR)

    assert as_printed(answer) == "none ^GS"
    assert answer.practices["EC3.L2.GS.1"].status == "unknown"


def test_6_logging_since_january_leaves_everything_possible():
    rows = [activity(on, "partnership", "teachers", purpose="resource_request") for on in months(2025, 8)]
    answer = school({"activity": rows, **logging_since("2026-01-10")}).indicator("EC2.Teachers1", END_OF_YEAR)

    assert (as_printed(answer), answer.too_early) == ("GS ^SU", True)


NIGHT = activity("2025-09-12", channel="info_night", audience="families staff")
# Both promote STEM beyond school: to count as promoting for 12 months and 60 days, up to 2 March 2027.
TALKS = [
    activity("2026-01-02", channel="presentation", audience="school_board"),
    activity("2026-01-02", channel="newspaper", audience="civic"),
]
TOLD_COLLEAGUES = activity("2026-05-05", channel="presentation", audience="students families staff")
TOLD_OWN_CLASS = activity("2026-06-01", channel="email", audience="students families", beyond_class=False)


def test_7_refining_stands_on_a_night_that_ran_out_and_says_until_when():
    answer = school({"activity": [NIGHT, *TALKS, TOLD_COLLEAGUES], **SINCE_LONG}).indicator(
        "EC3.Teachers1", day("2026-11-23")
    )
    held = answer.held["EC3.T1.PR.ways"]

    assert (LEVELS[answer.supported], answer.gaps) == ("RE", ("EC3.T1.PR.ways",))
    assert held.records == (("activity", NIGHT["ref"]),)
    assert held.until == day("2027-10-31")


def test_7_a_held_part_is_held_to_the_end_of_that_month_and_no_longer():
    engine = school({"activity": [NIGHT], **SINCE_LONG})
    held = {
        on: engine.indicator("EC3.Teachers1", day(on)).level(2).units[0].held
        for on in ("2026-11-10", "2026-11-11", "2027-10-31", "2027-11-01")
    }

    assert held == {"2026-11-10": False, "2026-11-11": True, "2027-10-31": True, "2027-11-01": False}


def test_8_silence_takes_the_levels_one_by_one():
    until = day("2026-06-30")
    talks = [one for one in demo_rows("c")["activity"] if one["occurred_on"] <= until]
    silent = school(demo_rows("c"), activity=talks)
    changes, last = [], "FI"
    for year, month in ((2026 + (index // 12), index % 12 + 1) for index in range(6, 32)):
        end = day(f"{year + month // 12}-{month % 12 + 1:02}-01").toordinal() - 1
        level = LEVELS[silent.supported("EC3.Teachers1", until.fromordinal(end))]
        if level != last:
            changes.append((f"{year}-{month:02}", level))
            last = level

    assert changes == [("2026-11", "RE"), ("2027-07", "PR"), ("2027-10", "GS"), ("2028-07", "none")]


TOLD_AT_HOME = activity("2026-02-12", by="students", audience="families friends")


def to_the_senator(*days):
    return [
        activity(on, "advocacy", "students", audience="state_gov", ask="funding", channel="letter_legislator")
        for on in days
    ]


def test_9_an_act_from_a_higher_level_does_not_replace_the_level_between():
    rows = [TOLD_AT_HOME, *to_the_senator("2026-02-12")]
    answer = school({"activity": rows, **SINCE_LONG}).indicator("EC3.Students1", END_OF_YEAR)
    (groups,) = answer.level(2).units

    assert (LEVELS[answer.supported], "EC3.S1.SU.2" in answer.ahead) == ("GS", True)
    assert (groups.key, groups.have, groups.needed) == ("EC3.S1.PR.groups", 0, 2)


def test_9_asking_in_three_months_carries_both_levels_between():
    rows = [TOLD_AT_HOME, *to_the_senator("2026-02-12", "2026-03-12", "2026-04-14")]
    answer = school({"activity": rows, **SINCE_LONG}).indicator("EC3.Students1", END_OF_YEAR)

    assert (answer.level(2).met, answer.level(3).met) == (answer.level(2).total, answer.level(3).total)
    assert answer.supported >= 3


def test_9_asking_thrice_in_one_month_carries_nothing():
    rows = [TOLD_AT_HOME, *to_the_senator("2026-02-12", "2026-02-13", "2026-02-20")]
    answer = school({"activity": rows, **SINCE_LONG}).indicator("EC3.Students1", END_OF_YEAR)

    assert LEVELS[answer.supported] == "GS"


CARRIED = {"activity": [NIGHT, *TALKS, TOLD_OWN_CLASS], **SINCE_LONG}


def test_10_progressing_is_carried_for_a_quarter_by_the_refining_that_was():
    engine = school(CARRIED)
    answer = engine.indicator("EC3.Teachers1", day("2027-03-03"))

    assert levels_of(engine, "EC3.Teachers1", "2027-02-28", "2027-03-02", "2027-03-03") == ["RE", "RE", "PR"]
    assert answer.carried_until == day("2027-05-31")
    assert [unit.held for unit in answer.level(2).units] == [True, True]


def test_10_without_a_new_night_getting_started_is_left_from_june():
    assert levels_of(school(CARRIED), "EC3.Teachers1", "2027-05-31", "2027-06-01") == ["PR", "GS"]


def test_10_what_is_reached_is_not_carried():
    answer = school(CARRIED).indicator("EC3.Teachers1", day("2027-02-28"))

    assert (LEVELS[answer.supported], answer.carried_until) == ("RE", None)


def chosen(**changes):
    """A partner chosen on data, the partnership that followed, and a sign of life within the last 18 months."""
    together = {"ref": "with-P02", "partner": "P02", "started_on": day("2024-09-01"), **changes}
    return {
        "match": [row("2024-08-15", partner="P02", raised_by=("teachers",), data=("workforce",), selected=True)],
        "partnership": [{"confirmed_on": (day("2025-06-10"), day("2026-05-20")), **together}],
        "activity": [activity("2026-02-10", "partnership", "leaders", partner="P02", purpose="review")],
        **SINCE_LONG,
    }


def chosen_on_workforce_data(rows, on):
    return school(rows).indicator("EC2.Teachers1", day(on)).practices["EC2.T1.FI.1"].share


def test_11_a_choice_lasts_as_long_as_the_partnership_that_followed_it():
    rows = chosen(ended_on=day("2026-12-01"))

    assert chosen_on_workforce_data(rows, "2026-11-30") == 1
    assert chosen_on_workforce_data(rows, "2026-12-01") == 0


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"partnership": []}, id="no partnership followed"),
        pytest.param({"activity": []}, id="nothing was done with the partner for eighteen months"),
    ],
)
def test_11_without_a_living_partnership_a_choice_lasts_two_years(changes):
    rows = {**chosen(), **changes}

    assert [chosen_on_workforce_data(rows, on) for on in ("2026-08-14", "2026-08-15")] == [1, 0]


def test_11_a_partnership_that_began_after_the_choice_had_run_out_does_not_bring_it_back():
    late = chosen(started_on=day("2026-08-15"), confirmed_on=())

    assert chosen_on_workforce_data(late, "2026-11-30") == 0


FIRMS = [
    {"ref": f"org-{name}", "name": name, "category": category, "added_on": day("2020-01-01")}
    for name, category in (("Shop", "business"), ("Plant", "industry"), ("College", "higher_ed"))
]


def test_12_a_council_meeting_is_one_record_of_contact_and_of_dialogue():
    council = activity("2026-03-10", "partnership", "leaders", purpose="planning", partner="Shop Plant College")
    engine = school({"org": FIRMS, "activity": [council], **SINCE_LONG})
    contact = engine.indicator("EC2.Leaders1", END_OF_YEAR).practices["EC2.L1.GS.3"]
    dialogue = engine.indicator("EC3.Leaders1", END_OF_YEAR).practices["EC3.L1.GS.4"]

    # Two such talks in two months are contact that goes on; this is one of them.
    assert (contact.share, dialogue.share) == (0.5, 1)


def test_12_a_teachers_planning_with_a_firm_is_no_dialogue_of_leaders():
    planning = activity("2026-03-10", "partnership", "teachers", purpose="planning", partner="Shop Plant College")
    engine = school({"org": FIRMS, "activity": [planning], **SINCE_LONG})

    assert engine.indicator("EC3.Leaders1", END_OF_YEAR).practices["EC3.L1.GS.4"].share == 0
    assert engine.indicator("EC3.Teachers1", END_OF_YEAR).practices["EC3.T1.RE.1"].share == 0


def test_12_a_career_talk_tells_of_needs_and_lends_people():
    talk = activity("2025-11-10", "communication", "teachers", channel="career_talk", partner="Plant")
    engine = school({"org": FIRMS, "activity": [talk], **SINCE_LONG})
    given = engine.indicator("EC3.Strategic Alliances1", END_OF_YEAR).practices

    assert (given["EC3.SA1.GS.1"].share, given["EC3.SA1.RE.4"].share, given["EC3.SA1.RE.3"].share) == (1, 1, 0)


def test_12_what_a_partner_gives_answers_the_request_before_it():
    asked = [row(on, partner="Plant") for on in ("2024-10-10", "2025-10-10")]
    talks = [activity(on, "communication", "alliances", channel="career_talk", partner="Plant")
             for on in ("2024-11-10", "2025-11-10")]  # fmt: skip
    answered = {
        what: school({"org": FIRMS, "match": asked, "activity": acts, **SINCE_LONG})
        .indicator("EC2.Strategic Alliances1", END_OF_YEAR)
        .practices["EC2.SA1.PR.2"]
        .share
        for what, acts in (("both years", talks), ("the second year alone", talks[1:]))
    }

    # Two answers, one a year, meet "continues"; three gifts would, too, but there are only two.
    assert answered["both years"] == 1 > answered["the second year alone"]


def gifts(partner):
    return [
        {"type": kind, **row(on, partner=partner)}
        for on, kind in zip(
            months(2025, 2, 3, 5, 7, 9, 11),
            ("funding", "tutoring", "facilities", "mentoring", "grants", "equipment"),
            strict=True,
        )
    ]


@pytest.mark.parametrize(
    ("also", "level"),
    [
        pytest.param({}, "RE", id="it never says a word"),
        pytest.param(
            {"activity": [activity("2026-02-10", by="alliances", topic="workforce_needs", partner="Plant")]},
            "FI",
            id="it says what it needs",
        ),
        pytest.param({"contribution": gifts("Plant") + gifts("Shop")[:1]}, "FI", id="a second one gives, too"),
    ],
)
def test_13_a_silent_giver_stays_at_refining(also, level):
    rows = {"org": FIRMS, "contribution": gifts("Plant"), **SINCE_LONG, **also}

    assert levels_of(school(rows), "EC3.Strategic Alliances1", "2026-06-30") == [level]
