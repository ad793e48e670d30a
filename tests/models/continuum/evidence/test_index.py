"""Facts are found by what they say, by several who ask at the same time too."""

from __future__ import annotations

from collections.abc import ItemsView
from datetime import date
from typing import Any

from models.continuum.evidence.facts import Fact, Said, make_fact
from models.continuum.evidence.index import FactIndex
from models.continuum.evidence.tallies import Counting

ANY_NEED = Counting(
    kind="need", where=(), within=None, window_months=12, grace_days=0, near_end=0, oldest_months=24,
    while_active=False, indicator="",
)  # fmt: skip


class AskedMeanwhile(dict[str, Any]):
    """What a fact says, in the reading of which another thread asks for the same facts."""

    index: FactIndex | None = None
    found: list[Fact] | None = None

    def items(self) -> ItemsView[str, Any]:
        """Let the other one ask, once."""
        if self.index is not None:
            index, self.index = self.index, None
            self.found = [fact for one in index.matching(ANY_NEED) for fact in one.facts]
        return super().items()


def test_who_asks_while_another_reads_finds_all() -> None:
    values = AskedMeanwhile(critical=True)
    fact = make_fact(Said("need", values, {}), ("need", "n1"), date(2026, 5, 20))
    values.index = index = FactIndex({"need": [fact]})
    assert [fact for one in index.matching(ANY_NEED) for fact in one.facts] == [fact]
    assert values.found == [fact]
