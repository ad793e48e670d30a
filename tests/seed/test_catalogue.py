"""The catalogue that comes with the product, and the refusals of one that was spoilt."""

import json
import os
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from models.continuum.language.fields import FACTS
from models.continuum.rulebook.reader import CatalogueProblem, parse_catalogue
from models.continuum.rulebook.rules.base import walk
from models.continuum.rulebook.rules.joined import AllOf, AnyOf, Later
from models.continuum.rulebook.rules.records import Records
from seed.catalogue import FOLDER, VERSIONS, catalogue_data, load_catalogue, read_catalogue
from seed.icmap_document import INDICATOR_CODES, LEVEL_NAMES

SIBLING = Path(__file__).resolve().parents[3] / "shared" / "ic-map" / "engaged-stem-school-community.txt"
PUBLISHED = Path(os.environ.get("CONTINUUM_ICMAP_DOCUMENT") or SIBLING)


FIRST, SECOND = VERSIONS
# Each version is asked the same.
of_every_version = pytest.mark.parametrize("version", VERSIONS)


@pytest.fixture(params=VERSIONS)
def copy(request, tmp_path):
    """A copy of a version's files, and a way to spoil one of them."""
    folder = tmp_path / "catalogue"
    shutil.copytree(FOLDER / request.param, folder)

    def spoil(name: str, old: str, new: str) -> list[tuple[str, str, str]]:
        file = folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(CatalogueProblem) as refusal:
            read_catalogue(folder)
        return [tuple(problem) for problem in refusal.value.problems]

    return spoil


@of_every_version
def test_the_whole_map_is_there(version):
    catalogue = load_catalogue(version)

    assert tuple(catalogue.indicators) == INDICATOR_CODES
    assert {level.number: level.name for level in catalogue.levels} == LEVEL_NAMES
    assert len(catalogue.practices) == 246
    assert sum(len(row.summaries) for row in catalogue.indicators.values()) == 80
    cells = {(practice.indicator, practice.level) for practice in catalogue.practices.values()}
    assert cells == {(code, level) for code in INDICATOR_CODES for level in LEVEL_NAMES}


def test_every_practice_of_the_second_and_third_outcome_has_its_first_rule_and_those_of_the_first_wait():
    practices = load_catalogue(FIRST).practices.values()
    waiting = [practice for practice in practices if isinstance(practice.rule, Later)]

    assert {practice.indicator[:3] for practice in waiting} == {"EC1"}
    assert len(waiting) == 81
    assert all(practice.note for practice in waiting)
    assert Counter(practice.mode for practice in practices if practice not in waiting) == {
        "records": 157,
        "attest": 3,
        "records, else attest": 4,
        "attest (or carried)": 1,
    }


def test_every_practice_has_its_second_rule():
    catalogue = load_catalogue(SECOND)
    practices = catalogue.practices.values()

    assert catalogue.judged == INDICATOR_CODES
    assert not any(isinstance(practice.rule, Later) for practice in practices)
    assert Counter(practice.mode for practice in practices) == {
        "records": 175,
        "records, else attest": 38,
        "attest": 31,
        "records and attest": 2,
    }
    assert {practice.key for practice in practices if practice.decides} == {
        "EC2.S1.PR.1", "EC2.S1.RE.1", "EC3.T1.FI.1", "EC3.T1.SU.1", "EC3.S1.SU.2", "EC3.SA1.RE.1", "EC3.SA1.FI.1",
        "EC3.SA1.SU.1", "EC3.SA1.SU.6",
    }  # fmt: skip
    assert [practice.key for practice in practices if practice.advisory] == ["EC3.L1.RE.2"]


def test_practices_keep_their_places_from_version_to_version():
    first, second = load_catalogue(FIRST), load_catalogue(SECOND)

    places = [
        {(one.key, one.indicator, one.level, one.group) for one in some.practices.values()} for some in (first, second)
    ]
    assert places[0] == places[1]
    assert list(first.indicators) == list(second.indicators)
    cells = [
        (code, level)
        for code, one in second.indicators.items()
        for level, own in enumerate(one.summaries, start=1)
        if replace(one, summaries=first.indicators[code].summaries) != first.indicators[code]
        or own != first.indicators[code].summaries[level - 1]
    ]
    assert cells == [("EC2.Leaders1", 2)]
    assert first.groups == second.groups
    # Only where a first rule waited may the wording be another, and where it said "appraise": schools check.
    reworded = {key for key, one in second.practices.items() if one.wording != first.practices[key].wording}
    assert {key for key in reworded if not key.startswith("EC1.")} == {"EC2.L1.PR.1", "EC2.L1.PR.2"}
    assert any(key.startswith("EC1.") for key in reworded)


