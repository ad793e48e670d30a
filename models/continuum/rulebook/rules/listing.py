"""What a rule counts on a day, told short: the latest records, and how many there are in all."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.continuum.evidence.facts import Fact, RecordKey
from models.continuum.time.calendar import month_of

# The kind of record by which a team states that something is in place; no fact is made of it.
STATEMENT = "attestation"


@dataclass(frozen=True, slots=True)
class Counted:
    """A record that a rule counts on a day.

    Attributes:
        repeats: It adds nothing to the number of records: the same day, partners and channels already count.
        holds: Whether it has what a share asks for; None where no share is asked.
    """

    record: RecordKey
    on: int
    repeats: bool = False
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a rule counts on a day, told short.

    Attributes:
        latest: The latest records, oldest first.
        total: How many records there are in all.
        repeats: How many of them add nothing to the number.
        months: Months (year x 12 + month - 1) that they fall into.
        is_stated: There is something, and all of it is what the team stated.
    """

    latest: tuple[Counted, ...]
    total: int
    repeats: int
    months: frozenset[int]
    is_stated: bool


@dataclass(frozen=True, slots=True)
class Window:
    """The facts that a count of records looks at on a day.

    Attributes:
        facts: By day, then record.
        share_of: The property of which a share is asked; None where none is.
    """

    facts: Sequence[Fact]
    share_of: str | None


def listing_of(counted: Iterable[Counted], most: int) -> Listing:
    """Tell short what is listed record by record, each of them once.

    Args:
        most: How many to name at most.
    """
    found = listed_once(counted)
    return Listing(
        tuple(found[-most:]),
        len(found),
        sum(one.repeats for one in found),
        frozenset(month_of(one.on) for one in found),
        bool(found) and all(one.record[0] == STATEMENT for one in found),
    )


def listing_of_windows(windows: Sequence[Window], most: int) -> Listing | None:
    """Tell short what stands in windows, without making a line of each record: a school logs thousands a year.

    Args:
        most: How many to name at most.

    Returns:
        None where a record stands there as two facts, and must be looked at line by line.
    """
    by_record: list[dict[RecordKey, Fact]] = []
    firsts: set[RecordKey] = set()
    months: set[int] = set()
    for window in windows:
        mine = {fact.record: fact for fact in window.facts}
        if len(mine) < len(window.facts):
            return None
        by_record.append(mine)
        # The earliest of equal identity adds to the number: on the way back it is written last.
        firsts.update({fact.identity: fact.record for fact in reversed(window.facts)}.values())
        months |= _months_of(window.facts)
    latest: dict[RecordKey, Fact] = {}
    for window in windows:
        for fact in window.facts[-most:] if most else ():
            if any(mine.get(fact.record, fact) is not fact for mine in by_record):
                return None
            latest[fact.record] = fact
    named = [
        Counted(record, fact.on, record not in firsts, _holds(record, windows, by_record))
        for record, fact in sorted(latest.items(), key=lambda item: (item[1].on, item[0]))[-most:]
    ]
    total = len(by_record[0].keys() if len(by_record) == 1 else {record for mine in by_record for record in mine})
    return Listing(tuple(named), total, total - len(firsts), frozenset(months), is_stated=False)


def _holds(record: RecordKey, windows: Sequence[Window], by_record: Sequence[dict[RecordKey, Fact]]) -> bool | None:
    """Say whether a record has what a share asks for, the first of several; None where none does."""
    for window, mine in zip(windows, by_record, strict=True):
        if window.share_of is not None and record in mine:
            return bool(mine[record].values.get(window.share_of))
    return None


def _months_of(facts: Sequence[Fact]) -> set[int]:
    """Name the months of facts by day, looking at one fact of each."""
    months: set[int] = set()
    place = 0
    while place < len(facts):
        month = month_of(facts[place].on)
        months.add(month)
        place = bisect_right(facts, month, lo=place, key=lambda fact: month_of(fact.on))
    return months


def listed_once(counted: Iterable[Counted]) -> list[Counted]:
    """List each record once, oldest first, where parts of a rule count the same one."""
    found: dict[RecordKey, Counted] = {}
    for one in counted:
        known = found.get(one.record)
        if known is None:
            found[one.record] = one
        else:
            holds = one.holds if known.holds is None else known.holds
            found[one.record] = Counted(one.record, one.on, known.repeats and one.repeats, holds)
    return sorted(found.values(), key=lambda one: (one.on, one.record))
