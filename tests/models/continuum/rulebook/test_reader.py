"""Catalogues as plain data that are no catalogues: refused in words, whatever their shape."""

from copy import deepcopy
from datetime import date

import pytest

from models.continuum.language.vocabularies import marks_of
from models.continuum.rulebook.reader import CatalogueProblem, parse_catalogue
from seed.catalogue import catalogue_data

PRACTICE = {"key": "EC3.T1.GS.1", "indicator": "EC3.Teachers1", "level": "GS", "wording": "They tell.", "rule": "later"}


def refused(**sections):
    """Read the product's catalogue with other sections, and list what is refused."""
    with pytest.raises(CatalogueProblem) as refusal:
        parse_catalogue({**catalogue_data(), **sections}, {"practices": "p.toml"})
    return [tuple(problem) for problem in refusal.value.problems]


def told(**sections):
    return "\n".join(reason for _, _, reason in refused(**sections))


@pytest.mark.parametrize(
    ("section", "value", "reason"),
    [
        ("in_force_from", "soon", "this is a day"),
        ("in_force_from", None, "this is a day"),
        ("levels", [{"code": "GS", "name": "Getting Started"}], "key 'number' is missing"),
        ("levels", [{"number": "1", "code": "GS", "name": "x"}], "'number' is a whole number"),
        ("levels", [{"number": 2, "code": "GS", "name": "x"}], "five levels"),
        ("levels", {}, "a list of tables"),
        ("outcomes", [{"code": "EC2"}], "key 'name' is missing"),
        ("vocabularies", {"kind": ["x"]}, "this is a table, not 'x'"),
        ("vocabularies", {"kind": "x"}, "a list of tables"),
        ("vocabularies", {"kind": []}, "the engine needs this list"),
        ("sets", {"outlets": "website"}, "a list of codes"),
        ("groups", {"EC3.T1.FI.means": {"needed": "two", "label": "x"}}, "'needed' is a whole number"),
        ("groups", {"EC3.T1.FI.means": {"needed": True, "label": "x"}}, "'needed' is a whole number"),
        ("groups", [], "this section is a table"),
        ("cadences", {"often": 3}, "this is a table, not 3"),
        ("cadences", {"often": {"at_least": 0}}, "'at_least' is at least 1, not 0"),
        ("cadences", {"often": {"at_least": 2, "weeks": 2}}, "unknown key 'weeks'"),
        ("ladders", [["often", "seldom"]], "names no cadence"),
        ("ladders", ["often"], "a list of lists"),
        ("thresholds", {"level_share": "a"}, "'level_share' is a number, not 'a'"),
        ("thresholds", {"level_share": 1.5}, "'level_share' is at most 1, not 1.5"),
        ("thresholds", {"fewest": 1}, "unknown key 'fewest'"),
        ("practices", ["x"], "this is a table"),
        ("practices", [{**PRACTICE, "mode": "guess"}], "no mode 'guess'"),
        ("practices", [{**PRACTICE, "mode": "records", "level": "XX"}], "no level 'XX'"),
        ("practices", [{**PRACTICE, "mode": "records", "level": ["GS"]}], "'level' is text"),
        ("practices", [{**PRACTICE, "mode": "records", "key": "EC2.L1.GS.9"}], "does not begin with its indicator"),
        ("practices", [{**PRACTICE, "mode": "records", "indicator": "EC9.Cooks1"}], "no indicator 'EC9.Cooks1'"),
        ("practices", [{**PRACTICE, "mode": "records", "group": "none"}], "no group 'none'"),
        ("practices", [{**PRACTICE, "mode": "records"}] * 2, "stands there twice"),
        (
            "practices",
            [{**PRACTICE, "mode": "records", "rule": {"attested_with": "note", "valid_months": 12}}],
            "yet its rule asks for an attestation",
        ),
        (
            "practices",
            [{**PRACTICE, "mode": "attest", "rule": {"records": "workforce", "at_least": 1, "window_months": 12}}],
            "yet its rule counts records",
        ),
        ("indicators", [{"code": "EC3.Teachers1"}], "key 'key' is missing"),
    ],
)
def test_what_is_no_catalogue_is_refused_in_words(section, value, reason):
    assert reason in told(**{section: value})


def test_a_missing_section_is_named():
    data = catalogue_data()
    del data["cadences"]

    with pytest.raises(CatalogueProblem, match="cadences: cadences: this section is missing"):
        parse_catalogue(data)


