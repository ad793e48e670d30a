"""What parents say of what they did, and what else is said in whole sentences, is read as meant."""

from __future__ import annotations

from datetime import date

import pytest

from models.one_line.answers import ReadLine
from models.one_line.reading import name_book, read_line
from seed.said import load_lexicon

FRIDAY = date(2026, 11, 27)
PARTNERS = ("Mercy Hospital", "Marlin Steel", "Tidemark Science Museum", "Kestrel County Parents and Teachers")


def read(text: str, who: str) -> ReadLine:
    """Read a line that somebody says for whom they act."""
    lexicon = load_lexicon()
    names = name_book([(name, name) for name in PARTNERS], lexicon)
    return read_line(text, words=lexicon, names=names, today=FRIDAY, who=(who,))


def test_a_parent_who_tells_students_of_a_job_gave_a_career_talk() -> None:
    told = read("I talked to Mr. Reed's fifth graders about my work as a pilot", "families").values
    ours = read("I talked to thirty parents about my work as a pilot", "families").values

    assert (told["by"], told["purpose"]) == (("families",), ("career_talk",))
    assert "purpose" not in ours


@pytest.mark.parametrize("line", ["I mentor three boys every Tuesday", "Two parents mentored three boys"])
def test_parents_who_mentor_are_no_students(line: str) -> None:
    told = read(line, "families").values

    assert (told["by"], told["way"], told["roles"]) == (("families",), ("people",), ("students",))


def test_what_the_pta_posts_is_not_posted_to_it() -> None:
    told = read("The PTA posted pictures of the rover on Instagram", "families").values
    theirs = read("Told the PTA about the rover", "leaders").values

    assert "audience" not in told
    assert "pta" in theirs["audience"]


def test_hours_of_parents_are_what_they_gave_and_the_day_behind_them_is_read() -> None:
    given = read("Five parents helped judge the robot games for two hours each on Saturday", "families")

    assert given.record == "contribution"
    assert (given.values["amount"], given.values["occurred_on"]) == (10, date(2026, 11, 21))


def test_a_group_of_the_school_that_got_things_is_whom_they_are_for() -> None:
    given = read("Marlin Steel donated 12 helmets to the welding club on Monday", "leaders").values
    place = read("Marlin Steel donated 12 helmets to the school on Monday", "leaders").values

    assert given["allocated_to"] == "the welding club"
    assert "allocated_to" not in place


def test_an_answer_by_somebody_of_a_partner_is_the_partners() -> None:
    told = read("Mr. Dow from Marlin Steel called today to say yes to the two internships we asked for", "leaders")

    assert told.record == "match"
    assert (told.values["answer"], told.values["answered_on"]) == ("accepted", FRIDAY)


def test_a_night_that_was_attended_is_no_topic() -> None:
    came = read("90 families came to STEM night on Thursday", "leaders").values
    announced = read("Sent a newsletter that STEM night is on Thursday", "leaders").values

    assert "topic" not in came
    assert announced["topic"] == ("events",)


def test_a_team_of_ours_that_met_a_partner_without_its_name_met_a_partner() -> None:
    met = read("Our STEM leadership team met with the mill yesterday", "leaders").values

    assert met["kind"] == "partnership"


def test_an_educator_of_a_partner_is_no_teacher_of_ours() -> None:
    told = read("Our educator from Tidemark taught a lesson on tides with your fourth graders", "alliances").values

    assert (told["by"], told["roles"]) == (("alliances",), ("students",))


def test_homes_that_get_a_letter_are_families() -> None:
    mailed = read("Mailed the newsletter to 380 homes", "leaders").values

    assert (mailed["people"], mailed["audience"]) == (380, ("families",))
