"""The continuum dashboard: where every indicator stands, how that grew, and what the school's activity is made of."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from dash import Dash, Input, Output, html

from dashboards.addresses import (
    Filters,
    level_records_href,
    practice_records_href,
    why_href,
    year_records_href,
)
from dashboards.figures.bars import Bar, count_bars
from dashboards.figures.growth import MonthLevel, level_steps
from dashboards.figures.matrix import Block, Cell, Row, continuum_matrix, percent
from dashboards.pages.parts import chart, chip_links, panel, table, tools
from dashboards.reading import Reading
from models.continuum.catalogue import Catalogue
from models.continuum.continuum import Continuum
from models.continuum.results import IndicatorAnswer, SchoolAnswer
from models.queries.catalogue import catalogue_on
from models.queries.continuum import continuum_of
from models.queries.mix import activity_mix
from models.queries.schools import find_school
from models.school_years import SchoolYear

STANDING, GROWTH, MIX = "continuum-standing", "continuum-growth", "continuum-mix"
GROWTH_MONTHS = 24
YEARS_OFFERED = 4
CLOSEST = 3
LONGEST_LIST = 12
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def layout() -> html.Div:
    """Lay the page out; its parts are filled one by one, the standing first."""
    return html.Div(
        [
            html.Div(html.H1("Continuum"), id=STANDING, **{"aria-live": "polite"}),
            html.Div(id=GROWTH, className="section"),
            html.Div(id=MIX, className="section"),
        ]
    )


def register(app: Dash, reading: Reading) -> None:
    """Register the page's callbacks on one Dash application."""

    @app.callback(Output(STANDING, "children"), Input("url", "search"))
    def show_standing(search: str | None) -> list[Any]:
        return standing(_view(reading, search))

    @app.callback(Output(GROWTH, "children"), Input("url", "search"))
    def show_growth(search: str | None) -> list[Any]:
        return growth(_view(reading, search))

    @app.callback(Output(MIX, "children"), Input("url", "search"))
    def show_mix(search: str | None) -> list[Any]:
        view = _view(reading, search)
        year = view.filters.year
        counts = activity_mix(reading.session(), scope=reading.scope(), start=year.start, end=year.end)
        lists = (
            ("kind", "By kind", "kind", counts.kinds),
            ("audience", "By audience", "audience", counts.audiences),
            ("channel", "By channel", "channel", counts.channels),
        )
        return mix(view, counts.total, lists)


class View:
    """What one drawing of the page is about: a school, its answers, the rules and the filters."""

    def __init__(
        self,
        *,
        school: str,
        continuum: Continuum,
        rules: Catalogue,
        filters: Filters,
        today: date,
        tokens: dict[str, str],
    ) -> None:
        self.school = school
        self.continuum = continuum
        self.rules = rules
        self.filters = filters
        self.today = today
        self.tokens = tokens
        self.day = filters.year.asked_day(today)

    def judged(self) -> tuple[str, ...]:
        """Codes of the judged indicators within the filters."""
        return tuple(
            code for code in self.rules.judged if self.filters.outcome in (None, self.rules.indicators[code].outcome)
        )


def _view(reading: Reading, search: str | None) -> View:
    session, scope, today = reading.session(), reading.scope(), reading.today()
    rules = catalogue_on(session, today)
    return View(
        school=find_school(session, scope=scope).name,
        continuum=continuum_of(session, scope=scope),
        rules=rules,
        filters=Filters.parse(search, today=today, catalogue=rules),
        today=today,
        tokens=reading.tokens,
    )


def write_day(day: date) -> str:
    """Write a day as `14 Mar 2026`."""
    return f"{day.day} {day:%b %Y}"


# Standing