@of_every_version
def test_practice_keys_are_numbered_within_their_cell(version):
    by_cell: dict[str, list[int]] = {}
    for key in load_catalogue(version).practices:
        cell, _, number = key.rpartition(".")
        by_cell.setdefault(cell, []).append(int(number))

    assert [cell for cell, numbers in by_cell.items() if numbers != list(range(1, len(numbers) + 1))] == []


@of_every_version
def test_practices_are_said_in_few_words_and_one_sentence(version):
    for practice in load_catalogue(version).practices.values():
        assert len(practice.wording.split()) <= 20, practice.key
        assert re.fullmatch(r"[A-Z][^.]*\.", practice.wording), practice.key


@of_every_version
def test_summaries_are_one_short_sentence_each_and_all_different(version):
    summaries = [line for row in load_catalogue(version).indicators.values() for line in row.summaries]

    assert [line for line in summaries if len(line.split()) > 20 or not line.endswith(".")] == []
    assert len(set(summaries)) == 80


@of_every_version
def test_group_labels_say_the_number_the_group_needs(version):
    groups = load_catalogue(version).groups

    assert groups["EC3.T1.FI.means"].label == "Through at least two of the means"
    assert groups["EC2.S1.SU.ways"].label == "At least four of the ways to be self-directed"
    assert {key: group.needed for key, group in groups.items()} == {
        "EC2.T1.SU.forms": 2,
        "EC2.S1.GS.ways": 1,
        "EC2.S1.PR.ways": 1,
        "EC2.S1.RE.ways": 2,
        "EC2.S1.FI.ways": 3,
        "EC2.S1.SU.ways": 4,
        "EC3.T1.PR.ways": 1,
        "EC3.T1.FI.means": 2,
        "EC3.T1.SU.means": 2,
        "EC3.S1.PR.groups": 2,
        "EC3.S1.RE.groups": 2,
        "EC3.S1.FI.groups": 1,
        "EC3.S1.SU.groups": 3,
        "EC3.SA1.RE.ways": 1,
        "EC3.SA1.FI.ways": 2,
        "EC3.SA1.SU.ways": 2,
    }


@of_every_version
def test_every_value_touches_indicators_that_exist_and_has_a_label_of_its_own(version):
    catalogue = load_catalogue(version)

    for name, values in catalogue.vocabularies.items():
        labels = Counter(value.label for value in values.values())
        assert [label for label, times in labels.items() if times > 1] == [], name
        for value in values.values():
            assert set(value.touches) <= set(catalogue.indicators), (name, value.code)


@of_every_version
def test_a_value_a_rule_asks_for_touches_the_rules_indicator(version):
    catalogue = load_catalogue(version)
    silent = set()
    for practice in catalogue.practices.values():
        for part in walk(practice.rule):
            for condition in part.where if isinstance(part, Records) else ():
                vocabulary = FACTS[part.kind][condition.field].vocabulary
                for code in condition.values if isinstance(condition.values, frozenset) else ():
                    if practice.indicator not in catalogue.vocabularies[vocabulary][code].touches:
                        silent.add((vocabulary, code, practice.indicator))

    assert silent == set()


@of_every_version
def test_sets_and_marks_of_values_agree(version):
    catalogue = load_catalogue(version)
    audiences, channels = catalogue.vocabularies["audience"], catalogue.vocabularies["channel"]

    assert catalogue.sets["beyond_school"] == {code for code, value in audiences.items() if value.beyond_school}
    assert catalogue.sets["outlets"] == {code for code, value in channels.items() if value.outlet}
    groups = set(catalogue.vocabularies["stakeholder_group"])
    assert {value.group for value in audiences.values() if value.group} == groups
    assert {value.group for value in catalogue.vocabularies["category"].values()} == groups
    assert {value.way for value in catalogue.vocabularies["contribution_type"].values()} <= {
        code for code, value in catalogue.vocabularies["way"].items() if value.of == "alliances"
    }


@of_every_version
def test_local_values_are_marked(version):
    local = {
        (name, code)
        for name, values in load_catalogue(version).vocabularies.items()
        for code, value in values.items()
        if value.local
    }

    assert ("norms", "intentions") in local
    assert ("audience", "media") in local
    assert {code for name, code in local if name == "channel"} == {"survey", "showcase", "email", "phone", "other"}
    assert ("audience", "pta") not in local


