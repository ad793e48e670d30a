"""Rules read from plain data, and what is refused with its reason."""

import pytest

from models.continuum.rules import (
    AllOf,
    AnyOf,
    Attested,
    Condition,
    Coverage,
    HandOvers,
    Later,
    NoChange,
    Reading,
    Records,
    RuleProblem,
    Standing,
    YearBefore,
    parse_rule,
    walk,
)

READING = Reading(
    cadences={"frequently": {"at_least": 6, "months": 4}},
    sets={"outlets": frozenset({"website", "newsletter"}), "beyond_school": frozenset({"public", "media"})},
    vocabularies={
        "kind": frozenset({"communication", "advocacy"}),
        "by": frozenset({"teachers", "leaders"}),
        "channel": frozenset({"website", "newsletter", "phone"}),
        "audience": frozenset({"public", "media", "families"}),
        "ask": frozenset({"classes", "opportunities", "funding", "resources"}),
        "topic": frozenset({"events"}),
    },
)
ACTIVITY = {"records": "activity", "at_least": 2, "window_months": 12}


def read(rule):
    return parse_rule(rule, READING)


def test_a_count_of_records_keeps_its_numbers_in_the_rules_order():
    rule = read({**ACTIVITY, "quarters": 2, "months": 1, "grace_months": 2, "share": {"planned": 0.5}})

    assert rule == Records(
        "activity", (), (("records", 2), ("months", 1), ("quarters", 2)), ("planned", 0.5), 12, grace_months=2
    )
    assert rule.grace_days == 60


def test_a_frequency_word_gives_its_numbers():
    rule = read({"records": "activity", "cadence": "frequently", "window_months": 12})

    assert (rule.needs, rule.cadence) == ((("records", 6), ("months", 4)), "frequently")


def test_conditions_take_one_value_several_or_a_set():
    rule = read({**ACTIVITY, "where": {"by": "teachers", "channel": ["@outlets", "phone"], "two_way": True}})

    assert rule.where == (
        Condition("by", frozenset({"teachers"})),
        Condition("channel", frozenset({"website", "newsletter", "phone"})),
        Condition("two_way", True),
    )
    assert rule.asked("by") == {"teachers"}
    assert rule.asked("two_way") is None


def test_asking_for_classes_takes_opportunities_and_for_funding_resources():
    asked = {word: read({**ACTIVITY, "where": {"ask": word}}).asked("ask") for word in ("classes", "funding")}

    assert asked == {"classes": {"classes", "opportunities"}, "funding": {"funding", "resources"}}


def test_the_set_of_audiences_beyond_school_counts_only_those_as_groups():
    assert read({**ACTIVITY, "where": {"audience": "@beyond_school"}}).outside_only
    assert not read({**ACTIVITY, "where": {"audience": ["public"]}}).outside_only


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("later", Later()),
        (
            {"coverage": "trained", "of": "active partnerships", "share": 0.75, "at_least": 2},
            Coverage("trained", "all", 0.75, 2),
        ),
        (
            {"coverage": "valid", "of": "partnerships active 18+ months", "at_least": 3},
            Coverage("valid", "long_standing", None, 3),
        ),
        (
            {"standing": "process", "where": {"norms4": True}, "reconfirm_months": 12, "hard_stop_months": 18},
            Standing("process", (Condition("norms4", True),), 12, 18),
        ),
        ({"attested_with": "file", "valid_months": 24}, Attested("file", 24)),
        (
            {"hand_overs": "any", "share_in_time": 0.9, "within_days": 60, "window_months": 24},
            HandOvers("any", 0.9, 60, 24),
        ),
        ({"no_change": "staff", "window_months": 24}, NoChange("staff", 24)),
    ],
)
def test_every_other_kind_of_rule_is_read(data, rule):
    assert read(data) == rule


def test_joined_rules_are_read_and_walked_from_the_outside_in():
    statement = {"attested_with": "note", "valid_months": 12}
    rule = read({"any": [{"all": [ACTIVITY, {"year_before": ACTIVITY}]}, statement]})

    assert [type(part) for part in walk(rule)] == [AnyOf, AllOf, Records, YearBefore, Records, Attested]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("soon", "a rule is a table or the word 'later'"),
        ({}, "names exactly one of"),
        ({"records": "activity", "coverage": "valid"}, "names exactly one of"),
        ({**ACTIVITY, "at_leats": 3}, "unknown key 'at_leats'"),
        ({"records": "activity", "at_least": 1}, "'window_months' is missing"),
        ({"records": "activity", "window_months": 12}, "give 'at_least' or a 'cadence'"),
        ({**ACTIVITY, "records": "party"}, "no kind of record 'party'"),
        ({**ACTIVITY, "cadence": "often"}, "no cadence 'often'"),
        ({**ACTIVITY, "where": {"mood": "good"}}, "has no field 'mood'"),
        ({**ACTIVITY, "where": ["by"]}, "'where' is a table"),
        ({**ACTIVITY, "where": {"by": "pupils"}}, "'pupils' is no value of 'by'"),
        ({**ACTIVITY, "where": {"by": []}}, "asks for no value"),
        ({**ACTIVITY, "where": {"channel": "@print"}}, "no set '@print'"),
        ({**ACTIVITY, "where": {"two_way": False}}, "the only thing to ask is true"),
        ({**ACTIVITY, "at_least": 0}, "whole number from 1"),
        ({**ACTIVITY, "at_least": True}, "whole number from 1"),
        ({**ACTIVITY, "months": 2.5}, "whole number from 1"),
        ({**ACTIVITY, "window_months": 48}, "from 1 to 36"),
        ({**ACTIVITY, "grace_months": -1}, "from 0 to 6"),
        ({**ACTIVITY, "share": 0.5}, "one property and its least part"),
        ({**ACTIVITY, "share": {"mood": 0.5}}, "has no property 'mood'"),
        ({**ACTIVITY, "share": {"planned": 1.5}}, "a part above 0 and at most 1"),
        ({"coverage": "happy", "of": "active partnerships", "at_least": 1}, "no partnership property 'happy'"),
        ({"coverage": "valid", "of": "partnerships", "at_least": 1}, "'of' is one of"),
        ({"standing": "habit", "reconfirm_months": 12, "hard_stop_months": 18}, "no standing record"),
        ({"attested_with": "oath", "valid_months": 12}, "a 'note' or a 'file'"),
        ({"no_change": "weather", "window_months": 12}, "no change of people 'weather'"),
        ({"any": [ACTIVITY]}, "joins at least two rules"),
        ({"all": [ACTIVITY, {"records": "party"}]}, "is missing"),
        ({"year_before": "now"}, "a rule is a table"),
    ],
)
def test_what_a_rule_cannot_mean_is_refused_with_its_reason(data, reason):
    with pytest.raises(RuleProblem) as refusal:
        read(data)

    assert reason in str(refusal.value)
