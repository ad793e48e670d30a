"""Facts taken together count as facts taken one by one, day by day."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.continuum.evidence.alike import Alike, periods_covered, records_apart, values_covered
from models.continuum.evidence.distinct import Distinct
from models.continuum.evidence.facts import Fact, Said
from models.continuum.time.calendar import NEVER, quarter_of
from models.continuum.time.spans import Span

FIRST, LAST = 738_000, 738_400
DAYS = st.integers(FIRST, LAST)


class Reach(dict[int, Span]):
    """A look-back of forty days, the first five of which the year before has used; early days never count."""

    def __missing__(self, day: int) -> Span:
        return (day + 5, day + 40) if day > FIRST + 20 else (day + 5, day)


@st.composite
def groups(draw: st.DrawFn, *, one_day_each: bool) -> list[Alike]:
    """Draw facts that say some of three things, some of them alike."""
    found = []
    for place in range(draw(st.integers(1, 3))):
        said = Said("activity", {}, {"topics": frozenset(draw(st.sets(st.sampled_from("abc"), min_size=1)))})
        facts = []
        for day in draw(st.lists(DAYS, min_size=1, max_size=8)):
            # A few names stand for many: of one day, or of any.
            name = draw(st.integers(0, 2))
            identity = (name, day) if one_day_each else (name,)
            facts.append(Fact(said, ("activity", f"{place}-{len(facts)}"), day, day, NEVER, identity))
        found.append(Alike(said, facts))
    return found


def same_each_day(one: Distinct, other: Distinct) -> bool:
    """Whether two count the same on every day that anything can count."""
    return all(one.count.at(day) == other.count.at(day) for day in range(FIRST - 1, LAST + 50))


@given(groups(one_day_each=True))
def test_records_of_one_day_each_count_together_as_one_by_one(drawn: list[Alike]) -> None:
    late = [Alike(one.said, [fact for fact in one.facts if fact.on > FIRST + 20]) for one in drawn]
    facts = [fact for one in late for fact in one.facts]

    together = records_apart(late, Reach())

    assert together is not None
    assert same_each_day(together, Distinct.of((fact.identity, Reach()[fact.on], 1) for fact in facts))


@given(groups(one_day_each=True), st.data())
def test_records_counted_together_change_as_those_counted_one_by_one(drawn: list[Alike], data: st.DataObject) -> None:
    late = [Alike(one.said, [fact for fact in one.facts if fact.on > FIRST + 20]) for one in drawn]
    facts = [fact for one in late for fact in one.facts]
    before = records_apart(late, Reach())
    assert before is not None
    gone = data.draw(st.lists(st.sampled_from(range(len(facts))), unique=True)) if facts else []
    come = data.draw(st.lists(st.tuples(st.integers(0, 2), st.integers(FIRST + 21, LAST)), max_size=3))
    removed = [(facts[place].identity, Reach()[facts[place].on], 1) for place in gone]
    added = [((name, day), Reach()[day], 1) for name, day in come]

    changed = before.changed(removed, added)

    left = [(fact.identity, Reach()[fact.on], 1) for place, fact in enumerate(facts) if place not in gone]
    assert same_each_day(changed, Distinct.of([*left, *added]))
    assert same_each_day(changed.changed(added, removed), before)


def test_what_stands_on_several_days_is_not_counted_as_records_of_one_day() -> None:
    said = Said("org", {}, {})
    facts = [Fact(said, ("org", "a"), day, day, NEVER, ("org", "a")) for day in (FIRST + 30, FIRST + 60)]

    assert records_apart([Alike(said, facts)], Reach()) is None


def test_a_day_that_never_counts_is_not_counted_as_one_that_does() -> None:
    said = Said("activity", {}, {})

    assert records_apart([Alike(said, [Fact(said, ("activity", "a"), FIRST, FIRST, NEVER, ("a",))])], Reach()) is None


@given(groups(one_day_each=False))
def test_values_and_periods_count_together_as_one_by_one(drawn: list[Alike]) -> None:
    facts = [fact for one in drawn for fact in one.facts if Reach()[fact.on][0] < Reach()[fact.on][1]]
    topics = ((value, Reach()[fact.on], 1) for fact in facts for value in fact.said.spread["topics"])
    quarters = ((quarter_of(fact.on), Reach()[fact.on], 1) for fact in facts)

    assert same_each_day(values_covered(drawn, lambda one: one.said.spread["topics"], Reach()), Distinct.of(topics))
    assert same_each_day(periods_covered(drawn, quarter_of, Reach()), Distinct.of(quarters))


def test_a_fact_that_something_ends_is_not_plain() -> None:
    said = Said("activity", {}, {})
    plain, ended, later = (
        Fact(said, ("activity", "a"), FIRST, start, end, ("a",))
        for start, end in ((FIRST, NEVER), (FIRST, LAST), (FIRST + 1, NEVER))
    )

    assert [Alike(said, [one]).is_plain for one in (plain, ended, later)] == [True, False, False]
