"""Four real schools' years as typed record rows, with what two readers and an independent calculator made of them.

A school is asked twice: with every field filled as its public pages allow, and as people log in a hurry, with only
what a form demands and without the second record of what happened once.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from models.exchange.kinds import KINDS
from tests.models.continuum.rows import Rows, typed

FOLDER = Path(__file__).with_name("real_years")
ALL_FIELDS, ONLY_DEMANDED = "all_fields", "only_demanded"
MODES = (ALL_FIELDS, ONLY_DEMANDED)

# What the forms of the product's first version ask before they save, beside the reference.
DEMANDED: Mapping[str, tuple[str, ...]] = {
    "activity": ("occurred_on", "kind", "by", "title"),
    "agreement": ("partnership", "kind"),
    "commitment": ("partnership", "agreed_on", "type"),
    "contribution": ("partner", "occurred_on", "type"),
    "coordinator": ("person", "from_on"),
    "evaluation": ("partnership", "occurred_on", "side"),
    "logstart": ("from_on",),
    "match": ("partner", "occurred_on"),
    "need": ("text", "stated_on"),
    "org": ("name", "category", "added_on"),
    "partnership": ("partner", "started_on", "stage"),
    "recognition": ("occurred_on", "mode"),
    "training": ("occurred_on", "topic"),
    "workforce": ("partner", "stated_on", "text"),
}
# The log asks more of an activity by its kind: partnership work with whom and what for, all else how and to whom.
DEMANDED_OF_PARTNERSHIP_WORK = ("partner", "purpose", "way")
DEMANDED_OF_OTHER_ACTIVITY = ("channel", "audience")


@dataclass(frozen=True, slots=True)
class RealSchool:
    """One school.

    Attributes:
        on: The day it is asked.
        second_records: `kind/ref` of records that tell a second time what another one tells.
        readers: Indicator -> for each reader the lowest and the highest level that they would give.
        levels: Mode -> indicator -> supported level and progress, rounded to four places.
    """

    name: str
    on: date
    second_records: frozenset[str]
    readers: Mapping[str, Mapping[str, tuple[int, int]]]
    levels: Mapping[str, Mapping[str, tuple[int, float]]]

    def rows(self, mode: str) -> Rows:
        """Give its rows in one of the two modes."""
        return all_rows(self.name) if mode == ALL_FIELDS else self._hurried()

    def _hurried(self) -> Rows:
        return {
            kind: [only_demanded(kind, row) for row in rows if f"{kind}/{row['ref']}" not in self.second_records]
            for kind, rows in all_rows(self.name).items()
        }


def only_demanded(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Leave of a row what its form demands."""
    kept = {"ref", *DEMANDED[kind]}
    if kind == "activity":
        partnership_work = row["kind"] == "partnership"
        kept |= set(DEMANDED_OF_PARTNERSHIP_WORK if partnership_work else DEMANDED_OF_OTHER_ACTIVITY)
    return {name: value for name, value in row.items() if name in kept}


@cache
def all_rows(name: str) -> Rows:
    """Read all files of one school as typed rows."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((FOLDER / name).glob("*.csv")):
        columns = KINDS[path.stem].columns
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = [
                {column: typed(columns[column].holds, cell) for column, cell in line.items()}
                for line in csv.DictReader(file)
            ]
    return found


@cache
def real_schools() -> tuple[RealSchool, ...]:
    """Read what is known of the schools."""
    known = json.loads((FOLDER / "years.json").read_text(encoding="utf-8"))
    return tuple(
        RealSchool(
            one["id"],
            date.fromisoformat(one["on"]),
            frozenset(one["second_records"]),
            {code: {who: tuple(span) for who, span in spans.items()} for code, spans in one["readers"].items()},
            {mode: {code: tuple(answer) for code, answer in by.items()} for mode, by in one["levels"].items()},
        )
        for one in known["schools"]
    )


def readings() -> Iterator[tuple[RealSchool, str, tuple[int, int]]]:
    """Give (school, indicator, span) of every reading by one reader."""
    for school in real_schools():
        for code, spans in school.readers.items():
            for span in spans.values():
                yield school, code, span
