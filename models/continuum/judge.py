"""How far a rule is fulfilled on a day: a share from 0 to 1, read from step functions."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence

from models.continuum.evidence import Change, Evidence, Statement, standing_days
from models.continuum.facts import Fact, RecordKey
from models.continuum.rules import (
    AllOf,
    AnyOf,
    Attested,
    Coverage,
    HandOvers,
    NoChange,
    Records,
    Rule,
    Standing,
    YearBefore,
)
from models.continuum.sweep import Counts, Look, Sweeps, Tally, pool
from models.continuum.time.calendar import NEVER, back, expiry

GRACE_OF_THE_PRESENT = 60
GROUPS = "stakeholder_groups"
WINDOWS_KEPT = 8


def records_share(rule: Records, counts: Counts, absent_groups: int, total_groups: int) -> float:
    """Say how far counts fulfil a records rule: the smallest of have / need over its dimensions, at most 1."""
    parts = [
        have / needed(name, need, absent_groups, total_groups)
        for (name, need), have in zip(rule.needs, counts, strict=False)
    ]
    if rule.share is not None:
        holding, matching = counts[-2:]
        parts.append((holding / matching if matching else 0.0) / rule.share[1])
    return min(1.0, *parts)


def needed(name: str, need: int, absent_groups: int, total_groups: int) -> int:
    """Say how many are needed: of stakeholder groups never more than are present at this school."""
    return max(1, min(need, total_groups - absent_groups)) if name == GROUPS else need


def coverage_share(rule: Coverage, counts: Counts) -> float:
    """Say how far counts of partnerships fulfil a coverage rule."""
    have, asked, in_force = counts
    least = rule.at_least if rule.predicate == "valid" else max(1, min(rule.at_least, in_force))
    share = min(1.0, have / least)
    if rule.share is not None:
        share = min(share, (have / asked if asked else 0.0) / rule.share)
    return min(1.0, share)


def entered(changes: Sequence[Change], rule: HandOvers | NoChange, within_days: int, day: int) -> list[Change]:
    """List the changes of people that have entered by a day: done, or so many days and one undone."""
    found = []
    for change in changes:
        if rule.what not in ("any", change.what):
            continue
        late = change.on + within_days + 1
        enters = max(change.on, min(change.done, late)) if change.done is not None else late
        if enters <= day < expiry(change.on, rule.window_months):
            found.append(change)
    return found


def in_time(change: Change, within_days: int) -> bool:
    """Whether a hand-over was done in time."""
    return change.done is not None and change.done - change.on <= within_days


def sibling_of(rules: Sequence[Rule], rule: YearBefore) -> Records | None:
    """Find the present year's question beside a question of the year before: the records rule just before it."""
    earlier = rules[: rules.index(rule)]
    return next((one for one in reversed(earlier) if isinstance(one, Records)), None)


