"""What must always hold of the second rules, tried on random schools and on thinned-out demo schools."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.continuum.continuum import Continuum
from seed.catalogue import load_catalogue
from tests.models.continuum.random_schools import random_school
from tests.models.continuum.random_values import ASKED_DAYS, month_end, months_before
from tests.models.continuum.rows import activity, day, demo_rows, row, school, thinned, with_rows

few = settings(max_examples=6, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
# The units that decide their level: the word that makes it what it is (a frequency, "state government", "planned").
DECIDING = frozenset(
    {
        "EC2.S1.PR.1",
        "EC2.S1.RE.1",
        "EC3.T1.FI.1",
        "EC3.T1.SU.1",
        "EC3.S1.SU.2",
        "EC3.SA1.RE.1",
        "EC3.SA1.FI.1",
        "EC3.SA1.SU.1",
        "EC3.SA1.SU.6",
    }
)
UNCONFIRMED = ("draft", "proposed", "cancelled", "archived")


@cache
def a_random_school(seed):
    """Make a random school of a size that a test can ask often."""
    return random_school(seed, load_catalogue(), records=60 + seed % 5 * 45)


class Made(tuple):
    """How a school is made; so short that a failing example can be read."""

    @property
    def rows(self):
        """Make the school."""
        return a_random_school(*self) if len(self) == 1 else thinned(*self)


random_schools = st.integers(0, 100_000).map(lambda seed: Made((seed,)))
demo_schools = st.builds(
    lambda *how: Made(how), st.sampled_from("bc"), st.integers(0, 10_000), st.sampled_from([0.4, 0.6, 0.85])
)
schools = st.one_of(random_schools, demo_schools)
asked_days = st.one_of(st.sampled_from(ASKED_DAYS), st.dates(day("2025-06-30"), day("2026-12-31")))


def levels(engine: Continuum, on: date) -> dict[str, int]:
    """Give each indicator's supported level."""
    return {code: answer.supported for code, answer in engine.on(on).indicators.items()}


def answers(rows, on):
    """Give every indicator's answer of a day."""
    return school(rows).on(on).indicators


def decided(level) -> bool:
    """Whether all deciding units of a level are met."""
    return all(unit.met for unit in level.units if unit.key in DECIDING)


def there(level) -> float:
    """Say which part of a level's units is met or held; all of one that has none."""
    return sum(unit.met or unit.held for unit in level.units) / len(level.units) if level.units else 1.0


@few
@given(schools, asked_days)
def test_no_school_with_much_of_two_higher_levels_is_none_for_want_of_details(made, on):
    rows = made.rows
    for code, answer in answers(rows, on).items():
        rich = [one for one in answer.levels[2:] if sum(unit.met for unit in one.units) >= 3 and decided(one)]
        if len(rich) >= 2 and not answer.supported:
            assert there(answer.level(1)) < 0.5, code
            assert there(answer.level(2)) < 0.5, code


@few
@given(schools, asked_days)
def test_no_level_is_supported_without_its_deciding_units(made, on):
    rows = made.rows
    for code, answer in answers(rows, on).items():
        if answer.supported and answer.carried_until is None:
            assert decided(answer.level(answer.supported)), code


@few
@given(schools, asked_days)
def test_a_carried_level_stands_with_its_own_units_met_or_held(made, on):
    rows = made.rows
    for code, answer in answers(rows, on).items():
        if answer.carried_until is not None:
            level = answer.level(answer.supported)
            assert there(level) >= (0.75 if level.level == 5 else 0.5), code
            assert all(unit.met or unit.held for unit in level.units if unit.key in DECIDING), code
            assert answer.carried_until >= on, code


@few
@given(schools, asked_days)
def test_without_new_duties_no_level_falls_by_two_while_the_one_between_stands(made, on):
    rows = made.rows
    # Nothing is recorded after the day, so what happens is only that records run out.
    engine = school({kind: [row for row in some if not_after(row, on)] for kind, some in rows.items()})
    ends = [month_end(months_before(month_end(on), -number)) for number in range(1, 15)]
    found = [engine.on(end).indicators for end in ends]
    for earlier, later in pairwise(found):
        for code, answer in later.items():
            before = earlier[code].supported
            if answer.supported < before - 1:
                between = answer.level(before - 1)
                assert not between.units or not stands(answer, before - 1), (code, answer.on)


