"""Habits against their word: what the map wants done frequently, and how it came month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from dash import html

from dashboards.addresses import practice_records_href, why_href
from dashboards.pages.growth import month_days
from dashboards.pages.parts import folded, table, tools
from dashboards.pages.view import View
from models.continuum.judging.answers import PracticeAnswer, Status
from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Rule
from models.count_words import counts_in_words
from models.level_words import status_words
from models.threshold_words import threshold_words
from models.wording import counted, joined, noun, number_word, number_words, sentence_case, short_month_name
from models.wording import whole_month_words as whole

MONTHS = 12
ACTIVITY = "activity"
TONES = {Status.MET: "good", Status.OBJECTED: "bad"}


def habits(view: View) -> list[Any]:
    """Build a strip of months for each practice that a word of frequency binds; nothing where none is judged."""
    found = [
        (practice, answer, words)
        for practice in view.rules.practices.values()
        if view.shows(view.rules.indicators[practice.indicator])
        if practice.counts and (words := list(dict.fromkeys(_words_of(practice.rule))))
        if (answer := view.continuum.practice(practice, view.day)).status is not Status.NOT_APPLICABLE
    ]
    if not found:
        return []
    there = sum(answer.status is Status.MET for _, answer, _ in found)
    many = sentence_case(number_word(there)) if there else "None"
    first, last = month_days(view.day, MONTHS)[0], view.day
    items = [_habit(view, practice, answer, words) for practice, answer, words in found]
    return [
        html.H2(f"{many} of {counted(len(found), 'habit', 'habits')} {noun(there, 'is', 'are')} in place"),
        html.P(
            f"What the map wants done with a word of frequency, month by month, {whole(first)} to {whole(last)}: what "
            "counts toward it. Press a month for its records, a name for the reasons.",
            className="sub",
        ),
        html.Ul([item for item, _ in items], className="habits", id="habits"),
        _table(items, view),
        tools("habits-table", "habits", f"habits-{view.day.isoformat()}"),
    ]


def _stands(status: Status) -> str:
    return "in place" if status is Status.MET else status_words(status)


def _words_of(rule: Rule) -> Iterator[str]:
    """Give the words of frequency that a rule hangs on, its parts' included."""
    word = getattr(rule, "cadence", None)
    if word:
        yield word
    for part in rule.inner:
        yield from _words_of(part)


def _habit(view: View, practice: Practice, answer: PracticeAnswer, words: list[str]) -> tuple[html.Li, list[Any]]:
    indicator = view.rules.indicators[practice.indicator]
    days = month_days(view.day, MONTHS)
    records = view.continuum.records(practice.key, view.day)
    by_month = Counter((one.on.year, one.on.month) for one in records)
    # A list of activities cannot show what else counts, such as gifts: the page of the reasons does.
    listed = all(one.kind == ACTIVITY for one in records)
    counts = joined(counts_in_words(answer.counts))
    said, tone = _stands(answer.status), TONES.get(answer.status, "warn")
    numbers = [by_month[day.year, day.month] for day in days]
    links = [_records(view, practice, day, number, listed) for day, number in zip(days, numbers, strict=True)]
    cells = [_month(day, link) for day, link in zip(days, links, strict=True)]
    word = joined(_word_says(view, one) for one in words)
    strip = html.Table(
        [
            html.Caption(f"{practice.wording} Month by month", className="sr-only"),
            html.Tbody([html.Tr(cells), html.Tr([_head(day) for day in days])]),
        ],
        className="strip",
    )
    head = html.Div(
        [
            html.H3(html.A(practice.wording, href=why_href(indicator, view.day))),
            html.Span(said, className=f"tag {tone}"),
        ],
        className="row between nowrap",
    )
    name = html.A(practice.wording, href=why_href(indicator, view.day))
    row = [name, word, counts, said, *("0" if link is None else link for link in links)]
    return html.Li([head, html.P(f"{word}; you: {counts}", className="small muted"), strip]), row


def _word_says(view: View, word: str) -> str:
    """Say a word of frequency with its numbers: "frequently: 6 records in 4 months"."""
    named = threshold_words().word.get(word)
    name = (named.name if named else word.replace("_", " ")).partition(",")[0].lower()
    numbers = view.rules.cadences[word]
    least = counted(numbers.get("at_least", 0), "time", "times")
    spread = [
        counted(numbers[key], one, many)
        for key, one, many in (("months", "month", "months"), ("quarters", "season", "seasons"))
        if key in numbers
    ]
    with_whom = f" with {counted(numbers['partners'], 'partner', 'partners')}" if "partners" in numbers else ""
    return f"{name}: {least} in {joined(spread)}{with_whom}" if spread else f"{name}: {least}{with_whom}"


def _records(view: View, practice: Practice, day: date, number: int, listed: bool) -> html.A | None:
    """Lead to what counted in a month; None where nothing did."""
    if not number:
        return None
    href = practice_records_href(practice.key, view.day, month=day)
    if not listed:
        href = why_href(view.rules.indicators[practice.indicator], view.day)
    label = f"{whole(day)}: {number_words(number)}"
    return html.A(number_words(number), href=href, **{"aria-label": label})


def _month(day: date, link: html.A | None) -> html.Td:
    if link is None:
        return html.Td(html.Span(f"{whole(day)}: 0", className="sr-only"))
    return html.Td(link, className="on")


def _head(day: date) -> html.Th:
    return html.Th(html.Abbr(short_month_name(day.month)[:1], title=whole(day)), **{"aria-hidden": "true"})


def _table(items: list[tuple[html.Li, list[Any]]], view: View) -> html.Details:
    """Put the same numbers into one table, which can be taken along."""

    months = [whole(day) for day in month_days(view.day, MONTHS)]
    return folded(
        table(
            ["Habit", "What the word asks", "What counts", "How it stands", *months],
            [row for _, row in items],
            caption="Habits, month by month",
            table_id="habits-table",
        )
    )
