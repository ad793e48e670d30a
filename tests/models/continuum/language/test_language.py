"""The language of a version: sets that follow from marks, numbers that make sense, equality by content."""

from copy import deepcopy
from typing import Any

import pytest

from models.continuum.language.cadences import Cadence
from models.continuum.language.derivations import Derivations
from models.continuum.language.fields import SPREADS
from models.continuum.language.thresholds import Thresholds
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.reader import CatalogueProblem, parse_catalogue
from seed.catalogue import catalogue_data, load_catalogue

EARLIER = "'earlier_evaluation_months'"
FIRST, SECOND = "2026.1", "2026.2"


def changed(**sections: Any) -> dict[str, Any]:
    return {**deepcopy(catalogue_data(SECOND)), **sections}


def refused(data: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(CatalogueProblem) as refusal:
        parse_catalogue(data)
    return [(problem.key, problem.reason) for problem in refusal.value.problems]


def sets_of(catalogue: Catalogue) -> dict[str, tuple[str, bool]]:
    return {name: (one.vocabulary, one.takes_unsaid) for name, one in catalogue.language.sets.items()}


def test_sets_of_the_first_version_are_lists_and_of_the_second_marks():
    first, second = load_catalogue(FIRST), load_catalogue(SECOND)

    assert sets_of(first) == {"beyond_school": ("audience", False), "outlets": ("channel", False)}
    assert sets_of(second)["about_stem"] == ("topic", True)
    assert {name for name, (_, unsaid) in sets_of(second).items() if unsaid} == {"about_stem"}
    assert second.sets["beyond_school"] - first.sets["beyond_school"] == {"district_office", "federal_gov"}
    assert second.sets["powers"] == second.language.marked("audience", "spoken_to")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"vocabulary": "channels", "mark": "outlet"}, "there is no vocabulary 'channels'"),
        ({"vocabulary": "formality", "mark": "outlet"}, "values of 'formality' have no mark 'outlet'; they have "),
        ({"vocabulary": "channel", "mark": "outlet", "unsayd": True}, "unknown key 'unsayd'; did you mean 'unsaid'?"),
        ({"vocabulary": "channel"}, "key 'mark' is missing"),
        (["radio"], "'radio' is in no vocabulary"),
        (["website", "families"], "no one vocabulary has all of its values"),
        ("website", "a set is a list of codes, or a vocabulary and a mark"),
        ([], "a set is a list of codes, or a vocabulary and a mark"),
    ],
)
def test_a_set_that_is_none_is_refused_with_its_reason(row, reason):
    data = changed()
    data["sets"]["outlets"] = row

    assert refused(data) == [("outlets", reason)]


def test_a_set_of_nothing_is_refused():
    data = changed()
    for row in data["vocabularies"]["channel"]:
        row.pop("outlet", None)

    assert ("outlets", "no value of 'channel' has the mark 'outlet'") in refused(data)


def test_the_first_versions_numbers_are_the_defaults_under_its_own_names():
    assert load_catalogue(FIRST).thresholds == Thresholds()
    assert load_catalogue(FIRST).language.derivations == Derivations()


def test_the_second_version_says_every_number_and_switches_everything_on():
    said = catalogue_data(SECOND)

    assert set(said["thresholds"]) == set(Thresholds.model_fields)
    differs = {
        name: value
        for name, value in load_catalogue(SECOND).thresholds.model_dump().items()
        if value != getattr(Thresholds(), name)
    }
    assert differs == {
        "level_share": 0.5,
        "small_levels": (5,),
        "each_below": False,
        "below_share": 0.5,
        "all_below_share": 0.6,
        "carried_months": 3,
        "hope_holds": True,
    }
    assert all(load_catalogue(SECOND).language.derivations.model_dump().values())


@pytest.mark.parametrize(
    ("section", "setting", "reason"),
    [
        ("thresholds", {"level_share": 0}, "'level_share' is above 0, not 0"),
        ("thresholds", {"young_days": -1}, "'young_days' is at least 0, not -1"),
        ("thresholds", {"young_days": 1.5}, "'young_days' is a whole number, not 1.5"),
        ("thresholds", {"young_days": True}, "'young_days' is a whole number, not True"),
        ("thresholds", {"yung_days": 60}, "unknown key 'yung_days'; did you mean 'young_days'?"),
        ("thresholds", {"earlier_evaluation_months": [18, 6]}, f"{EARLIER} are the least and the most months, "
            "not 18 and 6"),
        ("thresholds", {"confirm_every_months": 24}, "what lasts 18 months cannot be asked for again after 24"),
        ("derivations", {"students_sharing": True}, "unknown key 'students_sharing'; did you mean 'students_share'?"),
        ("derivations", {"students_share": 1}, "'students_share' is true or false, not 1"),
    ],
)  # fmt: skip
def test_a_number_or_switch_that_makes_no_sense_is_refused(section, setting, reason):
    assert refused(changed(**{section: setting})) == [(section, reason)]


def test_a_frequency_word_may_count_whatever_records_are_spread_over():
    assert set(Cadence.model_fields) == {"at_least", *SPREADS}


def test_languages_are_equal_by_content_whatever_version_they_came_with():
    one = parse_catalogue(changed(version="2027.1", in_force_from="2027-07-01"))
    other = parse_catalogue(changed())
    differing = changed()
    differing["thresholds"]["young_days"] = 61

    assert one.language == other.language
    assert hash(one.language) == hash(other.language)
    assert one != other
    assert parse_catalogue(differing).language != other.language
    assert load_catalogue(FIRST).language != load_catalogue(SECOND).language


def test_codes_are_said_in_a_sentence_as_their_phrase_or_in_small_letters():
    language = load_catalogue(SECOND).language

    assert language.phrase("audience", "school_board") == "the school board"
    assert language.phrase("audience", "families") == "parents and families"
    assert language.phrase("topic", "stem_practice") == "STEM practices"
    assert language.phrase("audience", "aunts") == "aunts"


def test_a_list_or_mark_that_is_not_there_is_no_empty_answer():
    language = load_catalogue(SECOND).language

    with pytest.raises(KeyError):
        language.values("weather")
    with pytest.raises(KeyError):
        language.marked("audience", "outlet")
