"""What is missing, said so that somebody can go and do it."""

import pytest

from models.continuum.evidence.tallies import Condition
from models.continuum.rulebook.phrases.missing import Lack, missing_count
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.records import Records
from seed.catalogue import load_catalogue

WORDS = Words(load_catalogue("2026.1").language)


def said(kind, number, there=1, share=None, **rest):
    where = (Condition("kind", frozenset({"advocacy"})),) if kind == "activity" else ()
    rule = Records(kind, where, (("records", 1),), 12, share)
    return missing_count(rule, Lack(number=number, there=there, **rest), WORDS)


@pytest.mark.parametrize(
    ("kind", "number", "lacking", "text"),
    [
        ("activity", 2, {}, "2 more acts of advocacy"),
        ("match", 1, {"partners": 1}, "1 more match with a partner, with 1 more partner"),
        ("recognition", 1, {"stakeholder_groups": 2}, "1 more recognition of a partner, reaching 2 more groups"),
        ("activity", 3, {"months": 3}, "3 more acts of advocacy, each in a month that has none yet"),
        ("activity", 3, {"months": 1}, "3 more acts of advocacy, one of them in a month that has none yet"),
        ("activity", 1, {"topics": 1}, "1 more act of advocacy, about 1 more topic"),
        ("evaluation", 2, {"partners": 2}, "2 more partnership evaluations, with 2 more partners"),
    ],
)
def test_the_least_number_of_records_is_told_with_what_they_must_reach(kind, number, lacking, text):
    assert said(kind, number, lacking=lacking) == text


def test_values_that_are_all_needed_or_few_are_named():
    quarter = {"lacking": {"quarters": 1}}

    assert said("activity", 2, open={"quarters": ("1",)}, **quarter) == (
        "2 more acts of advocacy, one between July and September"
    )
    assert said("activity", 1, open={"quarters": ("4",)}, **quarter) == "1 more act of advocacy, between April and June"
    assert said("activity", 1, open={"quarters": ("1", "4")}, **quarter) == (
        "1 more act of advocacy, between July and September or between April and June"
    )


def test_a_share_says_what_the_records_must_be():
    text = said("commitment", 1, there=3, share=("received", 0.75), holding=1, among=2, for_share=1)

    assert text.startswith("1 more commitment, received")
    assert text.endswith("(now 1 of 2; three quarters are needed)")
