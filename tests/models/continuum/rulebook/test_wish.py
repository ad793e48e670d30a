"""Every kind of rule says what it wishes for, so that plans and forms ask rules and never look at their kinds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pytest

from models.continuum.evidence.evidence import Touched
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import Asking, Part, Rule, Told, Way, walk
from models.continuum.rulebook.rules.listing import Counted
from models.continuum.rulebook.rules.wish import Wish
from models.continuum.time.spans import Spans
from models.continuum.time.steps import Steps, indicator
from models.planning.acts import Draft
from models.planning.makers import maker_of
from models.planning.making import Making
from seed.catalogue import load_catalogue
from tests.models.continuum.rows import logging_since, school

CATALOGUE = load_catalogue()
TODAY, BY = date(2026, 7, 20), date(2027, 6, 30)


@dataclass(frozen=True)
class EmailByFamilies(Rule):
    """A kind of rule that nobody knows: families wrote an email."""

    def _found(self, at: Asking) -> list[tuple[int, Counted]]:
        rows = at.evidence.rows.get("activity", {})
        wanted = [
            (ref, row) for ref, row in rows.items() if "families" in row["by"] and row.get("channel") == ("email",)
        ]
        return [(row["occurred_on"].toordinal(), Counted(("activity", ref), 0)) for ref, row in wanted]

    def steps(self, at: Asking) -> Steps:
        return indicator(Spans.of((day, day + 365) for day, _ in self._found(at)))

    def counted(self, at: Asking, day: int) -> list[Counted]:
        return [one for _, one in self._found(at)]

    def told(self, at: Asking, day: int) -> Told:
        share = self.share(at, day)
        return Told(share, (), "" if share == 1 else "1 email by families", int(share < 1))

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        return "families write an email"

    def is_touched(self, by: Touched, at: Asking) -> bool:
        return True

    def wish(self) -> Wish:
        return Wish("activity", {"by": frozenset({"families"}), "channel": frozenset({"email"})})

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        return self.own_way(at, day, self.wish())


def parts(rule: Rule) -> Iterable[Rule]:
    return (part for part in walk(rule) if not part.inner)


def test_a_kind_of_rule_without_its_wish_is_no_rule() -> None:
    class Forgetful(EmailByFamilies):
        wish = Rule.wish

    with pytest.raises(TypeError, match="wish"):
        Forgetful()


def test_a_way_is_made_of_parts_that_say_what_they_wish_for() -> None:
    asked = school(logging_since("2025-08-01"))
    ways = [
        (practice, way) for practice in CATALOGUE.practices.values() for way in asked.ways(practice, BY.toordinal())
    ]
    assert len(ways) > 200
    for practice, way in ways:
        for part in way:
            assert part.wish == part.rule.wish(), practice.key
            assert maker_of(part.wish) is not None or part.wish.kind in ("after_transition", "joiner", "given")


def test_what_a_rule_wishes_for_is_what_it_asks() -> None:
    (asks,) = [part.wish() for part in parts(CATALOGUE.practices["EC3.S1.FI.4"].rule)]
    assert asks is not None and asks.kind == "activity"
    assert asks.codes("audience") == {"school_board", "district_office"} and asks.codes("by") == {"students"}
    assert dict(asks.needs)["records"] == 1 and asks.codes("channel") is None


def test_rules_that_nothing_done_can_serve_and_rules_made_of_rules_wish_for_nothing() -> None:
    every = [part for practice in CATALOGUE.practices.values() for part in walk(practice.rule)]
    assert all(part.wish() is None for part in every if part.inner)
    assert {part.wish() for part in every if set(part.kinds()) == {"transition"}} == {None}


def test_a_new_kind_of_rule_is_planned_for_by_its_wish_alone() -> None:
    rule = EmailByFamilies()
    asked = school(logging_since("2025-08-01"))
    practice = CATALOGUE.practices["EC3.S1.FI.4"]
    book = asked.ways(practice, BY.toordinal())[0][0].at
    ((part,),) = rule.ways(book, BY.toordinal())
    assert isinstance(part, Part)
    make = maker_of(part.wish)
    assert make is not None
    making = Making(Draft(asked), practice, part, TODAY.toordinal() + 1, BY.toordinal(), {})
    (act, *_) = next(iter(make(making)))
    assert act.kind == "activity" and act.said["by"] == ("families",) and act.said["channel"] == ("email",)
    done = Draft(asked).doing([act]).school
    assert done.share_of_part(part, BY.toordinal()) == 1
