"""Partnerships as sets of days: when each was active, and when it had what the coverage rules ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.continuum.facts import Fact, Row, said
from models.continuum.spans import Spans, common, union
from models.continuum.windows import NEVER, back, expiry

ACTIVE_STAGES = frozenset({"active", "sustaining"})
ENDING_KINDS = frozenset({"proposal", "mou", "resource_plan"})
LASTS_MONTHS = 18
AFTER_END_DAYS = 30
YOUNG_DAYS = 60
YOUNG_MONTHS_FOR_EVALUATION = 6
LONG_STANDING_MONTHS = 18
EVALUATION_MONTHS, EVALUATION_GRACE = 12, 60
TRAINING_MONTHS = 24
MATCH_MONTHS = 36
BENEFIT_MONTHS = 12
PLAN_COMMITMENTS = 2
DOMAINS = ("academic", "social", "physical")


@dataclass(frozen=True, slots=True)
class PartnershipDays:
    """One partnership through time.

    Attributes:
        ref: The record's reference.
        active: Days on which it counts at all.
        grown: Days on which it is older than sixty days.
        evaluable: Days on which it is at least six months old.
        long_standing: Days on which it is at least eighteen months old.
        led_by_teachers: Days on which teachers lead it.
        has: Predicate -> days on which it has that.
    """

    ref: str
    partner: str
    started: int
    active: Spans
    grown: Spans
    evaluable: Spans
    long_standing: Spans
    led_by_teachers: Spans
    has: Mapping[str, Spans]


def _day(value: date) -> int:
    return value.toordinal()


def timeline(value: Any, default: date) -> list[tuple[int, Any]]:
    """Read a dated field: `((day, value), …)`, or a bare value that holds from a default day on."""
    if not value:
        return []
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return sorted(((_day(day), held) for day, held in value), key=lambda pair: pair[0])
    return [(_day(default), value)]


def held(line: Sequence[tuple[int, Any]], accepted: Callable[[Any], bool] = said) -> Spans:
    """Say on which days a dated field held an accepted value."""
    ends = [day for day, _ in line[1:]] + [NEVER] * bool(line)
    return Spans.of((day, end) for (day, value), end in zip(line, ends, strict=True) if accepted(value))


def _first_day_of_age(started: int, months: int) -> int:
    """Find the first day D with ``started`` <= D - months."""
    day = started + 28 * months
    while back(day, months) < started:
        day += 1
    return day


def _window(days: Iterable[int], months: int, grace: int = 0) -> Spans:
    return Spans.of((day, expiry(day, months, grace)) for day in days)


def partnership_days(rows: Mapping[str, Sequence[Row]], facts: Mapping[str, Sequence[Fact]]) -> list[PartnershipDays]:
    """Read every partnership.

    Args:
        rows: Confirmed record rows by kind.
        facts: Facts by kind, for what partners did and gave.

    Returns:
        One per partnership row, by reference.
    """
    school = _School(rows, facts)
    return [school.partnership(row) for row in sorted(rows.get("partnership", ()), key=lambda row: row["ref"])]


class _School:
    """Indexes of what partnerships are judged by."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], facts: Mapping[str, Sequence[Fact]]) -> None:
        self.facts = facts
        self.needs = {row["ref"]: row for row in rows.get("need", ())}
        self.by_partnership: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for kind in ("agreement", "commitment", "evaluation"):
            for row in rows.get(kind, ()):
                self.by_partnership[row["partnership"]][kind].append(row)
        self.trainings: dict[str, list[Row]] = defaultdict(list)
        for row in rows.get("training", ()):
            if row.get("partner") and "role" in (row.get("topic") or ()):
                self.trainings[row["partner"]].append(row)
        self.matches: dict[str, list[Row]] = defaultdict(list)
        for row in rows.get("match", ()):
            self.matches[row["partner"]].append(row)
        self.aims = {
            domain: _window(
                (
                    _day(row["occurred_on"])
                    for row in rows.get("evaluation", ())
                    if row.get(domain) and row[domain] != "not_an_aim"
                ),
                EVALUATION_MONTHS,
                EVALUATION_GRACE,
            )
            for domain in DOMAINS
        }

    def partnership(self, row: Row) -> PartnershipDays:
        started = row["started_on"]
        first = _day(started)
        written = {
            name: timeline(row.get(name), row.get("written_on") or started)
            for name in (
                "short_goals",
                "long_goals",
                "outcomes",
                "education_goal",
                "curricular_goal",
                "led_by_teachers",
                "roles",
                "accountability",
                "guidelines",
                "needs",
            )
        }
        active = common(
            [
                held(timeline(row.get("stage") or "active", started), lambda stage: stage in ACTIVE_STAGES),
                Spans(((first, _day(row["ended_on"]) if row.get("ended_on") else NEVER),)),
                self._in_agreement(row["ref"]),
                _window(
                    {
                        first,
                        *(day for line in written.values() for day, _ in line if day >= first),
                        *(_day(day) for day in row.get("confirmed_on") or ()),
                    },
                    LASTS_MONTHS,
                ),
            ]
        )
        return PartnershipDays(
            ref=row["ref"],
            partner=row["partner"],
            started=first,
            active=active,
            grown=Spans.since(first + YOUNG_DAYS),
            evaluable=Spans.since(_first_day_of_age(first, YOUNG_MONTHS_FOR_EVALUATION)),
            long_standing=Spans.since(_first_day_of_age(first, LONG_STANDING_MONTHS)),
            led_by_teachers=held(written["led_by_teachers"]),
            has={
                **{
                    name: held(written[name])
                    for name in ("short_goals", "long_goals", "outcomes", "roles", "accountability", "guidelines")
                },
                "valid": active,
                "need_linked": self._need_linked(row["partner"], written["needs"]),
                "aligned_goal": held(written["education_goal"]),
                "curricular_outcome": held(written["curricular_goal"]) & held(written["outcomes"]),
                "point_person": held(timeline(row.get("point_person"), started)),
                "proposal": union(Spans.since(day) for day in self._submitted(row["ref"])),
                "trained": self._trained(row["partner"]),
                "both_benefits": self._benefits(row["partner"]),
                **self._evaluated(row["ref"], held(written["accountability"])),
                **self._planned(row["ref"]),
            },
        )

    def _in_agreement(self, ref: str) -> Spans:
        """Days on which no agreement had ended more than thirty days before, unless renewed by then."""
        known: list[tuple[int, int]] = []
        for row in self.by_partnership[ref]["agreement"]:
            if row["kind"] in ENDING_KINDS and row.get("ends_on") is not None:
                begun = [row[name] for name in ("submitted_on", "signed_on", "starts_on") if row.get(name)]
                known.append((_day(min(begun)) if begun else 0, _day(row["ends_on"])))
        if not known:
            return Spans.since(0)
        known.sort()
        # Before the first agreement was made none had ended; from then on its latest end decides.
        spans, latest = [(0, known[0][0])], 0
        for (day, ends), following in zip(known, [*(day for day, _ in known[1:]), NEVER], strict=True):
            latest = max(latest, ends)
            spans.append((day, min(following, latest + AFTER_END_DAYS + 1)))
        return Spans.of(spans)

    def _need_linked(self, partner: str, linked: Sequence[tuple[int, Any]]) -> Spans:
        def serious(ref: str) -> bool:
            need = self.needs.get(ref)
            return bool(need and need.get("critical") and need.get("data"))

        spans: list[Spans] = []
        for ref in {ref for _, refs in linked for ref in refs or ()}:
            if serious(ref):
                named = held(linked, lambda refs, ref=ref: bool(refs) and ref in refs)  # type: ignore[misc]
                spans.append(named & Spans.since(_day(self.needs[ref]["stated_on"])))
        for row in self.matches[partner]:
            if row.get("need") and serious(row["need"]):
                day = _day(row.get("requested_on") or row["occurred_on"])
                stated = Spans.since(_day(self.needs[row["need"]]["stated_on"]))
                spans.append(_window([day], MATCH_MONTHS) & stated)
        return union(spans)

    def _submitted(self, ref: str, *kinds: str) -> list[int]:
        return [
            _day(row["submitted_on"])
            for row in self.by_partnership[ref]["agreement"]
            if row.get("submitted_on") is not None and (not kinds or row["kind"] in kinds)
        ]

    def _trained(self, partner: str) -> Spans:
        """Days on which trainings of two years, taken together, had reached both sides."""
        sides: dict[bool, list[int]] = {True: [], False: []}
        for row in self.trainings[partner]:
            roles = set(row.get("roles") or ())
            for alliance in (True, False):
                if (alliance and "alliances" in roles) or (not alliance and roles - {"alliances"}):
                    sides[alliance].append(_day(row["occurred_on"]))
        return _window(sides[True], TRAINING_MONTHS) & _window(sides[False], TRAINING_MONTHS)

    def _benefits(self, partner: str) -> Spans:
        days: dict[str, list[int]] = {"student_facing": [], "serves_workforce": []}
        for kind in ("activity", "contribution"):
            for fact in self.facts.get(kind, ()):
                if partner in fact.spread["partners"]:
                    for name, found in days.items():
                        if fact.values.get(name):
                            found.append(fact.on)
        return common([_window(found, BENEFIT_MONTHS) for found in days.values()])

    def _evaluated(self, ref: str, accountable: Spans) -> dict[str, Spans]:
        rows = sorted(self.by_partnership[ref]["evaluation"], key=lambda row: row["occurred_on"])

        def window(accepted: Callable[[Row], bool]) -> Spans:
            days = (_day(row["occurred_on"]) for row in rows if accepted(row))
            return _window(days, EVALUATION_MONTHS, EVALUATION_GRACE)

        def acts(row: Row) -> bool:
            return said(row.get("actions_open")) or said(row.get("actions_done"))

        def had_one_before(row: Row) -> bool:
            day = _day(row["occurred_on"])
            return any(back(day, 18) <= _day(other["occurred_on"]) <= back(day, 6) for other in rows)

        return {
            "eval_sw": window(lambda row: said(row.get("strengths")) and said(row.get("weaknesses"))),
            **{
                f"eval_{domain}": window(lambda row, domain=domain: bool(row.get(domain)))  # type: ignore[misc]
                & self.aims[domain]
                for domain in DOMAINS
            },
            "eval_two_years": window(lambda row: acts(row) and had_one_before(row)),
            "monitored": accountable
            & window(lambda row: said(row.get("goal_alignment")) and (said(row.get("weaknesses")) or acts(row))),
        }

    def _planned(self, ref: str) -> dict[str, Spans]:
        """Days on which a resource plan stood, and on which it named outcomes or a workforce need."""
        plans = [
            (_day(row["submitted_on"]), row)
            for row in self.by_partnership[ref]["agreement"]
            if row["kind"] == "resource_plan" and row.get("submitted_on") is not None
        ]
        promises = sorted(
            (
                (_day(row["agreed_on"]), row)
                for row in self.by_partnership[ref]["commitment"]
                if row.get("due_on") and said(row.get("allocated_to")) and row.get("confirmed_by") == "both"
            ),
            key=lambda pair: pair[0],
        )
        starts = [day for day, _ in plans]
        if len(promises) >= PLAN_COMMITMENTS:
            starts.append(promises[PLAN_COMMITMENTS - 1][0])
        plan = union(Spans.since(day) for day in starts)

        def names(field: str) -> Spans:
            return plan & union(Spans.since(day) for day, row in (*plans, *promises) if said(row.get(field)))

        return {
            "resource_plan": plan,
            "plan_outcomes": names("expected_outcome"),
            "plan_workforce": names("serves_workforce"),
        }
