"""A plan done as it is written reaches what it promises, and nothing of it can be left out."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import cache

import pytest

from models.continuum.continuum import Continuum
from models.continuum.language.fields import FACTS, PREDICATES, STANDING
from models.continuum.rulebook.catalogue import Catalogue
from models.exchange.kinds import KINDS
from models.kinds.columns import Holds
from models.operations.activity_entries import ActivityEntry, ActivityTerms, entry_problems
from models.planning import partnerships
from models.planning.acts import Act
from models.planning.makers import NEVER_PLANNED, OF_KINDS
from models.planning.proposing import Proposal, fulfilled, propose
from seed.catalogue import load_catalogue
from tests.models.continuum.rows import demo_school, logging_since, school, thinned
from tests.real_schools import ALL_FIELDS, real_schools

TODAY, BY = date(2026, 7, 20), date(2027, 6, 30)
REAL = {one.name: one for one in real_schools()}
# School, first day, day of the rating, and how many levels each indicator is to rise.
PLANS = [
    *((f"demo {letter}", TODAY, BY, rise) for letter in "ab" for rise in (1, 2)),
    ("demo b", date(2027, 2, 1), BY, 1),
    ("demo c", TODAY, BY, 1),
    *((name, one.on, date(one.on.year + 1, 6, 30), 1) for name, one in REAL.items()),
    *((f"thinned {seed}", TODAY, BY, 1) for seed in range(2)),
    ("empty", TODAY, BY, 1),
]


@cache
def school_called(name: str) -> Continuum:
    kind, _, which = name.partition(" ")
    if kind == "demo":
        return demo_school(which)
    if kind == "thinned":
        return school(thinned("bc"[int(which) % 2], int(which), 0.5))
    return school(logging_since("2025-08-01")) if kind == "empty" else school(REAL[name].rows(ALL_FIELDS))


@cache
def plan(name: str, today: date, by: date, rise: int) -> tuple[dict[str, int], Proposal]:
    asked = school_called(name)
    judged = asked.rules_on(by.toordinal()).judged
    desired = {code: min(5, asked.supported(code, by) + rise) for code in judged}
    return desired, propose(asked, desired, today=today, by=by)


def unknown_codes(act: Act, catalogue: Catalogue) -> dict[str, set[str]]:
    """Find the codes of an act that their lists do not have."""
    found = {}
    for name, said in act.said.items():
        column = KINDS[act.kind].columns[name]
        if column.choices and column.choices in catalogue.vocabularies and column.holds in (Holds.CODE, Holds.CODES):
            codes = set(said) if isinstance(said, tuple) else {said}
            if wrong := codes - set(catalogue.vocabularies[column.choices]):
                found[name] = wrong
    return found


def doing(asked: Continuum, acts: list[Act]) -> Continuum:
    """Carry out acts, each a record as written."""
    there = asked.evidence.rows
    return asked.as_if(add=[(act.kind, act.row(there.get(act.kind, {}).get(act.ref))) for act in acts])


@pytest.mark.parametrize(("name", "today", "by", "rise"), PLANS)
class TestPlan:
    def test_done_as_written_it_reaches_every_level_that_it_promises(self, name, today, by, rise):
        desired, found = plan(name, today, by, rise)
        done = doing(school_called(name), [one.act for one in found.items])
        reached = {code: done.supported(code, by) for code in desired}
        assert reached == found.reached
        assert {code: level for code, level in desired.items() if reached[code] < level} == found.out_of_reach

    def test_no_single_act_of_it_is_superfluous(self, name, today, by, rise):
        _, found = plan(name, today, by, rise)
        for left_out in found.items:
            done = doing(school_called(name), [one.act for one in found.items if one is not left_out])
            lost = {code for code, level in found.reached.items() if done.supported(code, by) < level}
            assert lost >= set(left_out.completes)
            assert left_out.completes

    def test_each_act_may_wait_until_its_last_day_while_all_others_are_done_as_planned(self, name, today, by, rise):
        desired, found = plan(name, today, by, rise)
        for late in found.items:
            assert today < late.act.on <= late.latest <= by
            acts = [one.act.moved(one.latest) if one is late else one.act for one in found.items]
            done = doing(school_called(name), acts)
            assert all(done.supported(code, by) >= min(desired[code], found.reached[code]) for code in late.completes)

    def test_what_is_to_be_logged_is_what_the_forms_take(self, name, today, by, rise):
        _, found = plan(name, today, by, rise)
        catalogue = school_called(name).rules_on(by.toordinal())
        own = {one.name for one in fields(ActivityEntry)}
        for act in (one.act for one in found.items):
            assert set(act.said) | set(act.adds) <= set(KINDS[act.kind].columns), act
            assert unknown_codes(act, catalogue) == {}, act
            if act.kind == "activity":
                said = {name: value for name, value in act.said.items() if name in own}
                entry = ActivityEntry(**said, title="Planned", partners=act.said.get("partner", ()))
                assert entry_problems(entry, terms=ActivityTerms.of(catalogue), today=by) == {}, act


def test_the_acts_of_a_year_are_shared_out_over_its_months():
    _, found = plan("oak_hollow", REAL["oak_hollow"].on, date(REAL["oak_hollow"].on.year + 1, 6, 30), 1)
    months = [one.act.on.month for one in found.items]
    assert len(set(months)) >= 9
    assert max(months.count(month) for month in set(months)) <= len(months) / 4
    assert all(one.act.on.weekday() < 5 for one in found.items)


def test_a_level_that_needs_the_year_before_is_out_of_reach_and_the_plan_goes_as_far_as_it_can():
    asked = school_called("demo c")
    assert asked.supported("EC3.Leaders2", BY) < 5
    found = propose(asked, {"EC3.Leaders2": 5}, today=TODAY, by=BY)
    assert found.out_of_reach == {"EC3.Leaders2": 5}
    assert found.reached["EC3.Leaders2"] == 4


def test_a_level_that_is_there_needs_nothing():
    asked = school_called("demo c")
    desired = {code: asked.supported(code, TODAY) for code in asked.rules_on(TODAY.toordinal()).judged}
    assert propose(asked, desired, today=date(2026, 7, 19), by=TODAY).items == ()


def test_the_same_school_is_given_the_same_plan():
    asked = {"EC2.Leaders1": 4, "EC3.Students1": 4}
    first = propose(school_called("demo b"), asked, today=TODAY, by=BY)
    assert propose(school_called("demo b"), asked, today=TODAY, by=BY) == first


def test_everything_that_rules_count_has_somebody_who_proposes_it_or_cannot_be_planned():
    assert set(OF_KINDS) | NEVER_PLANNED == {*FACTS, *STANDING, "partnership", "attestation"}
    assert not set(OF_KINDS) & NEVER_PLANNED
    assert set(partnerships.PREDICATES) == PREDICATES


# What hangs on who comes and goes, or on a partnership of eighteen months.
NOT_BY_DOING = {"EC1.L2.FI.3", "EC2.L1.SU.2", "EC3.L2.SU.3"}


@pytest.mark.parametrize("key", sorted(one.key for one in load_catalogue().practices.values() if one.counts))
def test_whatever_one_practice_asks_can_be_proposed_at_a_school_that_has_nothing(key):
    asked = school_called("empty")
    catalogue = asked.rules_on(BY.toordinal())
    found = fulfilled(asked, key, today=TODAY, by=BY)
    if found is None:
        assert not asked.ways(catalogue.practices[key], BY.toordinal()) or key in NOT_BY_DOING
        return
    assert found.school.share(key, BY.toordinal()) == 1
