"""What a form would refuse of a row, or ask of it: the same rules, asked of thousands of rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import itemgetter
from typing import Any

from models.activities import Activity
from models.agreements import Agreement, Commitment, Contribution
from models.continuum.language.vocabularies import FROM_SCHOOL
from models.evaluations import Evaluation
from models.exchange.problems import Refusal, flat
from models.kinds.columns import Row
from models.kinds.kind import RecordKind
from models.operations.activity_entries import (
    CODE_LISTS,
    ActivityEntry,
    ActivityTerms,
    day_problem,
    missing_in,
    purpose_said,
    settled_kind,
)
from models.operations.agreements import AgreementEntry, agreement_problems
from models.operations.giving import amount_problem
from models.partners import SchoolPartner
from models.partnerships import Partnership
from models.records import RecordStatus

TO_COME = "lies in the future; give a day that has come"
# Column of days that a form refuses when they are still to come, by kind.
PAST_DAYS: Mapping[str, tuple[str, ...]] = {
    SchoolPartner.kind: ("added_on",),
    Contribution.kind: ("occurred_on",),
    Commitment.kind: ("agreed_on", "received_on"),
    Partnership.kind: ("started_on", "ended_on"),
    Evaluation.kind: ("occurred_on",),
}
_SPOKEN: Mapping[str, str] = {"partners": "partner"}
Problems = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Today:
    """What rules need beside a row.

    Attributes:
        day: Today where the school is; None asks nothing of days.
        terms: The words of activities.
        asks_all: Rows must say all that a form asks for.
    """

    day: date | None
    terms: ActivityTerms
    asks_all: bool


def row_rules(kind: RecordKind, today: Today) -> Callable[[Row], Problems]:
    """Give what finds the problems of a complete row: column -> one sentence."""
    if kind.table is Activity:
        return _ActivityRules(today)
    own = _OWN.get(kind.name)

    def rules(row: Row) -> Problems:
        problems: dict[str, str] = {}
        if today.day is not None:
            for name in PAST_DAYS.get(kind.name, ()):
                if row.get(name) is not None and row[name] > today.day:
                    problems[name] = TO_COME
        if own is not None:
            problems |= own(row, today)
        return problems

    return rules


def refusals_of(line: int, row: Row, problems: Problems) -> list[Refusal]:
    """Tell the problems of a row as those of its cells."""
    return [Refusal(line, name, flat(_said(row.get(name))), reason) for name, reason in problems.items()]


def _said(value: Any) -> str:
    if value is None or value == ():
        return ""
    return ";".join(map(str, value)) if isinstance(value, tuple) else str(value)


def drafted(kind: RecordKind, row: Row, stored: Row | None, day: date | None) -> Row:
    """Say of an activity whose day is still to come that it is a draft, as the form does."""
    if kind.table is not Activity or day is None or row["occurred_on"] <= day:
        return row
    status = row.get("record_status", (stored or {}).get("record_status", RecordStatus.CONFIRMED.value))
    return {**row, "record_status": RecordStatus.DRAFT.value} if status == RecordStatus.CONFIRMED else row


def with_purpose(row: Row, terms: ActivityTerms) -> Row:
    """Say of an activity what it was for, where its channel says it by itself, as the form does."""
    kind = settled_kind(row["kind"], ask=row["ask"] or (), channel=row["channel"] or (), terms=terms)
    said = purpose_said(
        kind, purpose=row["purpose"] or (), way=row["way"] or (), channel=row["channel"] or (), terms=terms
    )
    return {**row, "purpose": said} if said else row


class _ActivityRules:
    """The rules of activities: days once for each day, what is missing once for each way to say it."""

    _asked = itemgetter("kind", "purpose", "way", "channel", "audience", "ask", "by")

    def __init__(self, today: Today) -> None:
        self._today = today
        self._days: dict[date, Problems] = {}
        self._missing: dict[tuple[Any, ...], Problems] = {}

    def __call__(self, row: Row) -> Problems:
        problems = self._day(row["occurred_on"])
        if row.get("not_for") and row.get("also_for") and set(row["not_for"]) & set(row["also_for"]):
            problems = {**problems, "also_for": "An indicator can be added or removed, not both."}
        if self._today.asks_all:
            missing = self._what_is_missing(row)
            problems = {**problems, **missing} if missing else problems
        return problems

    def _day(self, day: date) -> Problems:
        if day not in self._days:
            said = day_problem(day, self._today.day) if self._today.day else ""
            self._days[day] = {"occurred_on": said} if said else {}
        return self._days[day]

    def _what_is_missing(self, row: Row) -> Problems:
        key = (self._asked(row), not row["partner"], not row["title"])
        if key not in self._missing:
            found = missing_in(_entry(row), self._today.terms)
            self._missing[key] = {_SPOKEN.get(name, name): said for name, said in found.items()}
        return self._missing[key]


def _entry(row: Row) -> ActivityEntry:
    own = {one.name for one in fields(ActivityEntry)} - {"partners"}
    values = {name: value for name, value in row.items() if name in own}
    values |= {name: row.get(name) or () for name in CODE_LISTS}
    return ActivityEntry(**values, partners=row.get("partner") or ())


def title_of(row: Row, terms: ActivityTerms, label: Callable[[str, str], str]) -> str:
    """Give an activity of a list without titles one: what was done, and with or for whom."""
    kind = settled_kind(row["kind"], ask=row.get("ask") or (), channel=row.get("channel") or (), terms=terms) or ""
    for name in ("purpose", "channel", "way"):
        if row.get(name):
            said = label(name, row[name][0])
            break
    else:
        said = label("kind", kind)
    if row.get("partner"):
        said += " with " + " and ".join(row["partner"][:2])
    elif row.get("audience"):
        said += " for " + label("audience", row["audience"][0]).lower()
    return said[:200]


def _of_agreement(row: Row, today: Today) -> Problems:
    if today.day is None:
        return {}
    given = {one.name: row[one.name] for one in fields(AgreementEntry) if one.name in row}
    return agreement_problems(AgreementEntry(row["kind"], **given), today=today.day)


def _of_gift(row: Row, today: Today) -> Problems:
    if row.get("amount") is None and row.get("unit") is None:
        problems: dict[str, str] = {}
    else:
        unit = row.get("unit") or None
        problems = dict(amount_problem(row.get("amount"), unit))
    if today.asks_all and not row.get("type") and not row.get("way"):
        problems["type"] = "Say what was given."
    if today.asks_all and row.get("direction") == FROM_SCHOOL and row.get("commitment"):
        problems["commitment"] = "This is a promise of the partner. What the school gives does not keep it."
    return problems


_OWN: Mapping[str, Callable[[Row, Today], Problems]] = {
    Agreement.kind: _of_agreement,
    Contribution.kind: _of_gift,
    Commitment.kind: _of_gift,
}
