"""What a school's own records say is read from a line: offers in partners' words, and groups of its own people."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from models.one_line.answers import ReadLine
from models.one_line.own import OwnWords, called_otherwise
from models.one_line.reading import name_book, read_line
from seed.said import load_lexicon

PARTNERS = (
    ("Saltgrass Paper Mill", "industry", ("mobile chemistry van", "old pallets", "planetarium dome")),
    ("Mercy Hospital", "service_provider", ("simulation lab", "mobile chemistry van")),
    ("Bluewater Robotics Club", "student_group", ()),
    ("Marlow Bend PTO", "parent_group", ("the popcorn machine",)),
    ("Sunrise Teacher Circle", "staff_group", ()),
)


def read(text: str, *, own: OwnWords | None = None) -> ReadLine:
    lexicon = load_lexicon()
    return read_line(
        text,
        words=lexicon,
        names=name_book([(name, name) for name, *_ in PARTNERS], lexicon),
        today=date(2026, 5, 20),
        own=OwnWords.of(PARTNERS) if own is None else own,
    )


@pytest.mark.parametrize(
    ("line", "record", "said"),
    [
        ("asked Mercy Hospital for the simulation lab", "match", {"offer": "simulation lab"}),
        (
            "Asked Saltgrass for their mobile chemistry van, they said yes",
            "match",
            {"offer": "mobile chemistry van", "way": ("resources",)},
        ),
        ("asked Mercy Hospital for the simulaton lab", "match", {"offer": "simulation lab"}),
        ("Saltgrass Paper Mill gave us the planetarium dome", "contribution", {"type": "planetarium dome"}),
        ("Bluewater Robotics Club presented their rover to the school board", "activity", {"by": ("students",)}),
        ("Sunrise Teacher Circle presented the lab results to the school board", "activity", {"by": ("teachers",)}),
        ("Presented the STEM plan to Sunrise Teacher Circle on May 4", "activity", {"audience": ("staff",)}),
        ("Presented what STEM is to the Bluewater Robotics Club", "activity", {"audience": ("students",)}),
    ],
)
def test_what_the_records_say_fills_the_field(line: str, record: str, said: dict[str, Any]) -> None:
    found = read(line)
    assert found.record == record
    assert {name: found.values.get(name) for name in said} == said


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("the kids toured the simulation lab today", ("Mercy Hospital",)),
        ("The mobile chemistry van came to 6th grade", ("Saltgrass Paper Mill", "Mercy Hospital")),
        ("a laboratory visit, with simulation and a lab report", None),
        ("Saltgrass sent two chemists to the simulation lab", None),
    ],
)
def test_an_offer_without_its_partner_is_asked_about_and_never_taken(line: str, asked: tuple[str, ...] | None) -> None:
    found = read(line)
    offered = [one.answers for one in found.questions if "offer" in one.text]
    assert offered == ([asked] if asked else [])
    assert "Mercy Hospital" not in (found.values.get("partners") or ())


def test_what_the_lists_know_goes_before_words_of_ones_own_and_a_school_without_records_reads_as_before() -> None:
    line = "asked Saltgrass Paper Mill for tutors and the old pallets"
    assert read(line).values["offer"] == read(line, own=OwnWords()).values["offer"] == "tutoring"


CALLED_SO = ("Kiwanis", "Rotary", "Lions", "The Library", "City Council", "PTA", "Palmetto Paper Co.")


@pytest.mark.parametrize(
    ("line", "record", "field", "meant"),
    [
        ("Kiwanis gave us $400 for robot kits", "contribution", "partner", "Kiwanis"),
        ("kiwanis gave us $400", "contribution", "partner", "Kiwanis"),
        ("thanked the Lions at the assembly", "recognition", "partner", "Lions"),
        ("Lions Club donated 20 lenses", "contribution", "partner", "Lions"),
        ("asked The Library for a set of coding books", "match", "partner", "The Library"),
        ("asked the library for a set of coding books", "match", "partner", "The Library"),
        ("PTA gave $600 for microscopes", "contribution", "partner", "PTA"),
        ("Sent a thank you to the PTA", "recognition", "partner", "PTA"),
        ("City Council gave us $5,000 for the lab", "contribution", "partner", "City Council"),
        ("Spoke at Rotary about STEM, 30 members", "activity", "partners", ("Rotary",)),
        ("Took 24 kids to The Library, 2 hours", "activity", "partners", ("The Library",)),
        ("Meeting with Palmetto Paper about interns", "activity", "partners", ("Palmetto Paper Co.",)),
        ("Meeting with Palmetto Paper Company, Inc. about interns", "activity", "partners", ("Palmetto Paper Co.",)),
    ],
)
def test_the_schools_own_partner_is_meant_where_its_name_is_an_ordinary_word(
    line: str, record: str, field: str, meant: object
) -> None:
    lexicon = load_lexicon()
    book = name_book([(name, name) for name in CALLED_SO], lexicon)
    found = read_line(line, words=lexicon, names=book, today=date(2026, 5, 20))
    assert (found.record, found.values.get(field)) == (record, meant)


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("PTA talk last night about robotics, 40 parents", "PTA"),
        ("our mascot the lions won the STEM bowl", "Lions"),
        ("talked to my class at the library about bridges", "The Library"),
    ],
)
def test_where_both_can_be_meant_it_is_asked(line: str, asked: str) -> None:
    lexicon = load_lexicon()
    book = name_book([(name, name) for name in CALLED_SO], lexicon)
    found = read_line(line, words=lexicon, names=book, today=date(2026, 5, 20))
    assert not found.values.get("partners")
    assert [one.answers for one in found.questions] == [(asked,)]


@pytest.mark.parametrize(
    ("line", "who", "record"),
    [
        ("need 30 pairs of safety goggles by April 10 for chem", ("teachers",), "need"),
        ("we're out of PLA filament", ("teachers",), "need"),
        ("my class could use a drill press", ("teachers",), "need"),
        ("told the school board why we need a robotics class", ("students",), "activity"),
        ("Saltgrass needs 20 welders by 2028", (), "workforce"),
        ("we need more STEM classes", ("students",), "activity"),
        ("we need 6 electricians next year", ("alliances",), "workforce"),
    ],
)
def test_what_a_class_needs_is_a_need_and_what_a_partner_needs_is_another(
    line: str, who: tuple[str, ...], record: str
) -> None:
    lexicon = load_lexicon()
    book = name_book([("Saltgrass Paper Mill", "Saltgrass Paper Mill")], lexicon)
    assert read_line(line, words=lexicon, names=book, today=date(2026, 5, 20), who=who).record == record


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("Asked Saltgrass if a chemist could help us with the water unit", None),
        ("Asked Saltgrass if a chemist could help us - they said maybe in spring", None),
        ("asked Saltgrass whether they'd take two interns, they said they would", "accepted"),
        ("asked Saltgrass for two interns, they can take one instead of two", "partial"),
    ],
)
def test_a_question_is_not_read_as_its_answer(line: str, answer: str | None) -> None:
    found = read(line)
    assert (found.record, found.values.get("answer")) == ("match", answer)


def test_the_one_group_of_parents_is_meant_by_pta_and_one_of_two_is_not_guessed() -> None:
    lexicon = load_lexicon()
    categories = {"Friends of Marlow Bend": "parent_group", "Mercy Hospital": "service_provider"}
    called = called_otherwise(categories, lexicon.data.own_groups)
    book = name_book([*((name, name) for name in categories), *called], lexicon)
    found = read_line("PTA gave us $300 for the greenhouse", words=lexicon, names=book, today=date(2026, 5, 20))
    assert found.values["partner"] == "Friends of Marlow Bend"
    assert not called_otherwise(categories | {"Band Boosters": "parent_group"}, lexicon.data.own_groups)


@pytest.mark.parametrize(
    ("line", "kind", "ask"),
    [
        ("SIC meeting last night, 12 people, asked what they want in the new lab", "communication", None),
        ("Talked w/ the superintendent re: adding a biomedical course", "advocacy", ("classes",)),
    ],
)
def test_who_is_asked_for_their_word_is_asked_for_nothing_else(
    line: str, kind: str, ask: tuple[str, ...] | None
) -> None:
    found = read(line)
    assert (found.values.get("kind"), found.values.get("ask")) == (kind, ask)
