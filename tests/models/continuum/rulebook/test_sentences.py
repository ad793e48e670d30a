"""Rules that say themselves."""

import re
from dataclasses import replace

import pytest

from models.continuum.rulebook.rules.attested import Attested
from models.continuum.rulebook.rules.base import Rule, sentence_of
from models.continuum.rulebook.rules.coverage import Coverage
from models.continuum.rulebook.rules.joined import AllOf, AnyOf, Later
from models.continuum.rulebook.rules.year_before import YearBefore
from models.continuum.rulebook.rules.parse import parse_rule
from models.continuum.rulebook.rules.people import NoChange
from models.continuum.rulebook.rules.records import Records
from seed.catalogue import VERSIONS, load_catalogue

FIRST = load_catalogue("2026.1")


def ruled(version: str) -> dict[str, Rule]:
    practices = load_catalogue(version).practices
    return {key: one.rule for key, one in practices.items() if not isinstance(one.rule, Later)}


def plain(rule: Rule) -> Rule:
    if isinstance(rule, Records):
        return replace(rule, cadence=None, sets=())
    if isinstance(rule, AnyOf | AllOf):
        return replace(rule, rules=tuple(map(plain, rule.rules)))
    return replace(rule, rule=plain(rule.rule)) if isinstance(rule, YearBefore) else rule


def said(key: str) -> str:
    return sentence_of(FIRST.practices[key].rule, FIRST.language)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_rule_is_one_readable_sentence(version):
    for key, rule in ruled(version).items():
        # A rule that takes another practice's names it by its key, which has full stops.
        text = re.sub(r"\bEC\d\.[A-Z]+\d\.[A-Z]+\.\d+", "EC", sentence_of(rule, load_catalogue(version).language))

        assert re.fullmatch(r"[A-Z][^.]*\.", text), key
        assert not re.search(r"[_\[\]{}()@<>=]|  | ,|,,|None", text), key
        assert not re.search(r"\b(\w+) \1\b", text), key


def test_a_rule_of_the_first_version_is_said_in_few_words():
    for key, rule in ruled("2026.1").items():
        assert len(sentence_of(rule, FIRST.language).split()) <= 64, key


def test_an_alternative_is_said_in_few_words():
    """The second version has several alternatives a practice, and groups of audiences that it names one by one."""
    language = load_catalogue("2026.2").language
    for key, rule in ruled("2026.2").items():
        for one in rule.rules if isinstance(rule, AnyOf) else (rule,):
            assert len(sentence_of(one, language).split()) <= 120, key


