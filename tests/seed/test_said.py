"""How people say the catalogue's values: every one that a line can fill has phrases, and what is unknown is refused."""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import pytest

from models.continuum.language.refusals import CatalogueProblem
from models.continuum.rulebook.reader import parse_catalogue
from models.exchange.choices import Words
from models.one_line.lexicon import Lexicon
from models.one_line.reading import name_book, read_line
from models.one_line.said import FILE, raw_said, read_said
from seed.catalogue import FOLDER, catalogue_data, load_catalogue
from seed.said import load_said

LISTS = (
    "channel",
    "audience",
    "topic",
    "ask",
    "purpose",
    "way",
    "mode",
    "training_topic",
    "contribution_type",
    "roles",
)
# Nobody says these in so many words: they stand for what is none of the others, or follow from what else is said.
UNSAID = {
    ("channel", "other"), ("way", "speaking"), ("way", "funding"), ("way", "people"), ("way", "internships"),
    ("way", "resources"), ("way", "implementation"), ("purpose", "resource_request"), ("purpose", "site_visit"),
    ("purpose", "career_talk"), ("contribution_type", "curriculum_design"), ("contribution_type", "internship_design"),
    ("contribution_type", "resource_allocation"), ("contribution_type", "human_resources"),
    ("contribution_type", "incentives"), ("contribution_type", "service_projects"),
}  # fmt: skip


@pytest.fixture
def data():
    return deepcopy(dict(raw_said()))


def problems(data):
    with pytest.raises(CatalogueProblem) as refused:
        read_said(data, load_catalogue().language.vocabularies)
    return [str(problem) for problem in refused.value.problems]


def test_every_value_that_a_line_can_fill_is_said_somehow():
    said, lists = load_said().said, load_catalogue().vocabularies
    unsaid = {(name, code) for name in LISTS for code in lists[name] if not said.get(name, {}).get(code)}
    assert unsaid <= UNSAID


def test_a_value_of_which_the_file_says_nothing_is_said_by_its_label(data):
    content = deepcopy(catalogue_data())
    podcast = {"code": "podcast", "label": "Podcast", "two_way": True, "outlet": True}
    content["vocabularies"]["channel"].append(podcast)
    language = parse_catalogue(content).language
    lexicon = Lexicon(read_said(data, language.vocabularies), language)

    names = name_book([], lexicon)
    told = [
        read_line(line, words=lexicon, names=names, today=date(2026, 5, 20))
        for line in ("podcast for parents about our STEM club", "newsletter and podcast about the STEM club")
    ]
    assert told[0].values["channel"] == ("podcast",)
    assert told[1].values["channel"] == ("newsletter", "podcast")


def test_a_code_that_no_list_has_is_refused_with_its_place(data):
    data["said"]["channel"]["pigeon"] = ["by pigeon"]
    data["said"]["weather"] = {"rain": ["it rained"]}
    data["happenings"][0]["purpose"] = ["juggling"]
    found = problems(data)
    assert "said.toml: said.channel.pigeon: 'channel' has no value 'pigeon'" in found
    assert "said.toml: said.weather: there is no such vocabulary" in found
    assert any("juggling" in one and data["happenings"][0]["name"] in one for one in found)


def test_a_phrase_that_cannot_be_found_is_refused(data):
    data["said"]["channel"]["phone"].append("... on the phone")
    data["said"]["channel"]["email"].append("mail|")
    found = problems(data)
    assert any("said.channel.phone" in one and "begins and ends with a word" in one for one in found)
    assert any("said.channel.email" in one and "beside a '|'" in one for one in found)


def test_an_unknown_key_is_refused(data):
    data["happenings"][0]["colour"] = "blue"
    assert any("colour" in one for one in problems(data))


def test_what_is_said_is_no_part_of_a_version_of_the_rules():
    assert not list(FOLDER.glob(f"*/{FILE}"))


def test_every_code_that_cells_speak_of_is_in_its_list() -> None:
    lists, cells = Words.of(load_catalogue()).lists, load_said().cells
    for spoken in (cells.sure, cells.may_mean):
        for name, values in spoken.items():
            assert set(values) <= set(lists[name].labels), name
