"""What somebody says about one activity, and what is wrong with it, field by field."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from models.activities import ACTIVITY, MOST_HEADS, MOST_HOURS, ActivityKind
from models.addresses import NotAnAddress, link
from models.continuum.rulebook.catalogue import Catalogue
from models.kinds.columns import Holds
from models.student_names import NO_STUDENTS, names_a_student
from models.texts import visible
from models.wording import day_words, number_words

EARLIEST = date(1990, 1, 1)
LATEST_YEARS_AHEAD = 2
# Entry field -> the vocabulary its codes come from.
CODE_LISTS = {
    "by": "by",
    "initiated_by": "roles",
    "roles": "roles",
    "purpose": "purpose",
    "channel": "channel",
    "audience": "audience",
    "topic": "topic",
    "way": "way",
    "ask": "ask",
}
MARKS = tuple(name for name, column in ACTIVITY.columns.items() if column.holds is Holds.MARK)
TEXT_LIMITS = {"title": 200, "note": 4000, "link": 500}
HOURS_LIMIT = MOST_HOURS
HEADS_LIMIT = MOST_HEADS
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityEntry:
    """One activity as somebody describes it, unchecked.

    Attributes:
        kind: Code of the kind chosen; None where nothing was chosen.
        partners: Names of organisations, as typed.
        new_category: What sort of organisation a name not yet in the directory is; None refuses such names.
        hours: Decimal hours.
        not_for: Indicators this record is to be kept out of.
        also_for: Indicators it is to support though no rule matches.
    """

    occurred_on: date | None
    kind: str | None
    by: tuple[str, ...] = ()
    title: str | None = None
    channel: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    purpose: tuple[str, ...] = ()
    way: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    new_category: str | None = None
    topic: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    initiated_by: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    formality: str | None = None
    two_way: bool | None = None
    collects_input: bool | None = None
    used_process: bool | None = None
    promotes: bool | None = None
    beyond_class: bool | None = None
    researched: bool | None = None
    student_facing: bool | None = None
    serves_workforce: bool | None = None
    planned: bool | None = None
    people: int | None = None
    students: int | None = None
    hours: Decimal | None = None
    link: str | None = None
    note: str | None = None
    not_for: tuple[str, ...] = ()
    also_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityTerms:
    """The words an entry may use: the catalogue's, as far as activities need them.

    Attributes:
        codes: Vocabulary -> its codes; holds every value of `CODE_LISTS`, `formality` and `category`.
        indicators: Codes of the indicators.
        advocacy_channels: Channels whose use is advocacy, whatever else it was called.
        partner_optional: Purposes and ways of partnership work that needs no organisation at the table yet, or that
            the rules count without one.
        says_way: Actors whose partnership work is told by a way instead of a purpose.
    """

    codes: Mapping[str, Collection[str]]
    indicators: Collection[str]
    advocacy_channels: Collection[str] = frozenset()
    partner_optional: Collection[str] = frozenset()
    says_way: Collection[str] = frozenset()

    @classmethod
    def of(cls, catalogue: Catalogue) -> ActivityTerms:
        """Take them from a catalogue."""
        marked = catalogue.language.marked
        names = {*CODE_LISTS.values(), "formality", "category"}
        return cls(
            codes={name: frozenset(catalogue.vocabularies[name]) for name in names},
            indicators=frozenset(catalogue.indicators),
            advocacy_channels=marked("channel", "advocacy"),
            partner_optional=marked("purpose", "partner_optional")
            | marked("way", "partner_optional")
            | catalogue.without_partner,
            says_way=marked("by", "says_way"),
        )


def settled_kind(
    kind: str | None, *, ask: Collection[str], channel: Collection[str], terms: ActivityTerms
) -> str | None:
    """Say which kind an activity is: what was chosen, or advocacy where it asks for something or its channel is that.

    Args:
        terms: Say which channels are advocacy.
    """
    return ActivityKind.ADVOCACY.value if ask or set(terms.advocacy_channels) & set(channel) else kind


def purpose_said(
    kind: str | None,
    *,
    purpose: tuple[str, ...],
    way: tuple[str, ...],
    channel: Collection[str],
    terms: ActivityTerms,
) -> tuple[str, ...]:
    """Say what partnership work was for: what was said, or, where nothing was, what its channel says by itself.

    A site visit and a career talk are both: nobody who names the one is asked for the other.
    """
    if purpose or way or kind != ActivityKind.PARTNERSHIP:
        return purpose
    return tuple(code for code in channel if code in terms.codes["purpose"])


def entry_problems(entry: ActivityEntry, *, terms: ActivityTerms, today: date) -> dict[str, str]:
    """Find what is wrong with an entry, partners aside.

    Returns:
        Field -> one sentence that says what to do; empty where all is well.
    """
    problems = missing_in(entry, terms)
    problems |= _unknown(entry, terms)
    problems |= _out_of_range(entry)
    if entry.occurred_on is not None:
        wrong = day_problem(entry.occurred_on, today)
        problems |= {"occurred_on": wrong} if wrong else {}
    for field, limit in TEXT_LIMITS.items():
        text = getattr(entry, field) or ""
        if len(text) > limit:
            problems[field] = f"Use at most {number_words(limit)} characters; this has {number_words(len(text))}."
        elif _CONTROL.search(text):
            problems[field] = "This contains characters that cannot be stored. Remove them and save again."
        elif names_a_student(text):
            problems[field] = NO_STUDENTS
    if entry.link and "link" not in problems:
        try:
            link(entry.link)
        except NotAnAddress as problem:
            problems["link"] = str(problem)
    return problems


def day_problem(day: date, today: date) -> str:
    """Say what is wrong with the day of an activity; empty where nothing is."""
    if day < EARLIEST:
        return f"Give a date from {day_words(EARLIEST)} on."
    if day.year > today.year + LATEST_YEARS_AHEAD:
        return f"Give a date before the end of {today.year + LATEST_YEARS_AHEAD}."
    return ""


def missing_in(entry: ActivityEntry, terms: ActivityTerms) -> dict[str, str]:
    """Find what an entry leaves out that everybody is asked: field -> one sentence."""
    kind = settled_kind(entry.kind, ask=entry.ask, channel=entry.channel, terms=terms)
    missing: dict[str, str] = {}
    if not kind:
        missing["kind"] = "Say what it was."
    if entry.occurred_on is None:
        missing["occurred_on"] = "Say on which day it happened."
    if not entry.by:
        missing["by"] = "Say who did it."
    if not visible(entry.title or "").strip():
        missing["title"] = "Say in a few words what happened."
    if kind == ActivityKind.PARTNERSHIP:
        purpose = purpose_said(kind, purpose=entry.purpose, way=entry.way, channel=entry.channel, terms=terms)
        if not purpose and not entry.way:
            field = "way" if entry.by and set(entry.by) <= set(terms.says_way) else "purpose"
            missing[field] = "Say what it was for."
        if not entry.partners and not set(terms.partner_optional) & {*purpose, *entry.way}:
            missing["partners"] = "Name the partner."
    elif kind:
        if not entry.channel:
            missing["channel"] = "Say how it was done."
        if not entry.audience:
            missing["audience"] = "Say for whom it was."
    return missing


def _unknown(entry: ActivityEntry, terms: ActivityTerms) -> dict[str, str]:
    unknown: dict[str, str] = {}
    if entry.kind and entry.kind not in set(ActivityKind):
        unknown["kind"] = "Choose one of the kinds shown."
    for field, vocabulary in CODE_LISTS.items():
        if set(getattr(entry, field)) - set(terms.codes[vocabulary]):
            unknown[field] = "Choose among the values shown; one of those sent is not on the list."
    if entry.formality and entry.formality not in terms.codes["formality"]:
        unknown["formality"] = "Choose formal or informal."
    if entry.new_category and entry.new_category not in terms.codes["category"]:
        unknown["new_category"] = "Choose one of the kinds of organization shown."
    for field in ("not_for", "also_for"):
        if set(getattr(entry, field)) - set(terms.indicators):
            unknown[field] = "Choose among the indicators shown; one of those sent is not on the map."
    if set(entry.not_for) & set(entry.also_for):
        unknown["also_for"] = "An indicator can be added or removed, not both."
    return unknown


def _out_of_range(entry: ActivityEntry) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for field in ("people", "students"):
        heads = getattr(entry, field)
        if heads is not None and not 0 <= heads <= HEADS_LIMIT:
            wrong[field] = f"Give a whole number from 0 to {number_words(HEADS_LIMIT)}."
    if entry.hours is not None:
        if not entry.hours.is_finite() or not 0 <= entry.hours <= HOURS_LIMIT:
            wrong["hours"] = f"Give hours from 0 to {number_words(HOURS_LIMIT)}, for example 1.5."
        elif entry.hours != round(entry.hours, 2):
            wrong["hours"] = "Give hours with at most two decimals, for example 1.25."
    return wrong
