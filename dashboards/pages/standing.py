"""The head of the continuum dashboard: the matrix, and beside it what is near."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from dash import html

from dashboards.addresses import then_and_now_href, why_href
from dashboards.figures.matrix import (
    FALLS,
    FELL,
    GHOST,
    IS_THERE,
    ROSE,
    SAID,
    TEAM,
    Block,
    Cell,
    Lane,
    Mark,
    Row,
    continuum_matrix,
)
from dashboards.pages.near import Fall, falls_of, lapses_of, lapsing, near
from dashboards.pages.parts import chip_links, choosing, page_choice, panel, tools
from dashboards.pages.view import View
from models.continuum.judging.answers import IndicatorAnswer, LevelAnswer, SchoolAnswer
from models.continuum.time.calendar import back
from models.glossary import first_sentences
from models.level_words import FOR_THE_TEAM, TOO_EARLY, begin_with, is_unit_for_team
from models.queries.comparisons import Moved, moved_between, place_on
from models.ratings import Rating
from models.wording import counted, day_words, noun, number_word, sentence_case

MONTHS = 12
NOT_JUDGED = "Not judged from records yet"
LEGEND = (
    *(f"{mark.value[0]} {mark.value[1]}" for mark in Mark),
    "2 missing: so many parts up to this level are not there",
    f"{FALLS} the day it falls if nothing is added",
    f"{IS_THERE} all of it is there",
    "outlined: said by the team, nothing on record",
    "number: how much of what the level asks for is there",
    f"{TEAM} for the team to say",
)


def standing(view: View, said: Mapping[str, Rating]) -> list[Any]:
    """Build the head of the page, the matrix and the side column.

    Args:
        said: Code of an indicator -> what the team said of it last.
    """
    answer = view.continuum.on(view.day)
    if view.judged() and not known(view, answer):
        return _beginning(view, answer)
    lapses = lapses_of(view)
    falls = falls_of(view, answer, lapses)
    return [
        page_choice(view),
        html.H1(finding(view, answer)),
        html.P(
            f"What our records show on {day_words(view.day)}. The leadership team decides; this suggests.",
            className="sub",
        ),
        *_choices(view),
        html.Div(
            [
                html.Section(
                    [
                        html.H2("Where each indicator stands", className="sr-only"),
                        continuum_matrix(_blocks(view, answer, falls, said), _levels(view)),
                        html.P(
                            [
                                html.Span(words)
                                for words in (*_legend(view, said), "press a cell for why, and the records behind it")
                            ],
                            className="legend",
                        ),
                        tools("matrix", "matrix", f"continuum-{view.day.isoformat()}"),
                        *_not_known(view, answer),
                    ],
                    className="column",
                ),
                html.Aside(near(view, answer, falls), **{"aria-label": "What is near"}),
            ],
            className="grid",
        ),
        # Below both: in the side column it would be longer than the matrix.
        *lapsing(view, lapses, falls),
    ]


def _legend(view: View, said: Mapping[str, Rating]) -> tuple[str, ...]:
    team = tuple(f"{mark} {words}" for mark, words in SAID.items()) if said else ()
    ghost = f"{GHOST} what our records showed on {day_words(_before(view))}, with an arrow to now"
    return (*LEGEND[: len(Mark)], *team, *LEGEND[len(Mark) :], *([ghost] if view.filters.compared else []))


def _before(view: View) -> date:
    return date.fromordinal(back(view.day.toordinal(), MONTHS))


def known(view: View, answer: SchoolAnswer) -> list[str]:
    """List the indicators within the filters of which something can be said."""
    return [code for code in view.judged() if not answer.indicators[code].nothing_known]


def _beginning(view: View, answer: SchoolAnswer) -> list[Any]:
    """Build the page of a school of which nothing is known yet: what the map is, and what to begin with."""
    return [
        page_choice(view),
        html.H1(f"{view.school}: {TOO_EARLY}"),
        html.P(
            f"As it stands on {day_words(view.day)}, nothing is on record. Once something is, this page shows where "
            "each indicator stands.",
            className="sub",
        ),
        *_choices(view),
        html.Div(
            [
                html.Section(
                    [
                        html.H2("What could be logged first" if view.day == view.today else "The indicators"),
                        _unknown(view, answer, all_of_them=True),
                    ],
                    className="column",
                ),
                html.Aside(
                    panel(
                        "What the map is",
                        *(html.P(one, className="small") for one in first_sentences(len(view.rules.indicators))),
                    ),
                    **{"aria-label": "What the map is"},
                ),
            ],
            className="grid",
        ),
    ]


def _unknown(view: View, answer: SchoolAnswer, *, all_of_them: bool = False) -> html.Ul:
    """List the indicators of which nothing is known yet, today with what to begin with.

    Args:
        all_of_them: Those too that no rule judges, where no matrix shows them.
    """
    items = []
    for code, indicator in view.rules.indicators.items():
        one = answer.indicators.get(code)
        if not view.shows(indicator) or (one and not one.nothing_known):
            continue
        if one is None and not all_of_them:
            continue
        link: list[Any] = [html.A(indicator.name, href=why_href(indicator, view.day))]
        if one is None or view.day == view.today:
            words = NOT_JUDGED if one is None else sentence_case(begin_with(one, view.rules)) or FOR_THE_TEAM
            link.append(html.Span(words, className="small muted begin"))
        items.append(html.Li(link))
    return html.Ul(items, className="plain", id="not-known")


def _not_known(view: View, answer: SchoolAnswer) -> list[html.Details]:
    """Fold what it is too early to say anything of: once, and not as a row of empty cells for each."""
    many = len(view.judged()) - len(known(view, answer))
    if not many:
        return []
    words = f"{sentence_case(TOO_EARLY)} of {counted(many, 'indicator', 'indicators')}"
    begin = ", with what could be logged first" if view.day == view.today else ""
    return [html.Details([html.Summary(f"{words}{begin}"), _unknown(view, answer)], className="data-table unknown")]


def finding(view: View, answer: SchoolAnswer) -> str:
    """Say the finding of the page in one sentence: the level at which most indicators stand."""
    said = known(view, answer)
    levels = Counter(answer.indicators[code].supported for code in said)
    if not view.judged():
        return f"{view.school}: nothing of {view.filters.outcome or 'the map'} is judged from records yet"
    unknown = len(view.judged()) - len(said)
    and_early = f"; of {number_word(unknown)} it is {TOO_EARLY}" if unknown else ""
    return f"{_finding_of(view, levels)}{and_early}"


def _finding_of(view: View, levels: Counter[int]) -> str:
    level, number = max(levels.items(), key=lambda pair: (pair[1], pair[0]))
    judged = view.judged()
    total = len(judged)
    where = f"{number_word(number)} of {number_word(total)} {noun(total, 'indicator', 'indicators')}"
    if total == 1:
        where = f"“{view.rules.indicators[judged[0]].name}”"
    if level == 0:
        return f"{view.school} has no level on record yet in {where}"
    return f"{view.school} stands at {view.rules.level_name(level)} in {where}"


def _choices(view: View) -> list[Any]:
    filters = view.filters
    outcomes = [("All outcomes", filters.href(outcome=None, indicator=None), not view.is_narrow)] + [
        (f"{one.code} {one.name}", filters.href(outcome=one.code, indicator=None), filters.outcome == one.code)
        for one in view.rules.outcomes
    ]
    orders = [
        ("Sustaining first", filters.href(reversed=False), not filters.reversed),
        ("Getting Started first", filters.href(reversed=True), filters.reversed),
    ]
    beside = [
        ("This day alone", filters.href(compared=False), not filters.compared),
        ("Beside a year before", filters.href(compared=True), filters.compared),
        ("Beside any other day", then_and_now_href(view.day), False),
    ]
    return choosing(
        view,
        chip_links("Desired outcome", outcomes),
        chip_links("Order of levels", orders),
        chip_links("Compared with", beside),
    )


def _levels(view: View) -> list[tuple[int, str]]:
    levels = [(level.number, level.name) for level in view.rules.levels]
    return levels if view.filters.reversed else levels[::-1]


def _blocks(view: View, answer: SchoolAnswer, falls: Mapping[str, Fall], said: Mapping[str, Rating]) -> list[Block]:
    blocks = []
    for outcome in view.rules.outcomes:
        rows = []
        for indicator in view.rules.indicators.values():
            if indicator.outcome != outcome.code or not view.shows(indicator):
                continue
            found = answer.indicators.get(indicator.code)
            if found is not None and found.nothing_known:
                continue
            cells = _cells(view, found, falls.get(indicator.code), said.get(indicator.code)) if found else ()
            row = Row(indicator.code, indicator.name, why_href(indicator, view.day), cells, NOT_JUDGED)
            rows.append(_compared(view, row) if view.filters.compared else row)
        if rows:
            blocks.append(Block(outcome.code, outcome.name, tuple(rows)))
    # What records cannot judge yet stands last, so that the first screen shows what they can.
    return sorted(blocks, key=lambda block: not any(row.cells for row in block.rows))


def _compared(view: View, row: Row) -> Row:
    """Mark where an indicator stood a year before, and say whether it moved since."""
    then = _before(view)
    was = place_on(view.continuum, row.code, then).level
    moved = moved_between(view.continuum, row.code, then, view.day)
    if was is None or moved in (Moved.STAYED, Moved.UNKNOWN):
        return row
    now = next((cell.level for cell in row.cells if cell.mark is not None), 0)
    cells = tuple(replace(cell, was_here=cell.level == was, lane=_lane(cell.level, was, now)) for cell in row.cells)
    return replace(row, cells=cells, moved={Moved.ROSE: ROSE, Moved.FELL: FELL}.get(moved, ""))


def _lane(level: int, was: int, now: int) -> Lane | None:
    """Give a cell's part of the arrow from the level a year before to the one now; none leads from or to no level."""
    if not was or not now or not min(was, now) <= level <= max(was, now):
        return None
    return Lane("to" if level == now else "from" if level == was else "through", now > was)