def stands(answer, number) -> bool:
    """Whether a level's units and its foundations are met or held as far as the level rule asks."""
    level, below = answer.level(number), answer.levels[: number - 1]
    units = [unit for one in below for unit in one.units]
    nearest = next((one for one in reversed(below) if one.units), None)
    return (
        there(level) >= 0.5
        and all(unit.met or unit.held for unit in level.units if unit.key in DECIDING)
        and (nearest is None or there(nearest) >= 0.5)
        and (not units or sum(unit.met or unit.held for unit in units) >= 0.6 * len(units))
    )


def not_after(row, on) -> bool:
    """Whether a row, and all that it says of days of its own, lies on or before a day."""
    listed = [one for value in row.values() if isinstance(value, tuple) for one in value]
    dated = [one[0] for one in listed if isinstance(one, tuple)]
    return all(one <= on for one in (*row.values(), *listed, *dated) if isinstance(one, date))


@few
@given(schools, asked_days)
def test_every_held_unit_names_the_records_that_held_it_and_until_when(made, on):
    rows = made.rows
    for code, answer in answers(rows, on).items():
        held = {unit.key for level in answer.levels for unit in level.units if unit.held}
        assert set(answer.held) == held, code
        for key, by in answer.held.items():
            assert by.records, key
            assert on <= by.until <= on + timedelta(days=366), key


ALLIANCES = "EC3.Strategic Alliances1"
acts = st.fixed_dictionaries(
    {
        "way": st.sampled_from(["speaking", "funding", "people", "internships"]),
        "partner": st.sampled_from(["P01", "P02", "P06"]),
        "ago": st.integers(0, 700),
    }
)


@few
@given(demo_schools, asked_days, st.lists(acts, min_size=1, max_size=4))
def test_the_same_act_logged_as_activity_and_as_contribution_is_one(made, on, some):
    rows = made.rows

    def logged(kind, act):
        fields = {"way": (act["way"],), "planned": True, "occurred_on": on - timedelta(days=act["ago"])}
        if kind == "contribution":
            return kind, {"partner": act["partner"], **fields}
        return kind, {"partner": (act["partner"],), "kind": "partnership", "by": ("alliances",), **fields}

    once = with_rows(rows, [logged("activity", act) for act in some], on)
    again = [logged("contribution", act) for act in some]
    twice = with_rows(once, [(kind, {**row, "ref": f"twice-{place}"}) for place, (kind, row) in enumerate(again)], on)
    shares = [
        {key: practice.share for key, practice in school(one).indicator(ALLIANCES, on).practices.items()}
        for one in (once, twice)
    ]
    # A share is taken over all records that match, however often one thing was logged.
    of_numbers = [{key: share for key, share in one.items() if key != "EC3.SA1.SU.6"} for one in shares]

    assert of_numbers[0] == of_numbers[1]


def added_activity(seed):
    """Take an activity of some other random school, without partners, whom this school may not have.

    It is planned: an act by an alliance enters a share, and never lowers one if it was planned.
    """
    rows = a_random_school(seed)["activity"]
    found = {name: value for name, value in rows[seed % len(rows)].items() if name not in ("ref", "occurred_on")}
    return "activity", {**found, "planned": True, "not_for": (), "partner": (), "record_status": "confirmed"}


additions = st.lists(st.integers(0, 300), min_size=1, max_size=5)


@few
@given(schools, asked_days, additions, st.integers(0, 500))
def test_adding_an_activity_never_lowers_a_level(made, on, extra, ago):
    rows = made.rows
    # A set start of logging, so that what is added does not move it.
    rows = {**rows, "logstart": [{"ref": "set", "from_on": day("2022-07-01")}]}
    before = levels(school(rows), on)
    after = levels(school(with_rows(rows, map(added_activity, extra), on - timedelta(days=ago))), on)

    assert {code: level for code, level in after.items() if level < before[code]} == {}


