"""Typed values: what is said of each is read, and what is said wrongly is refused with its place."""

from copy import deepcopy
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import pytest

from models.continuum.language.fields import FACTS
from models.continuum.language.values import Value
from models.continuum.language.vocabularies import CLOSED, NAMES, NEEDED_MARKS, REFERENCES, marks_of, value_class
from models.continuum.rulebook.reader import CatalogueProblem, parse_catalogue
from models.exchange.choices import Words
from seed.catalogue import VERSIONS, catalogue_data, load_catalogue

NEW = VERSIONS[-1]
# A vocabulary that later versions do not have.
# Lists that no column of a file takes its values from.
UNFILED = {"stakeholder_group"}
# Lists that columns call by another name.
CALLED = {"way": "activity_way", "match_status": "answer"}
ASKED = [name for name in NAMES if name not in {"key_leader", *CLOSED}]


def with_value(vocabulary: str, row: dict[str, Any], version: str = NEW) -> dict[str, Any]:
    """Give the catalogue with one value more."""
    data = deepcopy(catalogue_data(version))
    data["vocabularies"][vocabulary].append(row)
    return data


def made_up(vocabulary: str) -> dict[str, Any]:
    """Make a value up that has every mark its vocabulary knows."""
    row: dict[str, Any] = {"code": "made_up", "label": "Made up"}
    known = load_catalogue(NEW).language
    for mark in marks_of(vocabulary):
        other = REFERENCES.get(vocabulary, {}).get(mark)
        annotation = value_class(vocabulary).model_fields[mark].annotation
        if other is not None:
            first = next(iter(known.values(other)))
            row[mark] = [first] if get_origin(annotation) is tuple else first
        elif get_origin(annotation) in (Union, UnionType) and get_origin(get_args(annotation)[0]) is Literal:
            row[mark] = get_args(get_args(annotation)[0])[0]
        elif mark == "of":
            row[mark] = "students"
        elif annotation == str | None:
            row[mark] = "made-up thing"
        else:
            row[mark] = True
    return row


