"""The practices of one version of the rules over one school's evidence: shares through time, records, reasons."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from models.continuum.evidence.evidence import Evidence
from models.continuum.evidence.facts import RecordKey, Said
from models.continuum.judging.answers import CountedRecord
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import Asking, CountOfRecords, Rule, Told, walk
from models.continuum.rulebook.rules.listing import Listing, listed_once
from models.continuum.time.calendar import back
from models.continuum.time.spans import Spans
from models.continuum.time.steps import NOTHING, Steps, chosen, days_where

Found = TypeVar("Found")

NOWHERE = Spans()
# Of a practice of which more days than these are asked for all days are worked out at once.
FEW_DAYS = 3
# What is kept of a practice and is asked for by many.
IN_FAVOR = "in favor"
# Of so many different things that facts say it is kept which practices count them.
MOST_SAID = 4096


class Practices:
    """Answers for the practices of one catalogue. What it keeps only spares work.

    Args:
        catalogue: The rules.
        evidence: The school, read with the language of the rules.
    """

    def __init__(self, catalogue: Catalogue, evidence: Evidence) -> None:
        self.catalogue = catalogue
        self.evidence = evidence
        self._steps: dict[tuple[str, bool], Steps] = {}
        self._met: dict[str, Spans] = {}
        # Practice -> day -> share, of those of which nobody needed all days yet.
        self._shares: dict[str, dict[int, float]] = {}
        # Practice -> question -> what others worked out of it.
        self._kept: dict[str, dict[Hashable, Any]] = {}
        # What facts say, by its identity, with the practices that count it; for all that are made from these.
        self._counted_by: dict[int, tuple[Said, frozenset[str]]] = {}

    @property
    def words(self) -> Words:
        """What is missing is told with the catalogue's words."""
        return self.catalogue.words

    def asked(self, key: str) -> tuple[Rule, Asking] | None:
        """Give the rule of a practice and what it is asked with; None where there is no such practice."""
        practice = self.catalogue.practices.get(key)
        if practice is None:
            return None
        return practice.rule, Asking(self.evidence, key, practice.indicator, self)

    def steps(self, key: str, *, hopeful: bool = False) -> Steps:
        """Give the share of a practice through time; 0 while an SLT member objects, or where there is none."""
        found = self._steps.get((key, hopeful))
        if found is None:
            asked = self.asked(key)
            if asked is None:
                return NOTHING
            rule, at = asked
            found = rule.hoped(at) if hopeful else rule.steps(at)
            if key in self.evidence.statements:
                found = chosen(self.evidence.objections(key), NOTHING, found)
            self._steps[key, hopeful] = found
        return found

    def share(self, key: str, day: int, *, hopeful: bool = False) -> float:
        """Give the share of a practice on a day, as `steps` does: a few days are worked out without all others."""
        if hopeful or (key, False) in self._steps:
            return self.steps(key, hopeful=hopeful).at(day)
        known = self._shares.setdefault(key, {})
        if day not in known:
            if len(known) >= FEW_DAYS:
                return self.steps(key).at(day)
            known[day] = self._share_on(key, day)
        return known[day]

    def once(self, key: str, question: Hashable, work: Callable[[], Found]) -> Found:
        """Work out something of a practice that nothing but what fulfils it changes, if that was not done before."""
        kept = self._kept.setdefault(key, {})
        if question not in kept:
            kept[question] = work()
        found: Found = kept[question]
        return found

    def _share_on(self, key: str, day: int) -> float:
        asked = self.asked(key)
        if asked is None or (key in self.evidence.statements and day in self.evidence.objections(key)):
            return 0.0
        rule, at = asked
        return rule.share(at, day)

    def is_met(self, key: str, day: int) -> bool:
        """Whether a practice is met on a day."""
        found = self._met.get(key)
        return day in found if found is not None else self.share(key, day) == 1

    def met(self, key: str) -> Spans:
        """Say on which days a practice is met."""
        found = self._met.get(key)
        if found is None:
            found = self._met[key] = days_where(self.steps(key), lambda share: share == 1)
        return found

    def told(self, practice: Practice, day: int) -> Told:
        """Tell how a practice's rule stands on a day."""
        return practice.rule.told(self.asking(practice), day)

    def asking(self, practice: Practice) -> Asking:
        """Give what a practice's rule is asked with."""
        return Asking(self.evidence, practice.key, practice.indicator, self)

    def present(self, practice: Practice) -> Iterable[tuple[Asking, CountOfRecords]]:
        """List the counts of records that ask about the present, each with what it is asked with.

        Those of a practice whose rule it takes are among them: what counts there counts here.
        """
        at = self.asking(practice)
        yield from ((at, part) for part in practice.rule.present())
        for part in walk(practice.rule):
            other = self.catalogue.practices.get(part.points_to or "")
            if other is not None:
                yield from self.present(other)

    def share_of_rule(self, practice: Practice, day: int) -> float:
        """Say how far its rule is fulfilled, whatever anybody objects."""
        return practice.rule.share(self.asking(practice), day)

    def record_keys(self, practice: Practice, day: int) -> frozenset[RecordKey]:
        """Name the records that count toward a practice on a day, without weighing each."""
        return frozenset(one.record for one in practice.rule.counted(self.asking(practice), day))

    def holds_record(self, practice: Practice, day: int, record: RecordKey) -> bool:
        """Whether a record is counted in a practice's favor: a share counts records that lack what it asks for, too."""
        return practice.rule.counts_record(self.asking(practice), day, record)

    def in_favor(self, practice: Practice, day: int) -> frozenset[RecordKey]:
        """Name all records of which `holds_record` is true; it is kept of the last day that was asked for."""
        kept = self._kept.setdefault(practice.key, {})
        known = kept.get(IN_FAVOR)
        if known is None or known[0] != day:
            counted = practice.rule.counted(self.asking(practice), day)
            known = kept[IN_FAVOR] = (day, frozenset(one.record for one in counted if one.holds is not False))
        found: frozenset[RecordKey] = known[1]
        return found

    def records(self, practice: Practice, day: int) -> tuple[CountedRecord, ...]:
        """List the records that the shown alternative counts on a day, oldest first.

        Where two parts of a rule count the same record it stands there once.
        """
        return tuple(
            CountedRecord(one.record[0], one.record[1], date.fromordinal(one.on), one.repeats, one.holds)
            for one in listed_once(practice.rule.counted(self.asking(practice), day))
        )

    def weighed(self, practice: Practice, day: int) -> tuple[CountedRecord, ...]:
        """List the records that count, and say which are needed: of equals the later ones, which count longer."""
        records = self.records(practice, day)
        share, at = self.share_of_rule(practice, day), self.asking(practice)
        kept = self
        surplus: set[RecordKey] = set()
        spare: set[RecordKey] = set()
        for one in records:
            key = (one.kind, one.ref)
            if (share == 1 and practice.rule.spares(at, day, key)) or self.without(practice, day, key) == share:
                spare.add(key)
                kept = kept._spared(practice, day, key, share, surplus)
        # Where a part of the records is asked, one that was needed may not be once others are gone.
        left = 0 if surplus and any(one.outcome is not None for one in records) else len(surplus)
        while left < len(surplus):
            left = len(surplus)
            for one in records:
                if (one.kind, one.ref) not in surplus:
                    kept = kept._spared(practice, day, (one.kind, one.ref), share, surplus)
        return tuple(
            replace(one, surplus=(one.kind, one.ref) in surplus, spare=(one.kind, one.ref) in spare) for one in records
        )

    def _spared(self, practice: Practice, day: int, key: RecordKey, share: float, surplus: set[RecordKey]) -> Practices:
        """Leave a record out, and note it, if the share stays the same without it."""
        fewer = Practices(self.catalogue, self.evidence.changed(remove=[key]))
        if fewer.share_of_rule(practice, day) != share:
            return self
        surplus.add(key)
        return fewer

    def without(self, practice: Practice, day: int, record: RecordKey) -> float:
        """Say how far a practice's rule would be fulfilled on a day if one record had never been made."""
        other = Practices(self.catalogue, self.evidence.changed(remove=[record]))
        return other.share_of_rule(practice, day)

    def listing(self, practice: Practice, day: int, most: int) -> Listing:
        """Tell short which records count toward a practice on a day."""
        return practice.rule.listing(self.asking(practice), day, most)

    def known_days(self, practice: Practice, day: int) -> tuple[int, int] | None:
        """Say how many days of its longest look-back logging covers, of how many; None where it covers all."""
        grace = self.evidence.language.thresholds.grace_month_days
        lengths = [day - back(day, months) + grace * more for months, more in practice.rule.look_backs()]
        if not lengths:
            return None
        length = max(lengths)
        known = max(0, day - self.evidence.logging_start(day) + 1)
        return (known, length) if known < length else None

    def changed(self, evidence: Evidence) -> tuple[Practices, frozenset[str]]:
        """Give the same practices over an evidence that was made from theirs, and name those that may be different."""
        touched = evidence.touched
        other = Practices(self.catalogue, evidence)
        # Whether a rule is touched does not hang on whose it is, but for statements on the practice itself.
        at = Asking(evidence, "", "", other)
        hit = {key for key in self.catalogue.practices if key in touched.statements or key in touched.exempt}
        parts = self.catalogue.parts
        for said in touched.said:
            hit |= self._counting(said)
        # Where nothing but facts is different, no other count of facts is touched.
        kinds = self.catalogue.lasting if touched.partners else ()
        for kind in parts if touched.exempt else (None, *kinds):
            for rule, keys in parts.get(kind, ()):
                if not hit.issuperset(keys) and rule.is_touched(touched, at):
                    hit |= keys
        other._counted_by = self._counted_by
        other._steps, other._met = self._steps.copy(), self._met.copy()
        other._shares, other._kept = self._shares.copy(), self._kept.copy()
        for key in hit:
            other._steps.pop((key, False), None)
            other._steps.pop((key, True), None)
            other._met.pop(key, None)
            other._shares.pop(key, None)
            other._kept.pop(key, None)
        if touched.logging:
            other._steps = {asked: steps for asked, steps in other._steps.items() if not asked[1]}
        return other, frozenset(hit)

    def _counting(self, said: Said) -> frozenset[str]:
        """Name the practices that count facts which say something: twenty trials of a plan say the same."""
        known = self._counted_by.get(id(said))
        if known is None:
            if len(self._counted_by) >= MOST_SAID:
                self._counted_by.clear()
            keys = (some for rule, some in self.catalogue.parts.get(said.kind, ()) if rule.counts_what_says(said))
            known = self._counted_by[id(said)] = (said, frozenset().union(*keys))
        return known[1]

    def keys(self, indicator: str) -> Iterable[str]:
        """Name the practices of an indicator that count."""
        return (one.key for one in self.catalogue.practices_of(indicator) if one.counts)
