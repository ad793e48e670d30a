"""What is missing, said so that somebody can go and do it."""

import pytest

from models.continuum.rulebook.rules.base import Count
from models.continuum.rulebook.rules.phrases import missing_of, missing_records, percent
from models.continuum.rulebook.rules.records import Records
from seed.catalogue import load_catalogue

LANGUAGE = load_catalogue("2026.1").language


def records(kind, share=None):
    return Records(kind, (), (("records", 1),), 12, share)


@pytest.mark.parametrize(
    ("kind", "counts", "said", "number"),
    [
        ("activity", [("records", 4, 6)], "2 more activities", 2),
        ("match", [("records", 2, 2), ("partners", 1, 2)], "1 more match with a partner, with another partner", 1),
        (
            "recognition",
            [("records", 0, 1), ("stakeholder_groups", 0, 2)],
            "1 more act of recognition, reaching 2 more stakeholder groups",
            1,
        ),
        ("activity", [("records", 9, 10), ("months", 5, 8)], "3 more activities, in 3 more months", 3),
        ("activity", [("records", 3, 3), ("topics", 2, 3)], "1 more activity, about another topic", 1),
        ("evaluation", [("records", 1, 1), ("partners", 0, 2)], "2 more partnership evaluations, with 2 more partners", 2),
        ("activity", [("records", 6, 6)], "", 0),
    ],
)
def test_the_least_number_of_records_is_told_with_what_they_must_reach(kind, counts, said, number):
    counted = [Count(*count) for count in counts]

    assert (missing_of(records(kind), counted, (), LANGUAGE), missing_records(records(kind), counted)) == (said, number)


def test_quarters_that_are_all_needed_are_named():
    short = [Count("records", 6, 8), Count("quarters", 3, 4)]

    assert missing_of(records("activity"), short, [1], LANGUAGE) == "2 more activities, 1 between July and September"
    assert missing_of(records("activity"), [Count("records", 3, 4), Count("quarters", 3, 4)], [4], LANGUAGE) == (
        "1 more activity, between April and June"
    )
    assert missing_of(records("activity"), [Count("quarters", 2, 3)], [1, 4], LANGUAGE) == "1 more activity, in another quarter"


def test_a_share_says_what_the_records_must_be():
    counts = [Count("records", 3, 3), Count("share", 0.5, 0.75)]

    assert missing_of(records("commitment", ("received", 0.75)), counts, (), LANGUAGE) == "75 % of them must arrive in time, now 50 %"


def test_percentages_are_cut_and_not_rounded():
    assert [percent(part) for part in (0.999, 0.29, 1, 0)] == ["99 %", "29 %", "100 %", "0 %"]
