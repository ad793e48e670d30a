"""What changed of an indicator since a year ago, and of a signed year since it was signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.continuum.time.calendar import back, month_ends_before

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Step:
    """A level that changed from one month-end to the next.

    Attributes:
        on: The first month-end, or the asked day, on which it was otherwise.
    """

    on: date
    before: int
    after: int

    @property
    def rose(self) -> bool:
        """Whether it rose."""
        return self.after > self.before


@dataclass(frozen=True, slots=True)
class SinceLastYear:
    """An indicator beside itself a year ago.

    Attributes:
        then: The day a year ago.
        before: The level that records showed then; None where the rules of that day judged it not.
        now: The level they show now.
        steps: How it moved, the latest first.
        new: Records that count now and did not then.
        gone: Records that counted then and do not now.
        new_partners: Partners of which records count now and none did then; `gone_partners` the other way round.
        rules_changed: The rules in force are others than a year ago.
    """

    then: date
    before: int | None
    now: int | None
    steps: tuple[Step, ...]
    new: frozenset[RecordKey]
    gone: frozenset[RecordKey]
    new_partners: tuple[str, ...]
    gone_partners: tuple[str, ...]
    rules_changed: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different."""
        return not (self.steps or self.new or self.gone or self.before != self.now)


def since_last_year(continuum: Continuum, code: str, on: date) -> SinceLastYear:
    """Compare what records show of an indicator on a day and a year before; February 29 is compared with the 28th."""
    then = date.fromordinal(back(on.toordinal(), MONTHS))
    now_counted, then_counted = counted_records(continuum, code, on), counted_records(continuum, code, then)
    with_now, with_then = _partners(continuum, now_counted, on), _partners(continuum, then_counted, then)
    rules_now, rules_then = continuum.rules_on(on.toordinal()), continuum.rules_on(then.toordinal())
    return SinceLastYear(
        then=then,
        before=continuum.supported(code, then) if code in rules_then.judged else None,
        now=continuum.supported(code, on) if code in rules_now.judged else None,
        steps=tuple(reversed(_steps(continuum, code, on))),
        new=now_counted - then_counted,
        gone=then_counted - now_counted,
        new_partners=tuple(sorted(with_now - with_then)),
        gone_partners=tuple(sorted(with_then - with_now)),
        rules_changed=rules_now.version != rules_then.version,
    )


def counted_records(continuum: Continuum, code: str, on: date) -> frozenset[RecordKey]:
    """Name the records that count toward an indicator on a day, by the rules of that day."""
    practices = continuum.rules_on(on.toordinal()).practices_of(code)
    return frozenset().union(*(continuum.record_keys(one.key, on) for one in practices if one.counts))


def _partners(continuum: Continuum, records: Iterable[RecordKey], on: date) -> frozenset[str]:
    return frozenset(
        str(name)
        for kind, ref in records
        for fact in continuum.facts_of(kind, ref, on)
        for name in fact.adds("partners")
    )


def _steps(continuum: Continuum, code: str, on: date) -> list[Step]:
    days = [date.fromordinal(end) for end in reversed(month_ends_before(on.toordinal(), MONTHS))] + [on]
    asked = [day for day in days if code in continuum.rules_on(day.toordinal()).judged]
    levels = [(day, continuum.supported(code, day)) for day in asked]
    return [Step(day, before, after) for (_, before), (day, after) in pairwise(levels) if before != after]


@dataclass(frozen=True, slots=True)
class SinceSigned:
    """An indicator that records show otherwise today than on the day it was signed.

    Attributes:
        name: The indicator, as it was signed.
        signed: The level that records showed then; None where they were not judged.
        now: The level they show today.
        new: What counts today and did not then.
        gone: What counted then and does not today.
    """

    name: str
    signed: int | None
    now: int | None
    new: frozenset[RecordKey]
    gone: frozenset[RecordKey]


def since_signed(report: Mapping[str, Any], continuum: Continuum, on: date) -> list[SinceSigned]:
    """List the indicators of a signed year that records show otherwise on a day; what was signed never moves.

    Args:
        report: What was signed, see `models.queries.year_reports`.
    """
    judged = continuum.rules_on(on.toordinal()).judged
    found = []
    for line in (one for outcome in report["outcomes"] for one in outcome["indicators"]):
        code = line["code"]
        now = continuum.supported(code, on) if code in judged else None
        if now == line["supported"]:
            continue
        signed = {(kind, ref) for practice in line["practices"] for kind, ref in practice["records"]}
        counted = counted_records(continuum, code, on) if code in judged else frozenset()
        found.append(SinceSigned(line["name"], line["supported"], now, counted - signed, frozenset(signed - counted)))
    return found
