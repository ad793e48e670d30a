"""Catalogues of the first version, which say less than its code knew."""

import json

from models.continuum.language.first import FIRST_MARKS, completed
from models.continuum.language.vocabularies import marks_of
from models.continuum.rulebook.reader import parse_catalogue
from seed.catalogue import catalogue_data, load_catalogue
from tests.catalogues import as_stored_before


def test_what_the_first_versions_code_knew_is_said_of_its_values():
    language = load_catalogue("2026.1").language

    # The constants of its derivation, word for word.
    assert language.marked("channel", "two_way") == {"meeting", "conversation", "survey", "site_visit", "phone"}
    assert language.marked("channel", "advocacy") == {"letter_legislator", "letter_editor"}
    formal = {code for code, channel in language.vocabularies.channel.items() if channel.formality == "formal"}
    assert formal == {"meeting", "info_night", "presentation", "survey"}
    one_to_many = {"email", "info_night", "presentation", "festival", "showcase"}
    assert language.marked("channel", "reaches_community") == one_to_many | language.sets["outlets"].codes
    assert language.marked("audience", "community") == {"families", "pta", "sic"}
    assert language.marked("audience", "beyond_class") == {"pta", "sic", "staff", "slt", "student_council"}
    assert language.marked("channel", "beyond_class") == {"info_night"}
    powers = {"state_gov", "corporate_board", "local_council", "chamber"}
    assert language.marked("audience", "spoken_to") == powers
    assert language.marked("stage", "in_force") == {"active", "sustaining"}
    assert language.marked("agreement_kind", "ends") == {"proposal", "mou", "resource_plan"}
    assert language.vocabularies.ask["classes"].takes == ("opportunities",)
    assert language.vocabularies.ask["funding"].takes == ("resources",)
    assert language.vocabularies.purpose["alignment_talk"].topic == "mission_alignment"
    assert language.marked("data", "selects") == {"workforce", "community"}


def test_only_marks_that_exist_and_values_that_are_there_get_any():
    language = load_catalogue("2026.1").language

    for name, marks in FIRST_MARKS.items():
        for by_code in marks:
            for code, said in by_code.items():
                assert code in language.values(name), (name, code)
                assert set(said) <= {*marks_of(name), "usual", "phrase"}


def test_seats_of_the_team_were_for_actors_and_groups_alike():
    seats = load_catalogue("2026.1").language.vocabularies.represented

    assert set(seats) == {
        "leaders", "teachers", "students", "alliances", "families", "staff", "providers", "nonprofit", "higher_ed",
        "industry", "business", "community_org",
    }  # fmt: skip
    assert (seats["teachers"].group, seats["families"].group, seats["alliances"].group) == ("staff", "families", None)


def test_what_was_stored_is_only_read_otherwise_and_never_changed():
    stored = catalogue_data("2026.1")
    before = json.dumps(stored)

    parse_catalogue(stored)

    assert json.dumps(stored) == before


def test_a_second_version_that_was_stored_before_its_lists_were_open_is_read_as_the_one_of_today():
    stored = as_stored_before()

    assert stored != catalogue_data("2026.2")
    assert completed(stored) == catalogue_data("2026.2")
    assert parse_catalogue(stored).language.marked("stage", "over") == {"ended", "declined"}


def test_a_catalogue_of_a_later_version_says_everything_itself():
    data = catalogue_data("2026.2")

    assert completed(data) is data
