"""The engine's door: one school's evidence, the dated rules, and answers for any day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from models.continuum.blockers import blockers_of
from models.continuum.evidence import Evidence
from models.continuum.explain import Explainer
from models.continuum.facts import RecordKey
from models.continuum.judge import Judge
from models.continuum.kept import Kept
from models.continuum.levels import Unit, applying, judge_levels, supported_level, unit_share, units_of
from models.continuum.results import (
    CountedRecord,
    Fall,
    IndicatorAnswer,
    Lapse,
    LevelAnswer,
    PracticeAnswer,
    SchoolAnswer,
    Status,
    UnitAnswer,
)
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rules import Records, Rule, walk
from models.continuum.time.spans import Spans
from models.continuum.time.calendar import NEVER, back, month_ends_before

LAPSE_DAYS = 90
FALL_STANDS_DAYS = 14
KNOWN_MONTHS = 12
NOWHERE = Spans()


class Continuum:
    """Answers which level one school's evidence supports, why, and what will lapse.

    It is a pure function of evidence, rules and day; what it keeps only spares work.

    Args:
        evidence: The school's evidence.
        rulebook: Catalogues; each is in force from its day on, until the next one's.

    Raises:
        ValueError: The rulebook is empty.
    """

    def __init__(self, evidence: Evidence, rulebook: Sequence[Catalogue]) -> None:
        if not rulebook:
            raise ValueError("a school cannot be judged without rules")
        self.evidence = evidence
        self.rulebook = tuple(sorted(rulebook, key=lambda catalogue: catalogue.in_force_from))
        latest = self.rulebook[-1]
        groups = frozenset(value.group for value in latest.language.vocabularies.audience.values() if value.group)
        self.judge = Judge(evidence, groups)
        self.explainer = Explainer(self.judge)
        self._shares: dict[tuple[str, int, bool], float] = {}
        self._units: dict[tuple[str, str], tuple[Unit, ...]] = {}
        self._levels: dict[tuple[str, int, bool], tuple[LevelAnswer, ...]] = {}
        self._answers: dict[tuple[str, int], IndicatorAnswer] = {}
        self._records: Kept[tuple[CountedRecord, ...]] = Kept()
        self._lapses: Kept[tuple[Lapse, ...]] = Kept()
        self._falls: Kept[tuple[Fall, ...]] = Kept()
        self._holds: Kept[date | None] = Kept()

    def rules_on(self, day: int) -> Catalogue:
        """Find the rules in force on a day (an ordinal); before the first ones, the first."""
        in_force = [one for one in self.rulebook if one.in_force_from.toordinal() <= day]
        return in_force[-1] if in_force else self.rulebook[0]

    # Practices

    def exempt(self, key: str, day: int) -> bool:
        """Whether a practice is marked as not applicable on a day."""
        return day in self.evidence.exempt.get(key, NOWHERE)

    def share(self, key: str, day: int, *, hopeful: bool = False) -> float:
        """Say how far a practice is fulfilled on a day; 0 while an SLT member objects."""
        found = self._shares.get((key, day, hopeful))
        if found is None:
            practice = self.rules_on(day).practices.get(key)
            if practice is None or self.evidence.objected(key, day):
                found = 0.0
            else:
                found = self.judge.share(practice.rule, key, practice.indicator, day, hopeful=hopeful)
            self._shares[key, day, hopeful] = found
        return found

    def was_met(self, key: str, day: int) -> bool:
        """Whether a practice was met on the last day of one of the twelve months before a day's own."""
        return any(self.share(key, end) == 1 for end in month_ends_before(day))

    def _status(self, practice: Practice, day: int) -> Status:
        key = practice.key
        if self.exempt(key, day):
            return Status.NOT_APPLICABLE
        if self.evidence.objected(key, day):
            return Status.OBJECTED
        share = self.share(key, day)
        if share == 1:
            return Status.MET
        if self.was_met(key, day):
            return Status.HELD
        if self.share(key, day, hopeful=True) == 1:
            return Status.UNKNOWN
        return Status.PARTLY if share > 0 else Status.NOT_MET

    def practice(self, practice: Practice, day: int) -> PracticeAnswer:
        """Answer one practice on a day."""
        told = self.explainer.explain(practice.rule, practice.key, practice.indicator, day)
        objection = self.evidence.objected(practice.key, day)
        status = self._status(practice, day)
        missing = "an SLT member says that it is not in place" if objection else told.missing
        return PracticeAnswer(
            key=practice.key,
            level=practice.level,
            wording=practice.wording,
            status=status,
            share=self.share(practice.key, day),
            group=practice.group,
            counts=told.counts,
            missing=missing,
            missing_records=max(1, told.missing_records) if status is not Status.MET else 0,
            alternative=told.alternative,
            attested=told.attested,
            known_days=self._known_days(practice.rule, day),
        )

    def _known_days(self, rule: Rule, day: int) -> tuple[int, int] | None:
        windows = [
            day - back(day, part.window_months) + part.grace_days for part in walk(rule) if isinstance(part, Records)
        ]
        if not windows:
            return None
        length = max(windows)
        known = max(0, day - self.evidence.logging_start(day) + 1)
        return (known, length) if known < length else None

    def records(self, key: str, on: date) -> tuple[CountedRecord, ...]:
        """List the records that count toward a practice on a day, oldest first.

        Raises:
            KeyError: There is no such practice in the rules of that day.
        """
        day = on.toordinal()
        practice = self.rules_on(day).practices[key]
        return self._records.give(
            (key, day), lambda: self.explainer.records(practice.rule, key, practice.indicator, day)
        )

    def record_keys(self, key: str, on: date) -> frozenset[RecordKey]:
        """Name the records that count toward a practice on a day, without weighing each."""
        day = on.toordinal()
        practice = self.rules_on(day).practices[key]
        return self.explainer.record_keys(practice.rule, key, practice.indicator, day)

    def serving(self, kind: str, ref: str, on: date) -> tuple[tuple[Practice, bool], ...]:
        """List the practices toward which a record counts on a day, in the map's order.

        Returns:
            Each practice with whether the record is surplus there: its share would be the same without it.
        """
        day, record = on.toordinal(), (kind, ref)
        found = []
        for practice in self.rules_on(day).practices.values():
            if not practice.counts:
                continue
            about = (practice.rule, practice.key, practice.indicator, day)
            if self.explainer.serves(*about, record):
                found.append((practice, self.judge.without(*about, record) == self.judge.share(*about)))
        return tuple(found)

    def months_touched(self, key: str, on: date) -> tuple[int, ...]:
        """List the months (year x 12 + month - 1) in which records count toward a practice on a day."""
        day = on.toordinal()
        practice = self.rules_on(day).practices[key]
        return self.explainer.months_touched(practice.rule, key, practice.indicator, day)

    def holds_until(self, key: str, on: date) -> date | None:
        """Find the first day on which a met practice stops being met with nothing added; None if it never does."""
        return self._holds.give((key, on), lambda: self._held_until(key, on))

    def _held_until(self, key: str, on: date) -> date | None:
        day = on.toordinal()
        limit = day + 4 * 366
        while day < limit:
            day = self._next_change(key, day)
            if day >= NEVER:
                return None
            if self.share(key, day) < 1:
                return date.fromordinal(day)
        return None

    def _next_change(self, key: str, day: int) -> int:
        practice = self.rules_on(day).practices.get(key)
        found = self.judge.next_change(practice.rule, key, practice.indicator, day) if practice else NEVER
        edges = [one.in_force_from.toordinal() for one in self.rulebook]
        edges += [edge for span in self.evidence.exempt.get(key, NOWHERE).spans for edge in span]
        for statement in self.evidence.statements.get(key, ()):
            edges += [statement.on, statement.on + 366, statement.on + 365]
        return min([found, *(edge for edge in edges if edge > day)])

    # Units and levels

    def units(self, code: str, day: int) -> tuple[Unit, ...]:
        """List an indicator's units by the rules of a day."""
        rules = self.rules_on(day)
        found = self._units.get((rules.version, code))
        if found is None:
            found = self._units[rules.version, code] = units_of(rules, code)
        return found

    def _unit_answer(self, unit: Unit, day: int, *, hopeful: bool) -> UnitAnswer | None:
        left, needed = applying(unit, lambda key: self.exempt(key, day))
        if not left:
            return None

        def share_on(when: int) -> float:
            return unit_share(left, needed, lambda key: self.share(key, when))

        share = share_on(day)
        if hopeful and share < 1:
            hoped = unit_share(left, needed, lambda key: self._hoped(key, day))
            share = 1.0 if hoped == 1 else share
        objected = len(left) == 1 and self.evidence.objected(left[0].key, day) is not None
        held = share < 1 and not objected and any(share_on(end) == 1 for end in month_ends_before(day))
        return UnitAnswer(
            key=unit.key,
            level=unit.level,
            label=unit.label,
            share=share,
            met=share == 1,
            held=held,
            practices=tuple(practice.key for practice in left),
            needed=needed,
            have=sum(self.share(practice.key, day) == 1 for practice in left),
        )

    def _hoped(self, key: str, day: int) -> float:
        return self.share(key, day, hopeful=True)

    def levels(self, code: str, day: int, *, hopeful: bool = False) -> tuple[LevelAnswer, ...]:
        """Judge an indicator's five levels on a day; hopefully, with every unknown taken as met."""
        found = self._levels.get((code, day, hopeful))
        if found is None:
            units = [self._unit_answer(unit, day, hopeful=hopeful) for unit in self.units(code, day)]
            found = judge_levels([unit for unit in units if unit is not None], self.rules_on(day).thresholds)
            self._levels[code, day, hopeful] = found
        return found

    def supported(self, code: str, on: date) -> int:
        """Name the level that the evidence supports on a day, 0 to 5."""
        return supported_level(self.levels(code, on.toordinal()))

    def possible(self, code: str, on: date) -> int:
        """Name the level that would be supported if every unknown were met, 0 to 5."""
        return max(self.supported(code, on), supported_level(self.levels(code, on.toordinal(), hopeful=True)))

    # Answers

    def on(self, on: date) -> SchoolAnswer:
        """Answer every judged indicator on a day."""
        rules = self.rules_on(on.toordinal())
        return SchoolAnswer(on, rules.version, {code: self.indicator(code, on) for code in rules.judged})

    def indicator(self, code: str, on: date) -> IndicatorAnswer:
        """Answer one indicator on a day.

        Raises:
            KeyError: No such indicator is judged by the rules of that day.
        """
        day = on.toordinal()
        rules = self.rules_on(day)
        if code not in rules.judged:
            raise KeyError(code)
        found = self._answers.get((code, day))
        if found is not None:
            return found
        levels = self.levels(code, day)
        supported = supported_level(levels)
        next_level = supported + 1 if supported < 5 else None
        practices = {one.key: self.practice(one, day) for one in rules.practices_of(code)}
        held_since, held_until = self._held(code, day, supported)
        found = self._answers[code, day] = IndicatorAnswer(
            code=code,
            on=on,
            supported=supported,
            possible=self.possible(code, on),
            progress=levels[next_level - 1].share if next_level else 0.0,
            next_level=next_level,
            gaps=tuple(unit.key for level in levels[:supported] for unit in level.units if not unit.met),
            ahead=tuple(unit.key for level in levels[supported + 1 :] for unit in level.units if unit.met),
            blockers=blockers_of(levels, next_level, practices),
            held_since=held_since,
            held_until=held_until,
            too_early=self.evidence.logging_start(day) > back(day, KNOWN_MONTHS) + 1,
            levels=levels,
            practices=practices,
        )
        return found

    def _held(self, code: str, day: int, supported: int) -> tuple[date | None, date | None]:
        """Say since when and until when the supported level rests on held parts."""
        levels = self.levels(code, day)
        resting = [
            unit
            for level in levels[: max(supported, 1)]
            if level.level <= supported and level.met < level.needed
            for unit in level.units
            if unit.held
        ]
        if not resting:
            return None, None
        since = day
        for unit in resting:
            met_last = next(end for end in month_ends_before(day) if self._unit_share_on(code, unit.key, end) == 1)
            first = met_last + 1
            while self._unit_share_on(code, unit.key, first) == 1:
                first += 1
            since = min(since, first)
        until = day
        while until < day + 400 and supported_level(self.levels(code, until)) >= supported:
            until = self._next_level_change(code, until)
        return date.fromordinal(since), date.fromordinal(until) if until < day + 400 else None

    def _unit_share_on(self, code: str, key: str, day: int) -> float:
        unit = next(unit for unit in self.units(code, day) if unit.key == key)
        answer = self._unit_answer(unit, day, hopeful=False)
        return answer.share if answer else 1.0

    # Through time

    def growth(self, days: Iterable[date]) -> dict[str, list[tuple[date, int]]]:
        """List the supported level of every judged indicator on each of some days."""
        asked = list(days)
        return {code: [(day, self.supported(code, day)) for day in asked] for code in self.rulebook[-1].judged}

    def _next_level_change(self, code: str, day: int) -> int:
        """Find the next day on which an indicator's level may change: a practice's, or the first of a month."""
        first_of_next_month = (date.fromordinal(day).replace(day=28) + timedelta(days=4)).replace(day=1).toordinal()
        keys = [practice.key for practice in self.rules_on(day).practices_of(code) if practice.counts]
        return min([first_of_next_month, *(self._next_change(key, day) for key in keys)])

    def lapses(self, code: str, on: date, *, days: int = LAPSE_DAYS) -> tuple[Lapse, ...]:
        """List the practices of an indicator that stop being met within so many days, with nothing added.

        Returns:
            By day, then key; each practice once, on its first day.
        """
        return self._lapses.give((code, on, days), lambda: self._lapses_of(code, on, days))

    def _lapses_of(self, code: str, on: date, days: int) -> tuple[Lapse, ...]:
        day = on.toordinal()
        found = []
        for practice in self.rules_on(day).practices_of(code):
            if not practice.counts or self.exempt(practice.key, day) or self.share(practice.key, day) < 1:
                continue
            ends = self.holds_until(practice.key, on)
            if ends is None or (ends - on).days > days:
                continue
            left = self.record_keys(practice.key, ends - timedelta(days=1)) - self.record_keys(practice.key, ends)
            found.append(Lapse(ends, practice.key, self.supported(code, ends), tuple(sorted(left))))
        return tuple(sorted(found, key=lambda lapse: (lapse.on, lapse.key)))

    def falls(self, code: str, on: date, *, days: int = LAPSE_DAYS) -> tuple[Fall, ...]:
        """List the falls of an indicator's level within so many days that would stand for fourteen days."""
        return self._falls.give((code, on, days), lambda: self._falls_of(code, on, days))

    def _falls_of(self, code: str, on: date, days: int) -> tuple[Fall, ...]:
        day = on.toordinal()
        edges = [day]
        while edges[-1] <= day + days + FALL_STANDS_DAYS:
            edges.append(self._next_level_change(code, edges[-1]))
        line = [(edge, supported_level(self.levels(code, edge))) for edge in edges]
        found: list[Fall] = []
        standing = line[0][1]
        for index, (edge, level) in enumerate(line[1:], start=1):
            if edge > day + days or level >= standing:
                continue
            stays = max(other for when, other in line[index:] if when < edge + FALL_STANDS_DAYS)
            if stays < standing:
                found.append(Fall(date.fromordinal(edge), standing, stays))
                standing = stays
        return tuple(found)
