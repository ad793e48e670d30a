"""Random schools say something of everything, and always the same."""

from __future__ import annotations

from models.exchange.kinds import KINDS
from seed.catalogue import load_catalogue
from tests.models.continuum.random_schools import FEWEST, MOST, random_school, size
from tests.models.continuum.random_values import EDGES, months_before
from tests.models.continuum.rows import day

# What a row of a file says in other columns, so that typed rows leave it empty, and what no rule reads.
FOLDED = {("partnership", "written_on"), ("org", "website"), ("agreement", "remind_days")}


def test_a_seed_gives_the_same_school_every_time():
    assert random_school(11, load_catalogue()) == random_school(11, load_catalogue())
    assert random_school(11, load_catalogue()) != random_school(12, load_catalogue())


def test_every_column_of_every_kind_is_filled_somewhere():
    filled = {
        (kind, name)
        for seed in range(100)
        for kind, rows in random_school(seed, load_catalogue()).items()
        for row in rows
        for name, value in row.items()
        if value not in (None, ())
    }
    # Whom to call is nothing that the engine reads.
    read = {name: kind for name, kind in KINDS.items() if not kind.read.unread}
    assert {(name, column) for name, kind in read.items() for column in kind.columns} - filled == FOLDED


def test_sizes_lie_between_the_fewest_and_the_most():
    sizes = [size(random_school(seed, load_catalogue())) for seed in range(100)]

    assert min(sizes) < 2 * FEWEST and max(sizes) > MOST * 0.7
    # A habit begun just before the end is finished.
    assert all(FEWEST <= one <= MOST + 24 for one in sizes)
    assert size(random_school(3, load_catalogue(), records=150)) >= 150


def test_references_are_unique_and_name_records_that_are_there():
    for seed in range(30):
        rows = random_school(seed, load_catalogue())
        refs = {kind: {row["ref"] for row in some} for kind, some in rows.items()}
        assert all(len(refs[kind]) == len(some) for kind, some in rows.items())
        partners = {row["name"] for row in rows["org"]}
        for kind, column in (
            ("agreement", "partnership"),
            ("evaluation", "partnership"),
            ("contribution", "commitment"),
        ):
            assert {row[column] for row in rows.get(kind, ()) if row[column]} <= refs.get(column, set())
        assert {name for row in rows.get("activity", ()) for name in row["partner"]} <= partners


def test_edges_of_the_calendar_are_met():
    days = {
        row["occurred_on"] for seed in range(100) for row in random_school(seed, load_catalogue()).get("activity", ())
    }
    assert set(EDGES) <= days


def test_whole_months_keep_to_a_months_last_day():
    assert months_before(day("2024-03-31"), 1) == day("2024-02-29")
    assert months_before(day("2024-02-29"), -12) == day("2025-02-28")