def problems_of(data: dict[str, Any]) -> list[tuple[str, str, str]]:
    with pytest.raises(CatalogueProblem) as refusal:
        parse_catalogue(data, {"vocabularies": "vocabularies.toml", "sets": "cadences.toml"})
    return [tuple(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize("vocabulary", ASKED)
def test_a_made_up_value_is_one_entry_and_its_marks_its_label_and_its_sets_follow(vocabulary):
    catalogue = parse_catalogue(with_value(vocabulary, made_up(vocabulary)))
    language = catalogue.language

    assert catalogue.label(vocabulary, "made_up") == "Made up"
    assert language.phrase(vocabulary, "made_up") == "made up"
    assert type(language.values(vocabulary)["made_up"]) is value_class(vocabulary)
    assert [mark for mark in marks_of(vocabulary) if "made_up" not in language.marked(vocabulary, mark)] == []
    of_it = {name for name, one in language.sets.items() if one.vocabulary == vocabulary}
    assert {name for name in of_it if "made_up" in language.sets[name].codes} == of_it
    if vocabulary not in UNFILED:
        column_list = Words.of(catalogue).lists[CALLED.get(vocabulary, vocabulary)]
        # What waits is no answer.
        assert ("made_up" in column_list.labels) is (vocabulary != "match_status")


@pytest.mark.parametrize("vocabulary", ASKED)
def test_a_value_of_which_nothing_is_said_follows_no_special_way(vocabulary):
    needed = {name for name, field in value_class(vocabulary).model_fields.items() if field.is_required()}
    row = {name: value for name, value in made_up(vocabulary).items() if name in needed}
    language = parse_catalogue(with_value(vocabulary, row)).language

    switched = {mark for mark in marks_of(vocabulary) if "made_up" in language.marked(vocabulary, mark)}
    assert switched - needed - {"counted"} == set()


@pytest.mark.parametrize("vocabulary", ASKED)
def test_a_misspelt_mark_is_refused_with_file_key_and_reason(vocabulary):
    row = {**made_up(vocabulary), "zzz": True}

    assert problems_of(with_value(vocabulary, row)) == [
        ("vocabularies.toml", f"{vocabulary}.made_up", "unknown key 'zzz'")
    ]


@pytest.mark.parametrize("vocabulary", sorted(CLOSED))
def test_a_closed_list_takes_no_other_value_and_says_so_with_file_key_and_reason(vocabulary):
    [(file, key, reason)] = problems_of(with_value(vocabulary, made_up(vocabulary)))

    assert (file, key) == ("vocabularies.toml", f"{vocabulary}.made_up")
    assert reason == "this is a closed list: the product is built on its values and takes no other"


@pytest.mark.parametrize("vocabulary", sorted({*NEEDED_MARKS, "side", "confirmed_by"}))
def test_a_list_without_a_value_at_which_the_product_starts_something_is_refused(vocabulary):
    data = deepcopy(catalogue_data(NEW))
    for row in data["vocabularies"][vocabulary]:
        for mark in (*NEEDED_MARKS.get(vocabulary, ()), "school", "partner"):
            row.pop(mark, None)

    problems = problems_of(data)
    assert {(file, key) for file, key, _ in problems} == {("vocabularies.toml", vocabulary)}
    assert all(reason.endswith("and the product needs one") for _, _, reason in problems)
    assert len(problems) == len(NEEDED_MARKS.get(vocabulary, ("the school", "the partner", "both")))


def test_a_mark_that_is_nearly_right_is_told_what_was_meant():
    problems = problems_of(with_value("audience", {"code": "x", "label": "X", "beyond_scool": True}))

    assert problems == [
        ("vocabularies.toml", "audience.x", "unknown key 'beyond_scool'; did you mean 'beyond_school'?")
    ]


@pytest.mark.parametrize(
    ("vocabulary", "row", "key", "reason"),
    [
        ("channel", {"two_way": "yes"}, "channel.x", "'two_way' is true or false, not 'yes'"),
        ("channel", {"formality": "stiff"}, "channel.x", "'formality' names 'stiff', which is no value of 'formality'"),
        ("channel", {"gives_way": "y"}, "channel.x", "'gives_way' names 'y', which is no value of 'way'"),
        ("subtype", {"category": "y"}, "subtype.x", "'category' names 'y', which is no value of 'category'"),
        ("category", {}, "category.x", "key 'group' is missing"),
        ("ask", {"takes": "classes"}, "ask.x", "'takes' is a list, not 'classes'"),
        ("ask", {"takes": [3]}, "ask.x", "'takes' is a list of text, not of 3"),
        ("way", {"of": "aunts"}, "way.x", "'of' names 'aunts': no actor, and not 'match'"),
        ("topic", {"label": ""}, "topic.x", "'label' is empty"),
        ("topic", {"label": 3}, "topic.x", "'label' is text, not 3"),
        ("topic", {"code": ""}, "topic.value 16", "'code' is empty"),
        ("topic", {"code": "events"}, "topic", "'events' stands there twice"),
    ],
)
def test_what_is_wrong_with_a_value_is_told_where_it_stands(vocabulary, row, key, reason):
    data = with_value(vocabulary, {"code": "x", "label": "X", **row})

    assert problems_of(data) == [("vocabularies.toml", key, reason)]


@pytest.mark.parametrize(
    ("row", "key", "reason"),
    [
        ({"code": "x"}, "topic.x", "key 'label' is missing"),
        ({"label": "X"}, "topic.value 16", "key 'code' is missing"),
        ("x", "topic.value 16", "this is a table, not 'x'"),
    ],
)
def test_a_value_has_a_code_and_a_label(row, key, reason):
    assert problems_of(with_value("topic", row)) == [("vocabularies.toml", key, reason)]


def test_everything_wrong_with_the_lists_is_told_at_once():
    data = with_value("audience", {"code": "x", "label": "X", "grup": "families"})
    data["vocabularies"]["channel"].append({"code": "y", "label": "Y", "outlet": 1})
    data["vocabularies"]["weather"] = [{"code": "sun", "label": "Sun"}]
    del data["vocabularies"]["unit"]
    practice = next(one for one in data["practices"] if one["key"] == "EC3.L1.GS.1")
    practice["rule"] = {"records": "activity", "at_least": 1, "window_month": 12}

    assert sorted(problems_of(data)) == [
        ("practices", "EC3.L1.GS.1", "key 'window_months' is missing"),
        ("practices", "EC3.L1.GS.1", "unknown key 'window_month'"),
        ("vocabularies.toml", "audience.x", "unknown key 'grup'; did you mean 'group'?"),
        ("vocabularies.toml", "channel.y", "'outlet' is true or false, not 1"),
        ("vocabularies.toml", "unit", "the engine needs this list, and it is missing"),
        ("vocabularies.toml", "vocabularies", "there is no vocabulary 'weather'"),
    ]


def test_a_podcast_is_one_entry_in_one_file():
    said = {"two_way": True, "formality": "informal", "reaches_community": True, "touches": ["EC3.Leaders1"]}
    podcast = {"code": "podcast", "label": "Podcast", **said}
    catalogue = parse_catalogue(with_value("channel", podcast))

    channel = catalogue.language.vocabularies.channel["podcast"]
    assert (channel.two_way, channel.formality, channel.reaches_community) == (True, "informal", True)
    assert "podcast" in catalogue.language.marked("channel", "two_way")
    assert Words.of(catalogue).lists["channel"].code_of("Podcast") == "podcast"


@pytest.mark.parametrize("version", VERSIONS)
def test_fields_of_facts_take_their_values_from_lists_that_exist(version):
    language = load_catalogue(version).language

    for kind, fields in FACTS.items():
        for name, field in fields.items():
            assert field.vocabulary is None or language.values(field.vocabulary), (kind, name)


def test_every_mark_is_said_of_a_value():
    language = load_catalogue(NEW).language
    unsaid = {(name, mark) for name in ASKED for mark in marks_of(name) if not language.marked(name, mark)}

    assert unsaid == set()


def test_values_cannot_be_changed():
    value = load_catalogue(NEW).language.values("channel")["email"]

    with pytest.raises(ValueError, match="frozen"):
        value.label = "Mail"
    with pytest.raises(TypeError):
        load_catalogue(NEW).language.values("channel")["x"] = value
    assert isinstance(value, Value)
