"""The filters of the templates: `models.wording` and the catalogue's labels, with nothing written for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask
from markupsafe import Markup, escape

from models import wording
from models.amounts import amount_words
from models.level_words import on_record_words, status_words
from tracker import vocabulary
from tracker.clock import here, today


def day(value: date | None) -> str:
    """Write a day as `Mar 14, 2026`; nothing for None."""
    return wording.day_words(value) if value else ""


def short_day(value: date | None) -> str:
    """Write a day of this year as `Mar 14`, any other with its year."""
    if value is None:
        return ""
    return wording.day_of_year_words(value) if value.year == today().year else wording.day_words(value)


def moment(value: datetime | None) -> str:
    """Write an instant by the clocks at the reader's school as `Mar 14, 2026, 4:05 PM`."""
    return wording.moment_words(here(value)) if value else ""


def instant(value: datetime) -> str:
    """Write an instant for machines, as `2026-03-14T16:05:09+00:00`; HTML knows no finer one."""
    return value.isoformat(timespec="seconds")


def percent(share: float | None) -> str:
    """Write a share of 0 to 1 as a whole percentage, cut and not rounded: `100%` means all of it."""
    return "" if share is None else wording.percent_words(share)


def time_left(value: date | None, now: date | None = None) -> str:
    """Say how long until a day that ends something: "ends in 24 days", "ends today", "ended 9 days ago".

    Args:
        value: The last day of the thing; None where it is open-ended.
        now: The day it is asked on; None for today.
    """
    return wording.time_left_words(value, now or today())


def ago(value: date | None) -> str:
    """Say how long ago a day was: "24 days ago"; "never" for None."""
    return wording.days_ago_words(value, today())


def count(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: `1 day`, `1,204 activities`; without a plural of its own it takes an s."""
    return wording.counted(number, one, many or f"{one}s")


def label(code: Any, name: str, most: int | None = None) -> str:
    """Give a code's words from one of the catalogue's lists; several codes are put side by side.

    Args:
        code: A code, several, or None (nothing).
        name: The list, such as ``channel`` or ``audience``.
        most: Of several, how many to name at most.
    """
    if code is None:
        return ""
    if isinstance(code, tuple | list | set | frozenset):
        return wording.listed((vocabulary.label(str(item), name) for item in code), most=most)
    return vocabulary.label(str(code), name)


def amount(value: Decimal, unit: str | None) -> str:
    """Write an amount with what it counts, by the rules in force today; see `models.amounts`."""
    catalogue = vocabulary.rules()
    return amount_words(value, unit, catalogue.language if catalogue else None)


def phrase(code: str, name: str) -> str:
    """Give a code's words in mid-sentence, from one of the catalogue's lists."""
    return vocabulary.phrase(code, name)


def _nothing_for_none(write: Callable[[Any], str]) -> Callable[[Any], str]:
    return lambda value: "" if value is None else write(value)


def options(offered: Iterable[Sequence[Any]], chosen: Any = None) -> Markup:
    """Write what a select offers: a template needs several times as long for a thousand partners.

    Args:
        offered: Values with their words, or a field's choices, which say themselves which of them is chosen.
        chosen: The value that is chosen, of values with their words.
    """
    said = []
    for value, words, *rest in offered:
        is_chosen = rest[0] if rest else value == chosen
        selected = " selected" if is_chosen else ""
        said.append(f'<option value="{escape(value)}"{selected}>{escape(words or value)}</option>')
    return Markup("\n".join(said))  # noqa: S704  (each part is escaped)


def register(app: Flask) -> None:
    """Give the templates the filters of this module, and what the rules in force say."""
    app.jinja_env.filters.update(
        day=day,
        short_day=short_day,
        weekday=wording.weekday_words,
        month=wording.month_words,
        whole_month=wording.whole_month_words,
        moment=moment,
        instant=instant,
        dollars=_nothing_for_none(wording.money_words),
        hours=_nothing_for_none(wording.hours_words),
        number=_nothing_for_none(wording.number_words),
        percent=percent,
        part=wording.part_words,
        last_months=wording.last_months_words,
        time_left=time_left,
        ago=ago,
        counted=wording.counted,
        noun=wording.noun,
        number_word=wording.number_word,
        joined=wording.joined,
        listed=wording.listed,
        stopped=wording.stopped,
        sentence_case=wording.sentence_case,
        begun_small=wording.begun_small,
        amount=amount,
        label=label,
        phrase=phrase,
        status_words=status_words,
        on_record=on_record_words,
    )
    app.jinja_env.globals.update(
        options=options,
        marked=vocabulary.marked,
        value_of=vocabulary.value_of,
        answers_in_a_tap=vocabulary.answers_in_a_tap,
        thresholds=vocabulary.thresholds,
        urgency=vocabulary.urgency,
    )
