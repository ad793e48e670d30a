"""Works out a school with some records more or less: only what hangs on them is read again."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from typing import Any

from models.continuum.evidence.facts import NONE, Fact, RecordKey, Row
from models.continuum.evidence.links import Links, changed_days, days_of
from models.continuum.evidence.partnerships import PartnershipDays, PartnershipReader
from models.continuum.evidence.reading import FACTS_OF
from models.continuum.evidence.recorded import Recorded, Touched
from models.continuum.evidence.rows import FIRST, compact, different, is_confirmed, known_by, place
from models.continuum.evidence.standing import (
    STANDING_KINDS,
    changes_of_people,
    exemptions,
    standing_records,
    statements,
)


class Changing:
    """Works out what hangs on changed records."""

    def __init__(self, before: Recorded) -> None:
        self.before = before
        self.rows: dict[str, dict[str, Row]] = dict(before.rows)  # type: ignore[arg-type]
        self.by_record = dict(before.by_record)
        self.removed: list[Fact] = []
        self.added: list[Fact] = []
        self.days = before.days

    def fields(
        self, remove: Iterable[RecordKey], add: Iterable[tuple[str, Row]], renewed: Iterable[str]
    ) -> dict[str, Any] | None:
        """Give the fields of the evidence that is made; None where nothing is different."""
        before = self.before
        changed = self._change_rows(remove, add, renewed)
        if not changed:
            return None
        links = Links(before.reader, self.rows, before.days)
        earlier_links = Links(before.reader, before.rows, before.days)
        again = dict.fromkeys(changed)
        for (kind, _), (old, new) in changed.items():
            for side in (earlier_links, links):
                again |= dict.fromkeys(side.hanging_on(kind, old, new))
        self._read_again([key for key in again if key[0] in FIRST], links)
        touched_days = {
            key
            for fact in (*self.removed, *self.added)
            if fact.record[0] in FIRST
            for key in days_of(fact, links.meant)
        }
        self.days = changed_days(before.days, self.removed, self.added, links.meant)
        links.with_days(self.days)
        again |= dict.fromkeys(links.hanging_on_days(touched_days))
        self._read_again([key for key in again if key[0] not in FIRST], links)
        return self._fields(changed, touched_days, links)

    def _change_rows(
        self, remove: Iterable[RecordKey], add: Iterable[tuple[str, Row]], renewed: Iterable[str]
    ) -> dict[RecordKey, tuple[Row | None, Row | None]]:
        changed: dict[RecordKey, tuple[Row | None, Row | None]] = {}
        mine: set[str] = set()

        def of(kind: str) -> dict[str, Row]:
            if kind not in mine:
                self.rows[kind] = dict(self.rows.get(kind, {}))
                mine.add(kind)
            return self.rows[kind]

        def note(kind: str, ref: str, new: Row | None) -> None:
            old = self.before.rows.get(kind, {}).get(ref)
            if old == new:
                changed.pop((kind, ref), None)
            else:
                changed[kind, ref] = (old, new)

        for kind in renewed:
            for ref in of(kind):
                note(kind, ref, None)
            of(kind).clear()
        for kind, ref in remove:
            if ref in self.rows.get(kind, {}):
                del of(kind)[ref]
                note(kind, ref, None)
        for kind, row in add:
            ref = row["ref"]
            if is_confirmed(row):
                of(kind)[ref] = compact(kind, row)
                note(kind, ref, self.rows[kind][ref])
            elif ref in self.rows.get(kind, {}):
                del of(kind)[ref]
                note(kind, ref, None)
        return changed

    def _read_again(self, keys: Iterable[RecordKey], links: Links) -> None:
        for kind, ref in keys:
            row, read = self.rows.get(kind, {}).get(ref), FACTS_OF.get(kind)
            old = self.by_record.get((kind, ref), ())
            new = tuple(read(row, links)) if row is not None and read is not None else ()
            # A fact that stays the same stays the same object, each for one: counts know their facts by it.
            gone, facts = list(old), []
            for fact in new:
                at = next((at for at, one in enumerate(gone) if one == fact), None)
                if at is None:
                    self.added.append(fact)
                facts.append(fact if at is None else gone.pop(at))
            self.removed += gone
            if facts:
                self.by_record[kind, ref] = tuple(facts)
            else:
                self.by_record.pop((kind, ref), None)

    def _fields(
        self,
        changed: Mapping[RecordKey, tuple[Row | None, Row | None]],
        touched_days: set[tuple[str, str]],
        links: Links,
    ) -> dict[str, Any]:
        before, kinds = self.before, {kind for kind, _ in changed}
        partnerships, predicates, partners = self._partnerships(changed, touched_days, links)
        standing = dict(before.standing)
        for kind in STANDING_KINDS:
            if kind in kinds or (kind == "process" and touched_days & {("use", ""), ("review", "")}):
                standing[kind] = standing_records(kind, self.rows.get(kind, {}).values(), links)
        said = before.statements
        if "attestation" in kinds:
            said = statements(self.rows.get("attestation", {}).values(), links.language)
        exempt = before.exempt
        if "exemption" in kinds:
            exempt = exemptions(self.rows.get("exemption", {}).values())
        changes = before.changes
        if "transition" in kinds:
            changes = changes_of_people(self.rows.get("transition", {}).values())
        facts = self._facts()
        starts = [row["from_on"] for row in self.rows.get("logstart", {}).values()]
        logging_set = starts[-1].toordinal() if starts else None
        first = facts["activity"][0].on if facts.get("activity") else None
        return {
            "reader": before.reader,
            "rows": self.rows,
            "days": self.days,
            "by_record": self.by_record,
            "facts": facts,
            "partnerships": partnerships,
            "statements": said,
            "standing": standing,
            "changes": changes,
            "exempt": exempt,
            "logging_set": logging_set,
            "first_activity": first,
            "kept_out": before.kept_out | {code for fact in self.added for code in fact.not_for},
            "touched": Touched(
                facts=(*self.removed, *self.added),
                coverage=predicates,
                partners=partners,
                standing=frozenset(kind for kind in STANDING_KINDS if standing[kind] != before.standing[kind]),
                statements=different(said, before.statements),
                exempt=different(exempt, before.exempt),
                people=changes != before.changes,
                # Where it is known by another record of the same day, what is held names that one.
                logging=(logging_set, first, known_by(self.rows, facts))
                != (before.logging_set, before.first_activity, before.logging_records()),
            ),
            "_before": before,
            "_removed": tuple(self.removed),
            "_added": tuple(self.added),
        }

    def _facts(self) -> dict[str, tuple[Fact, ...]]:
        lists: dict[str, list[Fact]] = {}
        for fact in (*self.removed, *self.added):
            if fact.kind not in lists:
                lists[fact.kind] = list(self.before.facts.get(fact.kind, ()))
        for fact in self.removed:
            some = lists[fact.kind]
            at = bisect_left(some, place(fact), key=place)
            while some[at] is not fact:
                at += 1
            del some[at]
        for fact in self.added:
            insort(lists[fact.kind], fact, key=place)
        return {**self.before.facts, **{kind: tuple(some) for kind, some in lists.items()}}

    def _partnerships(
        self,
        changed: Mapping[RecordKey, tuple[Row | None, Row | None]],
        touched_days: set[tuple[str, str]],
        links: Links,
    ) -> tuple[Mapping[str, PartnershipDays], frozenset[str], frozenset[str]]:
        rows = self.rows.get("partnership", {})
        reader = PartnershipReader(links)
        again = self._partnerships_hit(changed)
        evaluated = self._evaluated_otherwise(changed, reader) - again
        moved = self._on_other_days(touched_days) - again
        if not (again or evaluated or moved):
            return self.before.partnerships, NONE, NONE
        found = dict(self.before.partnerships)
        predicates: set[str] = set()
        partners: set[str] = set()
        for ref in again | evaluated | moved:
            old = found.pop(ref, None)
            new = old
            if ref in again or old is None:
                new = reader.partnership(rows[ref]) if ref in rows else None
            elif new is not None:
                new = reader.on_other_days(new) if ref in moved else new
                new = reader.with_other_evaluations(new) if ref in evaluated else new
            if old is None or new is None:
                differing = {"*", "alive"} if old or new else set()
            else:
                differing = set(old.differences(new))
            if new is not None:
                # One that is as it was stays the same object: coverage is counted again of the others only.
                found[ref] = old if old is not None and not differing else new
            predicates |= differing - {"alive"}
            if differing & {"*", "alive"}:
                partners |= {one.partner for one in (old, new) if one}
        return dict(sorted(found.items())), frozenset(predicates), frozenset(partners)

    def _on_other_days(self, touched_days: set[tuple[str, str]]) -> set[str]:
        """Name the partnerships with whose partner something happened on other days than before."""
        partners = {whom for what, whom in touched_days if what in ("alive", "student_facing", "serves")}
        if not partners:
            return set()
        return {ref for ref, one in self.before.partnerships.items() if one.partner in partners}

    def _partnerships_hit(self, changed: Mapping[RecordKey, tuple[Row | None, Row | None]]) -> set[str]:
        """Name the partnerships of which anything may be different."""
        rows = self.rows.get("partnership", {})
        hit: set[str] = set()
        partners: set[str] = set()
        for (kind, ref), sides in changed.items():
            some = [row for row in sides if row]
            if kind == "partnership":
                hit.add(ref)
            elif kind in ("agreement", "commitment"):
                hit |= {row["partnership"] for row in some}
            elif kind == "need":
                # How serious a need is concerns all that may name it.
                hit |= set(rows) | set(self.before.partnerships)
            elif kind in ("training", "match"):
                partners |= {row["partner"] for row in some if row.get("partner")}
        return hit | {ref for ref, row in rows.items() if row["partner"] in partners}

    def _evaluated_otherwise(
        self, changed: Mapping[RecordKey, tuple[Row | None, Row | None]], reader: PartnershipReader
    ) -> set[str]:
        """Name the partnerships that are evaluated otherwise: all, where evaluations aim at something on other days."""
        rows = [row for (kind, _), sides in changed.items() if kind == "evaluation" for row in sides if row]
        if not rows:
            return set()
        earlier = Links(self.before.reader, self.before.rows, self.before.days)
        if PartnershipReader(earlier).aims != reader.aims:
            return set(self.before.partnerships)
        return {row["partnership"] for row in rows} & set(self.before.partnerships)