@few
@given(schools, asked_days, additions, st.integers(0, 500), st.sampled_from(UNCONFIRMED))
def test_what_is_not_confirmed_changes_nothing(made, on, extra, ago, status):
    rows = made.rows
    more = with_rows(rows, map(added_activity, extra), on - timedelta(days=ago), record_status=status)

    assert school(more).on(on) == school(rows).on(on)


@few
@given(schools, asked_days, additions, st.integers(1, 400))
def test_an_answer_for_a_past_day_is_the_same_whatever_is_added_for_later_days(made, on, extra, later):
    rows = made.rows
    assert school(with_rows(rows, map(added_activity, extra), on + timedelta(days=later))).on(on) == school(rows).on(on)


@few
@given(schools, asked_days, st.randoms(use_true_random=False))
def test_the_order_of_entry_makes_no_difference_but_for_statements_of_one_day(made, on, random):
    rows = made.rows
    mixed = {kind: list(some) for kind, some in rows.items()}
    for kind, some in mixed.items():
        if kind not in ("attestation", "logstart"):
            random.shuffle(some)

    assert school(mixed).on(on) == school(rows).on(on)


@few
@given(schools, asked_days)
def test_a_supported_level_is_never_above_the_possible_one(made, on):
    rows = made.rows
    for logstart in (rows.get("logstart", []), [{"ref": "late", "from_on": on - timedelta(days=200)}]):
        for answer in answers({**rows, "logstart": logstart}, on).values():
            assert answer.supported <= answer.possible


@few
@given(schools, asked_days)
def test_gaps_are_the_units_at_or_below_the_level_that_are_not_whole(made, on):
    rows = made.rows
    for code, answer in answers(rows, on).items():
        missing = {unit.key for one in answer.levels[: answer.supported] for unit in one.units if unit.share < 1}
        assert set(answer.gaps) == missing, code


@few
@given(schools, asked_days, additions, st.integers(0, 1500))
def test_nothing_older_than_thirty_six_months_counts(made, on, extra, older):
    rows = {**made.rows, "logstart": [{"ref": "set", "from_on": day("2015-07-01")}]}
    long_ago = months_before(on, 36) - timedelta(days=older)
    engine = school(with_rows(rows, map(added_activity, extra), long_ago))

    assert levels(engine, on) == levels(school(rows), on)
    records = {record.ref for key in load_catalogue().practices for record in engine.records(key, on)}
    assert not any(ref.startswith("added-") for ref in records)


def test_only_a_living_partnership_lets_an_older_match_count():
    on, long_ago = day("2026-06-30"), months_before(day("2026-06-30"), 40)
    match = {**row(str(long_ago), partner="P1", raised_by=("teachers",), data=("workforce",)), "ref": "old"}
    partnership = {"ref": "p", "partner": "P1", "started_on": long_ago, "confirmed_on": (day("2026-01-12"),)}
    alive = [activity("2026-05-12", "partnership", "leaders", partner="P1")]
    rows = {"match": [match], "partnership": [partnership], "activity": alive}
    counted = [
        [one.ref for one in school(some).records("EC2.T1.FI.1", on)]
        for some in (rows, {**rows, "activity": []}, {**rows, "partnership": []})
    ]

    assert counted == [["old"], [], []]


def test_demo_schools_have_rows_of_every_kind_that_rules_read():
    kinds = {kind for letter in "abc" for kind, rows in demo_rows(letter).items() if rows}

    assert {"activity", "match", "roster", "attestation", "partnership", "evaluation", "transition"} <= kinds


@few
@given(schools, asked_days, st.randoms(use_true_random=False))
def test_many_records_serve_together_what_each_serves_alone_before_a_change_and_after_it(made, on, luck):
    engine = school(made.rows)
    gone = luck.choice(list(engine.evidence.by_record))
    for one in (engine, engine.as_if(remove=[gone])):
        keys = frozenset(luck.sample(list(one.evidence.by_record), k=min(40, len(one.evidence.by_record))))
        together = {practice.key: some for practice, some in one.served_by_any(keys, on)}
        alone = {}
        for kind, ref in keys:
            for practice in one.served_by(kind, ref, on):
                alone.setdefault(practice.key, set()).add((kind, ref))
        assert together == alone