def standing(view: View) -> list[Any]:
    """Build the head of the page, the matrix and the side column."""
    answer = view.continuum.on(view.day)
    return [
        html.P("Dashboards", className="crumb"),
        html.H1(finding(view, answer)),
        html.P(
            f"What the records support on {write_day(view.day)}, looking back twelve months. "
            "The leadership team decides; this suggests.",
            className="sub",
        ),
        _chips(view),
        html.Div(
            [
                html.Section(
                    [
                        html.H2("Where each indicator stands", className="sr-only"),
                        html.P(
                            [html.Span("← Sustaining"), html.Span("Getting Started")]
                            if not view.filters.reversed
                            else [html.Span("Getting Started"), html.Span("Sustaining →")],
                            className="ends",
                            **{"aria-hidden": "true"},
                        ),
                        continuum_matrix(_blocks(view, answer), _levels(view)),
                        html.P(
                            [
                                html.Span("● supported by records"),
                                html.Span("number: share of the level's parts in place"),
                                html.Span("press a cell for the records behind it"),
                            ],
                            className="legend",
                        ),
                        tools("matrix", None, f"continuum-{view.day.isoformat()}"),
                    ],
                    className="column",
                ),
                html.Aside([_closest(view, answer), _lapsing(view)], **{"aria-label": "What is near"}),
            ],
            className="grid",
        ),
    ]


def finding(view: View, answer: SchoolAnswer) -> str:
    """Say the finding of the page in one sentence: the level at which most indicators stand."""
    levels = Counter(answer.indicators[code].supported for code in view.judged())
    level, number = max(levels.items(), key=lambda pair: (pair[1], pair[0]))
    total = sum(levels.values())
    many = NUMBERS[number] if number < len(NUMBERS) else str(number)
    of_all = NUMBERS[total] if total < len(NUMBERS) else str(total)
    if level == 0:
        return f"{view.school} has no level on record yet in {many} of {of_all} indicators"
    return f"{view.school} stands at {view.rules.level_name(level)} in {many} of {of_all} indicators"


def _chips(view: View) -> html.Div:
    filters, current = view.filters, SchoolYear.of(view.today)
    years = [SchoolYear(current.first - back) for back in range(YEARS_OFFERED)]
    if filters.year not in years:
        years.append(filters.year)
    outcomes = [("All outcomes", filters.href(outcome=None), filters.outcome is None)] + [
        (f"{one.code} {one.name}", filters.href(outcome=one.code), filters.outcome == one.code)
        for one in view.rules.outcomes
    ]
    orders = [
        ("Sustaining first", filters.href(order=False), not filters.reversed),
        ("Getting Started first", filters.href(order=True), filters.reversed),
    ]
    return html.Div(
        [
            chip_links("School year", [(str(year), filters.href(year=year), year == filters.year) for year in years]),
            chip_links("Desired outcome", outcomes),
            chip_links("Order of levels", orders),
        ],
        className="chip-rows",
    )


def _levels(view: View) -> list[tuple[int, str]]:
    levels = [(level.number, level.name) for level in view.rules.levels]
    return levels if view.filters.reversed else levels[::-1]


def _blocks(view: View, answer: SchoolAnswer) -> list[Block]:
    blocks = []
    for outcome in view.rules.outcomes:
        if view.filters.outcome not in (None, outcome.code):
            continue
        rows = []
        for indicator in view.rules.indicators.values():
            if indicator.outcome != outcome.code:
                continue
            found = answer.indicators.get(indicator.code)
            rows.append(
                Row(
                    code=indicator.code,
                    name=indicator.name,
                    href=why_href(indicator, view.day),
                    cells=_cells(view, found) if found else (),
                    says="Not judged from records yet",
                )
            )
        blocks.append(Block(outcome.code, outcome.name, tuple(rows)))
    # What records cannot judge yet stands last, so that the first screen shows what they can.
    return sorted(blocks, key=lambda block: not any(row.cells for row in block.rows))


def _cells(view: View, answer: IndicatorAnswer) -> tuple[Cell, ...]:
    indicator = view.rules.indicators[answer.code]
    return tuple(
        Cell(
            level=level.level,
            level_name=view.rules.level_name(level.level),
            share=level.share if level.total else None,
            parts=(level.met, level.total),
            is_supported=level.level == answer.supported,
            is_below=level.level <= answer.supported,
            href=level_records_href(indicator, view.rules.levels[level.level - 1].code, view.day),
        )
        for level in answer.levels
    )


