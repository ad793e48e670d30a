"""Growth on the continuum dashboard: each indicator's supported level over 24 months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from dashboards.addresses import indicator_records_href, why_href
from dashboards.figures.growth import MonthLevel, level_steps
from dashboards.pages.parts import chart, table, tools
from dashboards.pages.view import View
from models.level_words import is_carried
from models.queries.comparisons import Moved, logged_from, moved_between
from models.wording import day_words, joined, month_words, noun, number_word, sentence_case, whole_month_words

GROWTH_MONTHS = 24
# A day, and the level supported on it; None where the rules of that day did not judge the indicator.
MonthOf = tuple[date, int | None]


def month_days(day: date, months: int = GROWTH_MONTHS) -> list[date]:
    """List the last days of the months before a day, oldest first, and the day itself last."""
    days = [day]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def growth(view: View) -> list[Any]:
    """Build the small multiples of growth, one for each indicator, and their table."""
    days = _logged_days(view, month_days(view.day))
    judged = {day: frozenset(view.rules_on(day).judged) for day in days}
    lines: dict[str, list[MonthOf]] = {
        code: [(day, view.continuum.supported(code, day) if code in judged[day] else None) for day in days]
        for code in view.judged()
    }
    # Of what nothing is known yet there is no line to draw.
    lines = {code: line for code, line in lines.items() if any(level for _, level in line) or not _unknown(view, code)}
    if not lines:
        return []
    carried = {
        (code, day)
        for code, line in lines.items()
        for day, level in line
        if level and is_carried(view.continuum, code, day)
    }
    charts = []
    for code, line in lines.items():
        indicator = view.rules.indicators[code]
        months = [
            MonthLevel(
                day,
                level,
                view.rules.level_name(level),
                indicator_records_href(indicator, day),
                (code, day) in carried,
            )
            for day, level in line
            if level is not None
        ]
        charts.append(
            html.Figure(
                [
                    html.Figcaption(
                        [
                            html.A(indicator.name, href=why_href(indicator, view.day)),
                            html.Span(f" {view.rules.level_name(line[-1][1] or 0)}", className="muted"),
                        ],
                        className="small",
                    ),
                    chart(
                        _growth_id(code),
                        level_steps(months, view.tokens),
                        label=f"{indicator.name}: level by month, {day_words(days[0])} to {day_words(days[-1])}",
                    ),
                ]
            )
        )
    rows = [
        [
            view.rules.indicators[code].name,
            *(_level_words(view, level, (code, day) in carried) for day, level in line),
        ]
        for code, line in lines.items()
    ]
    return [
        html.H2(growth_finding(lines, frozenset(code for code in lines if _is_logged_since(view, code, days)))),
        html.P(
            f"The level our records show on the last day of each month, {day_words(days[0])} to {day_words(days[-1])}; "
            "1 Getting Started to 5 Sustaining; a ring where a level is carried, since a higher one was reached not "
            "long before. Press a point for the records behind it, a name for the reasons.",
            className="sub",
        ),
        html.Div(charts, className="multiples"),
        html.Details(
            [
                html.Summary("Table"),
                html.Div(
                    table(
                        ["Indicator", *(month_words(day) for day in days)],
                        rows,
                        caption="Level by month",
                        table_id="growth-table",
                    ),
                    className="scroll",
                    tabIndex="0",
                    role="region",
                    **{"aria-label": "Level by month"},
                ),
            ],
            className="data-table",
        ),
        tools("growth-table", None, f"growth-{view.day.isoformat()}"),
    ]


def _logged_days(view: View, days: list[date]) -> list[date]:
    """Leave out the months before anything was logged: a rise from there is the start of logging."""
    first = logged_from(view.continuum)
    return [day for day in days if first is not None and day >= first] or [view.day]


def _is_logged_since(view: View, code: str, days: list[date]) -> bool:
    return moved_between(view.continuum, code, days[0], days[-1]) is Moved.LOGGED


def _unknown(view: View, code: str) -> bool:
    return view.continuum.indicator(code, view.day).nothing_known


def _level_words(view: View, level: int | None, carried: bool) -> str:
    if not level:
        return "–"
    return f"{view.rules.level_name(level)}{' (carried)' if carried else ''}"


def _growth_id(code: str) -> str:
    return f"growth-{code.lower().replace('.', '-').replace(' ', '-')}"


def growth_finding(lines: dict[str, list[MonthOf]], logged_since: frozenset[str] = frozenset()) -> str:
    """Say in one sentence how many indicators rose and fell over the months shown.

    Args:
        logged_since: Codes of those that stand higher because the log was too young to tell: they did not rise.
    """
    known = [
        [level for _, level in line if level is not None] for code, line in lines.items() if code not in logged_since
    ]
    rose = sum(levels[-1] > levels[0] for levels in known)
    fell = sum(levels[-1] < levels[0] for levels in known)
    since = f"since {whole_month_words(next(iter(lines.values()))[0][0])}"
    if not rose and not fell:
        return f"No indicator's level has changed {since}"
    of_all = f"of {number_word(len(lines))} {noun(len(lines), 'indicator', 'indicators')}"
    told = [f"{number_word(rose)} {of_all} rose"] if rose else []
    if fell:
        told.append(f"{number_word(fell)} fell" if rose else f"{number_word(fell)} {of_all} fell")
    return f"{sentence_case(joined(told))} {since}"
