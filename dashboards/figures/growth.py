"""Growth: one strip of months for each indicator, every month in the tint of the level it showed.

It is a table and not a drawing, as the matrix is: the same tints, the numbers as text, every month a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from dash import html

from models.wording import short_month_name, whole_month_words

FELL = "▼"


@dataclass(frozen=True, slots=True)
class MonthLevel:
    """The level supported on the last day of a month (or on the asked day), and the records behind it.

    Attributes:
        level: 0 none yet, 1 to 5; None where nothing can be said: nothing was logged yet, or nothing is judged.
        level_name: The level in words; where there is none, why.
        is_carried: It is supported only because a higher one was reached not long before.
        fell: The month before it was higher.
    """

    on: date
    level: int | None
    level_name: str
    href: str = ""
    is_carried: bool = False
    fell: bool = False


@dataclass(frozen=True, slots=True)
class Strip:
    """One indicator with its months, oldest first.

    Attributes:
        href: What explains its level.
        now: The level of the last day in words.
    """

    code: str
    name: str
    href: str
    now: str
    months: tuple[MonthLevel, ...]


def growth_strips(strips: Sequence[Strip], *, caption: str, table_id: str) -> html.Table:
    """Build the strips under one head of years and months.

    Args:
        strips: At least one; all with the same months.
    """
    days = [month.on for month in strips[0].months]
    years = [(year, len(list(its))) for year, its in groupby(days, key=lambda day: day.year)]
    months = [html.Th(html.Abbr(short_month_name(day.month)[:1], title=whole_month_words(day))) for day in days]
    for head in months:
        head.scope = "col"
    return html.Table(
        [
            html.Caption(caption, className="sr-only"),
            html.Thead(
                [
                    html.Tr(
                        [
                            html.Td(className="all"),
                            *(_year(year, many) for year, many in years),
                        ]
                    ),
                    html.Tr([html.Th("Indicator", scope="col"), *months]),
                ]
            ),
            html.Tbody([_strip(one) for one in strips]),
        ],
        className="heat growth",
        id=table_id,
    )


def _year(year: int, months: int) -> html.Th:
    # Over one month there is no room for the number to be seen.
    words: Any = str(year) if months > 1 else html.Span(str(year), className="sr-only")
    return html.Th(words, colSpan=months, scope="colgroup", className="year")


def _strip(strip: Strip) -> html.Tr:
    name = html.Th(html.A([strip.name, html.Small(strip.now)], href=strip.href), scope="row")
    cells: list[html.Td] = []
    for said, its in groupby(strip.months, key=lambda month: month.level_name if month.level is None else None):
        months = list(its)
        if said is None:
            cells += [_month(strip, month) for month in months]
        else:
            cells.append(html.Td(html.Span(said, className="sr-only"), colSpan=len(months), className="before"))
    return html.Tr([name, *cells], **{"data-strip": strip.code})


def _month(strip: Strip, month: MonthLevel) -> html.Td:
    sign = FELL if month.fell else ""
    marks = f"{', fell' if month.fell else ''}{', carried' if month.is_carried else ''}"
    if not month.level:
        seen: list[Any] = [html.Span(sign, **{"aria-hidden": "true"})] if sign else []
        return html.Td([*seen, html.Span(f"{month.level_name}{marks}", className="sr-only")])
    label = f"{strip.name}, {whole_month_words(month.on)}: {month.level_name}{marks}"
    number = html.Span(str(month.level), className="number")
    link = html.A([sign, number], href=month.href, **{"aria-label": label})
    look = f"s{month.level}{' carried' if month.is_carried else ''}"
    return html.Td(link, className=look)
