"""Random changes of a random school: rows taken out, added, edited, archived and taken back, of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import ORDERED, evidence_from_rows
from models.continuum.rulebook.catalogue import Catalogue
from tests.models.continuum.random_schools import Row, Rows, random_school

WAYS = ("remove", "add", "replace", "edit", "edit", "archive", "restore", "restore")
ARCHIVED, CONFIRMED = "archived", "confirmed"


@dataclass
class Changes:
    """What was done to a school, and its rows as they are with it.

    Attributes:
        rows: All rows, in the order of entry, whatever their status.
        remove: Records that are gone.
        add: Rows that are new or different.
        done: What was done, for the reader of a failing example.
    """

    rows: Rows
    remove: list[tuple[str, str]] = field(default_factory=list)
    add: list[tuple[str, Row]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)

    @property
    def renewed(self) -> frozenset[str]:
        """Kinds of which the later entered decides, where they are changed."""
        return ORDERED & {kind for kind, _ in (*self.remove, *self.add)}

    def made_of(self, school: Continuum) -> Continuum:
        """Give the school with the changes, made from the one without."""
        whole = [(kind, row) for kind in self.renewed for row in self.rows.get(kind, ())]
        add = [(kind, row) for kind, row in self.add if kind not in self.renewed]
        remove = [key for key in self.remove if key[0] not in self.renewed]
        return school.as_if(remove=remove, add=[*add, *whole], renewed=self.renewed)


def read(rows: Rows, rulebook: Sequence[Catalogue]) -> Continuum:
    """Read a school afresh."""
    return Continuum(evidence_from_rows(rows, rulebook[-1].language), rulebook)


def changes(rows: Rows, catalogue: Catalogue, seed: int, *, most: int = 6) -> Changes:
    """Change some records of a school, of all kinds alike.

    Args:
        seed: The same one changes the same rows in the same way.
        most: How many changes at most.
    """
    random = Random(seed)
    # Another school of the same partners and references: rows to take over, columns to exchange.
    others = random_school(seed + 7_000_000, catalogue, records=200)
    found = Changes({kind: list(some) for kind, some in rows.items()})
    for number in range(random.randint(1, most)):
        kind = random.choice(sorted({*found.rows, *others}))
        _change(found, kind, random.choice(WAYS), random, others, number)
    return found


def _change(found: Changes, kind: str, way: str, random: Random, others: Rows, number: int) -> None:
    mine, theirs = found.rows.setdefault(kind, []), others.get(kind, [])
    if way == "restore":
        there = [row for row in mine if row.get("record_status") not in (None, CONFIRMED)]
    else:
        there = [row for row in mine if row.get("record_status") in (None, CONFIRMED)]
    if way == "add" or not there:
        if not theirs:
            return None
        row = {**random.choice(theirs), "ref": f"new-{number}-{random.random()}", "record_status": CONFIRMED}
        mine.append(row)
        return _note(found, kind, row, way)
    old = random.choice(there)
    place = mine.index(old)
    if way == "remove":
        del mine[place]
        found.add = [one for one in found.add if one[1]["ref"] != old["ref"] or one[0] != kind]
        found.remove.append((kind, old["ref"]))
        found.done.append(f"remove {kind} {old['ref']}")
        return None
    row = dict(old)
    if way == "archive":
        row["record_status"] = ARCHIVED
    elif way == "restore":
        row["record_status"] = CONFIRMED
    elif theirs:
        other = random.choice(theirs)
        names = sorted(set(other) - {"ref", "record_status"})
        taken = names if way == "replace" else random.sample(names, random.randint(1, min(3, len(names))))
        row |= {name: other[name] for name in taken if _may_be(name, other[name])}
    mine[place] = row
    return _note(found, kind, row, way)


def _may_be(name: str, value: Any) -> bool:
    # What every row of a kind has must stay said.
    return value is not None or not name.endswith("_on") or name in {"ended_on", "until_on", "done_on", "answered_on"}


def _note(found: Changes, kind: str, row: Row, way: str) -> None:
    found.remove = [key for key in found.remove if key != (kind, row["ref"])]
    found.add = [one for one in found.add if one[0] != kind or one[1]["ref"] != row["ref"]]
    found.add.append((kind, row))
    found.done.append(f"{way} {kind} {row['ref']}")


def everything(school: Continuum, on: date, third: int | None = None) -> dict[str, Any]:
    """Ask a school everything of a day: of all indicators, or of every third of them from one on."""
    found: dict[str, Any] = {}
    rules = school.rules_on(on.toordinal())
    for code in rules.judged if third is None else rules.judged[third::3]:
        found[code] = school.indicator(code, on)
        found[code, "standing"] = school.standing(code, on), school.unchanged_until(code, on)
        found[code, "lapses"] = school.lapses(code, on)
        found[code, "falls"] = school.falls(code, on)
        found[code, "one more"] = school.one_more(code, on)
        for practice in rules.practices_of(code):
            if practice.counts:
                found[practice.key] = school.records(practice.key, on), school.holds_until(practice.key, on)
    return found


def differing(one: dict[str, Any], other: dict[str, Any]) -> list[Any]:
    """Name what is answered differently."""
    return [key for key in one if repr(one[key]) != repr(other.get(key))]
