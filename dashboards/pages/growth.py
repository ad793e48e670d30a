"""Growth on the continuum dashboard: each indicator's supported level over 24 months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from dash import html

from dashboards.addresses import indicator_records_href, practice_records_href, why_href
from dashboards.figures.growth import FELL, MonthLevel, Strip, growth_strips
from dashboards.pages.parts import first_of, folded, table, tools
from dashboards.pages.view import View
from models.level_words import is_carried
from models.queries.comparisons import NOT_JUDGED, NOT_LOGGED, Change, Moved, change_between, logged_from, moved_between
from models.wording import day_words, joined, month_words, number_word, sentence_case, whole_month_words

GROWTH_MONTHS = 24
FALLS_SHOWN = 4
# A day, and the level supported on it; None where the rules of that day did not judge the indicator.
MonthOf = tuple[date, int | None]


def month_days(day: date, months: int = GROWTH_MONTHS) -> list[date]:
    """List the last days of the months before a day, oldest first, and the day itself last."""
    days = [day]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def growth(view: View) -> list[Any]:
    """Build the strips of growth, one for each indicator, what made levels fall, and the table of both."""
    days = month_days(view.day)
    logged = _logged_days(view, days)
    judged = {day: frozenset(view.rules_on(day).judged) for day in logged}
    lines: dict[str, list[MonthOf]] = {
        code: [(day, view.continuum.supported(code, day) if code in judged[day] else None) for day in logged]
        for code in view.judged()
    }
    # Of what nothing is known yet there is nothing to show.
    lines = {code: line for code, line in lines.items() if any(level for _, level in line) or not _unknown(view, code)}
    if not lines:
        return []
    carried = frozenset(
        (code, day)
        for code, line in lines.items()
        for day, level in line
        if level and is_carried(view.continuum, code, day)
    )
    falls = falls_between(lines)
    strips = [_strip(view, code, line, len(days) - len(line), carried, falls) for code, line in lines.items()]
    caption = f"Level by month, {day_words(days[0])} to {day_words(view.day)}"
    rows = [
        [view.rules.indicators[code].name, *(_level_words(view, level, (code, day) in carried) for day, level in line)]
        for code, line in lines.items()
    ]
    return [
        html.H2(growth_finding(lines, frozenset(code for code in lines if _is_logged_since(view, code, logged)))),
        html.P(
            "The level our records show on the last day of each month, 1 Getting Started to 5 Sustaining, in the tints "
            f"of the map. Grey: nothing was logged yet. {FELL}: it fell. Framed: it is carried, for a higher one was "
            "reached not long before. Press a month for the records behind it, a name for the reasons.",
            className="sub",
        ),
        html.Div(
            growth_strips(strips, caption=caption, table_id="growth-strips"),
            className="scroll",
            tabIndex="0",
            role="region",
            **{"aria-label": "Growth, month by month"},
        ),
        *_causes(view, falls),
        folded(
            table(
                ["Indicator", *(month_words(day) for day in logged)],
                rows,
                caption="Level by month",
                table_id="growth-table",
            )
        ),
        tools("growth-table", "growth-table", f"growth-{view.day.isoformat()}"),
    ]


def falls_between(lines: Mapping[str, Sequence[MonthOf]]) -> dict[tuple[str, date], date]:
    """Find the months at whose end an indicator stood lower than a month before: that day, and the one before it."""
    return {
        (code, day): before
        for code, line in lines.items()
        for (before, was), (day, level) in pairwise(line)
        if was is not None and level is not None and level < was
    }


def _strip(
    view: View,
    code: str,
    line: Sequence[MonthOf],
    unlogged: int,
    carried: frozenset[tuple[str, date]],
    falls: Mapping[tuple[str, date], date],
) -> Strip:
    indicator = view.rules.indicators[code]
    months = [
        MonthLevel(
            day,
            level,
            NOT_JUDGED if level is None else view.rules.level_name(level),
            indicator_records_href(indicator, day),
            (code, day) in carried,
            (code, day) in falls,
        )
        for day, level in line
    ]
    before = [MonthLevel(day, None, NOT_LOGGED) for day in month_days(view.day)[:unlogged]]
    now = view.rules.level_name(line[-1][1] or 0)
    return Strip(code, indicator.name, why_href(indicator, view.day), now, (*before, *months))


def _causes(view: View, falls: Mapping[tuple[str, date], date]) -> list[Any]:
    """Say of each fall what made it, the latest first."""
    if not falls:
        return []
    items = [
        _cause(view, change_between(view.continuum, view.rules_on(day).indicators[code], before, day), before, day)
        for (code, day), before in sorted(falls.items(), key=lambda pair: pair[0][1], reverse=True)
    ]
    return [html.H3("What made levels fall"), *first_of(items, FALLS_SHOWN, "plain")]


def _cause(view: View, change: Change, before: date, day: date) -> html.Li:
    rules = view.rules_on(day)
    gone = [one for one in change.turned if one.decides and not one.came]
    cause: list[Any] = ["what had counted for a while was over"]
    if gone:
        first = gone[0].practice
        others = f", and {number_word(len(gone) - 1)} more" if gone[1:] else ""
        cause = [
            html.A(first.wording.rstrip("."), href=practice_records_href(first.key, before)),
            f" stopped counting{others}",
        ]
    elif rules.version != view.rules_on(before).version:
        cause = ["other rules judge since then"]
    level = rules.level_name(change.after.level) if change.after.level else "no level"
    return html.Li(
        [
            html.Span(f"{FELL} {whole_month_words(day)}", className="tag warn"),
            " ",
            html.A(change.indicator.name, href=why_href(change.indicator, day)),
            f" fell to {level}",
            html.Br(),
            html.Span(cause, className="small muted"),
        ]
    )


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
    return f"{rose_and_fell(rose, fell, len(lines))} {since}"


def rose_and_fell(rose: int, fell: int, total: int) -> str:
    """Say how many of so many indicators rose and fell; at least one did."""
    if total == 1:
        return "The indicator rose" if rose else "The indicator fell"
    of_all = f"of {number_word(total)} indicators"
    told = [f"{number_word(rose)} {of_all} rose"] if rose else []
    if fell:
        told.append(f"{number_word(fell)} fell" if rose else f"{number_word(fell)} {of_all} fell")
    return sentence_case(joined(told))