@of_every_version
def test_reading_twice_gives_the_same(version):
    assert read_catalogue(FOLDER / version) == read_catalogue(FOLDER / version)
    assert load_catalogue(version) is load_catalogue(version)


@of_every_version
def test_the_plain_data_survives_json_and_reads_back_as_the_same_catalogue(version):
    stored = json.loads(json.dumps(catalogue_data(version)))

    assert parse_catalogue(stored) == load_catalogue(version)


@of_every_version
def test_past_days_have_rules(version):
    assert load_catalogue(version).in_force_from.isoformat() == "2000-01-01"


def test_an_unknown_key_of_a_practice_is_refused_with_its_file(copy):
    assert copy("ec3_3_teachers1.toml", 'mode = "records"', 'mode = "records"\nmood = "good"') == [
        ("ec3_3_teachers1.toml", "EC3.T1.GS.1", "unknown key 'mood'")
    ]


def test_an_unknown_section_is_refused(copy):
    problems = copy("catalogue.toml", "[[levels]]", "[weather]\nsun = true\n\n[[levels]]")

    assert problems == [("catalogue.toml", "weather", "unknown section")]


def test_a_rule_that_names_a_field_that_is_not_there_is_refused(copy):
    ((file, key, reason),) = copy("ec2_2_teachers1.toml", 'raised_by = "teachers"', 'raised_from = "teachers"')

    assert (file, key) == ("ec2_2_teachers1.toml", "EC2.T1.GS.1")
    assert "has no field 'raised_from'" in reason


def test_a_rule_that_names_a_value_that_is_not_there_is_refused(copy):
    ((file, key, reason),) = copy("ec3_4_students1.toml", '"families", "pta"', '"aunts", "pta"')

    assert (file, key) == ("ec3_4_students1.toml", "EC3.S1.GS.1")
    assert "'aunts' is no value of 'audience'" in reason


def test_a_practice_with_neither_rule_nor_attestation_is_refused(copy):
    rule = '[practices.rule]\nattested_with = "file"\nvalid_months = 24\n'

    ((file, key, reason),) = copy("ec2_1_leaders1.toml", rule, "")

    assert (file, key) == ("ec2_1_leaders1.toml", "EC2.L1.SU.3")
    assert "needs a rule or an attestation" in reason


def test_a_cadence_that_asks_less_than_the_one_below_it_is_refused(copy):
    problems = copy("cadences.toml", "[cadences.consistently]\nat_least = 10", "[cadences.consistently]\nat_least = 5")

    assert problems == [
        (
            "cadences.toml",
            "consistently",
            "asks 5 at_least, less than 'frequently_contact' before it (6)",
        )
    ]


def test_a_group_that_needs_more_than_it_has_is_refused(copy):
    problems = copy("ec3_3_teachers1.toml", "needed = 1", "needed = 9")

    assert problems == [("ec3_3_teachers1.toml", "EC3.T1.PR.ways", "needs 9 of 3 practices")]


def test_a_file_that_is_no_toml_is_named(copy):
    ((file, key, reason),) = copy("thresholds.toml", "level_share = ", "level_share ")

    assert (file, key) == ("thresholds.toml", "thresholds")
    assert reason.startswith("cannot be read: ")


def test_a_section_in_two_files_is_refused(copy):
    problems = copy("thresholds.toml", "[thresholds]", "[sets]\noutlets = []\n\n[thresholds]")

    assert problems == [("thresholds.toml", "sets", "this section stands in cadences.toml too")]


@of_every_version
def test_alternatives_and_joined_rules_keep_their_order(version):
    practices = load_catalogue(version).practices

    survives = practices["EC3.L2.SU.2"].rule
    assert isinstance(survives, AnyOf)
    assert isinstance(survives.rules[1], AllOf)
    assert isinstance(survives.rules[1].rules[1], AnyOf)


@pytest.mark.skipif(not PUBLISHED.is_file(), reason="the published document is not on this machine")
def test_no_nine_words_in_a_row_are_the_documents():
    def words(text: str) -> list[str]:
        return re.findall(r"[a-z0-9]+", re.sub(r"<[^>]+>", " ", text.lower()))

    published = words(PUBLISHED.read_text(encoding="utf-8"))
    runs = {tuple(published[start : start + 9]) for start in range(len(published) - 8)}
    borrowed = {}
    for file in FOLDER.glob("*/*.toml"):
        own = words(file.read_text(encoding="utf-8"))
        found = [" ".join(own[at : at + 9]) for at in range(len(own) - 8) if tuple(own[at : at + 9]) in runs]
        if found:
            borrowed[f"{file.parent.name}/{file.name}"] = found

    assert borrowed == {}
