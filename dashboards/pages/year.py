"""The year on a dashboard: what was planned and done, what is late, and desired levels beside records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboards.addresses import HOME, why_href
from dashboards.figures.bars import Bar, count_bars
from dashboards.figures.matrix import level_head
from dashboards.figures.stacked import Split, split_bars
from dashboards.page import Page
from dashboards.pages.parts import charted, empty, page_head, section, tools
from dashboards.pages.view import View, view_of
from dashboards.reading import Reading
from models.days import months_after
from models.queries.actions import MonthOfActions, State, actions_by_month, count_by_state
from models.queries.years import assessment_of_year
from models.ratings import Assessment, Rating
from models.wording import counted, day_words, noun, number_word, number_words, sentence_case, whole_month_words

PATH = f"{HOME}year"
PART = "year"
RECORDS, RATED, DESIRED = "●", "○", "◇"
SAID = {RECORDS: "what our records show", RATED: "what the team said", DESIRED: "what the team wants"}
STATES = {State.OPEN: "Still to do", State.OVERDUE: "Of these late", State.DONE: "Done"}


def layout() -> html.Div:
    """Lay the page out."""
    return html.Div(html.H1("The year"), id=PART, **{"aria-live": "polite"})


def fill(reading: Reading, view: View) -> list[Any]:
    """Ask what the page shows, and build it."""
    session, scope, window = reading.session(), reading.scope(), view.window
    asked: dict[str, Any] = {"scope": scope, "today": view.today, "indicators": _indicators(view)}
    months = actions_by_month(session, start=window.first, end=window.end, **asked)
    states = count_by_state(session, **asked)
    return the_year(view, months, states, assessment_of_year(session, window.year, scope=scope))


def _indicators(view: View) -> tuple[str, ...] | None:
    """Give those that actions may serve; None for all actions. A list of actions knows the rules of today."""
    filters = view.filters
    if filters.indicator:
        return (filters.indicator,)
    return view.rules_on(view.today).indicators_of(filters.outcome) if filters.outcome else None


def the_year(
    view: View, months: Mapping[date, MonthOfActions], states: Mapping[State, int], assessment: Assessment | None
) -> list[Any]:
    """Build the page."""
    window = view.window
    return [
        *page_head(
            view,
            finding(view, months),
            f"Actions of {view.school}{_toward(view)} {window.within}, by the day on which each was done, or else is "
            f"planned or due; levels on {day_words(view.day)}.",
        ),
        html.Div([section(*_by_month(view, months)), section(*_by_state(view, states))], className="pair"),
        section(*_levels(view, assessment)),
    ]


def finding(view: View, months: Mapping[date, MonthOfActions]) -> str:
    """Say in one sentence how much of what was planned is done, and how much is late."""
    total, done = sum(one.all for one in months.values()), sum(one.done for one in months.values())
    if not total:
        return f"{view.school} has planned nothing{_toward(view)} for {view.window}"
    late = sum(one.late for one in months.values())
    and_late = f"; {number_word(late)} {noun(late, 'is', 'are')} late" if late else "; none is late"
    many = sentence_case(number_word(done)) if done else "None"
    planned = counted(total, "action", "actions")
    return f"{many} of {planned}{_toward(view)} {view.window.of} {noun(done, 'is', 'are')} done{and_late}"


def _toward(view: View) -> str:
    filters = view.filters
    if filters.indicator:
        return f" for “{view.rules.indicators[filters.indicator].name}”"
    return f" for {filters.outcome}" if filters.outcome else ""


def actions_href(view: View, state: State, month: date | None = None) -> str:
    """Lead to the actions of a state, in one month, as far as it is within the window, or in all."""
    filters, window = view.filters, view.window
    # The list is of what is open where nothing else is asked for.
    args = {} if state is State.OPEN else {"state": state.value}
    if month is not None:
        last = months_after(month, 1) - timedelta(days=1)
        if window.first <= month and last <= window.last:
            args["month"] = f"{month:%Y-%m}"
        else:
            args |= {"from": max(month, window.first).isoformat(), "to": min(last, window.last).isoformat()}
    if filters.indicator:
        args["indicator"] = filters.indicator
    elif filters.outcome:
        args["outcome"] = filters.outcome
    return f"/actions?{urlencode(args)}" if args else "/actions"


def _by_month(view: View, months: Mapping[date, MonthOfActions]) -> list[Any]:
    window = view.window
    if not months:
        plan = html.A("Plan the year, or note an action", href="/actions")
        return empty(f"Nothing is planned{_toward(view)} for {window}", plan, ", and it appears here under its month.")
    bars = [
        Split(
            whole_month_words(first),
            one.done,
            one.all,
            f"{number_words(one.done)} of {number_words(one.all)} done{_late(one)}",
            actions_href(view, State.OPEN if one.open else State.DONE, first),
            (
                (_said(first, "done", one.done), actions_href(view, State.DONE, first)),
                (_said(first, "still to do", one.open), actions_href(view, State.OPEN, first)),
            ),
        )
        for first, one in months.items()
    ]
    busiest = max(months.items(), key=lambda pair: pair[1].all)
    rows = [
        [
            whole_month_words(first),
            *(
                _number(view, number, state, first)
                for number, state in ((one.done, State.DONE), (one.open, State.OPEN), (one.late, State.OVERDUE))
            ),
        ]
        for first, one in months.items()
    ]
    return charted(
        "plan",
        f"Most falls to {whole_month_words(busiest[0])}: {counted(busiest[1].all, 'action', 'actions')}",
        "Actions by month: deep is done, light still to do. Press a part of a bar for its actions.",
        split_bars(bars, view.tokens),
        label="Actions by month",
        look="stacked",
        head=["Month", "Done", "Still to do", "Late"],
        rows=rows,
        caption=f"Actions by month, {window}",
        file=f"plan-{window.slug}",
    )


def _said(first: date, what: str, number: int) -> str:
    return f"{whole_month_words(first)}, {what}: {number_words(number)}"


def _late(one: MonthOfActions) -> str:
    return f", {number_words(one.late)} late" if one.late else ""


def _number(view: View, number: int, state: State, month: date | None = None) -> Any:
    return html.A(number_words(number), href=actions_href(view, state, month)) if number else number_words(0)


def _by_state(view: View, states: Mapping[State, int]) -> list[Any]:
    bars = [Bar(words, states[state], actions_href(view, state)) for state, words in STATES.items() if states[state]]
    if not bars:
        return empty("No action is on record", "What the school means to do stands here.")
    late = states[State.OVERDUE]
    said = (
        f"{sentence_case(number_word(late))} {noun(late, 'action is', 'actions are')} late"
        if late
        else "No action is late"
    )
    rows = [[words, _number(view, states[state], state)] for state, words in STATES.items()]
    return charted(
        "states",
        said,
        "All actions as of today, of whatever year. Press a bar for its actions.",
        count_bars(bars, view.tokens),
        label="Actions by how they stand",
        head=["How they stand", "Actions"],
        rows=rows,
        caption="Actions by how they stand",
        file=f"actions-{view.today.isoformat()}",
    )


def _levels(view: View, assessment: Assessment | None) -> list[Any]:
    year = view.filters.year
    if assessment is None:
        opened = html.A("Open the year", href="/years")
        return empty(
            f"{year} is not rated", opened, ", and what the team says and wants stands here beside the records."
        )
    ratings = {one.indicator: one for one in assessment.ratings}
    codes = [code for code in view.judged() if code in ratings]
    shown = {code: view.continuum.supported(code, view.day) for code in codes}
    wanted = [code for code in codes if ratings[code].desired]
    there = sum(shown[code] >= (ratings[code].desired or 0) for code in wanted)
    many = number_word(there) if there else "none"
    head = f"Records show the desired level in {many} of {counted(len(wanted), 'indicator', 'indicators')}"
    if len(wanted) == 1:
        head = f"Records show {'the' if there else 'less than the'} desired level"
    levels = [(level.number, level.name) for level in view.rules.levels][:: 1 if view.filters.reversed else -1]
    rows = [_row(view, code, ratings[code], shown[code], levels) for code in codes]
    legend = [html.Span(f"{mark} {words}") for mark, words in SAID.items()]
    return [
        html.H2(head if wanted else f"No level is desired in {year} yet"),
        html.P(
            "Where each indicator stands, and where the team wants it. Press a mark for the reasons.", className="sub"
        ),
        html.Table(
            [
                html.Caption("Records, rating and desired level by indicator", className="sr-only"),
                html.Colgroup([html.Col(className="name"), html.Col(span="5")]),
                html.Thead(html.Tr([html.Th("Indicator", scope="col"), *(level_head(name) for _, name in levels)])),
                html.Tbody(rows),
            ],
            className="matrix",
            id="levels-table",
        ),
        html.P(legend, className="legend"),
        tools("levels-table", "levels-table", f"levels-{year}"),
    ]


def _row(view: View, code: str, rating: Rating, supported: int, levels: list[tuple[int, str]]) -> html.Tr:
    indicator = view.rules.indicators[code]
    href = why_href(indicator, view.day)
    name = html.Th(html.A([indicator.name, html.Small(code)], href=href), scope="row")
    cells = []
    for level, level_name in levels:
        here = ((RECORDS, supported), (RATED, rating.existing), (DESIRED, rating.desired))
        marks = [mark for mark, at in here if at == level]
        tint = f"s{level}" if level <= supported else ""
        if not marks:
            cells.append(html.Td(className=tint))
            continue
        told = f"{indicator.name}, {level_name}: {', '.join(SAID[mark] for mark in marks)}"
        seen = html.Span(" ".join(marks), className="mk", **{"aria-hidden": "true"})
        link = html.A([seen, html.Span(told, className="sr-only")], href=href, title=told)
        cells.append(html.Td(link, className=tint))
    return html.Tr([name, *cells])


PAGE = Page(path=PATH, title="The year", permission="actions:read", view=view_of, layout=layout, parts={PART: fill})
