"""Record rows for tests of the engine: the demo's files, and small ones written in place."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.exchange.kinds import KINDS
from models.kinds.columns import SEVERAL, Holds
from seed.catalogue import NEWEST, load_catalogue

DEMO = Path(__file__).parents[3] / "seed" / "demo" / "records"
Rows = Mapping[str, Sequence[Mapping[str, Any]]]
_numbers = count(1)


def day(text: str) -> date:
    """Read a day as `2026-06-30`."""
    return date.fromisoformat(text)


def typed(holds: Holds, cell: str) -> Any:
    """Read a cell of a record file as the value that its column has; codes must be codes, not labels."""
    if holds in SEVERAL and cell:
        values = cell.split(";")
        if holds is Holds.DATES:
            return tuple(day(value) for value in values)
        if holds in (Holds.CODES, Holds.PARTNERS, Holds.INDICATORS, Holds.REFS):
            return tuple(values)
        return cell
    if not cell:
        return () if holds in SEVERAL else None
    if holds is Holds.DATE:
        return day(cell)
    if holds in (Holds.MARK, Holds.REF_OR_MARK) and cell in ("yes", "no"):
        return cell == "yes"
    return cell


@cache
def demo_rows(letter: str) -> Rows:
    """Read all files of one demo school as typed rows."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((DEMO / letter).glob("*.csv")):
        columns = KINDS[path.stem].columns
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = [
                {name: typed(columns[name].holds, cell) for name, cell in line.items()} for line in csv.DictReader(file)
            ]
    return found


@cache
def demo_school(letter: str, version: str = NEWEST) -> Continuum:
    """Give the engine one demo school."""
    return school(demo_rows(letter), version)


def school(rows: Rows, version: str = NEWEST, **changes: Any) -> Continuum:
    """Give the engine a school with these rows, judged by the product's own rules."""
    catalogue = load_catalogue(version)
    return Continuum(evidence_from_rows({**rows, **changes}, catalogue.language), [catalogue])


def row(on: str, **fields: Any) -> dict[str, Any]:
    """Write one confirmed row; a field given as one word stands where several are allowed."""
    return {"ref": f"r{next(_numbers)}", "occurred_on": day(on), **fields}


def activity(on: str, kind: str = "communication", by: str = "teachers", **fields: Any) -> dict[str, Any]:
    """Write an activity; codes are separated by spaces."""
    several = {"roles", "audience", "topic", "way", "ask", "partner", "not_for", "also_for"}
    typed = {name: tuple(value.split()) if name in several else value for name, value in fields.items()}
    return row(on, kind=kind, by=tuple(by.split()), **typed)


def logging_since(on: str) -> dict[str, list[dict[str, Any]]]:
    """Say since when the school logs."""
    return {"logstart": [{"ref": "logstart", "from_on": day(on)}]}


def months(first: str, *wanted: int) -> list[str]:
    """List the 12th of months counted from a school year's start: 1 is July of the given year, 12 June of the next."""
    year = int(first)
    return [f"{year + (month + 5) // 12}-{(month + 5) % 12 + 1:02}-12" for month in wanted]


# Records that others refer to stay; of the rest some are left out.
ALWAYS = ("org", "need", "partnership", "logstart", "exemption")


def thinned(letter, seed, keep):
    """Leave out some of a demo school's records, always the same ones for the same seed."""
    random = Random(seed)
    return {
        kind: [row for row in rows if kind in ALWAYS or random.random() < keep]
        for kind, rows in demo_rows(letter).items()
    }


def with_rows(rows, extra, on, **fields):
    """Add rows of a day to a school's rows."""
    found = {kind: list(some) for kind, some in rows.items()}
    for number, (kind, row) in enumerate(extra):
        found.setdefault(kind, []).append({"ref": f"added-{number}", "occurred_on": on, **row, **fields})
    return found
