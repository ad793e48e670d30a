"""Makes a plan smaller: what is superfluous is left out, and what can happen as one thing is one."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.planning.acts import Act, Draft

# One act speaks of so many things, and to so many people, at most.
_MOST_CODES = {"topic": 2, "audience": 3, "purpose": 2, "ask": 2, "way": 1, "roles": 3, "partner": 2}
# In these one act differs from another.
_SAME = ("kind", "by", "initiated_by", "formality")


class Goals:
    """The levels that a plan is to reach: what is left out of it, or done otherwise, must not cost one of them.

    Args:
        levels: Indicator -> level.
        by: The day on which they are to be reached.
    """

    def __init__(self, levels: Mapping[str, int], by: date) -> None:
        self.levels = levels
        self.by = by
        # Act -> the indicator that was lost without it when somebody asked last: it is asked first the next time.
        self._lost: dict[RecordKey, str] = {}

    def reached_by(self, school: Continuum, *acts: Act) -> bool:
        """Whether a school reaches them all.

        Args:
            acts: What is different in it: what hangs on these is asked first.
        """
        rules = school.rules_on(self.by.toordinal())
        likely = (self._lost.get(act.key, rules.practices[act.practice].indicator) for act in acts)
        for code in dict.fromkeys((*likely, *self.levels)):
            if not school.supports(code, self.by, self.levels.get(code, 0)):
                self._lost |= dict.fromkeys((act.key for act in acts), code)
                return False
        return True

    def lost_by(self, school: Continuum) -> tuple[str, ...]:
        """Name the indicators of which a school does not reach the level."""
        return tuple(code for code, level in self.levels.items() if not school.supports(code, self.by, level))


def without_superfluous(draft: Draft, goals: Goals, *, once: bool = False) -> Draft:
    """Leave out acts, one by one, as long as all is reached without them: the statements first.

    Args:
        once: Ask once of each, and not again of what is left.
    """
    went_on = True
    while went_on:
        went_on = False
        for act in sorted(draft.acts, key=lambda one: one.kind != "attestation"):
            fewer = draft.without(act)
            if goals.reached_by(fewer.school, act):
                draft, went_on = fewer.settled(), not once
    return draft


def joined_where_one_will_do(draft: Draft, goals: Goals) -> Draft:
    """Have one activity do what two were to do, where one thing that happens can say both.

    What could not be joined is not tried again with two that say the same on other days, with other partners.
    """
    apart: set[frozenset[Hashable]] = set()
    now = {act.key: act for act in draft.acts if act.kind == "activity"}
    for first, second in combinations(list(now), 2):
        one, other = now.get(first), now.get(second)
        if one is None or other is None:
            continue
        pair = frozenset((_alike(one), _alike(other)))
        if pair in apart:
            continue
        found = _joined(draft, one, other, goals)
        if found is None:
            apart.add(pair)
        else:
            draft = found.settled()
            now = {act.key: act for act in draft.acts if act.kind == "activity"}
    return draft


def _alike(act: Act) -> Hashable:
    """Give what acts have in common that say the same on different days, with different partners."""
    said = {column: value for column, value in act.said.items() if column not in act.dated and column != "partner"}
    return act.practice, bool(act.said.get("partner")), tuple(sorted(said.items()))


def _joined(draft: Draft, one: Act, other: Act, goals: Goals) -> Draft | None:
    letters = draft.school.rules_on(goals.by.toordinal()).language.marked("channel", "advocacy")
    for said in _both(one, other, letters):
        whole = replace(one, said=said, on=said[one.dated[0]], words=_words(one, other))
        found = draft.joining(one, other, whole)
        if goals.reached_by(found.school, one, other):
            return found
    return None


def _words(one: Act, other: Act) -> str:
    return one.words if one.words == other.words else f"{one.words}; and at once {other.words}"


def _both(one: Act, other: Act, letters: Collection[str]) -> Iterator[dict[str, Any]]:
    """Say both in one, on the day of either; by the way of the one, or of the other.

    Args:
        letters: Ways of one reader each: nobody tells families what is written to a lawmaker by writing it.
    """
    if any(one.said.get(column) != other.said.get(column) for column in _SAME):
        return
    ways = {one.said.get("channel"), other.said.get("channel")}
    if len(ways) > 1 and any(code in letters for way in ways for code in way or ()):
        return
    said: dict[str, Any] = {**other.said, **one.said}
    for column, most in _MOST_CODES.items():
        codes = tuple(dict.fromkeys((*one.said.get(column, ()), *other.said.get(column, ()))))
        if len(codes) > most:
            return
        if codes:
            said[column] = codes
    for channel in dict.fromkeys((one.said.get("channel"), other.said.get("channel"))):
        for day in (one.on, other.on):
            yield said | ({"channel": channel} if channel else {}) | dict.fromkeys(one.dated, day)