def _closest(view: View, answer: SchoolAnswer) -> html.Section:
    near = sorted(
        (answer.indicators[code] for code in view.judged() if answer.indicators[code].next_level),
        key=lambda one: (-one.progress, one.code),
    )[:CLOSEST]
    if not near:
        return panel("Closest to the next level", html.P("Every indicator stands at Sustaining.", className="small"))
    items = []
    for one in near:
        indicator = view.rules.indicators[one.code]
        missing = one.blockers[0].missing if one.blockers else "a level below has to stand first"
        more = f" and {len(one.blockers) - 1} more" if len(one.blockers) > 1 else ""
        items.append(
            html.Li(
                [
                    html.Div(
                        [html.A(indicator.name, href=why_href(indicator, view.day)), html.B(percent(one.progress))],
                        className="row between nowrap",
                    ),
                    html.Span(
                        [f"to {view.rules.level_name(one.next_level or 5)}: ", html.B(missing), more],
                        className="small muted",
                    ),
                ]
            )
        )
    return panel("Closest to the next level", html.Ul(items, className="plain"))


def _lapsing(view: View) -> html.Section:
    if view.day < view.today:
        return panel(
            "Will lapse in 90 days",
            html.P("Shown for the running school year.", className="small muted"),
        )
    lapses = sorted(
        ((lapse, code) for code in view.judged() for lapse in view.continuum.lapses(code, view.day)),
        key=lambda pair: (pair[0].on, pair[0].key),
    )
    if not lapses:
        return panel("Will lapse in 90 days", html.P("Nothing: all that is met holds.", className="small muted"))
    items = []
    for lapse, code in lapses[:6]:
        now = view.continuum.supported(code, view.day)
        after = (
            f"{code} keeps its level, with a gap"
            if lapse.supported >= now
            else f"{code} falls to {view.rules.level_name(lapse.supported)}"
        )
        items.append(
            html.Li(
                [
                    html.Span(write_day(lapse.on), className="tag warn"),
                    " ",
                    html.A(
                        view.rules.practices[lapse.key].wording,
                        href=practice_records_href(lapse.key, view.day),
                    ),
                    html.Br(),
                    html.Span(after, className="small muted"),
                ]
            )
        )
    more = [html.P(f"and {len(lapses) - 6} more", className="small muted")] if len(lapses) > 6 else []
    return panel("Will lapse in 90 days", html.Ul(items, className="plain"), *more)


# Growth


def month_days(day: date, months: int = GROWTH_MONTHS) -> list[date]:
    """List the last days of the months before a day, oldest first, and the day itself last."""
    days = [day]
    while len(days) < months:
        days.append(days[-1].replace(day=1) - timedelta(days=1))
    return days[::-1]


def growth(view: View) -> list[Any]:
    """Build the small multiples of growth, one for each indicator, and their table."""
    days = month_days(view.day)
    lines = {code: [(day, view.continuum.supported(code, day)) for day in days] for code in view.judged()}
    if not lines:
        return []
    charts = []
    for code, line in lines.items():
        indicator = view.rules.indicators[code]
        months = [MonthLevel(day, level, view.rules.level_name(level), why_href(indicator, day)) for day, level in line]
        charts.append(
            html.Figure(
                [
                    html.Figcaption(
                        [
                            html.A(indicator.name, href=why_href(indicator, view.day)),
                            html.Span(f" {view.rules.level_name(line[-1][1])}", className="muted"),
                        ],
                        className="small",
                    ),
                    chart(
                        _growth_id(code),
                        level_steps(months, view.tokens),
                        label=f"{indicator.name}: level by month, {write_day(days[0])} to {write_day(days[-1])}",
                    ),
                ]
            )
        )
    rows = [
        [view.rules.indicators[code].name, *(view.rules.levels[level - 1].code if level else "–" for _, level in line)]
        for code, line in lines.items()
    ]
    return [
        html.H2(growth_finding(lines)),
        html.P(
            f"Supported level on the last day of each month, {write_day(days[0])} to {write_day(days[-1])}; "
            "1 Getting Started to 5 Sustaining. Press a point for its reasons.",
            className="sub",
        ),
        html.Div(charts, className="multiples"),
        html.Details(
            [
                html.Summary("Table"),
                html.Div(
                    table(
                        ["Indicator", *(f"{day:%b %Y}" for day in days)],
                        rows,
                        caption="Supported level by month",
                        table_id="growth-table",
                    ),
                    className="scroll",
                    tabIndex="0",
                    role="region",
                    **{"aria-label": "Supported level by month"},
                ),
            ],
            className="data-table",
        ),
        tools("growth-table", None, f"growth-{view.day.isoformat()}"),
    ]


