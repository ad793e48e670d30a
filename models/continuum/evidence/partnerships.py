"""Partnerships as sets of days: when each was active, and when it had what the coverage rules ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

from models.continuum.evidence.facts import Row, is_said
from models.continuum.evidence.links import Links
from models.continuum.evidence.papers import in_agreement
from models.continuum.language.fields import DOMAINS
from models.continuum.language.language import BOTH
from models.continuum.time.calendar import NEVER, back, expiry
from models.continuum.time.spans import Spans, common, union

WRITTEN = (
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
# Terms that a partnership has as soon as something is written there.
PLAIN = ("short_goals", "long_goals", "outcomes", "roles", "accountability", "guidelines")


@dataclass(frozen=True)
class PartnershipDays:
    """One partnership through time.

    Attributes:
        ref: The record's reference.
        active: Days on which it counts at all.
        grown: Days on which it is older than the youngest that are left out.
        evaluable: Days on which it is old enough to be evaluated.
        of: Set of partnerships (`active`, `led_by_teachers`, `long_standing`, `by_alliances`) -> days it is in it.
        alive: Days on which something with the partner is on record for the last months.
        has: Predicate -> days on which it has that.
    """

    ref: str
    partner: str
    started: int
    active: Spans
    grown: Spans
    evaluable: Spans
    of: Mapping[str, Spans]
    alive: Spans
    has: Mapping[str, Spans]

    @cached_property
    def lasting(self) -> Spans:
        """Days on which what was done with the partner counts beyond its look-back: it counts, and goes on."""
        # Asked for every fact that names the partner, in every trial of a plan.
        return self.active & self.alive

    def differences(self, other: PartnershipDays) -> Iterator[str]:
        """Name the predicates in which two readings of a partnership differ; `*` where everything may."""
        same = (
            self.partner == other.partner
            and self.started == other.started
            and self.of == other.of
            and self.grown == other.grown
        )
        if not same:
            yield "*"
        if self.alive != other.alive:
            yield "alive"
        yield from (name for name, days in self.has.items() if other.has[name] != days)


def timeline(value: Any, default: date) -> list[tuple[int, Any]]:
    """Read a dated field: `((day, value), …)`, or a bare value that holds from a default day on."""
    if not value:
        return []
    if isinstance(value, tuple) and value and isinstance(value[0], tuple):
        return sorted(((day.toordinal(), held) for day, held in value), key=lambda pair: pair[0])
    return [(default.toordinal(), value)]


def held(line: Sequence[tuple[int, Any]], accepted: Callable[[Any], bool] = is_said) -> Spans:
    """Say on which days a dated field held an accepted value."""
    ends = [day for day, _ in line[1:]] + [NEVER] * bool(line)
    return Spans.of((day, end) for (day, value), end in zip(line, ends, strict=True) if accepted(value))


def _first_day_of_age(started: int, months: int) -> int:
    """Find the first day D with ``started`` <= D - months."""
    day = started + 28 * months
    while back(day, months) < started:
        day += 1
    return day


def since_each(days: Iterable[int], months: int, grace: int = 0) -> Spans:
    """Say on which days one of some days lies within so many months."""
    return _since_each(tuple(sorted(set(days))), months, grace)


@lru_cache(maxsize=1 << 12)
def _since_each(days: tuple[int, ...], months: int, grace: int) -> Spans:
    """As `since_each`, of days that ascend: trials of a plan ask of the same ones over and over."""
    return Spans.of((day, expiry(day, months, grace)) for day in days)


class PartnershipReader:
    """Reads partnerships of one school as its records stand."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.thresholds = links.language.thresholds
        self.stages = links.language.marked("stage", "in_force")
        self.unsaid = links.language.first("stage", "unsaid")
        self._by_partner: dict[str, dict[str, list[Row]]] = {}

    @cached_property
    def aims(self) -> Mapping[str, Spans]:
        """Days on which any evaluation of the last months says that the school aims at a domain."""
        limits, no_aim = self.thresholds, self.links.language.marked("finding", "no_aim")
        rows = self.links.rows.get("evaluation", {}).values()
        return {
            domain: since_each(
                (row["occurred_on"].toordinal() for row in rows if row.get(domain) and row[domain] not in no_aim),
                limits.evaluation_months,
                limits.evaluation_grace_days,
            )
            for domain in DOMAINS
        }

    def of_partner(self, kind: str, partner: str) -> Sequence[Row]:
        """List the rows of a kind that name a partner."""
        if kind not in self._by_partner:
            found: dict[str, list[Row]] = defaultdict(list)
            for row in self.links.rows.get(kind, {}).values():
                if row.get("partner"):
                    found[row["partner"]].append(row)
            self._by_partner[kind] = found
        return self._by_partner[kind].get(partner, ())

    def partnership(self, row: Row) -> PartnershipDays:
        """Read one partnership."""
        limits = self.thresholds
        started, partner, ref = row["started_on"], row["partner"], row["ref"]
        first = started.toordinal()
        written = {name: timeline(row.get(name), row.get("written_on") or started) for name in WRITTEN}
        confirmed = {
            first,
            *(day for line in written.values() for day, _ in line if day >= first),
            *(day.toordinal() for day in row.get("confirmed_on") or ()),
        }
        active = common(
            [
                held(timeline(row.get("stage") or self.unsaid, started), lambda stage: stage in self.stages),
                Spans(((first, row["ended_on"].toordinal() if row.get("ended_on") else NEVER),)),
                in_agreement(self.links.of_partnership("agreement", ref), self.links.language),
                since_each(confirmed, limits.facts_last_months),
            ]
        )
        outcomes = held(written["outcomes"])
        initiated = "alliances" in (row.get("initiated_by") or ())
        return PartnershipDays(
            ref=ref,
            partner=partner,
            started=first,
            active=active,
            grown=Spans.since(first + limits.young_days),
            evaluable=Spans.since(_first_day_of_age(first, limits.young_months)),
            of={
                "active": active,
                "led_by_teachers": active & held(written["led_by_teachers"]),
                "long_standing": active & Spans.since(_first_day_of_age(first, limits.long_standing_months)),
                "by_alliances": active if initiated else Spans(),
            },
            alive=self._alive(partner),
            has={
                **{name: held(written[name]) for name in PLAIN},
                "valid": active,
                "need_linked": self._need_linked(partner, written["needs"]),
                "aligned_goal": held(written["education_goal"]),
                "curricular_outcome": held(written["curricular_goal"]) & outcomes,
                "point_person": held(timeline(row.get("point_person"), started)),
                "proposal": union(
                    Spans.since(row["submitted_on"].toordinal())
                    for row in self.links.of_partnership("agreement", ref)
                    if row.get("submitted_on") is not None
                ),
                "trained": self._trained(partner),
                "both_benefits": self._both_benefits(partner),
                **self._evaluated(ref, held(written["accountability"])),
                **self._planned(ref),
            },
        )

    def on_other_days(self, known: PartnershipDays) -> PartnershipDays:
        """Read one again of which only what happened with its partner is different."""
        has = {**known.has, "both_benefits": self._both_benefits(known.partner)}
        return replace(known, alive=self._alive(known.partner), has=has)

    def with_other_evaluations(self, known: PartnershipDays) -> PartnershipDays:
        """Read one again of which only the evaluations, or what evaluations of others aim at, are different."""
        return replace(known, has={**known.has, **self._evaluated(known.ref, known.has["accountability"])})

    def _alive(self, partner: str) -> Spans:
        return since_each(self.links.days("alive", partner), self.thresholds.alive_months)

    def _both_benefits(self, partner: str) -> Spans:
        sides = (self.links.days(what, partner) for what in ("student_facing", "serves"))
        return common([since_each(days, self.thresholds.benefit_months) for days in sides])

    def _need_linked(self, partner: str, linked: Sequence[tuple[int, Any]]) -> Spans:
        needs = self.links.rows.get("need", {})

        def serious(ref: str) -> bool:
            need = needs.get(ref)
            return bool(need and need.get("critical") and need.get("data"))

        spans: list[Spans] = []
        for ref in {ref for _, refs in linked for ref in refs or ()}:
            if serious(ref):
                named = held(linked, lambda refs, ref=ref: bool(refs) and ref in refs)  # type: ignore[misc]
                spans.append(named & Spans.since(needs[ref]["stated_on"].toordinal()))
        for row in self.of_partner("match", partner):
            if row.get("need") and serious(row["need"]):
                day = (row.get("requested_on") or row["occurred_on"]).toordinal()
                stated = Spans.since(needs[row["need"]]["stated_on"].toordinal())
                spans.append(since_each([day], self.thresholds.need_link_months) & stated)
        return union(spans)

    def _trained(self, partner: str) -> Spans:
        """Days on which the trainings of some years, taken together, had reached both sides."""
        sides: dict[bool, list[int]] = {True: [], False: []}
        training = self.links.language.marked("training_topic", "trains_roles")
        for row in self.of_partner("training", partner):
            if training.isdisjoint(row.get("topic") or ()):
                continue
            roles = set(row.get("roles") or ())
            for alliance in (True, False):
                if (alliance and "alliances" in roles) or (not alliance and roles - {"alliances"}):
                    sides[alliance].append(row["occurred_on"].toordinal())
        months = self.thresholds.training_months
        return since_each(sides[True], months) & since_each(sides[False], months)

    def _evaluated(self, ref: str, accountable: Spans) -> dict[str, Spans]:
        limits = self.thresholds
        rows = sorted(self.links.of_partnership("evaluation", ref), key=lambda row: row["occurred_on"])
        least, most = limits.earlier_evaluation_months

        def window(accepted: Callable[[Row], bool]) -> Spans:
            days = (row["occurred_on"].toordinal() for row in rows if accepted(row))
            return since_each(days, limits.evaluation_months, limits.evaluation_grace_days)

        def acts(row: Row) -> bool:
            return is_said(row.get("actions_open")) or is_said(row.get("actions_done"))

        def had_one_before(row: Row) -> bool:
            day = row["occurred_on"].toordinal()
            return any(back(day, most) <= other["occurred_on"].toordinal() <= back(day, least) for other in rows)

        return {
            "eval_sw": window(lambda row: is_said(row.get("strengths")) and is_said(row.get("weaknesses"))),
            **{
                f"eval_{domain}": window(lambda row, domain=domain: bool(row.get(domain)))  # type: ignore[misc]
                & self.aims[domain]
                for domain in DOMAINS
            },
            "eval_two_years": window(lambda row: acts(row) and had_one_before(row)),
            "monitored": accountable
            & window(lambda row: is_said(row.get("goal_alignment")) and (is_said(row.get("weaknesses")) or acts(row))),
        }

    def _planned(self, ref: str) -> dict[str, Spans]:
        """Days on which a resource plan stood, and on which it named outcomes or a workforce need."""
        planning = self.links.language.marked("agreement_kind", "plans")
        plans = [
            (row["submitted_on"].toordinal(), row)
            for row in self.links.of_partnership("agreement", ref)
            if row["kind"] in planning and row.get("submitted_on") is not None
        ]
        sides = self.links.language.sides
        promises = sorted(
            (
                (row["agreed_on"].toordinal(), row)
                for row in self.links.of_partnership("commitment", ref)
                if row.get("due_on")
                and is_said(row.get("allocated_to"))
                and sides("confirmed_by", row.get("confirmed_by") or "") == BOTH
            ),
            key=lambda pair: pair[0],
        )
        starts = [day for day, _ in plans]
        enough = self.thresholds.plan_commitments
        if len(promises) >= enough:
            starts.append(promises[enough - 1][0])
        plan = union(Spans.since(day) for day in starts)

        def names(field: str) -> Spans:
            return plan & union(Spans.since(day) for day, row in (*plans, *promises) if is_said(row.get(field)))

        return {
            "resource_plan": plan,
            "plan_outcomes": names("expected_outcome"),
            "plan_workforce": names("serves_workforce"),
        }
