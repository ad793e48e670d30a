"""From record rows to facts: the one place where what is stored becomes what the rules read.

A fact is one dated thing that a record says. A property that hangs on a date of its own (an answer, a receipt, an
evaluation by the other side) makes two facts of one record: the one without it, which holds until that date, and the
one with it, which holds from then on. So any past day reads as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.windows import NEVER, month_of, quarter_of

Row = Mapping[str, Any]
RecordKey = tuple[str, str]
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated thing that a record says.

    Attributes:
        kind: What sort of thing; derived facts have kinds of their own.
        record: Kind and reference of the record it comes from.
        on: The day it happened.
        start: The first day on which it can be known as it stands here.
        end: The first day on which it no longer stands so.
        values: Field -> codes, or True for a mark that holds. Fields that say nothing are absent.
        spread: Dimension -> distinct values it adds (`partners`, `stakeholder_groups`, `channels` …).
        identity: Facts of equal identity count once in a number of records.
        not_for: Indicators it is kept out of.
        only_through: A mark that it has through one other record alone, and that record.
    """

    kind: str
    record: RecordKey
    on: int
    start: int
    end: int
    values: Mapping[str, frozenset[str] | bool]
    spread: Mapping[str, frozenset[Any]]
    identity: tuple[Any, ...]
    not_for: frozenset[str] = NONE
    only_through: tuple[str, RecordKey] | None = None


@dataclass(slots=True)
class Words:
    """What the facts need of the vocabularies.

    Attributes:
        group_of_audience: Audience -> stakeholder group; audiences outside every group are absent.
        group_of_category: Partner category -> stakeholder group.
        beyond_school: Audiences beyond school.
        outlets: Channels that are outlets.
        uncounted_norms: Norm codes that do not count.
        groups_known: Groups of each combination of audiences met so far; only to spare work.
    """

    group_of_audience: Mapping[str, str]
    group_of_category: Mapping[str, str]
    beyond_school: frozenset[str]
    outlets: frozenset[str]
    uncounted_norms: frozenset[str]
    groups_known: dict[frozenset[str], dict[str, frozenset[Any]]] = field(default_factory=dict)

    @classmethod
    def of(cls, catalogue: Catalogue) -> Words:
        """Take them from a catalogue."""
        audiences = catalogue.language.vocabularies.audience
        categories = catalogue.language.vocabularies.category
        norms = catalogue.language.vocabularies.norms
        return cls(
            {code: value.group for code, value in audiences.items() if value.group},
            {code: value.group for code, value in categories.items()},
            catalogue.sets["beyond_school"],
            catalogue.sets["outlets"],
            frozenset(code for code, value in norms.items() if not value.counted),
        )


@dataclass(slots=True)
class Context:
    """What one record's facts need to know of other records."""

    words: Words
    categories: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, Row] = field(default_factory=dict)
    partner_of: Mapping[str, str] = field(default_factory=dict)
    commitments: Mapping[str, Row] = field(default_factory=dict)
    selected: Mapping[str, Sequence[int]] = field(default_factory=dict)
    evaluations: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[Row]], words: Words) -> Context:
        """Index the rows that others refer to."""
        selected: dict[str, list[int]] = defaultdict(list)
        for row in rows.get("match", ()):
            cited = {"workforce", "community"} & set(row.get("data") or ())
            teachers = "teachers" in (row.get("raised_by") or ())
            if teachers and cited and row.get("ranked") and row.get("selected"):
                selected[row["partner"]].append(day_number(row.get("requested_on") or row["occurred_on"]))
        evaluations: dict[str, list[Row]] = defaultdict(list)
        for row in rows.get("evaluation", ()):
            evaluations[row["partnership"]].append(row)
        return cls(
            words=words,
            categories={row["name"]: row["category"] for row in rows.get("org", ())},
            needs={row["ref"]: row for row in rows.get("need", ())},
            partner_of={row["ref"]: row["partner"] for row in rows.get("partnership", ())},
            commitments={row["ref"]: row for row in rows.get("commitment", ())},
            selected=selected,
            evaluations=evaluations,
        )


def day_number(value: date) -> int:
    """Number a day."""
    return value.toordinal()


def codes(row: Row, name: str) -> frozenset[str]:
    """Read a field of codes: none, one or several."""
    value = row.get(name)
    return shared_set(value) if value else NONE


@lru_cache(maxsize=1 << 14)
def shared_set(value: str | int | tuple[str, ...]) -> frozenset[Any]:
    """Make a set once for all facts that have it: a school uses some dozens of combinations, however much it logs."""
    return frozenset(value) if isinstance(value, tuple) else frozenset((value,))


def said(value: Any) -> bool:
    """Whether a text, a file or a mark is there."""
    return bool(value.strip()) if isinstance(value, str) else bool(value)


def values_of(**fields: Any) -> dict[str, frozenset[str] | bool]:
    """Keep what says something: codes that are there, marks that hold."""
    return {name: value for name, value in fields.items() if value}


def make_fact(
    kind: str,
    row: Row,
    on: date,
    values: Mapping[str, frozenset[str] | bool],
    *,
    source: str | None = None,
    start: int | None = None,
    end: int = NEVER,
    spread: Mapping[str, frozenset[Any]] | None = None,
    identity: tuple[Any, ...] | None = None,
) -> Fact:
    """Make a fact of a row.

    Args:
        on: The day it happened.
        source: Kind of the record, where the fact's kind is a derived one.
        start: First day on which it is known so; never before `on`.
        end: First day on which it no longer stands so.
        spread: Distinct values beside month and quarter.
        identity: What it is counted once by; the record itself where nothing else is said.
    """
    day = day_number(on)
    record = (source or kind, row["ref"])
    return Fact(
        kind,
        record,
        day,
        max(day, start if start is not None else day),
        end,
        values,
        {"months": shared_set(month_of(day)), "quarters": shared_set(quarter_of(day)), **(spread or {})},
        identity or record,
        codes(row, "not_for"),
    )


def partner_set(*names: str | None) -> frozenset[str]:
    """Keep the names that are given."""
    return frozenset(name for name in names if name)


def groups_of(audiences: Iterable[str], words: Words) -> dict[str, frozenset[Any]]:
    """Say which stakeholder groups audiences stand for, and which each is when only those beyond school count."""
    named = frozenset(audiences)
    found = words.groups_known.get(named)
    if found is None:
        group_of = words.group_of_audience
        found = words.groups_known[named] = {
            "stakeholder_groups": frozenset(group_of[name] for name in named if name in group_of),
            "outside_groups": frozenset(group_of.get(name, name) for name in named & words.beyond_school),
        }
    return found
