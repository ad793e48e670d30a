"""Proposes the smallest set of acts with which a school reaches the levels that it wants by a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Part
from models.continuum.time.calendar import month_end, month_of
from models.planning.acts import Act, Draft
from models.planning.fewer import Goals, joined_where_one_will_do, without_superfluous
from models.planning.makers import maker_of
from models.planning.making import Making
from models.planning.parts import wanted_practices, ways

# More acts than this for one indicator are no plan.
_MOST_ACTS = 60
# So many ways to make one act are tried before it is given up.
_MOST_TRIED = 16
_COLUMNS = ("by", "channel", "audience", "topic", "purpose", "way")


@dataclass(frozen=True, slots=True)
class Proposed:
    """One act of a plan.

    Attributes:
        latest: The last day on which it still serves, all others as planned.
        completes: Indicators whose desired level is not reached without it.
    """

    act: Act
    latest: date
    completes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A plan.

    Attributes:
        by: The day on which the levels are to be reached.
        items: By day.
        reached: Indicator -> the level that the plan reaches.
        out_of_reach: Indicator -> the level desired, of those that nothing done by then can reach.
    """

    by: date
    items: tuple[Proposed, ...]
    reached: Mapping[str, int]
    out_of_reach: Mapping[str, int]


def propose(school: Continuum, desired: Mapping[str, int], *, today: date, by: date) -> Proposal:
    """Propose what to do so that indicators reach levels.

    No act of it can be left out. Where a level is out of reach, the plan goes for the highest one below it that is not.

    Args:
        desired: Indicator -> level wanted on the day `by`.
        today: The first day that can be planned is the one after it.
        by: The day on which the school is judged.
    """
    last = by.toordinal()
    planner = _Planner(school, today.toordinal() + 1, last)
    draft = Draft(school)
    goals: dict[str, int] = {}
    out_of_reach: dict[str, int] = {}
    for code, level in sorted(desired.items(), key=lambda item: (item[1], item[0])):
        if draft.school.supports(code, by, level):
            goals[code] = level
            continue
        for aim in range(level, draft.school.supported(code, by), -1):
            found = planner.reach(draft, code, aim)
            if found is not None:
                draft, goals[code] = found, aim
                break
        if goals.get(code, 0) < level:
            out_of_reach[code] = level

    wanted = Goals(goals, by)
    draft = joined_where_one_will_do(without_superfluous(draft, wanted, once=True), wanted)
    draft = without_superfluous(draft, wanted)
    return Proposal(
        by=by,
        items=tuple(sorted((_told(draft, act, wanted) for act in draft.acts), key=lambda one: one.act.on)),
        reached={code: draft.school.supported(code, by) for code in desired},
        out_of_reach=out_of_reach,
    )


def fulfilled(school: Continuum, key: str, *, today: date, by: date) -> Draft | None:
    """Give the school as if all were done that one practice asks for by a day; None where that cannot be done."""
    return fulfilled_beside(Draft(school), key, today=today, by=by)


def fulfilled_beside(beside: Draft, key: str, *, today: date, by: date) -> Draft | None:
    """Give a draft as if all were done beside it that one practice asks for; None as `fulfilled`."""
    planner, day = _Planner(beside.school, today.toordinal() + 1, by.toordinal()), by.toordinal()
    practice = beside.school.rules_on(day).practices[key]
    draft: Draft | None = beside
    for _ in range(_MOST_ACTS):
        if draft is None or draft.school.share(key, day) >= 1:
            return draft
        draft = planner.nearer(draft, practice)
    return None


class _Planner:
    def __init__(self, school: Continuum, first: int, last: int) -> None:
        self._first, self._last = first, last
        self._by = date.fromordinal(last)
        self._usual = _usual(school)

    def reach(self, draft: Draft, code: str, level: int) -> Draft | None:
        """Add acts until an indicator reaches a level; None where that cannot be."""
        closed: frozenset[str] = frozenset()
        for _ in range(_MOST_ACTS):
            if draft.school.supports(code, self._by, level):
                return draft
            wanted = wanted_practices(draft.school, code, level, self._last, closed)
            if not wanted:
                return None
            found = self.nearer(draft, wanted[0])
            if found is None:
                closed |= {wanted[0].key}
            else:
                draft = found
        return None

    def nearer(self, draft: Draft, practice: Practice) -> Draft | None:
        """Add one act, or what belongs together, that brings a practice nearer; None where none is found."""
        for way in ways(draft.school, practice, self._last):
            for part in way:
                found = self._with_one_more(draft, practice, part)
                if found is not None:
                    return found
        return None

    def _with_one_more(self, draft: Draft, practice: Practice, part: Part) -> Draft | None:
        make = maker_of(part.wish)
        if make is None:
            return None
        making = Making(draft, practice, part, self._first, self._last, self._usual)
        before = part.share(self._last)
        for tried, acts in enumerate(make(making)):
            if tried == _MOST_TRIED:
                return None
            found = draft.doing(acts)
            if found.school.share_of_part(part, self._last) > before:
                return found.settled()
        return None


def _usual(school: Continuum) -> Counter[tuple[str, str]]:
    """Count which codes the school's activities say."""
    found: Counter[tuple[str, str]] = Counter()
    for row in school.evidence.rows.get("activity", {}).values():
        for column in _COLUMNS:
            found.update((column, code) for code in row.get(column) or ())
    return found


def _told(draft: Draft, act: Act, goals: Goals) -> Proposed:
    """Say what an act completes, and by when it must happen."""
    by, completes = goals.by, goals.lost_by(draft.without(act).school)
    own = Goals({code: goals.levels[code] for code in completes}, by)
    month = month_of(by.toordinal())
    while month > month_of(act.on.toordinal()):
        day = date.fromordinal(min(month_end(month), by.toordinal()))
        if own.reached_by(draft.moving(act, day).school, act):
            return Proposed(act, day, completes)
        month -= 1
    end = date.fromordinal(min(month_end(month), by.toordinal()))
    stays = end if own.reached_by(draft.moving(act, end).school, act) else act.on
    return Proposed(act, max(stays, act.on), completes)
