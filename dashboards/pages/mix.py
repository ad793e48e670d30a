"""The mix on the continuum dashboard: a school year's activities by kind, audience and channel."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboards.addresses import records_href
from dashboards.figures.bars import Bar, count_bars
from dashboards.pages.parts import chart, table, tools
from dashboards.pages.view import View
from models.wording import begun_small, counted, number_words, percent_words

LONGEST_LIST = 12


def mix(view: View, total: int, lists: tuple[tuple[str, str, str, dict[str, int]], ...]) -> list[Any]:
    """Build the three bar charts of a year's activities with their tables.

    Args:
        lists: Filter name in addresses, title, vocabulary, counts with the largest first.
    """
    window = view.window
    if total == 0:
        return [
            html.H2(f"No activity{view.said} is on record {window.within}"),
            html.P("What is logged appears here at once, by kind, audience and channel.", className="sub"),
        ]
    columns = []
    for filter_name, title, vocabulary, counts in lists:
        bars = [
            Bar(
                view.rules.label(vocabulary, code),
                number,
                records_href(window, until=view.day, **view.of_records | {filter_name: code}),
            )
            for code, number in counts.items()
            if filter_name != "audience" or view.filters.audience in (None, code)
        ]
        table_id = f"mix-{filter_name}-table"
        shown = bars[:LONGEST_LIST]
        columns.append(
            html.Section(
                [
                    html.H3(f"Activities {begun_small(title)}"),
                    html.P(str(window), className="small muted"),
                    chart(f"mix-{filter_name}", count_bars(shown, view.tokens), label=f"Activities {title.lower()}"),
                    html.Details(
                        [
                            html.Summary("Table"),
                            table(
                                [title.removeprefix("By ").capitalize(), "Activities"],
                                [[bar.name, html.A(number_words(bar.count), href=bar.href)] for bar in bars],
                                caption=f"Activities {title.lower()}, {window}",
                                table_id=table_id,
                            ),
                        ],
                        className="data-table",
                    ),
                    tools(table_id, f"mix-{filter_name}", f"activities-{filter_name}-{window.slug}"),
                ]
            )
        )
    return [
        html.H2(mix_finding(view, total, lists)),
        html.P(
            f"Confirmed activities{view.said} {window.of}. One activity counts under each of its audiences and "
            "channels. Press a bar for its records.",
            className="sub",
        ),
        html.Div(columns, className="mixes"),
    ]


def mix_finding(view: View, total: int, lists: tuple[tuple[str, str, str, dict[str, int]], ...]) -> str:
    """Say in one sentence how much there was, and for whom most."""
    audiences = lists[1][3]
    acts = f"{counted(total, 'activity', 'activities')}{view.said} {view.window.within}"
    if not audiences:
        return acts
    top, number = next(iter(audiences.items()))
    share = percent_words(number / total)
    return f"{acts}; {share} reached {view.rules.label('audience', top).lower()}"