def _growth_id(code: str) -> str:
    return f"growth-{code.lower().replace('.', '-').replace(' ', '-')}"


def growth_finding(lines: dict[str, list[tuple[date, int]]]) -> str:
    """Say in one sentence how many indicators rose and fell over the months shown."""
    rose = sum(line[-1][1] > line[0][1] for line in lines.values())
    fell = sum(line[-1][1] < line[0][1] for line in lines.values())
    since = f"since {next(iter(lines.values()))[0][0]:%B %Y}"
    if not rose and not fell:
        return f"No indicator's level has changed {since}"
    parts = [f"{NUMBERS[rose].capitalize()} rose" if rose else "", f"{NUMBERS[fell]} fell" if fell else ""]
    said = ", ".join(part for part in parts if part)
    return f"{said[0].upper()}{said[1:]} of {NUMBERS[len(lines)]} indicators {since}"


# Mix


def mix(view: View, total: int, lists: tuple[tuple[str, str, str, dict[str, int]], ...]) -> list[Any]:
    """Build the three bar charts of a year's activities with their tables.

    Args:
        lists: Filter name in addresses, title, vocabulary, counts with the largest first.
    """
    year = view.filters.year
    if total == 0:
        return [
            html.H2(f"No activity is on record in {year}"),
            html.P("What is logged appears here at once, by kind, audience and channel.", className="sub"),
        ]
    columns = []
    for filter_name, title, vocabulary, counts in lists:
        bars = [
            Bar(view.rules.label(vocabulary, code), number, year_records_href(year, **{filter_name: code}))
            for code, number in counts.items()
        ]
        table_id = f"mix-{filter_name}-table"
        shown = bars[:LONGEST_LIST]
        columns.append(
            html.Section(
                [
                    html.H3(title),
                    html.P(f"activities in {year}", className="small muted"),
                    chart(f"mix-{filter_name}", count_bars(shown, view.tokens), label=f"Activities {title.lower()}"),
                    html.Details(
                        [
                            html.Summary("Table"),
                            table(
                                [title.removeprefix("By ").capitalize(), "Activities"],
                                [[bar.name, html.A(str(bar.count), href=bar.href)] for bar in bars],
                                caption=f"Activities {title.lower()}, {year}",
                                table_id=table_id,
                            ),
                        ],
                        className="data-table",
                    ),
                    tools(table_id, f"mix-{filter_name}", f"activities-{filter_name}-{year}"),
                ]
            )
        )
    return [
        html.H2(mix_finding(view, total, lists)),
        html.P(
            f"Confirmed activities of {year}. One activity counts under each of its audiences and channels. "
            "Press a bar for its records.",
            className="sub",
        ),
        html.Div(columns, className="mixes"),
    ]


def mix_finding(view: View, total: int, lists: tuple[tuple[str, str, str, dict[str, int]], ...]) -> str:
    """Say in one sentence how much there was, and for whom most."""
    audiences = lists[1][3]
    acts = "1 activity" if total == 1 else f"{total:,} activities"
    if not audiences:
        return f"{acts} in {view.filters.year}"
    top, number = next(iter(audiences.items()))
    share = percent(number / total)
    return f"{acts} in {view.filters.year}; {share} reached {view.rules.label('audience', top).lower()}"