def test_every_problem_is_told_in_one_run_with_its_file():
    problems = refused(practices=[{**PRACTICE, "mode": "guess"}, {**PRACTICE, "mode": "records", "level": "XX"}])

    assert [reason for file, _, reason in problems if file == "p.toml"] == [
        "there is no mode 'guess'",
        "there is no level 'XX'",
    ]


def test_an_indicator_has_a_known_outcome_and_five_summaries():
    data = catalogue_data()
    first = {**data["indicators"][0], "outcome": "EC9", "summaries": ["one"]}

    problems = told(indicators=[first, *data["indicators"][1:]])
    assert "there is no outcome 'EC9'" in problems
    assert "five summaries" in problems


def test_a_code_stands_once_in_its_list_and_a_set_holds_known_codes():
    data = catalogue_data()
    twice = {**data["vocabularies"], "kind": data["vocabularies"]["kind"] * 2}

    assert "stands there twice" in told(vocabularies=twice)
    assert "'radio' is in no vocabulary" in told(sets={**data["sets"], "outlets": ["radio"]})


def test_a_level_has_a_name_and_none_yet_is_one_too():
    catalogue = parse_catalogue(catalogue_data())

    assert [catalogue.level_name(number) for number in (0, 5)] == ["None yet", "Sustaining"]
    assert catalogue.label("channel", "smoke_signs") == "smoke signs"
    assert catalogue.indicators["EC2.Strategic Alliances1"].slug == "ec2-strategic-alliances1"
    assert catalogue.in_force_from == date(2000, 1, 1)


def test_everything_wrong_is_told_at_once_whatever_else_is_wrong_in_the_same_list():
    data = deepcopy(catalogue_data("2026.2"))
    lists = data["vocabularies"]

    def of(name, code):
        return next(row for row in lists[name] if row["code"] == code)

    of("ask", "funding")["takes"] = ["unknown"]
    of("ask", "classes")["taks"] = ["opportunities"]
    of("audience", "pta")["group"] = "unknown"
    of("audience", "sic")["beyond_clas"] = True
    of("category", "nonprofit")["group"] = 7
    of("way", "tutoring")["of"] = "nobody"
    data["sets"]["print"]["mark"] = "printed"
    data["cadences"]["occasionally"]["months"] = "many"
    data["thresholds"]["silent_days"] = "ninety"
    rules = {row["key"]: row for row in data["practices"]}
    rules["EC3.S1.FI.4"]["rule"]["where"]["audience"] = ["town_crier"]
    rules["EC2.L1.PR.3"]["rule"] = {"records": "recognition", "window_months": 12, "at_least": 1, "wher": {}}

    with pytest.raises(CatalogueProblem) as refusal:
        parse_catalogue(data, {"vocabularies": "vocabularies.toml", "EC3.S1.FI.4": "ec3_4_students1.toml"})

    told = {str(problem) for problem in refusal.value.problems}
    assert told == {
        "vocabularies.toml: ask.funding: 'takes' names 'unknown', which is no value of 'ask'",
        "vocabularies.toml: ask.classes: unknown key 'taks'; did you mean 'takes'?",
        "vocabularies.toml: audience.pta: 'group' names 'unknown', which is no value of 'stakeholder_group'",
        "vocabularies.toml: audience.sic: unknown key 'beyond_clas'; did you mean 'beyond_class'?",
        "vocabularies.toml: category.nonprofit: 'group' is text, not 7",
        "vocabularies.toml: way.tutoring: 'of' names 'nobody': no actor, and not 'match'",
        f"sets: print: values of 'channel' have no mark 'printed'; they have {', '.join(marks_of('channel'))}",
        "cadences: occasionally: 'months' is a whole number, not 'many'",
        "thresholds: thresholds: 'silent_days' is a whole number, not 'ninety'",
        "ec3_4_students1.toml: EC3.S1.FI.4: 'town_crier' is no value of 'audience' (list 'audience')",
        "practices: EC2.L1.PR.3: unknown key 'wher'",
    }


def test_a_catalogue_with_a_section_that_is_missing_and_one_that_is_unknown_tells_both():
    data = deepcopy(catalogue_data("2026.2"))
    del data["sets"]
    data["extra"] = {}
    with pytest.raises(CatalogueProblem) as refusal:
        parse_catalogue(data)
    assert {problem.key for problem in refusal.value.problems} == {"sets", "extra"}
