"""What the log offers and asks follows from what the catalogue says of its values."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.reader import parse_catalogue
from models.operations.activity_entries import CODE_LISTS, ActivityEntry, ActivityTerms, entry_problems, settled_kind
from seed.catalogue import VERSIONS, catalogue_data, load_catalogue
from tracker.activities.choices import choices_of, marks_of

DAY = date(2026, 3, 14)


def catalogue_with(vocabulary: str, version: str = VERSIONS[0], **row: Any) -> Catalogue:
    """Give the catalogue with one value more."""
    data = deepcopy(catalogue_data(version))
    data["vocabularies"][vocabulary].append({"code": "made_up", "label": "Made up", **row})
    return parse_catalogue(data)


def problems(catalogue: Catalogue, **changes: Any) -> dict[str, str]:
    """Say what is wrong with an activity under a catalogue's terms."""
    said = {"kind": "communication", "by": ("teachers",), "title": "A talk", "channel": ("meeting",)}
    entry = ActivityEntry(**{"occurred_on": DAY, **said, "audience": ("pta",), **changes})
    return entry_problems(entry, terms=ActivityTerms.of(catalogue), today=DAY)


@pytest.mark.parametrize("field", [field for field in CODE_LISTS if field != "way"])
@pytest.mark.parametrize("version", VERSIONS)
def test_a_made_up_value_of_every_list_is_offered_and_taken(field, version):
    catalogue = catalogue_with(CODE_LISTS[field], version)

    assert ("made_up", "Made up") in choices_of(catalogue, []).codes[field]
    assert field not in problems(catalogue, **{field: ("made_up",)})
    assert field in problems(load_catalogue(version), **{field: ("made_up",)})


def test_a_way_is_offered_where_somebody_who_acts_has_it():
    of_students = catalogue_with("way", of="students")

    assert "made_up" in dict(choices_of(of_students, []).codes["way"])
    assert "made_up" not in dict(choices_of(catalogue_with("way", of="match"), []).codes["way"])
    assert marks_of(of_students).ways["made_up"] == "students"


def test_a_podcast_is_offered_and_logged_as_it_was_described():
    podcast = catalogue_with("channel", label="Podcast", code="podcast", two_way=True, usual=10)

    offered = choices_of(podcast, [])
    assert offered.codes["channel"][9] == ("podcast", "Podcast")
    assert offered.first["channel"] == 10
    assert problems(podcast, channel=("podcast",)) == {}
    assert (
        settled_kind("communication", ask=(), channel=("podcast",), terms=ActivityTerms.of(podcast)) == "communication"
    )


def test_a_channel_that_is_advocacy_makes_it_so_and_the_page_knows_its_words():
    petition = catalogue_with("channel", code="petition", label="Petition", phrase="a petition", advocacy=True)

    assert settled_kind("communication", ask=(), channel=("petition",), terms=ActivityTerms.of(petition)) == "advocacy"
    marks = marks_of(petition)
    assert "petition" in marks.advocacy
    assert marks.advocacy_words[-1] == "a petition"


def test_the_form_asks_about_channels_of_which_nobody_can_guess():
    assert marks_of(load_catalogue()).asks_two_way == ["festival", "info_night", "presentation"]
    assert "made_up" in marks_of(catalogue_with("channel", asks_two_way=True)).asks_two_way


def test_partnership_work_needs_no_partner_where_its_purpose_says_so():
    alone = {"kind": "partnership", "purpose": ("made_up",), "channel": (), "audience": ()}

    assert "partners" in problems(catalogue_with("purpose"), **alone)
    assert "partners" not in problems(catalogue_with("purpose", partner_optional=True), **alone)


def test_those_whose_work_is_told_by_a_way_are_asked_for_one():
    said = {"kind": "partnership", "partners": ("Acme",), "channel": (), "audience": ()}

    assert set(problems(catalogue_with("by", says_way=True), by=("made_up",), **said)) == {"way"}
    assert set(problems(catalogue_with("by"), by=("made_up",), **said)) == {"purpose"}


@pytest.mark.parametrize("version", VERSIONS)
def test_the_usual_values_stand_first_in_their_order(version):
    offered = choices_of(load_catalogue(version), [])

    assert [code for code, _ in offered.codes["kind"]] == ["communication", "advocacy", "partnership"]
    assert [code for code, _ in offered.codes["channel"]][: offered.first["channel"]] == [
        "presentation", "meeting", "conversation", "newsletter", "website", "social_media", "info_night",
        "letter_legislator", "festival",
    ]  # fmt: skip
    assert [code for code, _ in offered.codes["audience"]][: offered.first["audience"]] == [
        "families", "pta", "sic", "staff", "students", "school_board", "civic", "business", "state_gov", "public",
    ]  # fmt: skip
