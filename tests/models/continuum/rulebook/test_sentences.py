"""Rules that say themselves in one sentence, of which every number is the rule's own."""

import re
from dataclasses import replace

import pytest

from models.continuum.rulebook.phrases.words import Words, article, side_by_side, together
from models.continuum.rulebook.rules.attested import Attested
from models.continuum.rulebook.rules.base import sentence_of, walk
from models.continuum.rulebook.rules.coverage import Coverage
from models.continuum.rulebook.rules.joined import AnyOf, Later
from models.continuum.rulebook.rules.parse import parse_rule
from models.continuum.rulebook.rules.people import NoChange
from models.continuum.rulebook.rules.records import Records
from seed.catalogue import VERSIONS, load_catalogue
from tests.models.continuum.rows import activity, day, logging_since, school
from tests.models.continuum.rulebook.texts import bare_codes, unspeakable

# Words of one alternative that can be taken in at once; the longest names ten purposes of teachers' work.
MOST_WORDS = 75


def ruled(version):
    return {key: one for key, one in load_catalogue(version).practices.items() if not isinstance(one.rule, Later)}


EVERY = [(version, key) for version in VERSIONS for key in ruled(version)]


def said(key, version=VERSIONS[-1]):
    catalogue = load_catalogue(version)
    return sentence_of(catalogue.practices[key].rule, catalogue.words)


def read(data, **thresholds):
    """Say a rule, with other numbers where they are given."""
    known = load_catalogue().language
    language = replace(known, thresholds=known.thresholds.model_copy(update=thresholds))
    return sentence_of(parse_rule(data, language), Words(language, load_catalogue().words.practices))


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("EC3.S1.RE.4", "opportunities, since Mar 22, 2025."),
        ("EC3.L1.GS.4", "STEM at the school, since Mar 22, 2025, reaching three of the nine stakeholder groups; and"),
        ("EC3.T1.FI.1", "in three seasons of the last 12 months"),
    ],
)
def test_of_a_day_the_days_of_grace_are_told_by_the_day_from_which_records_count(key, words):
    catalogue = load_catalogue()
    told = sentence_of(catalogue.practices[key].rule, catalogue.words.of_day(day("2026-05-20")))
    assert words in told
    assert "or up to" not in told


def test_the_day_told_is_the_first_on_which_a_record_counts():
    asks = [activity(on, "advocacy", "students", audience="slt", ask="classes") for on in ("2025-03-21", "2025-03-22")]
    counts = [
        school({"activity": [one], **logging_since("2022-01-01")}).records("EC3.S1.RE.4", day("2026-05-20"))
        for one in asks
    ]
    assert [len(one) for one in counts] == [0, 1]


@pytest.mark.parametrize(("version", "key"), EVERY)
def test_every_rule_is_one_sentence_that_can_be_read_aloud(version, key):
    text = said(key, version)

    assert re.fullmatch(r"[A-Z][^.]*\.", text)
    assert unspeakable(text) + bare_codes(text, load_catalogue(version)) == []
    assert max(len(part.split()) for part in re.split("; |, and also ", text)) <= MOST_WORDS


