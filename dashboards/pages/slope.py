"""From the last school year's end to now: where each indicator stood, where it stands, on the continuum dashboard."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import html

from dashboards.addresses import indicator_records_href, then_and_now_href, why_href
from dashboards.figures.slope import Slope, slope_lines
from dashboards.pages.growth import rose_and_fell
from dashboards.pages.parts import empty, folded, table, tools
from dashboards.pages.view import View
from models.queries.comparisons import Moved, moved_between, place_on
from models.wording import counted, day_words

NONE_YET = "No level yet"
COMPARED = (Moved.ROSE, Moved.FELL, Moved.STAYED)


def day_before(view: View) -> date:
    """Give the day that now is compared with: the last one before the window, which is a school year's end mostly."""
    return view.window.first - timedelta(days=1)


def slope(view: View) -> list[Any]:
    """Build the slopes with their table; nothing where no indicator is shown."""
    then, now = day_before(view), view.day
    if not view.judged():
        return []
    moved = {code: moved_between(view.continuum, code, then, now) for code in view.judged()}
    shown = [code for code, how in moved.items() if how in COMPARED]
    since = [html.A(f"{day_words(then)} and {day_words(now)} side by side", href=then_and_now_href(then)), "."]
    if not shown:
        return empty(
            f"Too early to compare with {day_words(then)}",
            "Once a whole year before is on record, this shows what rose since then. What is known of both days: ",
            *since,
        )
    names = {0: NONE_YET, **{level.number: level.name for level in view.rules.levels}}
    slopes = [_slope(view, code, names, then) for code in shown]
    early = len(moved) - len(shown)
    left_out = f" Of {counted(early, 'indicator', 'indicators')} too little was on record then." if early else ""
    rows = [
        [
            html.A(one.name, href=why_href(view.rules.indicators[code], now)),
            html.A(names[one.before], href=one.then_href),
            html.A(names[one.after], href=one.now_href),
            moved[code].value,
        ]
        for code, one in zip(shown, slopes, strict=True)
    ]
    label = f"Levels on {day_words(then)} and on {day_words(now)}"
    return [
        html.H2(slope_finding(slopes, then)),
        html.P(
            f"Left where each indicator stood on {day_words(then)}, right where it stands on {day_words(now)}. "
            f"Press an end for the records of that day.{left_out}",
            className="sub",
        ),
        slope_lines(slopes, names, (day_words(then), day_words(now)), view.tokens, name="slope", label=label),
        folded(
            table(
                ["Indicator", day_words(then), day_words(now), "How it moved"],
                rows,
                caption=label,
                table_id="slope-table",
            )
        ),
        tools("slope-table", "slope", f"levels-{then.isoformat()}-{now.isoformat()}"),
    ]


def _slope(view: View, code: str, names: dict[int, str], then: date) -> Slope:
    indicator = view.rules.indicators[code]
    before, after = (place_on(view.continuum, code, day).level or 0 for day in (then, view.day))
    said = f"{indicator.name}: {names[before]}, now {names[after]}"
    if before == after:
        said = f"{indicator.name}: {names[after]}, as before"
    return Slope(
        indicator.name,
        before,
        after,
        said,
        indicator_records_href(indicator, then),
        indicator_records_href(indicator, view.day),
    )


def slope_finding(slopes: list[Slope], then: date) -> str:
    """Say in one sentence how many rose and fell since a day."""
    rose, fell = sum(one.after > one.before for one in slopes), sum(one.after < one.before for one in slopes)
    if not rose and not fell:
        return f"No indicator stands elsewhere than on {day_words(then)}"
    return f"{rose_and_fell(rose, fell, len(slopes))} since {day_words(then)}"
