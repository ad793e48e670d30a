"""Rules that take the rule of another practice: known ones, and never in a circle."""

from copy import deepcopy

import pytest

from models.continuum.rulebook.circles import circles
from models.continuum.rulebook.reader import CatalogueProblem, parse_catalogue
from seed.catalogue import catalogue_data


def refused(**rules):
    """Give practices of the second version other rules, and list what is refused."""
    data = deepcopy(catalogue_data("2026.2"))
    for row in data["practices"]:
        row["rule"] = rules.get(row["key"].replace(".", "_"), row["rule"])
    with pytest.raises(CatalogueProblem) as refusal:
        parse_catalogue(data)
    return [(problem.key, problem.reason) for problem in refusal.value.problems]


def test_a_rule_takes_only_the_rule_of_a_practice_that_is_there():
    assert refused(EC1_L1_GS_1={"practice": "EC1.L1.PR.9"}) == [("EC1.L1.GS.1", "there is no practice 'EC1.L1.PR.9'")]


def test_a_statement_is_on_a_practice_that_is_there():
    rule = {"attested_with": "note", "valid_months": 12, "of": "EC1.L1.PR.9"}

    assert refused(EC1_L1_PR_3=rule) == [("EC1.L1.PR.3", "there is no practice 'EC1.L1.PR.9'")]


def test_a_rule_that_takes_itself_is_refused():
    assert refused(EC1_L1_GS_1={"practice": "EC1.L1.GS.1"}) == [
        ("EC1.L1.GS.1", "its rule goes in a circle: it takes that of EC1.L1.GS.1")
    ]


def test_a_circle_of_several_is_told_in_its_order():
    ((key, reason),) = refused(
        EC3_T1_GS_1={"practice": "EC3.T1.GS.2"},
        EC3_T1_GS_2={"practice": "EC3.T1.PR.1"},
        EC3_T1_PR_1={"any": [{"practice": "EC3.T1.GS.1"}, {"records": "need", "at_least": 1, "window_months": 12}]},
    )

    ring = ["EC3.T1.GS.1", "EC3.T1.GS.2", "EC3.T1.PR.1"]
    at = ring.index(key)
    told = ", which takes that of ".join([*ring[at + 1 :], *ring[: at + 1]])
    assert reason == f"its rule goes in a circle: it takes that of {told}"


def test_two_circles_are_both_found_and_a_diamond_is_none():
    assert circles({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}) == []
    found = circles({"a": ["b"], "b": ["a"], "c": ["d"], "d": ["c"]})
    assert sorted(sorted(circle) for circle in found) == [["a", "b"], ["c", "d"]]


def test_a_set_is_asked_for_only_where_its_values_belong():
    rule = {"records": "activity", "where": {"audience": "@digital"}, "at_least": 1, "window_months": 12}

    assert refused(EC1_L1_GS_1=rule) == [
        ("EC1.L1.GS.1", "'audience' cannot be one of @digital: those are other values")
    ]