@pytest.mark.parametrize("version", VERSIONS)
def test_different_rules_are_said_differently(version):
    by_sentence: dict[str, set[object]] = {}
    for practice in ruled(version).values():
        rule = practice.rule
        # The word of frequency that gave the numbers is not said, the numbers are.
        plain = replace(rule, cadence=None) if isinstance(rule, Records) else rule
        by_sentence.setdefault(said(practice.key, version), set()).add(plain)

    assert {text: rules for text, rules in by_sentence.items() if len(rules) > 1} == {}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("EC2.L1.RE.9",
         "At least six communications by leaders about partnership plans and activities, in four months and three "
         "seasons of the last 12 months, reaching four of the nine stakeholder groups."),
        ("EC2.L1.RE.1",
         "Near-term goals on record for at least three quarters of all active partnerships (two or more)."),
        ("EC2.L1.SU.1",
         "A goal tied to an education goal of the school for at least 9 in 10 active partnerships (two or more)."),
        ("EC2.SA1.RE.1", "At least two active partnerships with a resource plan confirmed by both sides."),
        ("EC2.L1.SU.2",
         "Evaluations in two consecutive years with an action named in the later one for at least three quarters of "
         "all partnerships active for 18 months or more (two or more)."),
        ("EC2.L1.SU.4",
         "A current point person for all active partnerships (two or more); or a named coordinator of partnerships, "
         "confirmed every 12 months (and no longer than 18 months ago)."),
        ("EC2.L1.SU.6",
         "At least 9 in 10 of the changes of partner staff in the last 24 months handed over within 60 days; or no "
         "change of partner staff in the last 24 months, and also the team says so, with a file, in the last 24 "
         "months."),
        ("EC2.SA1.FI.1",
         "At least three commitments due in the last 12 months, at least three quarters of them received no later "
         "than 30 days after the day agreed."),
        ("EC3.L2.PR.2",
         "A dialogue process in use with at least four norms, confirmed every 12 months (and no longer than 18 "
         "months ago)."),
        ("EC3.L1.GS.4",
         "At least one conversation by leaders about STEM at the school, in the last 12 months (or up to 60 days "
         "before), reaching three of the nine stakeholder groups; and at least one with people from beyond the "
         "school."),
        ("EC3.L1.SU.5",
         "At least eight communications by leaders through the newsletter, the website, local news, the local "
         "newspaper or social media, in six of the last 12 months; and the same the year before; and at least four "
         "conversations by leaders in three seasons of the last 12 months; and the same the year before."),
        ("EC3.T1.SU.1",
         "At least eight acts of advocacy by teachers in six months and all four seasons of the last 12 months; and "
         "at least four in three seasons of the year before."),
        ("EC3.T1.RE.1",
         "At least two acts of communication or advocacy by teachers to audiences beyond the school, in the last 12 "
         "months, reaching two different groups."),
        ("EC3.S1.RE.4",
         "At least one act by students asking leadership teams for more STEM classes or learning opportunities, in "
         "the last 12 months (or up to 60 days before)."),
        ("EC3.SA1.SU.6",
         "At least six acts of support or advocacy by alliances in the last 12 months, at least half of them planned "
         "in a commitment."),
        ("EC2.S1.SU.1",
         "At least one partnership activity by students on their own initiative to apply for an internship or "
         "apprenticeship, after looking into the options, in the last 12 months (or up to 60 days before)."),
        ("EC2.L1.GS.1",
         "At least two partner organizations that are not paused, ended or declined, in the last 12 months; or at "
         "least two partnership activities by leaders for outreach or research on prospects, in the last 12 months; "
         "or at least two active partnerships; or expected results on record for at least three quarters of all "
         "active partnerships (two or more)."),
        ("EC1.L1.FI.2",
         "The team says so, with a note of at least 40 characters or a file, in the last 12 months; or what shows that "
         "key leaders speak and act for STEM in bodies where they have influence."),
        ("EC1.L1.FI.1",
         "The team says so, with a file, in the last 24 months; or the team says that all available means keep "
         "practice aligned with new research on STEM, with a file, in the last 12 months."),
        ("EC1.L2.FI.3",
         "At least one person who joined the team in the last 24 months, at least 9 in 10 of them trained within 180 "
         "days of joining; or the team says so, with a file, in the last 24 months; or the team says that the "
         "membership system is kept working and improved in a continuous cycle, with a file, in the last 12 months."),
        ("EC2.T1.RE.2",
         "At least two matches with partners raised by teachers for resources or help with carrying out STEM learning, "
         "chosen for expertise, in the last 24 months (or longer, while its partnership lives on), in two different "
         "forms; or at least three matches with partners raised by teachers, chosen for expertise, in the last 24 "
         "months (or longer, while its partnership lives on), with two different partners; or at least three "
         "partnership activities for curriculum design, lesson delivery, the design of internships or shadowing or "
         "resource allocation with teachers and a partner acting together, in three of the last 12 months."),
    ],
)  # fmt: skip
def test_a_rule_of_each_kind_says_itself(key, text):
    assert said(key) == text


@pytest.mark.parametrize(
    ("data", "changed", "now"),
    [
        ({"records": "activity", "window_months": 12, "at_least": 3}, {"at_least": 4}, "four"),
        ({"records": "activity", "window_months": 12, "at_least": 3}, {"window_months": 18}, "last 18 months"),
        ({"records": "activity", "window_months": 12, "at_least": 3, "months": 2}, {"months": 5}, "in five of the"),
        ({"records": "activity", "window_months": 12, "at_least": 3, "quarters": 2}, {"quarters": 3}, "three seasons"),
        ({"records": "activity", "window_months": 12, "at_least": 3, "partners": 2}, {"partners": 3}, "three diff"),
        ({"records": "activity", "window_months": 12, "at_least": 3, "channels": 2}, {"channels": 3}, "three diff"),
        ({"records": "activity", "window_months": 12, "at_least": 3, "topics": 2}, {"topics": 3}, "covering three"),
        ({"records": "need", "window_months": 12, "at_least": 1, "sources": 2}, {"sources": 3}, "three diff"),
        ({"records": "match", "window_months": 12, "at_least": 3, "share": {"answered": 0.5}},
         {"share": {"answered": 0.75}}, "at least three quarters of them answered"),
        ({"coverage": "outcomes", "of": "active partnerships", "at_least": 2, "share": 0.75}, {"share": 0.9}, "9 in"),
        ({"coverage": "outcomes", "of": "active partnerships", "at_least": 2}, {"at_least": 3}, "three active"),
        ({"standing": "process", "reconfirm_months": 12, "hard_stop_months": 18}, {"reconfirm_months": 6}, "every 6 m"),
        ({"standing": "process", "reconfirm_months": 12, "hard_stop_months": 18}, {"hard_stop_months": 24}, "than 24"),
        ({"standing": "roster", "reconfirm_months": 12, "hard_stop_months": 36, "stakeholder_groups": 7},
         {"stakeholder_groups": 5}, "five of the nine"),
        ({"attested_with": "note", "valid_months": 12}, {"valid_months": 6}, "last 6 months"),
        ({"hand_overs": "any", "share_in_time": 0.9, "within_days": 60, "window_months": 24}, {"within_days": 30},
         "within 30 days"),
        ({"hand_overs": "any", "share_in_time": 0.9, "within_days": 60, "window_months": 24}, {"share_in_time": 0.5},
         "least half"),
        ({"no_change": "any", "window_months": 24}, {"window_months": 12}, "last 12 months"),
    ],
)  # fmt: skip
def test_a_number_of_a_rule_is_said_at_once_when_it_changes(data, changed, now):
    assert now not in read(data)
    assert now in read({**data, **changed})


