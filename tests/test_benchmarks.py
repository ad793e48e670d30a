"""What measures the product asks of it what it answers: a table that ends half-way measures nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import visits
from tests.benchmarks.found import Sizes
from tests.benchmarks.rows import MEASURES

# As little as each measure can be made of.
TINY = Sizes(
    small=101, big=102, huge=103, schools=2, few_partners=2, many_partners=3, few_schools=2, many_schools=3, planned=20,
    year_small=20, year_big=21,
)  # fmt: skip


# Those that ask pages as a browser does, and take no time; the others start processes, or make a thousand partners.
QUICK = ("hint", "dashboards", "compared", "rebuild", "standings")


@pytest.mark.parametrize("key", QUICK)
def test_a_measure_of_very_small_schools_comes_to_its_end(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "REPEATS", 1)
    found = list(MEASURES[key](tmp_path, TINY))
    assert found
    assert all(one.now > 0 for one in found)
