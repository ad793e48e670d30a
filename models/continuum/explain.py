"""Why a rule is fulfilled or not: numbers against needs, what is missing, and the records that count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.continuum.facts import Fact, RecordKey
from models.continuum.judge import Judge, entered, in_time, needed
from models.continuum.results import Count, CountedRecord
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
from models.continuum.sweep import Look, pool
from models.continuum.time.calendar import back, quarter_of
from models.continuum.words import joined, missing_of, missing_records, percent, several

PREDICATE_WORDS = {
    "valid": "be active",
    "need_linked": "answer a critical need that has source data",
    "short_goals": "have near-term goals",
    "long_goals": "have goals beyond this year",
    "outcomes": "state expected results",
    "roles": "have roles written down",
    "accountability": "have accountability measures written down",
    "guidelines": "have written guidance",
    "proposal": "have a submitted proposal",
    "trained": "have both sides trained for their roles within 24 months",
    "aligned_goal": "be tied to an education goal of the school",
    "curricular_outcome": "name a curricular goal with its expected results",
    "point_person": "have a point person",
    "eval_sw": "be evaluated with strengths and weaknesses",
    "eval_academic": "be evaluated for academic wellbeing",
    "eval_social": "be evaluated for social wellbeing",
    "eval_physical": "be evaluated for physical wellbeing",
    "eval_two_years": "be evaluated in two consecutive years, the later time with an action",
    "monitored": "have accountability measures and an evaluation of goal alignment",
    "resource_plan": "have a resource plan",
    "plan_outcomes": "have a resource plan that names expected results",
    "plan_workforce": "have a resource plan that serves a workforce need",
    "both_benefits": "serve students and a workforce need alike",
}
STANDING_WORDS = {"process": "an adopted dialogue process", "coordinator": "a named coordinator"}
CHANGE_WORDS = {
    "any": "people",
    "leadership": "leaders",
    "partner_staff": "partner staff",
    "staff": "staff",
    "students": "student representatives",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a rule stands on a day, in numbers and words.

    Attributes:
        missing: Empty where nothing is.
        missing_records: Records that are missing at least; a statement counts as one.
        alternative: Which alternative of the outermost rule is shown; None without alternatives.
        attested: The shown part rests on a statement.
    """

    share: float
    counts: tuple[Count, ...]
    missing: str
    missing_records: int
    alternative: int | None = None
    attested: bool = False


