"""What one record's facts need to know of other records, and what can change when another record does."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from models.continuum.evidence.activities import ActivityReader
from models.continuum.evidence.facts import NONE, Fact, RecordKey, Row, codes, named
from models.continuum.language.language import Language

# Kind -> reference -> row, in the order of entry.
Rows = Mapping[str, Mapping[str, Row]]
# What happened, with whom (empty where it is with nobody in particular) -> days, ascending, one for each time.
Days = Mapping[tuple[str, str], tuple[int, ...]]

# Kinds of rows that hang on a partnership.
PAPERS = ("agreement", "commitment", "evaluation")


class Meant(NamedTuple):
    """What the values of facts mean for others.

    Attributes:
        gifts: The ways of acting by which an alliance gives something.
        leading: The roles that lead: a training that inducts one of them inducts who leads.
    """

    gifts: frozenset[str]
    leading: frozenset[str]


def days_of(fact: Fact, meant: Meant) -> Iterator[tuple[str, str]]:
    """Name what a fact is a day of, for the facts and partnerships that hang on it."""
    kind, values = fact.kind, fact.values
    if kind in ("activity", "contribution", "given", "evaluation"):
        by, way = values.get("by", NONE), values.get("way", NONE)
        gave = kind == "contribution" or (kind == "activity" and "alliances" in by and bool(way & meant.gifts))  # type: ignore[operator]
        for partner in fact.adds("partners"):
            yield "alive", partner
            if gave:
                yield "gift", partner
            if values.get("student_facing"):
                yield "student_facing", partner
            if values.get("serves_workforce") or kind == "given":
                yield "serves", partner
        if values.get("used_process"):
            yield "use", ""
    elif kind == "training":
        if values.get("induction") and values.get("roles", NONE) & meant.leading:  # type: ignore[operator]
            yield "induction", ""
    elif kind == "procreview":
        yield "review", ""


def changed_days(days: Days, removed: Iterable[Fact], added: Iterable[Fact], meant: Meant) -> Days:
    """Take the days of some facts out and those of others in; the rest is shared."""
    touched: dict[tuple[str, str], list[int]] = {}

    def of(key: tuple[str, str]) -> list[int]:
        if key not in touched:
            touched[key] = list(days.get(key, ()))
        return touched[key]

    for fact in removed:
        for key in days_of(fact, meant):
            line = of(key)
            del line[bisect_left(line, fact.on)]
    for fact in added:
        for key in days_of(fact, meant):
            insort(of(key), fact.on)
    if not touched:
        return days
    return {**days, **{key: tuple(line) for key, line in touched.items()}}


class Links:
    """The records of a school as others refer to them.

    Args:
        rows: Confirmed rows.
        days: Days of what happened; see `days_of`.
    """

    def __init__(self, reader: ActivityReader, rows: Rows, days: Days) -> None:
        self.reader = reader
        self.language: Language = reader.language
        self.rows = rows
        self._days = days
        self.meant = Meant(self.language.marked("way", "given"), self.language.marked("roles", "leads"))
        self._by_partnership: dict[str, dict[str, list[Row]]] = {}

    @cached_property
    def categories(self) -> Mapping[str, str]:
        """Organisation -> its category."""
        return {row["name"]: row["category"] for row in self.rows.get("org", {}).values()}

    def with_days(self, days: Days) -> Links:
        """Give the same links with other days."""
        self._days = days
        return self

    def days(self, what: str, whom: str) -> Sequence[int]:
        """List the days of something, ascending; `selected` are days on which teachers chose a partner on data."""
        if what == "selected":
            return self._selected.get(whom, ())
        return self._days.get((what, whom), ())

    def row(self, kind: str, ref: str | None) -> Row | None:
        """Find a row by its reference."""
        return self.rows.get(kind, {}).get(ref) if ref else None

    def partner_of(self, row: Row) -> frozenset[str]:
        """Name the partner of a row that hangs on a partnership."""
        found = self.row("partnership", row["partnership"])
        return named(found["partner"]) if found else NONE

    def of_partnership(self, kind: str, ref: str) -> Sequence[Row]:
        """List the rows of a kind that hang on a partnership, in the order of entry."""
        if kind not in self._by_partnership:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.rows.get(kind, {}).values():
                found[row["partnership"]].append(row)
            self._by_partnership[kind] = found
        return self._by_partnership[kind].get(ref, ())

    def way_of(self, row: Row) -> frozenset[str]:
        """Say the way of giving that the vocabulary gives the type of a contribution; none for a type of one's own."""
        if not self.language.derivations.way_from_type:
            return NONE
        return self.reader.told_by("contribution_type", "way", codes(row, "type"))

    @cached_property
    def _selected(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        unranked = self.language.derivations.unranked_selection
        for row in self.rows.get("match", {}).values():
            on_data = self.language.marked("data", "selects") & set(row.get("data") or ())
            if (
                on_data
                and "teachers" in (row.get("raised_by") or ())
                and row.get("selected")
                and (unranked or row.get("ranked"))
            ):
                found[row["partner"]].append((row.get("requested_on") or row["occurred_on"]).toordinal())
        return found

    def hanging_on(self, kind: str, before: Row | None, after: Row | None) -> Iterator[RecordKey]:
        """Name the other records whose facts may change when a record does; its days are dealt with apart.

        Args:
            before: Its row until now; None where it is new.
            after: Its row from now on; None where it is taken out.
        """
        either = after or before or {}
        if kind == "org":
            if before and after and (before["name"], before["category"]) == (after["name"], after["category"]):
                return
            names = {row["name"] for row in (before, after) if row}
            yield from self._with_partners("activity", names)
            yield from self._with_partners("recognition", names)
        elif kind == "need":
            yield from (("match", ref) for ref, row in self._all("match") if row.get("need") == either["ref"])
        elif kind == "match":
            # Choosing a partner on data, or no more, shows in what is done with it.
            if any(row and row.get("selected") for row in (before, after)):
                yield from self._with_partners("activity", {row["partner"] for row in (before, after) if row})
        elif kind == "partnership":
            for paper in PAPERS:
                yield from ((paper, ref) for ref, row in self._all(paper) if row["partnership"] == either["ref"])
        elif kind == "commitment":
            gifts = self._all("contribution")
            yield from (("contribution", ref) for ref, row in gifts if row.get("commitment") == either["ref"])
        elif kind == "evaluation":
            refs = {row["partnership"] for row in (before, after) if row}
            yield from (("evaluation", ref) for ref, row in self._all("evaluation") if row["partnership"] in refs)

    def hanging_on_days(self, touched: Iterable[tuple[str, str]]) -> Iterator[RecordKey]:
        """Name the records whose facts may change when the days of something do."""
        gave = {whom for what, whom in touched if what == "gift"}
        if gave and self.language.derivations.gifts_answer_requests:
            yield from (("match", ref) for ref, row in self._all("match") if row["partner"] in gave)
        if ("use", "") in touched:
            yield from (("transition", ref) for ref, _ in self._all("transition"))
        if ("induction", "") in touched:
            yield from (("roster", ref) for ref, _ in self._all("roster"))

    def _all(self, kind: str) -> Iterable[tuple[str, Row]]:
        return self.rows.get(kind, {}).items()

    def _with_partners(self, kind: str, names: set[str]) -> Iterator[RecordKey]:
        for ref, row in self._all(kind):
            partner = row.get("partner") or ()
            if partner in names if isinstance(partner, str) else not names.isdisjoint(partner):
                yield (kind, ref)
