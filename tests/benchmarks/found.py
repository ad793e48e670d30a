"""What a measurement is asked with, and what it finds: one line of the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sizes:
    """How large what is measured is.

    Activities of the schools, schools of the district, partners of the schools that have many or few, records of the
    schools that are planned for, schools of districts with few and with many, and activities of those whose
    year is opened.
    """

    small: int = 200
    big: int = 20_000
    huge: int = 100_000
    schools: int = 100
    of_memory: int = 32
    few_partners: int = 50
    many_partners: int = 1_000
    planned: int = 2_000
    few_schools: int = 10
    many_schools: int = 1_000
    year_small: int = 50
    year_big: int = 5_000


@dataclass(frozen=True)
class Found:
    """A line of the table.

    Attributes:
        was: What the first version needed; None where nobody measured it.
        must: What it is to need at most, or, of rates, at least; None where nothing is set.
    """

    what: str
    was: float | None
    must: float | None
    now: float
    unit: str = "ms"
    is_rate: bool = False


Measure = Callable[[Path, Sizes], Iterator[Found]]
