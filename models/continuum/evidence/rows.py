"""Rows as the engine keeps them, and in which order their facts are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from models.continuum.evidence.facts import NONE, Fact, RecordKey, Row
from models.continuum.evidence.links import Rows

CONFIRMED = "confirmed"
# Kinds whose days others hang on: their facts are made first.
FIRST = ("activity", "contribution", "evaluation", "training", "procreview")
# Of two of these the order of entry decides which counts, or is named, so that they are always taken whole.
ORDERED = frozenset({"attestation", "logstart", "process", "coordinator", "org"})
# What the engine never reads of an activity: a school has many, and these are most of their text.
NEVER_READ = frozenset({"title", "note", "people", "students", "hours", "link", "also_for"})

# What says nothing; whatever is true says something, and need not be compared.
_NOTHING = (None, "", ())


def is_confirmed(row: Row) -> bool:
    """Whether a row counts at all."""
    return (row.get("record_status") or CONFIRMED) == CONFIRMED


def compact(kind: str, row: Row) -> dict[str, Any]:
    """Keep what the engine reads and what is said."""
    left_out = NEVER_READ if kind == "activity" else NONE
    return {name: value for name, value in row.items() if (value or value not in _NOTHING) and name not in left_out}


def ordered(by_record: Mapping[RecordKey, tuple[Fact, ...]]) -> dict[str, tuple[Fact, ...]]:
    """List facts by kind, each in its order."""
    found: dict[str, list[Fact]] = {}
    for facts in by_record.values():
        for fact in facts:
            found.setdefault(fact.kind, []).append(fact)
    return {kind: tuple(sorted(some, key=place)) for kind, some in found.items()}


def place(fact: Fact) -> tuple[int, RecordKey, int]:
    """Say where a fact stands among those of its kind: by day, then record."""
    return fact.on, fact.record, fact.start


def known_by(rows: Rows, facts: Mapping[str, Sequence[Fact]]) -> tuple[RecordKey, ...]:
    """Name the record by which it is known since when everything is logged: a start set by hand, else an act."""
    if rows.get("logstart"):
        return (("logstart", list(rows["logstart"])[-1]),)
    acts = facts.get("activity", ())
    return (acts[0].record,) if acts else ()


def different(one: Mapping[str, Any], other: Mapping[str, Any]) -> frozenset[str]:
    """Name the keys under which two mappings do not hold the same."""
    return frozenset(key for key in {*one, *other} if one.get(key) != other.get(key))