class Judge:
    """Judges rules of one school on any day.

    Attributes:
        groups: Codes of all stakeholder groups.
    """

    def __init__(self, evidence: Evidence, groups: frozenset[str], sweeps: Sweeps | None = None) -> None:
        self.evidence = evidence
        self.sweeps = sweeps or Sweeps(evidence)
        self.groups = groups
        self._asking = threading.Lock()
        self._windows: dict[tuple[Records, Look, int], tuple[Tally, dict[RecordKey, list[Fact]]]] = {}

    def absent_groups(self, day: int) -> int:
        """Count the stakeholder groups marked as not present on a day."""
        return sum(day in self.evidence.exempt[group] for group in self.groups if group in self.evidence.exempt)

    def known(self, day: int, months: int, grace_days: int) -> bool:
        """Whether logging covers the whole of a look-back."""
        return back(day, months) - grace_days + 1 >= self.evidence.logging_start(day)

    def share(self, rule: Rule, practice: str, indicator: str, day: int, *, hopeful: bool = False) -> float:
        """Say how far a rule is fulfilled on a day.

        Args:
            practice: Key of the practice, whose statements count.
            indicator: Records taken out of it do not count.
            hopeful: Take missing statements, and records of times before logging began, as there.
        """
        match rule:
            case Records():
                return self.records(rule, Look(indicator), day, hopeful=hopeful)
            case Coverage():
                return coverage_share(rule, self.sweeps.coverage(rule).at(day))
            case Standing():
                return 1.0 if self.standing_record(rule, day) else 0.0
            case Attested():
                return 1.0 if hopeful or self.statement(rule, practice, day) else 0.0
            case HandOvers():
                return self.hand_over_share(rule, self.evidence.changes, day)
            case NoChange():
                return self.no_change_share(rule, self.evidence.changes, day, hopeful=hopeful)
            case YearBefore():
                return self.share(rule.rule, practice, indicator, back(day, 12), hopeful=hopeful)
            case AllOf():
                return min(self.part(rule, one, practice, indicator, day, hopeful=hopeful) for one in rule.rules)
            case AnyOf():
                return max(self.share(one, practice, indicator, day, hopeful=hopeful) for one in rule.rules)
            case _:
                return 0.0

    def part(self, whole: AllOf, one: Rule, practice: str, indicator: str, day: int, *, hopeful: bool) -> float:
        """Judge one of several joined rules; a year before leaves to the present year the grace that it needs."""
        if isinstance(one, YearBefore) and isinstance(one.rule, Records):
            look = self.year_before_look(whole, one, indicator, day)
            return self.records(one.rule, look, back(day, 12), hopeful=hopeful)
        return self.share(one, practice, indicator, day, hopeful=hopeful)

    def year_before_look(self, whole: AllOf, one: YearBefore, indicator: str, day: int) -> Look:
        """Say how a year before is looked at on a day: without the days of grace that the present year lives on."""
        present = sibling_of(whole.rules, one)
        if present is None or not present.grace_days:
            return Look(indicator)
        needs_grace = self.records(present, Look(indicator, grace=False), day) < 1
        return Look(indicator, near_end=present.grace_days) if needs_grace else Look(indicator)

    def records(self, rule: Records, look: Look, day: int, *, hopeful: bool = False) -> float:
        """Judge a records rule."""
        found = self.of_counts(rule, self.sweeps.records(rule, look).at(day), day)
        if hopeful and found < 1 and not self.known(day, rule.window_months, rule.grace_days):
            return 1.0
        return found

    def of_counts(self, rule: Records, counts: Counts, day: int) -> float:
        """Say how far counts fulfil a records rule on a day."""
        return records_share(rule, counts, self.absent_groups(day), len(self.groups))

    def standing_record(self, rule: Standing, day: int, *, without: RecordKey | None = None) -> RecordKey | None:
        """Find a record that stands and is confirmed."""
        for record in self.evidence.standing[rule.kind]:
            right = all(record.values.get(condition.field) for condition in rule.where)
            if right and record.record != without and day in standing_days(record, rule.hard_stop_months):
                return record.record
        return None

    def statement(
        self, rule: Attested, practice: str, day: int, *, without: RecordKey | None = None
    ) -> Statement | None:
        """Find the latest statement, if it says yes, comes with what is asked, and has not run out."""
        made = [one for one in self.evidence.statements.get(practice, ()) if one.on <= day and one.record != without]
        if not made:
            return None
        latest = made[-1]
        valid = latest.in_place and latest.serves(rule.evidence) and day < expiry(latest.on, rule.valid_months)
        return latest if valid else None

    def hand_over_share(self, rule: HandOvers, changes: Sequence[Change], day: int) -> float:
        """Judge hand-overs; a share of none is 0."""
        some = entered(changes, rule, rule.within_days, day)
        done = sum(in_time(change, rule.within_days) for change in some)
        return min(1.0, done / len(some) / rule.share_in_time) if some else 0.0

    def no_change_share(self, rule: NoChange, changes: Sequence[Change], day: int, *, hopeful: bool = False) -> float:
        """Judge that nobody changed; unknown until logging covers the window."""
        if entered(changes, rule, GRACE_OF_THE_PRESENT, day):
            return 0.0
        return 1.0 if hopeful or self.known(day, rule.window_months, 0) else 0.0

    def without(self, rule: Rule, practice: str, indicator: str, day: int, record: RecordKey) -> float:
        """Say how far a rule would be fulfilled on a day if one record had never been made."""
        match rule:
            case Records():
                return self._records_without(rule, Look(indicator), day, record)
            case Coverage() if record[0] == "partnership":
                asked = pool(self.evidence, rule, day, without=record[1])
                have = sum(day in one.has[rule.predicate] for one in asked)
                in_force = self.sweeps.coverage(rule).at(day)[2] - 1
                return coverage_share(rule, (have, len(asked), in_force))
            case Standing():
                return 1.0 if self.standing_record(rule, day, without=record) else 0.0
            case Attested():
                return 1.0 if self.statement(rule, practice, day, without=record) else 0.0
            case HandOvers():
                return self.hand_over_share(rule, [one for one in self.evidence.changes if one.record != record], day)
            case NoChange():
                return self.no_change_share(rule, [one for one in self.evidence.changes if one.record != record], day)
            case YearBefore():
                return self.without(rule.rule, practice, indicator, back(day, 12), record)
            case AllOf():
                return min(self._part_without(rule, one, practice, indicator, day, record) for one in rule.rules)
            case AnyOf():
                return max(self.without(one, practice, indicator, day, record) for one in rule.rules)
            case _:
                return self.share(rule, practice, indicator, day)

    def _part_without(
        self, whole: AllOf, one: Rule, practice: str, indicator: str, day: int, record: RecordKey
    ) -> float:
        if isinstance(one, YearBefore) and isinstance(one.rule, Records):
            look = self.year_before_look(whole, one, indicator, day)
            return self._records_without(one.rule, look, back(day, 12), record)
        return self.without(one, practice, indicator, day, record)

    def _records_without(self, rule: Records, look: Look, day: int, record: RecordKey) -> float:
        # One school's judge answers several requests at a time, and a window is changed while it is asked.
        with self._asking:
            tally, mine = self._tallies(rule, look, day)
            for fact in mine.get(record, ()):
                tally.change(fact, -1)
            found = self.of_counts(rule, tally.counts(), day)
            for fact in mine.get(record, ()):
                tally.change(fact, 1)
        return found

    def _tallies(self, rule: Records, look: Look, day: int) -> tuple[Tally, dict[RecordKey, list[Fact]]]:
        """Count a window once for all its records; the few windows of one practice are kept side by side."""
        key = (rule, look, day)
        if key not in self._windows:
            if len(self._windows) >= WINDOWS_KEPT:
                self._windows.clear()
            tally, mine = Tally(rule), defaultdict[RecordKey, list[Fact]](list)
            asked = {condition.field for condition in rule.where}
            for fact in self.sweeps.counted(rule, look, day):
                tally.change(fact, 1)
                mine[fact.record].append(fact)
                # Without the other side's evaluation this one is no longer of both sides, and leaves the count too.
                if fact.only_through is not None and fact.only_through[0] in asked:
                    mine[fact.only_through[1]].append(fact)
            self._windows[key] = (tally, dict(mine))
        return self._windows[key]

    def next_change(self, rule: Rule, practice: str, indicator: str, day: int) -> int:
        """Find the next day on which a rule's share may change with nothing added; NEVER where it never does."""
        match rule:
            case Records():
                days = [self.sweeps.records(rule, Look(indicator)).next_change(day)]
                if rule.grace_days:
                    days.append(self.sweeps.records(rule, Look(indicator, grace=False)).next_change(day))
                return min(days)
            case Coverage():
                return self.sweeps.coverage(rule).next_change(day)
            case Standing():
                edges = (
                    edge
                    for record in self.evidence.standing[rule.kind]
                    for span in standing_days(record, rule.hard_stop_months).spans
                    for edge in span
                )
                return min((edge for edge in edges if edge > day), default=NEVER)
            case Attested():
                edges = (
                    edge
                    for one in self.evidence.statements.get(practice, ())
                    for edge in (one.on, expiry(one.on, rule.valid_months))
                )
                return min((edge for edge in edges if edge > day), default=NEVER)
            case HandOvers() | NoChange():
                return self._next_change_of_people(rule, day)
            case YearBefore():
                inner = self.next_change(rule.rule, practice, indicator, back(day, 12))
                return max(day + 1, expiry(inner, 12)) if inner < NEVER else NEVER
            case AllOf() | AnyOf():
                days = [self.next_change(one, practice, indicator, day) for one in rule.rules]
                return min(*days, *self._shortened_years(rule, indicator, day))
            case _:
                return NEVER

    def _shortened_years(self, rule: AllOf | AnyOf, indicator: str, day: int) -> list[int]:
        """Find when years before change that have left their near end to the present year."""
        found = []
        for one in rule.rules:
            if isinstance(one, YearBefore) and isinstance(one.rule, Records):
                present = sibling_of(rule.rules, one)
                if present is not None and present.grace_days:
                    look = Look(indicator, near_end=present.grace_days)
                    inner = self.sweeps.records(one.rule, look).next_change(back(day, 12))
                    found.append(max(day + 1, expiry(inner, 12)) if inner < NEVER else NEVER)
        return found

    def _next_change_of_people(self, rule: HandOvers | NoChange, day: int) -> int:
        within = rule.within_days if isinstance(rule, HandOvers) else GRACE_OF_THE_PRESENT
        edges = [
            edge
            for change in self.evidence.changes
            for edge in (
                change.on + within + 1,
                change.done if change.done is not None else NEVER,
                expiry(change.on, rule.window_months),
            )
        ]
        if isinstance(rule, NoChange) and self.evidence.logging_set is not None:
            edges.append(expiry(self.evidence.logging_set - 1, rule.window_months))
        return min((edge for edge in edges if edge > day), default=NEVER)
