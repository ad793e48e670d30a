"""What people of a partner say of their own and of the school, and students of who helped them, is read as meant."""

from __future__ import annotations

from datetime import date

import pytest

from models.one_line.answers import ReadLine
from models.one_line.reading import name_book, read_line
from seed.said import load_lexicon

THURSDAY = date(2026, 11, 19)
PARTNERS = (
    "Mercy Hospital", "Marlin Steel", "Wexley State University, College of Engineering",
    "Kestrel Career and Technology Center",
)  # fmt: skip


def read(text: str, who: str) -> ReadLine:
    """Read a line that somebody says for whom they act."""
    lexicon = load_lexicon()
    names = name_book([(name, name) for name in PARTNERS], lexicon)
    return read_line(text, words=lexicon, names=names, today=THURSDAY, who=(who,))


@pytest.mark.parametrize(
    "line", ["Our librarians read to the second grade on Monday", "We talked to two of your classes about bridges"]
)
def test_a_partners_own_people_are_guests(line: str) -> None:
    told = read(line, "alliances").values

    assert (told["by"], told["purpose"]) == (("alliances",), ("career_talk",))
    assert "roles" not in told


def test_a_partners_staff_who_meet_the_principal_are_no_council() -> None:
    met = read("Our staff met your principal yesterday", "alliances").values
    ours = read("Our staff met yesterday", "leaders").values

    assert (met["kind"], met["tile"], met["roles"]) == ("partnership", "meeting", ("leaders",))
    assert (ours["kind"], ours["tile"]) == ("communication", "council")


def test_students_whom_a_partner_hosts_at_its_own_came_on_a_trip() -> None:
    hosted = read("We hosted 18 juniors from the school in our shop on Monday and showed them the mill", "alliances")

    assert hosted.values["purpose"] == ("field_trip",)
    assert hosted.values["students"] == 18


@pytest.mark.parametrize("did", ["enrolled 16 of your students in", "accepted 16 of your seniors into"])
def test_students_whom_a_college_takes_enrolled(did: str) -> None:
    enrolled = read(f"Wexley State {did} engineering on Monday", "alliances").values

    assert (enrolled["by"], enrolled["way"]) == (("students",), ("enroll_stem",))
    assert enrolled["students"] == 16


def test_grants_that_are_explained_are_not_given() -> None:
    assert read("Marlin Steel explained its grants to 12 teachers on Monday", "alliances").record == "activity"


def test_one_student_who_is_called_by_a_college_is_its_own() -> None:
    helped = read("A Wexley State student helped us with calculus on Monday, there were eight of us", "students").values

    assert (helped["by"], helped["way"], helped["roles"]) == (("alliances",), ("people",), ("students",))
    assert helped["students"] == 8


def test_aides_from_a_partner_are_no_staff_of_the_school() -> None:
    line = "Two nurse aides from the career center showed my health science class how to take vitals"
    told = read(line, "teachers").values

    assert told["by"] == ("alliances",)
    assert "roles" not in told


def test_whoever_is_asked_about_their_job_tells_of_it() -> None:
    asked = read("We interviewed a welder from Marlin Steel about his job today, 15 students", "students").values

    assert (asked["by"], asked["purpose"]) == (("alliances",), ("career_talk",))


def test_what_students_built_with_somebody_is_a_project() -> None:
    built = read("My sixth graders built bird feeders with Marlin Steel on Friday", "teachers").values
    worked = read("The robotics team and Mercy Hospital worked on the drive train on Friday", "students").values

    assert (built["by"], built["way"]) == (("students",), ("project",))
    assert worked["way"] == ("project",)


def test_a_plan_that_is_gone_over_is_no_review_of_a_partnership() -> None:
    plan = read("The leadership team met on Tuesday and went over the partnership plan", "leaders").values
    review = read("Went over the partnership with Marlin Steel on Tuesday", "leaders").values

    assert (plan["kind"], plan["topic"]) == ("communication", ("partnership",))
    assert review["purpose"] == ("review",)
