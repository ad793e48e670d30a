"""What a school's activity is made of: how much of each kind, for whom and by which means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, extract, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.activities import Activity, activity_partners
from models.columns import has_code
from models.records import RecordStatus
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class Only:
    """What activities are narrowed to; None leaves a criterion out.

    Attributes:
        by: Who acted, alone or with others, as a code.
        audience: For whom it was, among others, as a code.
        refs: Only these records, as an answer of the engine lists them.
    """

    by: str | None = None
    audience: str | None = None
    partner_id: int | None = None
    refs: frozenset[str] | None = None

    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """Write it as conditions on activities."""
        found: list[ColumnElement[bool]] = []
        if self.by:
            found.append(has_code(Activity.by, self.by))
        if self.audience:
            found.append(has_code(Activity.audience, self.audience))
        if self.partner_id is not None:
            held = activity_partners.c
            found.append(Activity.id.in_(select(held.activity_id).where(held.partner_id == self.partner_id)))
        if self.refs is not None:
            found.append(Activity.ref.in_(self.refs))
        return tuple(found)


EVERYTHING = Only()


@dataclass(frozen=True, slots=True)
class ActivityMix:
    """Counts of confirmed activities in a period.

    Attributes:
        total: Activities in the period.
        kinds: Kind -> activities; sums to `total`.
        audiences: Audience -> activities that reached it; one activity counts under each of its audiences.
        channels: Channel -> activities that used it; one activity counts under each of its channels.
    """

    total: int
    kinds: dict[str, int]
    audiences: dict[str, int]
    channels: dict[str, int]


def activity_mix(session: Session, *, scope: Scope, start: date, end: date, only: Only = EVERYTHING) -> ActivityMix:
    """Count a period's confirmed activities by kind, audience and channel.

    Args:
        scope: What the reader may see.
        start: First day counted.
        end: First day *not* counted, so ``[start, end)``.
        only: What they are narrowed to.

    Returns:
        Counts with the largest first, then by code. Values without an activity are absent.

    Raises:
        ValueError: ``end`` is not after ``start``.

    Source:
        ``activities`` by ``occurred_on``, confirmed ones only.
    """
    within = _confirmed_within(start, end, only)

    def counted(column: InstrumentedAttribute[Any]) -> Counter[str]:
        # Grouped by whole combination in SQL: a school uses some dozens of combinations, however much it logs.
        statement = scope.limit(select(column, func.count()), Activity).where(*within)
        counts: Counter[str] = Counter()
        for value, number in session.execute(statement.group_by(column)):
            for code in value if isinstance(value, tuple) else (value.value,):
                counts[code] += number
        return counts

    kinds = counted(Activity.activity_kind)
    return ActivityMix(
        total=sum(kinds.values()),
        kinds=_largest_first(kinds),
        audiences=_largest_first(counted(Activity.audience)),
        channels=_largest_first(counted(Activity.channel)),
    )


def kinds_by_ref(session: Session, *, scope: Scope, start: date, end: date, only: Only = EVERYTHING) -> dict[str, str]:
    """Give the kind of each of a period's confirmed activities, as codes by reference: one statement.

    Args:
        start: First day counted.
        end: First day *not* counted, so ``[start, end)``.
        only: What they are narrowed to.

    Raises:
        ValueError: ``end`` is not after ``start``.
    """
    asked: Any = select(Activity.ref, Activity.activity_kind)
    rows = session.execute(scope.limit(asked, Activity).where(*_confirmed_within(start, end, only)))
    return {ref: kind.value for ref, kind in rows}


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a school reached in a period, month by month.

    Attributes:
        total: Confirmed activities in the period.
        months: (audience, first day of the month) -> activities; one counts under each of its audiences.
        audiences: Audience -> activities in the whole period.
        actors: Who acted, as codes of `by` -> activities; one counts under each of them.
        people: People reached, as far as it was said.
        told: Activities of which it was said how many people they reached.
    """

    total: int
    months: dict[tuple[str, date], int]
    audiences: dict[str, int]
    actors: dict[str, int]
    people: int
    told: int


