"""Changes a district's numbers from a day on, and takes a change back before its day. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from models.accounts import User
from models.continuum.rulebook.numbers import (
    Number,
    Numbers,
    bounds_of,
    disagreements,
    is_part,
    numbers_of,
    with_numbers,
)
from models.continuum.rulebook.reader import CatalogueProblem, parse_catalogue
from models.history import note_changed
from models.queries.catalogue import content_on
from models.queries.thresholds import latest_change, list_schools
from models.refusals import Refused
from models.scope import Scope
from models.threshold_words import threshold_words
from models.thresholds import ThresholdChange
from models.wording import day_words, number_words, percent_words
from models.words import words as as_words

SAME = "No number is other than before."


class ChangedMeanwhile(Refused):
    """Somebody else changed the district's numbers in between."""


def checked_change(
    session: Session,
    edits: Mapping[str, Number | None],
    first: date,
    *,
    scope: Scope,
    today: date,
    based_on: int | None,
) -> dict[str, Number]:
    """Check a change of numbers, and give all numbers in which the district then differs from the product.

    Args:
        edits: Place -> number, of those that somebody looked at; None for as it comes with the product.
        first: The first day judged by them.
        based_on: The id of the change that was the latest when they were looked at; None where there was none.

    Raises:
        ChangedMeanwhile: It is not the latest any more.
        Refused: By place, or by `from_on`: a number is out of bounds or asks less where more must be asked, the day
            lies behind or before the latest change's, or nothing is different.
        NoRules: No rules are stored.
    """
    latest = latest_change(session, scope=scope)
    if (latest.id if latest else None) != based_on:
        raise ChangedMeanwhile("Somebody changed the numbers since you opened this page.")
    if first < today:
        raise Refused({"from_on": "Choose today or a later day: what was judged before keeps its answer."})
    if latest and first < latest.in_force_from:
        day = day_words(latest.in_force_from)
        raise Refused({"from_on": f"Numbers are planned from {day} already. Choose that day or a later one."})
    content = content_on(session, first)
    comes_with = numbers_of(content)
    before = dict(latest.numbers) if latest else {}
    wanted: Mapping[str, Number | None] = {**before, **edits}
    numbers = {
        place: number
        for place, number in wanted.items()
        if number is not None and place in comes_with and number != comes_with[place]
    }
    problems = problems_of(content, numbers)
    if problems:
        raise Refused(problems)
    if numbers == before:
        raise Refused(SAME)
    return numbers


def change_thresholds(
    session: Session, numbers: Numbers, first: date, because: str, *, scope: Scope, by: User, at: datetime
) -> ThresholdChange:
    """Put numbers into force from a day on.

    Args:
        numbers: As `checked_change` gives them.
    """
    change = ThresholdChange(
        district_id=scope.district_id,
        in_force_from=first,
        numbers=dict(numbers),
        because=because,
        made_at=at,
        user_id=by.id,
        actor=by.name,
    )
    session.add(change)
    session.flush()
    note_changed(session, (one.id for one in list_schools(session, scope=scope)))
    return change


def take_back(session: Session, change: ThresholdChange, *, scope: Scope, by: User, today: date, at: datetime) -> None:
    """Take a change back that has judged no day yet.

    Raises:
        Refused: Its day has come, another one goes on from it, or it is taken back already.
    """
    if change.taken_back_at is not None:
        raise Refused("It is taken back already.")
    if change.in_force_from <= today:
        raise Refused("Its day has come. Change the numbers again instead: what was judged keeps its answer.")
    latest = latest_change(session, scope=scope)
    if latest is None or latest.id != change.id:
        raise Refused("A later change goes on from this one. Take that one back first.")
    change.taken_back_at, change.taken_back_by = at, by.name
    note_changed(session, (one.id for one in list_schools(session, scope=scope)))


def problems_of(content: Mapping[str, Any], numbers: Numbers) -> dict[str, str]:
    """Say what is wrong with other numbers for a catalogue: place -> message; under no place what belongs to none."""
    problems: dict[str, str] = {}
    for place, number in numbers.items():
        least, most = bounds_of(place)
        said = round(number * 100, 6) if is_part(place) else number
        if not isinstance(number, bool) and not least <= said <= most:
            problems[place] = f"Enter a number from {number_words(least)} to {number_words(most)}."
    if problems:
        return problems
    changed = with_numbers(content, numbers)
    now = numbers_of(changed)
    for place, other, how in disagreements(changed):
        # What disagrees is told where somebody set it.
        told = place if place in numbers or other not in numbers else other
        less = (how == "less") == (told == place)
        beside = other if told == place else place
        problems.setdefault(told, _disagreement(told, beside, now, less=less, apart=how == "as much"))
    if not problems:
        try:
            parse_catalogue(changed)
        except CatalogueProblem as problem:
            problems[""] = "; ".join(f"{one.key}: {one.reason}" for one in problem.problems[:3])
    return problems


def _disagreement(place: str, other: str, now: Numbers, *, less: bool, apart: bool) -> str:
    bound = percent_words(float(now[other])) if is_part(other) else number_words(now[other])
    if apart:
        return f"This has to be {'more' if less else 'less'} than “{_called(other, beside=place)}”: {bound}."
    return f"This may not be {'less' if less else 'more'} than “{_called(other, beside=place)}”: {bound}."


def _called(place: str, *, beside: str) -> str:
    """Call a number in a message about another one; of the same word or rule it is told by what it counts."""
    told = threshold_words()
    section, *path = place.split("/")
    if section == "thresholds":
        number = told.number[path[0]]
        return number.each[int(path[1])] if path[1:] else number.name
    if section == "cadences" and not beside.startswith(f"cadences/{path[0]}/"):
        return told.word[path[0]].name if path[0] in told.word else as_words(path[0])
    return told.count.get(path[-1], as_words(path[-1]))
