"""What the page of a district's schools shows, worked out by whoever knows who reads and what may be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.queries.district import Comparison


class AskedOfSchools(Protocol):
    """What an address asks of the list of schools."""

    args: dict[str, str]
    problems: list[str]
    sort: str
    descending: bool

    def get(self, name: str) -> Any:
        """Give the value of a filter; None where it is not in use."""

    def href(self, base: str | None = None, **changes: str | None) -> str:
        """Write the address again with some parts changed, or left out where None; its page is always left out."""

    def chips(self) -> list[tuple[str, str, str]]:
        """List the filters in use: name, value in words, address without it."""

    def counted(self, total: int) -> str:
        """Say how many there are and under which filters."""

    @property
    def query(self) -> str:
        """Write what was understood as the part of an address behind the question mark, without the page."""


@dataclass(frozen=True, slots=True)
class Schools:
    """The schools of a district beside one another, as an address asks for them.

    Attributes:
        columns: The indicators shown, in the map's order.
        levels: Number of a level, 0 to 5 -> its name.
        why: Code of an indicator -> where its reasons stand at a school that is entered so, and the way back.
        enter: Where the dashboards of a school stand that is entered so, and the way back.
        file: All schools of the list as a file for a spreadsheet.
    """

    rules: Catalogue
    found: Comparison
    asked: AskedOfSchools
    columns: Sequence[IndicatorName]
    levels: Mapping[int, str]
    why: Mapping[str, str]
    enter: str
    file: str

    @property
    def of_outcome(self) -> str | None:
        """The one desired outcome shown; None for all."""
        outcome: str | None = self.asked.get("outcome")
        return outcome
