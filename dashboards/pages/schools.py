"""The dashboard of a district: its schools side by side, what moved, and who could help whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from dash import html

from dashboards.addresses import SCHOOLS
from dashboards.figures.schools import Cell, Group, Head, Line, schools_table
from dashboards.page import Page
from dashboards.pages.parts import choice_of_pages, empty, folded, section, table, tools
from dashboards.pages.schools_asked import asked_for, narrowing, pager
from dashboards.pages.schools_moved import helping, movers
from dashboards.reading import Reading
from dashboards.schools import Schools
from models.continuum.rulebook.catalogue import IndicatorName
from models.queries.district import LEVEL, MOVED, NAME, SchoolLine
from models.wording import LEFT_OUT, counted, day_words, noun, number_word, number_words, sentence_case

PART = "schools-compared"
TOO_EARLY = "Too early to say"


@dataclass(frozen=True, slots=True)
class SchoolsView:
    """What one drawing of the page is about: the schools, and the pages that the reader may open."""

    shown: Schools
    pages: tuple[tuple[str, str], ...]


def layout() -> html.Div:
    """Lay the page out."""
    return html.Div(html.H1("Schools"), id=PART, **{"aria-live": "polite"})


def read(reading: Reading, search: str | None, _path: str) -> SchoolsView:
    """Ask for the schools as an address wants them."""
    return SchoolsView(reading.schools((search or "").lstrip("?")), tuple(reading.pages()))


def fill(_reading: Reading, view: SchoolsView) -> list[Any]:
    """Build the page."""
    shown, found = view.shown, view.shown.found
    head = [
        choice_of_pages(view.pages, SCHOOLS, lambda path: path, query=shown.asked.query),
        html.H1(lead(shown)),
        html.P(
            f"What the records of each school show on {day_words(found.on)}, compared with {day_words(found.before)}. "
            "The schools decide; this suggests.",
            className="sub",
        ),
        *(html.P(f"{one} {LEFT_OUT}", className="flash warn", role="status") for one in shown.asked.problems),
        *_being_read(shown),
    ]
    if not found.total:
        return [*head, html.P("Schools stand here once whoever runs this site has added them.", className="sub")]
    return [
        *head,
        *asked_for(shown),
        *narrowing(shown),
        section(
            html.H2("Where each school stands", className="sr-only"),
            html.Div(
                _table(shown), className="scroll", tabIndex="0", role="group", **{"aria-label": "Schools by indicator"}
            ),
            *_none_found(shown),
            _legend(shown),
            *pager(shown),
            tools(
                "schools",
                "schools",
                f"schools-{found.on.isoformat()}",
                html.A("Every school as CSV, with a year ago and what is wanted", href=shown.file, className="small"),
            ),
        ),
        section(*_spread(shown)),
        html.Div([section(*movers(shown)), section(*helping(shown))], className="pair-of-parts"),
    ]


def lead(shown: Schools) -> str:
    """Say in a sentence what is seen: where the schools are furthest, and where most still begin."""
    many = shown.found.total
    means = {one.name: mean for one in shown.columns if (mean := shown.found.mean(one.code)) is not None}
    words = f"{sentence_case(number_word(many))} {noun(many, 'school', 'schools')}"
    if not means:
        return f"{words}, nothing on record yet"
    best, least = max(means, key=lambda name: means[name]), min(means, key=lambda name: means[name])
    if means[best] == means[least]:
        return f"{words} stand alike in everything" if many > 1 else f"{words} on record"
    return f"{words}: furthest in “{best}”, least far in “{least}”"


def _none_found(shown: Schools) -> list[html.P]:
    if shown.found.schools.total:
        return []
    return [html.P(["No school is like that. ", html.A("Show all schools", href=SCHOOLS)], className="empty")]


def _being_read(shown: Schools) -> list[html.P]:
    many = len(shown.found.stale)
    if not many:
        return []
    words = f"{sentence_case(counted(many, 'school', 'schools'))} changed a moment ago and {noun(many, 'is', 'are')} "
    again = html.A("Look again", href=here(shown))
    return [html.P([words, "being read. ", again], className="flash plain", role="status")]


def here(shown: Schools) -> str:
    """Write the address of what is shown, its page of the list included."""
    return shown.asked.href(page=shown.asked.args.get("page"))


def _table(shown: Schools) -> html.Table:
    asked = shown.asked
    is_few = shown.of_outcome is not None
    outcomes = [(one, sum(column.outcome == one.code for column in shown.columns)) for one in shown.rules.outcomes]
    blocks = [(f"{one.code} · {one.name}" if is_few or many > 3 else one.code, many) for one, many in outcomes if many]
    names = Head(
        "School", asked.href(sort="-name" if asked.sort == NAME and not asked.descending else None), _order(shown, NAME)
    )
    heads = [_head(shown, column.slug, column.name) for column in shown.columns]
    return schools_table(_groups(shown), blocks, (names, heads), in_words=is_few)  # fmt: skip


def _order(shown: Schools, sort: str) -> str:
    if shown.asked.sort != sort:
        return ""
    return "descending" if shown.asked.descending else "ascending"


def _head(shown: Schools, slug: str, name: str) -> Head:
    order = _order(shown, slug)
    return Head(name, shown.asked.href(sort=slug if order == "descending" else f"-{slug}"), order)


def _groups(shown: Schools) -> list[Group]:
    """Put the schools of a page under the levels that the list is sorted by."""
    found, asked = shown.found, shown.asked
    groups = []
    for rank, some in groupby(found.schools.rows, key=lambda one: one.rank):
        title = TOO_EARLY if rank is None else shown.levels[rank]
        if asked.sort == LEVEL and rank is not None:
            title += " on the whole"
        if asked.sort in (NAME, MOVED):
            title = ""
        groups.append(Group(title, found.ranks.get(rank, 0), tuple(_line(shown, one) for one in some)))
    return groups


def _line(shown: Schools, school: SchoolLine) -> Line:
    trend, told = (*(mean for _, mean in school.trend), school.mean) if school.trend else (), ""
    if school.trend:
        first, began = school.trend[0][1], day_words(school.trend[0][0])
        told = f"{first:.1f} on {began}, {school.mean:.1f} now"
    cells = tuple(_cell(shown, school, column.code) for column in shown.columns)
    return Line(school.school_id, school.name, shown.enter, cells, trend, told)


def _cell(shown: Schools, school: SchoolLine, code: str) -> Cell:
    stands = school.stands.get(code)
    if stands is None or school.begun is None:
        return Cell()
    return Cell(stands.level, shown.levels[stands.level], stands.moved, shown.why[code])


def _keys(shown: Schools) -> list[html.Span]:
    return [
        html.Span(
            [html.Span(className=f"s{level} swatch", **{"aria-hidden": "true"}), f"{level} {name}"], className="key"
        )
        for level, name in shown.levels.items()
        if level
    ]


def _legend(shown: Schools) -> html.P:
    moved = html.Span(f"▲ rose, ▼ fell since {day_words(shown.found.before)}")
    outlined = html.Span("outlined: too early to say, or none yet")
    press = html.Span("press a cell for the reasons at that school")
    return html.P([*_keys(shown), moved, outlined, press], className="legend schools-legend")  # fmt: skip


def _spread(shown: Schools) -> list[Any]:
    """Build how the schools are spread over the levels, indicator by indicator."""
    spreads = {column.code: shown.found.spread(column.code) for column in shown.columns}
    levels = {level: sum(spread[level] for spread in spreads.values()) for level in shown.levels}
    every = sum(levels.values())
    if not every:
        return empty("No school has a level yet", "Once a school logs, its levels are counted here.")
    order = sorted(shown.levels, reverse=True)
    most = max(order, key=lambda level: levels[level])
    bars = [_stack(shown, column, spreads[column.code], order) for column in shown.columns]
    rows = [
        [column.name, *(_counted(shown, column, spreads[column.code], at) for at in order)] for column in shown.columns
    ]
    caption = "How many schools stand at each level, by indicator"
    return [
        html.H2(f"Most common is {shown.levels[most]}: {number_words(levels[most])} of {number_words(every)} levels"),
        html.P(f"{caption}; of all that log. Press a number for those schools.", className="sub"),
        html.Table(
            [
                html.Caption(caption, className="sr-only"),
                html.Colgroup([html.Col(className="name"), html.Col()]),
                html.Tbody(bars),
            ],
            className="stacks",
            id="spread",
        ),
        html.P([*_keys(shown), html.Span("outlined: none yet")], className="legend schools-legend"),
        folded(
            table(
                ["Indicator", *(shown.levels[at] for at in order)],
                rows,
                caption=caption,
                table_id="spread-table",
            )
        ),
        tools("spread-table", "spread", f"schools-by-level-{shown.found.on.isoformat()}"),
    ]


def _stack(shown: Schools, column: IndicatorName, spread: Counter[int], order: list[int]) -> html.Tr:
    parts = [_part(shown, column, spread, level) for level in order if spread[level]]
    return html.Tr([html.Th(column.name, scope="row"), html.Td(html.Div(parts, className="stack"))])


def _part(shown: Schools, column: IndicatorName, spread: Counter[int], level: int) -> html.A:
    said = f"{column.name}, {shown.levels[level]}: {counted(spread[level], 'school', 'schools')}"
    # Whole twentieths are enough for a bar; the number says the rest.
    share = max(1, round(spread[level] / spread.total() * 20)) * 5
    look = f"s{level} p{share}"
    return html.A(
        number_words(spread[level]),
        href=_standing_at(column, level),
        className=look,
        title=said,
        **{"aria-label": said},
    )


def _counted(shown: Schools, column: IndicatorName, spread: Counter[int], level: int) -> html.A | str:
    return html.A(number_words(spread[level]), href=_standing_at(column, level)) if spread[level] else "0"


def _standing_at(column: IndicatorName, level: int) -> str:
    return f"{SCHOOLS}?level={level}&indicator={column.slug}"


PAGE = Page(
    path=SCHOOLS, title="Schools", permission="district:see", view=read, layout=layout, parts={PART: fill}
)  # fmt: skip
