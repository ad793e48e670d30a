"""What an alliance promised and gave, on its own page: year by year, and month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboards.figures.months import Month, month_bars
from dashboards.figures.paired import Pair, paired_bars
from dashboards.pages.giving import NAMES, NOTHING, dollars
from dashboards.pages.parts import chart, charted, empty, folded, table, tools
from models.queries.alliance_years import MONTHS, YearTogether
from models.school_years import SchoolYear
from models.wording import (
    counted,
    hours_words,
    joined,
    number_words,
    sentence_case,
    short_month_name,
    whole_month_words,
)

GIVEN = "/alliance/given"
# So many years stand side by side; where hours and dollars are drawn, the latest of each. The table has them all.
YEARS, YEARS_OF_BOTH = 3, 1
KEYS = (("hours", "Hours", hours_words), ("dollars", "Dollars", dollars))


def given_href(year: SchoolYear | None = None, month: date | None = None) -> str:
    """Lead to the organization's own records, of one school year, of one month, or all."""
    asked = {} if year is None else {"year": str(year)}
    return f"{GIVEN}?{urlencode(asked | ({} if month is None else {'month': f'{month:%Y-%m}'}))}".rstrip("?")


def promises(years: Sequence[YearTogether], tokens: dict[str, str], today: date) -> list[Any]:
    """Build the charts of what was promised and given in each of the last years, with their table."""
    if not years:
        return empty(
            "Nothing promised or given is on record yet",
            "What you promise a school, and what you give, stands here once the school has it on record.",
        )
    of_both = [one for one in years if one.hours or one.promised.hours] and [
        one for one in years if one.given.dollars or one.promised.dollars
    ]
    shown = years[: YEARS_OF_BOTH if of_both else YEARS]
    charts = []
    for key, title, in_words in KEYS:
        pairs = [
            Pair(
                str(one.year),
                float(getattr(one.promised, key)),
                float(_given(one, key)),
                (in_words(getattr(one.promised, key)), in_words(_given(one, key))),
                given_href(one.year),
            )
            for one in shown
            if getattr(one.promised, key) or _given(one, key)
        ]
        if pairs:
            figure = paired_bars(pairs, NAMES, tokens)
            drawn = chart(f"own-{key}", figure, label=f"{title}, promised and given", look="paired")
            charts.append((drawn, _tools(key, today)))
    rows = [
        [
            html.A(str(one.year), href=given_href(one.year)),
            *(
                in_words(amount) if amount else NOTHING
                for key, _title, in_words in KEYS
                for amount in (getattr(one.promised, key), _given(one, key))
            ),
            number_words(one.promised.others) if one.promised.others else NOTHING,
        ]
        for one in years
    ]
    head = ["School year", "Hours promised", "given", "Dollars promised", "given", "Other promises"]
    return [
        html.H2(_kept(years[0])),
        html.P("Promised light, given deep.", className="sub"),
        *(part for one in charts[:-1] for part in one),
        *(drawn for drawn, _row in charts[-1:]),
        folded(table(head, rows, caption="Promised and given, by school year", table_id="own-given-table")),
        *(row for _drawn, row in charts[-1:]),
        *([] if charts else [tools("own-given-table", None, f"promised-and-given-{today.isoformat()}")]),
    ]


def _tools(key: str, today: date) -> html.P:
    return tools("own-given-table", f"own-{key}", f"{key}-promised-and-given-{today.isoformat()}")


def _given(one: YearTogether, key: str) -> Decimal:
    return one.hours if key == "hours" else one.given.dollars


def _kept(one: YearTogether) -> str:
    """Say what was promised and given in the latest year of which something is on record."""
    promised = [in_words(amount) for key, _, in_words in KEYS if (amount := getattr(one.promised, key))]
    given = [in_words(amount) for key, _, in_words in KEYS if (amount := _given(one, key))]
    if promised and given:
        return f"You promised {joined(promised)} for {one.year} and gave {joined(given)}"
    if promised:
        return f"You promised {joined(promised)} for {one.year}; nothing of it is on record yet"
    if given:
        return f"You gave {joined(given)} in {one.year}, and had promised nothing"
    return f"Promised and given in {one.year}"


def months(counts: Sequence[tuple[date, int]], total: int, tokens: dict[str, str]) -> list[Any]:
    """Build the chart of activities month by month.

    Args:
        counts: First day and count of each month shown, the oldest first.
        total: How many there are in all.
    """
    recent = sum(number for _first, number in counts)
    if not recent:
        past = html.A("All activities together", href=f"{GIVEN}#acts") if total else "What a school logs stands here."
        return empty(f"No activity together in the last {MONTHS} months", past)
    bars = [
        Month(
            short_month_name(first.month),
            number,
            f"{whole_month_words(first)}: {counted(number, 'activity', 'activities')}",
            f"{given_href(month=first)}#acts",
        )
        for first, number in counts
    ]
    most = max(number for _first, number in counts)
    busiest = [first for first, number in counts if number == most]
    when = f", most in {whole_month_words(busiest[0])}" if len(busiest) == 1 < most and recent > most else ""
    acts = counted(recent, "activity", "activities")
    in_all = f"; {number_words(total)} in all" if total > recent else ""
    return charted(
        "own-months",
        f"{sentence_case(acts)} in the last {MONTHS} months{when}",
        f"What you did together, by month{in_all}.",
        month_bars(bars, tokens),
        label="Activities together by month",
        head=["Month", "Activities"],
        rows=[
            [whole_month_words(first), html.A(number_words(number), href=bar.href) if number else number_words(0)]
            for (first, number), bar in zip(counts, bars, strict=True)
        ],
        caption=f"Activities together in the last {MONTHS} months",
        file=f"activities-by-month-{counts[-1][0]:%Y-%m}",
    )
