"""Makes a plan smaller: what is superfluous is left out, and what can happen as one thing is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Any

from models.continuum.continuum import Continuum
from models.planning.acts import Act, Draft

Reaches = Callable[[Continuum], bool]
# One act speaks of so many things, and to so many people, at most.
_MOST_CODES = {"topic": 2, "audience": 3, "purpose": 2, "ask": 2, "way": 1, "roles": 3, "partner": 2}
# In these one act differs from another.
_SAME = ("kind", "by", "initiated_by", "formality")


def without_superfluous(draft: Draft, reaches: Reaches) -> Draft:
    """Leave out acts, one by one, as long as all is reached without them: the statements first."""
    went_on = True
    while went_on:
        went_on = False
        for act in sorted(draft.acts, key=lambda one: one.kind != "attestation"):
            fewer = draft.without(act)
            if reaches(fewer.school):
                draft, went_on = fewer.settled(), True
    return draft


def joined_where_one_will_do(draft: Draft, reaches: Reaches) -> Draft:
    """Have one activity do what two were to do, where one thing that happens can say both."""
    for one, other in combinations([act for act in draft.acts if act.kind == "activity"], 2):
        one, other = draft.find(one.key) or one, draft.find(other.key) or other
        if one in draft.acts and other in draft.acts and (found := _joined(draft, one, other, reaches)) is not None:
            draft = found.settled()
    return draft


def _joined(draft: Draft, one: Act, other: Act, reaches: Reaches) -> Draft | None:
    for said in _both(one, other):
        whole = replace(one, said=said, on=said[one.dated[0]], words=_words(one, other))
        found = draft.without(other).instead_of(one, whole)
        if reaches(found.school):
            return found
    return None


def _words(one: Act, other: Act) -> str:
    return one.words if one.words == other.words else f"{one.words}; and at once {other.words}"


def _both(one: Act, other: Act) -> Iterator[dict[str, Any]]:
    """Say both in one, on the day of either; by the way of the one, or of the other."""
    if any(one.said.get(column) != other.said.get(column) for column in _SAME):
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
