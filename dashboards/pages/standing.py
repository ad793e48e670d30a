"""The head of the continuum dashboard: the matrix, what is closest to the next level, what will lapse."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dash import html

from dashboards.addresses import level_records_href, practice_records_href, why_href
from dashboards.figures.matrix import Block, Cell, Row, continuum_matrix
from dashboards.pages.parts import chip_links, panel, tools
from dashboards.pages.view import View
from models.continuum.judging.answers import IndicatorAnswer, SchoolAnswer
from models.school_years import SchoolYear
from models.wording import day_words, days_words, noun, number_word, percent_words

YEARS_OFFERED = 4
CLOSEST = 3
LAPSES_SHOWN = 6


def standing(view: View) -> list[Any]:
    """Build the head of the page, the matrix and the side column."""
    answer = view.continuum.on(view.day)
    return [
        html.P("Dashboards", className="crumb"),
        html.H1(finding(view, answer)),
        html.P(
            f"What our records show on {day_words(view.day)}, looking back twelve months. "
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
                                html.Span("● what our records show"),
                                html.Span("number: how much of what the level asks for is there"),
                                html.Span("press a cell for the records behind it"),
                            ],
                            className="legend",
                        ),
                        tools("matrix", None, f"continuum-{view.day.isoformat()}"),
                    ],
                    className="column",
                ),
                html.Aside(_near(view, answer), **{"aria-label": "What is near"}),
            ],
            className="grid",
        ),
    ]


def finding(view: View, answer: SchoolAnswer) -> str:
    """Say the finding of the page in one sentence: the level at which most indicators stand."""
    levels = Counter(answer.indicators[code].supported for code in view.judged())
    if not levels:
        return f"{view.school}: nothing of {view.filters.outcome or 'the map'} is judged from records yet"
    level, number = max(levels.items(), key=lambda pair: (pair[1], pair[0]))
    total = sum(levels.values())
    many = number_word(number)
    of_all = f"{number_word(total)} {noun(total, 'indicator', 'indicators')}"
    if level == 0:
        return f"{view.school} has no level on record yet in {many} of {of_all}"
    return f"{view.school} stands at {view.rules.level_name(level)} in {many} of {of_all}"


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


def _near(view: View, answer: SchoolAnswer) -> list[html.Section]:
    """Build the side column; where nothing is judged, nothing is near, and "all that is met holds" would be untrue."""
    return [_closest(view, answer), _lapsing(view)] if view.judged() else []


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
                        [
                            html.A(indicator.name, href=why_href(indicator, view.day)),
                            html.B(percent_words(one.progress)),
                        ],
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
    title = f"Stops counting within {days_words(view.rules.thresholds.lapse_days)}"
    if view.day < view.today:
        return panel(
            title,
            html.P("Shown for the running school year.", className="small muted"),
        )
    lapses = sorted(
        ((lapse, code) for code in view.judged() for lapse in view.continuum.lapses(code, view.day)),
        key=lambda pair: (pair[0].on, pair[0].key),
    )
    if not lapses:
        return panel(title, html.P("Nothing: all that counts today still will.", className="small muted"))
    items = []
    for lapse, code in lapses[:LAPSES_SHOWN]:
        now = view.continuum.supported(code, view.day)
        name = view.rules.indicators[code].name
        still = f"still {view.rules.level_name(now)}; " if now else ""
        after = (
            f"{name}: {still}one part missing"
            if lapse.supported >= now
            else f"{name} falls to {view.rules.level_name(lapse.supported)}"
        )
        items.append(
            html.Li(
                [
                    html.Span(day_words(lapse.on), className="tag warn"),
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
    more = (
        [html.P(f"and {len(lapses) - LAPSES_SHOWN} more", className="small muted")]
        if len(lapses) > LAPSES_SHOWN
        else []
    )
    return panel(title, html.Ul(items, className="plain"), *more)
