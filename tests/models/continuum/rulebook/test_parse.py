"""Rules read from plain data, and what is refused with its reason."""

from dataclasses import replace

import pytest

from models.continuum.evidence.tallies import Condition
from models.continuum.language.sets import ValueSet
from models.continuum.rulebook.rules.attested import Attested
from models.continuum.rulebook.rules.base import walk
from models.continuum.rulebook.rules.coverage import Coverage
from models.continuum.rulebook.rules.joined import AllOf, AnyOf, Later, OfPractice
from models.continuum.rulebook.rules.parse import RuleProblem, parse_rule
from models.continuum.rulebook.rules.people import HandOvers, NoChange
from models.continuum.rulebook.rules.records import Records
from models.continuum.rulebook.rules.standing import Standing
from models.continuum.rulebook.rules.year_before import YearBefore
from seed.catalogue import load_catalogue

LANGUAGE = replace(
    load_catalogue("2026.1").language,
    cadences={"often": {"at_least": 6, "months": 4}},
    sets={
        "outlets": ValueSet("outlets", "channel", frozenset({"website", "newsletter"})),
        "beyond_school": ValueSet("beyond_school", "audience", frozenset({"public", "media"})),
    },
)
ACTIVITY = {"records": "activity", "at_least": 2, "window_months": 12}


def read(rule):
    return parse_rule(rule, LANGUAGE)


def test_a_count_of_records_keeps_its_numbers_in_the_rules_order():
    rule = read({**ACTIVITY, "quarters": 2, "months": 1, "grace_months": 2, "share": {"planned": 0.5}})

    assert rule == Records(
        "activity", (), (("records", 2), ("months", 1), ("quarters", 2)), 12, ("planned", 0.5), grace_months=2
    )
    assert rule.grace_days(LANGUAGE) == 60


def test_a_frequency_word_gives_its_numbers():
    rule = read({"records": "activity", "cadence": "often", "window_months": 12})

    assert (rule.needs, rule.cadence) == ((("records", 6), ("months", 4)), "often")


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


def test_a_set_of_audiences_counts_only_those_as_groups():
    assert read({**ACTIVITY, "where": {"audience": "@beyond_school"}}).within == {"public", "media"}
    assert read({**ACTIVITY, "where": {"audience": ["public"]}}).within is None


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("later", Later()),
        (
            {"coverage": "trained", "of": "active partnerships", "share": 0.75, "at_least": 2},
            Coverage("trained", "active", 0.75, 2),
        ),
        (
            {"coverage": "valid", "of": "partnerships active 18+ months", "at_least": 3},
            Coverage("valid", "long_standing", None, 3),
        ),
        (
            {"standing": "process", "where": {"norms4": True}, "reconfirm_months": 12, "hard_stop_months": 18},
            Standing("process", (Condition("norms4", True),), (("records", 1),), 12, 18),
        ),
        ({"attested_with": "file", "valid_months": 24}, Attested("file", 24)),
        (
            {"hand_overs": "any", "share_in_time": 0.9, "within_days": 60, "window_months": 24},
            HandOvers("any", 0.9, 60, 24),
        ),
        ({"no_change": "staff", "window_months": 24}, NoChange("staff", 24)),
        ({"practice": "EC3.T1.GS.1"}, OfPractice("EC3.T1.GS.1")),
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
        ("soon", "a rule is a table that names exactly one of"),
        ({}, "names exactly one of"),
        ({"records": "activity", "coverage": "valid"}, "names exactly one of"),
        ({**ACTIVITY, "at_leats": 3}, "unknown key 'at_leats'"),
        ({"records": "activity", "at_least": 1}, "'window_months' is missing"),
        ({"records": "activity", "window_months": 12}, "give 'at_least' or a 'cadence'"),
        ({**ACTIVITY, "records": "party"}, "no kind of record 'party'"),
        ({**ACTIVITY, "cadence": "seldom"}, "no cadence 'seldom'"),
        ({**ACTIVITY, "where": {"mood": "good"}}, "has no field 'mood'"),
        ({**ACTIVITY, "where": ["by"]}, "where: Input should be a valid dictionary"),
        ({**ACTIVITY, "where": {"by": "pupils"}}, "'pupils' is no value of 'by'"),
        ({**ACTIVITY, "where": {"by": []}}, "asks for no value"),
        ({**ACTIVITY, "where": {"channel": "@print"}}, "no set '@print'"),
        ({**ACTIVITY, "where": {"two_way": False}}, "the only thing to ask is true"),
        ({**ACTIVITY, "at_least": 0}, "at_least: Input should be greater than or equal to 1"),
        ({**ACTIVITY, "at_least": True}, "at_least: Input should be a valid integer"),
        ({**ACTIVITY, "months": 2.5}, "months: Input should be a valid integer"),
        ({**ACTIVITY, "window_months": 48}, "nothing older than 36 months counts"),
        ({**ACTIVITY, "grace_months": -1}, "grace_months: Input should be greater than or equal to 0"),
        ({**ACTIVITY, "grace_months": 7}, "grace_months: Input should be less than or equal to 6"),
        ({**ACTIVITY, "share": 0.5}, "share: Input should be a valid dictionary"),
        ({**ACTIVITY, "share": {"planned": 0.5, "two_way": 0.5}}, "one property and its least part"),
        ({**ACTIVITY, "share": {"mood": 0.5}}, "has no property 'mood'"),
        ({**ACTIVITY, "share": {"planned": 1.5}}, "share.planned: Input should be less than or equal to 1"),
        ({"coverage": "happy", "of": "active partnerships", "at_least": 1}, "no partnership property 'happy'"),
        ({"coverage": "valid", "of": "partnerships", "at_least": 1}, "is no set of partnerships"),
        ({"standing": "habit", "reconfirm_months": 12, "hard_stop_months": 18}, "no standing record"),
        ({"attested_with": "oath", "valid_months": 12}, "should be 'note' or 'file'"),
        ({"no_change": "weather", "window_months": 12}, "no change of people 'weather'"),
        ({"any": [ACTIVITY]}, "at least 2 items"),
        ({"all": [ACTIVITY, {"records": "party"}]}, "is missing"),
        ({"year_before": "now"}, "a rule is a table"),
    ],
)
def test_what_a_rule_cannot_mean_is_refused_with_its_reason(data, reason):
    with pytest.raises(RuleProblem) as refusal:
        read(data)

    assert reason in str(refusal.value)