def _cells(view: View, answer: IndicatorAnswer, fall: Fall | None, rating: Rating | None) -> tuple[Cell, ...]:
    return tuple(_cell(view, answer, level, fall, rating) for level in answer.levels)


def _cell(view: View, answer: IndicatorAnswer, level: LevelAnswer, fall: Fall | None, rating: Rating | None) -> Cell:
    indicator, number = view.rules.indicators[answer.code], level.level
    here = number == answer.supported
    for_team = number > answer.supported and _is_for_team(view, answer, level)
    return Cell(
        level=number,
        level_name=view.rules.level_name(number),
        share=level.share if level.total else None,
        parts=(level.met, level.total),
        is_below=number <= answer.supported,
        href=why_href(indicator, view.day, number),
        is_next=number == answer.next_level,
        mark=_mark(answer) if here else None,
        gaps=len(answer.gaps) if here else 0,
        falls_on=fall.on if fall and here else None,
        for_team=for_team,
        rated=rating is not None and rating.existing == number,
        desired=rating is not None and rating.desired == number,
        said=number <= answer.supported and answer.is_said(number),
    )


def _is_for_team(view: View, answer: IndicatorAnswer, level: LevelAnswer) -> bool:
    return level.total > 0 and all(is_unit_for_team(unit, answer, view.rules) for unit in level.units)


def _mark(answer: IndicatorAnswer) -> Mark:
    if answer.carried_until is not None:
        return Mark.CARRIED
    return Mark.HELD if answer.held_since is not None else Mark.RECORDS
