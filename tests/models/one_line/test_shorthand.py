"""What people write short in a hurry is read as if it were written out, and what it may mean twice is asked."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.one_line.answers import ReadLine
from models.one_line.reading import name_book, read_line
from seed.said import load_lexicon

THURSDAY = date(2026, 11, 19)
PARTNERS = (
    "Mercy Hospital", "Marlin Steel", "Kestrel Technical College", "Kestrel Career and Technology Center",
    "Wexley State University, College of Engineering", "Coble & Daughters Machine Shop", "Saltgrass County Library",
)  # fmt: skip


def read(text: str, *, who: tuple[str, ...] = ("teachers",)) -> ReadLine:
    """Read a line that a teacher of a school with these partners writes."""
    lexicon = load_lexicon()
    names = name_book([(name, name) for name in PARTNERS], lexicon)
    return read_line(text, words=lexicon, names=names, today=THURSDAY, who=who)


@pytest.mark.parametrize(
    ("short", "in_full"),
    [
        ("site visit @ marlin w/ 12 srs", "site visit at Marlin Steel with 12 seniors"),
        ("STEM night, 180 parents & neighbors", "STEM night, 180 parents and neighbors"),
        ("marlin gave a career talk 4 our class", "marlin gave a career talk for our class"),
        ("asked the mayor for lab $$", "asked the mayor for lab money"),
        ("10 studnts volunteerd at Mercy Hospital", "10 students volunteered at Mercy Hospital"),
        ("newsltr went out Mon", "newsletter went out Mon"),
        ("career talk marlin 11/12 gr 7", "career talk by Marlin Steel 11/12 grade 7"),
        ("stem nite 11/5 150 fam", "stem night 11/5 150 families"),
        ("PTA talk 11/5 20ppl", "PTA talk 11/5 20 people"),
        ("emailed the senator re more stem $$ 11/10", "emailed the senator about more stem money 11/10"),
        ("marlin plant tour mon 24kids", "tour of the plant of Marlin Steel mon 24 kids"),
        ("got a lathe frm Marlin Steel", "got a lathe from Marlin Steel"),
        ("took srs 2 Mercy Hospital 11/4", "took seniors to Mercy Hospital 11/4"),
        ("Mercy Hospital helpd my class", "Mercy Hospital helped my class"),
    ],
)
def test_what_is_written_short_means_what_it_does_in_full(short: str, in_full: str) -> None:
    assert read(short).values == read(in_full).values


@pytest.mark.parametrize("said", ["period 4 my kids built bridges", "grade 2 the bridge unit"])
def test_a_figure_behind_what_is_numbered_stays_a_number(said: str) -> None:
    line = read(said).values
    assert "students" not in line and "people" not in line


def test_who_says_us_and_a_figure_says_how_many_they_were() -> None:
    assert read("us 5 showed our drone to the school board", who=("students",)).values["students"] == 5


def test_buses_beside_a_partner_went_there() -> None:
    trip = read("2 buses, Mercy Hospital, 44 kids").values
    gift = read("Mercy Hospital donated 2 vans").values

    assert trip["purpose"] == ("field_trip",)
    assert gift["type"] == "equipment"


def test_two_for_a_class_are_no_students() -> None:
    values = read("Marlin Steel gave a career talk 4 our 9th grade, 61 of em").values

    assert values["students"] == 61


@pytest.mark.parametrize(
    ("said", "hours"),
    [("9:00-12:30", "3.5"), ("3:15-5", "1.75"), ("11:15-1", "1.75"), ("10-11:30", "1.5")],
)
def test_times_that_leave_out_the_half_of_the_day_are_so_long(said: str, hours: str) -> None:
    assert read(f"site visit to Marlin Steel {said}").values["hours"] == Decimal(hours)


@pytest.mark.parametrize("said", ["grades 9-12: 40 kids", "ratio of 2:1-3:1", "at 3:15 - 5 kids came"])
def test_what_is_no_time_is_no_length(said: str) -> None:
    assert "hours" not in read(said).values


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("letter to the senator mailed 11.16", date(2026, 11, 16)),
        ("Mercy Hospital lent us the big room 10/28", date(2026, 10, 28)),
        ("SIC tonite: progress on goals", THURSDAY),
        ("upcoming: trip to Mercy Hospital dec 4", date(2026, 12, 4)),
        ("trip to Mercy Hospital dec 4", date(2025, 12, 4)),
        ("rep from Mercy Hospital came by 11/13 to see the lab", date(2026, 11, 13)),
    ],
)
def test_a_day_is_read_as_it_is_written_in_a_hurry(said: str, day: date) -> None:
    assert read(said).values["occurred_on"] == day


def test_a_day_by_which_something_is_wanted_is_not_read() -> None:
    assert "occurred_on" not in read("asked Mercy Hospital for 2 speakers by 11/30").values


def test_a_figure_before_a_partners_people_is_how_many_they_are() -> None:
    values = read("2 marlin welders in my room mon, showed 22 srs how to read a gauge").values

    assert (values["partners"], values["students"]) == (("Marlin Steel",), 22)


@pytest.mark.parametrize(("said", "hours"), [("1 1/4 hr", "1.25"), ("2 ¾ hours", "2.75"), ("1 1/2 hrs", "1.5")])
def test_a_fraction_of_an_hour_is_added(said: str, hours: str) -> None:
    assert read(f"met with Mercy Hospital, {said}").values["hours"] == Decimal(hours)


def test_how_something_went_is_told_and_does_not_happen_again() -> None:
    values = read("PLC wed - told team how the egg drop w/ Marlin Steel went").values

    assert values["audience"] == ("staff",) and "purpose" not in values


def test_a_number_with_a_point_is_a_day_only_where_something_was_sent() -> None:
    assert "occurred_on" not in read("the survey averaged 3.25").values


@pytest.mark.parametrize(
    ("said", "partner"),
    [
        ("met with Kestrel CTC", "Kestrel Career and Technology Center"),
        ("WSU prof came to class, 20 kids", "Wexley State University, College of Engineering"),
        ("met with Saltgrss County Libary", "Saltgrass County Library"),
        ("marlin guys came to class, 20 kids", "Marlin Steel"),
    ],
)
def test_a_name_is_known_by_the_letters_and_slips_it_is_written_with(said: str, partner: str) -> None:
    assert read(said).values["partners"] == (partner,)


def test_a_short_name_of_two_partners_is_asked_about() -> None:
    line = read("met with Kestrel Tech")

    assert "partners" not in line.values
    assert read("19 kids, Kestrel Tech welding lab").values["kind"] == "partnership"
    assert [set(one.answers) for one in line.questions] == [set(PARTNERS[2:4])]


@pytest.mark.parametrize(
    ("said", "offer"),
    [("asked Marlin Steel for a help desk mentor", "mentoring"), ("asked Marlin Steel for a drone grant", "grants")],
)
def test_the_last_of_several_nouns_is_what_was_asked_for(said: str, offer: str) -> None:
    assert read(said).values["offer"] == offer


def test_hours_of_several_helpers_are_added_whatever_they_are_called() -> None:
    values = read("volunteers from Marlin Steel helped build beds, 6 guys x 3 hrs").values

    assert (values["amount"], values["unit"]) == (18, "hours")


def test_who_had_interns_from_the_school_gave_them_their_time() -> None:
    gave = read("We had 4 interns this summer, 120 hrs each - Marlin Steel", who=("alliances",))
    went = read("We had 4 interns at Marlin Steel this summer", who=("leaders",))

    assert (gave.record, gave.values["amount"]) == ("contribution", 480)
    assert "direction" not in went.values


def test_who_is_told_something_at_a_career_fair_hears_no_career_talk() -> None:
    values = read("spoke w/ Sen. Ott's aide about lab money at the career fair", who=("leaders",)).values

    assert (values["kind"], values["channel"]) == ("advocacy", ("conversation",))


def test_a_tour_that_we_gave_was_of_our_school() -> None:
    ours = read("gave a tour to Marlin Steel managers", who=("leaders",)).values
    theirs = read("Marlin Steel gave a tour to 12 of my students").values

    assert "purpose" not in ours
    assert theirs["purpose"] == ("site_visit",)


def test_a_partner_who_is_visited_at_work_does_not_visit() -> None:
    visit = read("marlin shop visit mon, 3 tchrs").values

    assert visit["partners"] == ("Marlin Steel",)
    assert visit["by"] == ("teachers",)


def test_students_whom_a_college_sends_are_none_of_ours() -> None:
    tutored = read("Three students from Kestrel Technical College tutor our seventh graders").values

    assert tutored["by"] == ("alliances",)
    assert "students" not in tutored
    assert read("3 students from Wexley Elementary visited our lab").values["students"] == 3


def test_own_leaders_who_meet_a_partner_are_no_audience() -> None:
    met = read("The STEM Leadership Team met with Marlin Steel on Monday", who=("leaders",)).values

    assert (met["kind"], met["partners"]) == ("partnership", ("Marlin Steel",))
    assert "audience" not in met


def test_who_writes_for_the_pta_does_not_write_to_it() -> None:
    letter = read("Our PTA president wrote a letter to the editor about the need for more STEM classes").values

    assert letter["by"] == ("families",)
    assert "audience" not in letter


@pytest.mark.parametrize("said", ["6 apps in for ctc", "6 applications for the Marlin Steel internship"])
def test_so_many_applications_are_of_so_many_students(said: str) -> None:
    assert read(said).values["students"] == 6


def test_apps_that_students_made_are_no_applications() -> None:
    assert "students" not in read("showed 6 apps at the showcase").values
