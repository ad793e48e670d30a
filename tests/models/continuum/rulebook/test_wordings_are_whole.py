"""Nothing that a rule may ask for is without words."""

import pytest

from models.continuum.evidence.tallies import Condition
from models.continuum.language.fields import FACTS, PREDICATES, SPREADS
from models.continuum.rulebook.phrases.asked import Described
from models.continuum.rulebook.phrases.conditions import one_of
from models.continuum.rulebook.phrases.missing import Lack, missing_count
from models.continuum.rulebook.phrases.partnerships import partnerships_sentence
from models.continuum.rulebook.phrases.people import no_change_sentence
from models.continuum.rulebook.rules.coverage import Coverage
from models.continuum.rulebook.rules.people import ANY, NoChange
from models.continuum.rulebook.rules.records import Records
from seed.catalogue import VERSIONS, load_catalogue
from tests.models.continuum.rulebook.texts import bare_codes, unspeakable

FIELDS = [(kind, name) for kind, fields in FACTS.items() for name in fields]
# What is said of these together with another field, and not alone.
TOGETHER = {("activity", "initiated_by")}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_every_field_of_every_kind_of_record_says_something_more(version, kind, name):
    catalogue = load_catalogue(version)
    vocabulary = FACTS[kind][name].vocabulary
    wanted = True if vocabulary is None else frozenset([next(iter(catalogue.language.values(vocabulary)))])
    text = one_of(Described(kind, (Condition(name, wanted),)), catalogue.words)

    assert unspeakable(text) + bare_codes(text, catalogue) == []
    assert ((kind, name) in TOGETHER) == (text == one_of(Described(kind, ()), catalogue.words))


@pytest.mark.parametrize("predicate", sorted(PREDICATES))
def test_every_property_of_a_partnership_has_words(predicate):
    text = partnerships_sentence(Coverage(predicate, "active", 0.75, 2), load_catalogue().words)

    assert text.endswith(" for at least three quarters of all active partnerships (two or more)")
    assert unspeakable(text) == []


@pytest.mark.parametrize("what", sorted({*load_catalogue().language.values("transition"), ANY}))
def test_everybody_who_may_change_has_words(what):
    text = no_change_sentence(NoChange(what, 12), load_catalogue().words)

    assert unspeakable(text) + bare_codes(text, load_catalogue()) == []


@pytest.mark.parametrize("spread", SPREADS)
@pytest.mark.parametrize("there", [0, 2])
def test_whatever_records_must_be_spread_over_is_told_when_it_is_missing(spread, there):
    rule = Records("activity", (), (("records", 4), (spread, 4)), 12)
    lack = Lack(2, there, {spread: 2}, {spread: ("1", "2", "3") if spread == "quarters" else ()})

    assert missing_count(rule, lack, load_catalogue().words).startswith("2 more activities, ")