@pytest.mark.parametrize("version", VERSIONS)
def test_different_rules_are_said_differently(version):
    language = load_catalogue(version).language
    by_sentence: dict[str, set[object]] = {}
    for rule in ruled(version).values():
        # The word of frequency that gave the numbers is not said, the numbers are; no more is the name of a set.
        by_sentence.setdefault(sentence_of(rule, language), set()).add(plain(rule))

    assert {text: rules for text, rules in by_sentence.items() if len(rules) > 1} == {}


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "EC2.L1.RE.9",
            "At least 6 communication activities by leaders about partnership plans and activities, in 4 months and "
            "3 quarters of the last 12 months, reaching 4 stakeholder groups.",
        ),
        ("EC2.L1.RE.1", "Near-term goals on record for at least 75 % of active partnerships, at least two."),
        ("EC2.SA1.RE.1", "At least 2 active partnerships with a resource plan confirmed by both sides."),
        (
            "EC2.L1.SU.2",
            "Evaluations in two consecutive years, the later one naming an action, for at least 75 % of partnerships "
            "active for 18 months or more, at least two.",
        ),
        (
            "EC2.L1.SU.4",
            "A current point person for all active partnerships, at least two, or a named coordinator of "
            "partnerships, confirmed every 12 months, at the latest after 18.",
        ),
        ("EC2.L1.SU.3", "A leadership team member's statement with a file, from the last 24 months."),
        (
            "EC2.L1.SU.6",
            "At least 90 % of the changes of partner staff in the last 24 months handed over within 60 days, or no "
            "change of partner staff in the last 24 months together with a leadership team member's statement with a "
            "file, from the last 24 months.",
        ),
        (
            "EC2.SA1.FI.1",
            "At least 3 commitments due in the last 12 months, at least 75 % of them received in time.",
        ),
        (
            "EC3.L2.PR.2",
            "A dialogue process in place with at least four norms, confirmed every 12 months, at the latest after 18.",
        ),
        (
            "EC3.L1.GS.4",
            "At least one two-way communication activity by leaders about the purpose of STEM, the promised impact "
            "on learning, STEM practices or progress of STEM initiatives, in the last 12 months and 60 days, "
            "reaching 3 stakeholder groups, and at least one with people from beyond the school in the last "
            "12 months and 60 days.",
        ),
        (
            "EC3.L1.SU.5",
            "At least 8 communication activities by leaders through the newsletter, the website, local news, the "
            "local newspaper or social media, in 6 of the last 12 months, and the same the year before, and at least "
            "4 two-way communication activities by leaders in 3 quarters of the last 12 months, and the same the "
            "year before.",
        ),
        (
            "EC3.T1.SU.1",
            "At least 8 acts of advocacy by teachers in 6 months and 4 quarters of the last 12 months, and at least "
            "4 in 3 quarters of the year before.",
        ),
        (
            "EC3.T1.RE.1",
            "At least 2 acts of communication or advocacy by teachers to audiences beyond the school, in the last "
            "12 months, reaching 2 groups beyond the school.",
        ),
        (
            "EC3.S1.RE.2",
            "At least one act of advocacy by students asking for more STEM classes or learning opportunities put to "
            "the PTA/PTO, in the last 12 months and 60 days.",
        ),
        (
            "EC3.SA1.SU.6",
            "At least 6 acts of support or advocacy by alliances in the last 12 months, at least 50 % of them "
            "planned in a commitment.",
        ),
        (
            "EC2.S1.SU.1",
            "At least one partnership activity by students on their own initiative to apply for an internship or "
            "apprenticeship, after looking into the options, in the last 12 months and 60 days.",
        ),
        ("EC2.L1.GS.1", "At least 2 organizations not paused, ended or declined, in the last 12 months, or at least "
         "2 partnership activities by leaders for outreach or research on prospects, in the last 12 months, or at "
         "least 3 active partnerships."),
    ],
)  # fmt: skip
def test_a_rule_of_each_kind_says_itself(key, text):
    assert said(key) == text


def test_a_changed_number_is_said_at_once():
    language = replace(FIRST.language, cadences={"often": {"at_least": 7, "months": 5}})
    other = parse_rule(
        {"records": "activity", "where": {"kind": "advocacy"}, "cadence": "often", "window_months": 6}, language
    )

    assert said("EC3.T1.FI.1") == "At least 4 acts of advocacy by teachers in 3 quarters of the last 12 months."
    assert sentence_of(other, language) == "At least 7 acts of advocacy in 5 of the last 6 months."


def test_parts_of_a_rule_can_be_said_alone():
    language = FIRST.language

    assert sentence_of(Coverage("valid", "active", None, 1), language) == "At least one active partnership."
    assert sentence_of(NoChange("any", 12), language) == "No change of people in the last 12 months."
    assert sentence_of(AnyOf((NoChange("staff", 12), Attested("note", 6))), language) == (
        "No change of school staff in the last 12 months, or a leadership team member's statement with a note, "
        "from the last 6 months."
    )


def test_a_practice_whose_rule_comes_later_says_that_it_does_not_count():
    assert said("EC1.L1.GS.1") == "This practice has no rule yet and is not counted."


def test_a_phrase_keeps_abbreviations_and_names():
    language = FIRST.language

    assert language.phrase("audience", "pta") == "the PTA/PTO"
    assert language.phrase("topic", "stem_practice") == "STEM practices"
    assert language.phrase("audience", "civic") == "civic groups"
    assert language.phrase("audience", "not_in_the_list") == "not in the list"