class Explainer:
    """Explains rules of one school; the judge decides, this only tells."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge

    def explain(self, rule: Rule, practice: str, indicator: str, day: int) -> Explanation:
        """Tell how a rule stands on a day."""
        share = self.judge.share(rule, practice, indicator, day)
        match rule:
            case Records():
                return self._records(rule, Look(indicator), day)
            case Coverage():
                return self._coverage(rule, share, day)
            case Standing():
                what = STANDING_WORDS[rule.kind]
                missing = "" if share == 1 else f"{what}, confirmed within {rule.hard_stop_months} months"
                return Explanation(share, (Count("in force", int(share == 1), 1),), missing, int(share < 1))
            case Attested():
                with_what = "a file" if rule.evidence == "file" else "a note of at least 40 characters, or a file"
                missing = "" if share == 1 else f"one statement by an SLT member, with {with_what}"
                return Explanation(
                    share, (Count("statements", int(share == 1), 1),), missing, int(share < 1), attested=True
                )
            case HandOvers():
                return self._hand_overs(rule, share, day)
            case NoChange():
                who = CHANGE_WORDS[rule.what]
                missing = "" if share == 1 else f"{rule.window_months} months on record without a change of {who}"
                return Explanation(share, (Count("months without change", int(share == 1), 1),), missing, 0)
            case YearBefore():
                inner = self.explain(rule.rule, practice, indicator, back(day, 12))
                return self._in_the_year_before(inner)
            case AllOf():
                return self._all(rule, practice, indicator, day)
            case AnyOf():
                told = [self.explain(one, practice, indicator, day) for one in rule.rules]
                best = max(range(len(told)), key=lambda index: (told[index].share, -index))
                shown = told[best]
                return Explanation(
                    shown.share, shown.counts, shown.missing, shown.missing_records, best, shown.attested
                )
            case _:
                return Explanation(0.0, (), "", 0)

    def _in_the_year_before(self, inner: Explanation) -> Explanation:
        missing = f"{inner.missing}, in the year before" if inner.missing else ""
        counts = tuple(Count(f"{count.what} the year before", count.have, count.need) for count in inner.counts)
        return Explanation(inner.share, counts, missing, inner.missing_records)

    def _all(self, rule: AllOf, practice: str, indicator: str, day: int) -> Explanation:
        told = []
        for one in rule.rules:
            if isinstance(one, YearBefore) and isinstance(one.rule, Records):
                look = self.judge.year_before_look(rule, one, indicator, day)
                told.append(self._in_the_year_before(self._records(one.rule, look, back(day, 12))))
            else:
                told.append(self.explain(one, practice, indicator, day))
        return Explanation(
            min(part.share for part in told),
            tuple(count for part in told for count in part.counts),
            joined([part.missing for part in told if part.missing]),
            sum(part.missing_records for part in told),
            attested=any(part.attested for part in told),
        )

    def _records(self, rule: Records, look: Look, day: int) -> Explanation:
        judge = self.judge
        found = judge.sweeps.records(rule, look).at(day)
        absent, total = judge.absent_groups(day), len(judge.groups)
        counts = [
            Count(name, have, needed(name, need, absent, total))
            for (name, need), have in zip(rule.needs, found, strict=False)
        ]
        if rule.share is not None:
            holding, matching = found[-2:]
            counts.append(Count("share", holding / matching if matching else 0.0, rule.share[1]))
        open_quarters: Sequence[int] = ()
        if any(count.what == "quarters" and not count.fulfilled for count in counts):
            seen = {quarter_of(fact.on) for fact in judge.sweeps.counted(rule, look, day)}
            open_quarters = [quarter for quarter in (1, 2, 3, 4) if quarter not in seen]
        share = judge.of_counts(rule, found, day)
        missing = "" if share == 1 else missing_of(rule.kind, counts, open_quarters, rule.share and rule.share[0])
        lacking = 0 if share == 1 else max(missing_records(rule.kind, counts), self._for_share(rule, found))
        return Explanation(share, tuple(counts), missing, lacking)

    def _for_share(self, rule: Records, found: Sequence[int]) -> int:
        """Say how many records with the property would lift a share to what is asked."""
        if rule.share is None:
            return 0
        holding, matching = found[-2:]
        more = 0
        while (holding + more) < rule.share[1] * (matching + more) - 1e-9 or matching + more == 0:
            more += 1
            if rule.share[1] >= 1:
                return max(matching - holding, 1)
        return more

    def _coverage(self, rule: Coverage, share: float, day: int) -> Explanation:
        have, asked, in_force = self.judge.sweeps.coverage(rule).at(day)
        least = rule.at_least if rule.predicate == "valid" else max(1, min(rule.at_least, in_force))
        counts = [Count("partnerships", have, least)]
        target = least
        if rule.share is not None:
            counts.append(Count("share", have / asked if asked else 0.0, rule.share))
            target = max(target, next(n for n in range(asked + 1) if n >= rule.share * asked - 1e-9))
        if share == 1:
            return Explanation(share, tuple(counts), "", 0)
        lacking = max(1, target - have)
        doing = PREDICATE_WORDS[rule.predicate]
        goal = f", at least {percent(rule.share)}" if rule.share is not None else ""
        missing = (
            f"{several(lacking, 'partnership').replace(' ', ' more ', 1)} must {doing} (now {have} of {asked}{goal})"
        )
        return Explanation(share, tuple(counts), missing, lacking)

    def _hand_overs(self, rule: HandOvers, share: float, day: int) -> Explanation:
        some = entered(self.judge.evidence.changes, rule, rule.within_days, day)
        done = sum(in_time(change, rule.within_days) for change in some)
        counts = (Count("share", done / len(some) if some else 0.0, rule.share_in_time),)
        if share == 1:
            return Explanation(share, counts, "", 0)
        who = CHANGE_WORDS[rule.what]
        missing = (
            f"{percent(rule.share_in_time)} of the hand-overs of {who} done within {rule.within_days} days,"
            f" now {done} of {len(some)}"
            if some
            else f"no change of {who} with its hand-over is on record"
        )
        return Explanation(share, counts, missing, max(1, len(some) - done))

    def records(self, rule: Rule, practice: str, indicator: str, day: int) -> tuple[CountedRecord, ...]:
        """List the records that the shown alternative counts on a day, oldest first.

        Where two parts of a rule count the same record it stands there once.
        """
        shown = self._shown(rule, practice, indicator, day)
        listed: dict[RecordKey, tuple[int, bool, bool | None]] = {}
        for key, on, repeats, holds in self._listed(shown, practice, indicator, day):
            if key in listed:
                _, repeated, held = listed[key]
                listed[key] = (on, repeated and repeats, holds if held is None else held)
            else:
                listed[key] = (on, repeats, holds)
        share = self.judge.share(rule, practice, indicator, day)
        return tuple(
            CountedRecord(
                kind=key[0],
                ref=key[1],
                on=date.fromordinal(on),
                surplus=self.judge.without(rule, practice, indicator, day, key) == share,
                repeats=repeats,
                outcome=holds,
            )
            for key, (on, repeats, holds) in sorted(listed.items(), key=lambda item: (item[1][0], item[0]))
        )

    def record_keys(self, rule: Rule, practice: str, indicator: str, day: int) -> frozenset[RecordKey]:
        """Name the records that the shown alternative counts on a day, without weighing each."""
        shown = self._shown(rule, practice, indicator, day)
        return frozenset(key for key, *_ in self._listed(shown, practice, indicator, day))

    def serves(self, rule: Rule, practice: str, indicator: str, day: int, record: RecordKey) -> bool:
        """Whether a record is counted in a rule's favor: a share counts records that lack what it asks for, too."""
        shown = self._shown(rule, practice, indicator, day)
        return any(
            key == record and holds is not False for key, _, _, holds in self._listed(shown, practice, indicator, day)
        )

    def _shown(self, rule: Rule, practice: str, indicator: str, day: int) -> Rule:
        if not isinstance(rule, AnyOf):
            return rule
        shares = [self.judge.share(one, practice, indicator, day) for one in rule.rules]
        best = max(range(len(shares)), key=lambda index: (shares[index], -index))
        return self._shown(rule.rules[best], practice, indicator, day)

    def _listed(
        self, rule: Rule, practice: str, indicator: str, day: int
    ) -> list[tuple[RecordKey, int, bool, bool | None]]:
        match rule:
            case Records():
                return self._facts_listed(rule, self.judge.sweeps.counted(rule, Look(indicator), day))
            case Coverage():
                return [
                    (("partnership", one.ref), one.started, False, day in one.has[rule.predicate])
                    for one in pool(self.judge.evidence, rule, day)
                    if day in one.has[rule.predicate]
                ]
            case Standing():
                found = self.judge.standing_record(rule, day)
                standing = (one for one in self.judge.evidence.standing[rule.kind] if one.record == found)
                return [(one.record, one.confirmed[0], False, None) for one in standing]
            case Attested():
                statement = self.judge.statement(rule, practice, day)
                return [(statement.record, statement.on, False, None)] if statement else []
            case HandOvers():
                return [
                    (change.record, change.on, False, in_time(change, rule.within_days))
                    for change in entered(self.judge.evidence.changes, rule, rule.within_days, day)
                ]
            case YearBefore():
                return self._listed(rule.rule, practice, indicator, back(day, 12))
            case AllOf():
                found_all = []
                for one in rule.rules:
                    if isinstance(one, YearBefore) and isinstance(one.rule, Records):
                        look = self.judge.year_before_look(rule, one, indicator, day)
                        facts = self.judge.sweeps.counted(one.rule, look, back(day, 12))
                        found_all += self._facts_listed(one.rule, facts)
                    else:
                        found_all += self._listed(one, practice, indicator, day)
                return found_all
            case AnyOf():
                return self._listed(self._shown(rule, practice, indicator, day), practice, indicator, day)
            case _:
                return []

    def _facts_listed(self, rule: Records, facts: Sequence[Fact]) -> list[tuple[RecordKey, int, bool, bool | None]]:
        seen: set[object] = set()
        listed = []
        for fact in facts:
            holds = bool(fact.values.get(rule.share[0])) if rule.share else None
            listed.append((fact.record, fact.on, fact.identity in seen, holds))
            seen.add(fact.identity)
        return listed

    def months_touched(self, rule: Rule, practice: str, indicator: str, day: int) -> tuple[int, ...]:
        """List the months (year x 12 + month - 1) of records that count on a day, for the first records rule shown."""
        shown = self._shown(rule, practice, indicator, day)
        first = shown.rules[0] if isinstance(shown, AllOf) else shown
        if not isinstance(first, Records):
            return ()
        facts = self.judge.sweeps.counted(first, Look(indicator), day)
        return tuple(sorted({month for fact in facts for month in fact.spread["months"]}))