def reach(session: Session, *, scope: Scope, start: date, end: date, only: Only = EVERYTHING) -> Reach:
    """Count whom a period's confirmed activities reached, by month, and who acted.

    Args:
        scope: What the reader may see.
        start: First day counted.
        end: First day *not* counted, so ``[start, end)``.
        only: What they are narrowed to.

    Raises:
        ValueError: ``end`` is not after ``start``.

    Source:
        ``activities`` by ``occurred_on``, confirmed ones only.
    """
    within = _confirmed_within(start, end, only)
    year, month = extract("year", Activity.occurred_on), extract("month", Activity.occurred_on)
    asked = (Activity.audience, Activity.by, year, month)
    # Grouped by whole combination in SQL: a school uses some dozens of them a month, however much it logs.
    heads = func.coalesce(func.sum(Activity.people), 0)
    columns: list[Any] = [*asked, func.count(), heads, func.count(Activity.people)]
    rows = session.execute(scope.limit(select(*columns), Activity).where(*within).group_by(*asked))
    months: Counter[tuple[str, date]] = Counter()
    audiences: Counter[str] = Counter()
    actors: Counter[str] = Counter()
    total = people = told = 0
    for reached, acted, in_year, in_month, number, counted, said in rows:
        first = date(int(in_year), int(in_month), 1)
        for code in reached:
            months[code, first] += number
            audiences[code] += number
        for code in acted:
            actors[code] += number
        total, people, told = total + number, people + int(counted), told + said
    return Reach(total, dict(months), _largest_first(audiences), _largest_first(actors), people, told)


@dataclass(slots=True)
class Voice:
    """What one channel carried, or one group of people did.

    Attributes:
        total: Confirmed activities; one counts under each of its channels, and of who did it.
        two_way: Those in which both sides talked.
        people: People reached, as far as it was said.
    """

    total: int = 0
    two_way: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class Voices:
    """How a school talked in a period, and who did: the largest first.

    Attributes:
        all: Every activity once.
        channels: Channel -> what it carried.
        actors: Code of `by` -> what they did.
    """

    all: Voice
    channels: dict[str, Voice]
    actors: dict[str, Voice]


def voices(
    session: Session,
    *,
    scope: Scope,
    start: date,
    end: date,
    both_talk: Collection[str],
    only: Only = EVERYTHING,
) -> Voices:
    """Count a period's confirmed activities by channel and by who acted, and of them those with both sides talking.

    Args:
        scope: What the reader may see.
        start: First day counted.
        end: First day *not* counted, so ``[start, end)``.
        both_talk: Channels in which both sides talk, whatever was ticked.
        only: What they are narrowed to.

    Raises:
        ValueError: ``end`` is not after ``start``.

    Source:
        ``activities`` by ``occurred_on``, confirmed ones only.
    """
    within = _confirmed_within(start, end, only)
    asked = (Activity.channel, Activity.by, Activity.two_way)
    columns: list[Any] = [*asked, func.count(), func.coalesce(func.sum(Activity.people), 0)]
    rows = session.execute(scope.limit(select(*columns), Activity).where(*within).group_by(*asked))
    every, channels, actors = Voice(), dict[str, Voice](), dict[str, Voice]()
    for used, acted, ticked, number, people in rows:
        both = number if ticked or any(code in both_talk for code in used) else 0
        under = [every, *(channels.setdefault(code, Voice()) for code in used)]
        for voice in (*under, *(actors.setdefault(code, Voice()) for code in acted)):
            voice.total += number
            voice.two_way += both
            voice.people += int(people)
    return Voices(every, _most_first(channels), _most_first(actors))


def _most_first(found: dict[str, Voice]) -> dict[str, Voice]:
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].total, pair[0])))


def _confirmed_within(start: date, end: date, only: Only) -> tuple[ColumnElement[bool], ...]:
    if end <= start:
        raise ValueError("a period ends after it starts")
    return (
        Activity.record_status == RecordStatus.CONFIRMED,
        Activity.occurred_on >= start,
        Activity.occurred_on < end,
        *only.conditions(),
    )


def _largest_first(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