@pytest.mark.parametrize(
    ("data", "threshold", "number", "now"),
    [
        ({"attested_with": "note", "valid_months": 12}, "note_length", 80, "at least 80 characters"),
        ({"records": "activity", "window_months": 12, "grace_months": 2, "at_least": 1}, "grace_month_days", 20,
         "up to 40 days before"),
        ({"records": "commitment", "where": {"received": True}, "window_months": 12, "at_least": 1},
         "received_late_days", 14, "no later than 14 days after"),
        ({"records": "joiner", "where": {"inducted": True}, "window_months": 12, "at_least": 1},
         "inducted_within_days", 90, "within 90 days"),
        ({"records": "after_transition", "where": {"continued": True}, "window_months": 12, "at_least": 1},
         "continued_within_days", 90, "within 90 days"),
        ({"standing": "process", "where": {"norms4": True}, "reconfirm_months": 12, "hard_stop_months": 18},
         "norms_asked", 5, "at least five norms"),
        ({"coverage": "valid", "of": "partnerships active 18+ months", "at_least": 2}, "long_standing_months", 24,
         "24 months or more"),
    ],
)  # fmt: skip
def test_a_threshold_is_said_at_once_when_it_changes(data, threshold, number, now):
    assert now not in read(data)
    assert now in read(data, **{threshold: number})


def test_parts_of_a_rule_can_be_said_alone():
    words = load_catalogue().words

    assert sentence_of(Coverage("valid", "active", None, 1), words) == "At least one active partnership."
    assert sentence_of(NoChange("any", 12), words) == "No change of people in the last 12 months."
    assert sentence_of(AnyOf((NoChange("staff", 12), Attested("file", 6))), words) == (
        "No change of school staff in the last 12 months; or the team says so, with a file, in the last 6 months."
    )


def test_a_practice_whose_rule_comes_later_says_that_it_does_not_count():
    assert said("EC1.L1.GS.1", "2026.1") == "This practice has no rule yet and is not counted."


def test_what_all_begin_with_is_said_once():
    assert together(["to get tutoring", "to get mentoring"]) == "to get tutoring or mentoring"
    assert together(["the PTA/PTO", "school staff"]) == "the PTA/PTO or school staff"
    assert together(["families"]) == "families"
    assert together([]) == ""
    assert together(["a talk", "a talk"]) == "a talk or talk"


def test_clauses_with_commas_of_their_own_are_parted_by_semicolons():
    assert side_by_side(["one talk", "two letters"], "or") == "one talk or two letters"
    assert side_by_side(["one talk, in May", "two letters"], "and") == "one talk, in May; and two letters"
    assert side_by_side(["one talk", ""], "and") == "one talk"


def test_an_article_goes_by_the_sound():
    assert [article(noun) for noun in ("act", "organization", "talk")] == ["an act", "an organization", "a talk"]


def test_a_practice_is_quoted_in_mid_sentence_and_keeps_its_short_forms():
    words = Words(load_catalogue().language, {"a": "Leaders tell it.", "b": "STEM is shown."})

    assert [words.practice(key) for key in "ab"] == ["leaders tell it", "STEM is shown"]


def test_every_part_of_every_rule_can_be_said_alone():
    for version in VERSIONS:
        words = load_catalogue(version).words
        parts = [part for practice in ruled(version).values() for part in walk(practice.rule)]

        assert [part for part in parts if not sentence_of(part, words).endswith(".")] == []
