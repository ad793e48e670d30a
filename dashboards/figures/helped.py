"""Levels side by side as tables: where records count, and how far they carry. Every number leads to its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html

from dashboards.figures.matrix import level_head
from models.queries.year_reports import short_level
from models.wording import number_words


@dataclass(frozen=True, slots=True)
class HelpedRow:
    """One indicator at one school.

    Attributes:
        counts: Number of a level -> how many records count toward it, and the words and address of them; levels
            without one are absent.
    """

    name: str
    href: str
    counts: Mapping[int, tuple[int, str, str]]


@dataclass(frozen=True, slots=True)
class Stand:
    """How far something carries: the level in words, its number (0 for none yet), what more is said, and where why."""

    level: int
    words: str
    said: str
    href: str


def helped_table(
    groups: Sequence[tuple[str, Sequence[HelpedRow]]], levels: Sequence[tuple[int, str]], *, caption: str, table_id: str
) -> html.Table:
    """Build the table of where records count: one row an indicator, one column a level.

    Args:
        groups: Name of each school, with its indicators.
        levels: Number and name of each level in the order of the columns.
    """
    head = html.Tr([html.Th(html.Span("Indicator", className="sr-only"), scope="col"), *_heads(levels)])
    bodies = [
        html.Tbody(
            [
                html.Tr(html.Th(name, colSpan=len(levels) + 1, scope="rowgroup", className="group")),
                *(_helped(row, levels) for row in rows),
            ]
        )
        for name, rows in groups
    ]
    return html.Table(
        [html.Caption(caption, className="sr-only"), html.Thead(head), *bodies], className="helped", id=table_id
    )


def _heads(levels: Sequence[tuple[int, str]]) -> list[html.Th]:
    return [level_head(name) for _number, name in levels]


def _helped(row: HelpedRow, levels: Sequence[tuple[int, str]]) -> html.Tr:
    cells = []
    for level, _name in levels:
        if level not in row.counts:
            cells.append(html.Td(html.Span("0", className="sr-only")))
            continue
        number, words, href = row.counts[level]
        link = html.A(number_words(number), href=href, **{"aria-label": words})
        cells.append(html.Td(link, className=f"s{level}"))
    return html.Tr([html.Th(html.A(row.name, href=row.href), scope="row"), *cells])


def stands_table(
    heads: Sequence[str], rows: Sequence[tuple[str, Sequence[Stand | None]]], *, first: str, caption: str, table_id: str
) -> html.Table:
    """Build the table of how far something carries: one row a school, one column an indicator.

    Args:
        heads: Names of the indicators.
        rows: Name of each school, with how far it is there of each indicator; None where nobody can say.
        first: What the rows are.
    """
    return html.Table(
        [
            html.Caption(caption, className="sr-only"),
            html.Thead(html.Tr([html.Th(first, scope="col"), *(html.Th(name, scope="col") for name in heads)])),
            html.Tbody([html.Tr([html.Th(name, scope="row"), *map(_stand, stands)]) for name, stands in rows]),
        ],
        className="helped stands",
        id=table_id,
    )


def _stand(one: Stand | None) -> html.Td:
    if one is None:
        return html.Td("–")
    short = html.Span(
        short_level(one.words) if one.level else one.words, className="on-narrow", **{"aria-hidden": "true"}
    )
    inner: list[Any] = [html.Span(one.words, className="on-wide"), short, html.Small(one.said)]
    # A file of the table says the level once.
    whole = {"data-name": f"{one.words}, {one.said}"}
    return html.Td(html.A(inner, href=one.href), className=f"s{one.level}" if one.level else "", **whole)
