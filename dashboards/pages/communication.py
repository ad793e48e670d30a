"""The communication dashboard: whom the school reached by month, whom never, its habits, who acted and how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboards.addresses import HOME, records_href
from dashboards.figures.heat import STEPS, HeatCell, HeatGroup, HeatRow, heat_table
from dashboards.page import Page
from dashboards.pages.habits import habits
from dashboards.pages.parts import page_head, section, tools, who_chips
from dashboards.pages.view import View, view_of
from dashboards.pages.voices import actors, channels
from dashboards.reading import Reading
from dashboards.windows import Column
from models.queries.mix import Reach, Voices, reach, voices
from models.wording import (
    begun_small,
    counted,
    day_words,
    listed,
    number_words,
    sentence_case,
)

PATH = f"{HOME}communication"
PART = "communication"
NEVER_NAMED = 3


def layout() -> html.Div:
    """Lay the page out."""
    return html.Div(html.H1("Communication"), id=PART, **{"aria-live": "polite"})


def fill(reading: Reading, view: View) -> list[Any]:
    """Ask what the page shows, and build it."""
    session, scope = reading.session(), reading.scope()
    both_talk = view.rules.language.marked("channel", "two_way")
    asked: dict[str, Any] = {"scope": scope, "start": view.window.first, "end": view.end, "only": view.only}
    return communication(view, reach(session, **asked), voices(session, both_talk=both_talk, **asked))


def communication(view: View, found: Reach, told: Voices) -> list[Any]:
    """Build the page."""
    window = view.window
    head = page_head(view, finding(view, found), _sub(view, found), who_chips(view))
    if not found.total:
        words = "Log a newsletter, a talk or a meeting, and it appears here at once."
        return [*head, html.P(words, className="section")]
    if view.said and not found.audiences:
        acts = html.A(
            counted(found.total, "activity", "activities"),
            href=records_href(window, until=view.day, **view.of_records),
        )
        told_so = ["No record says for whom it was: see the ", acts, f"{view.said} {window.of}."]
        return [*head, html.P(told_so, className="section"), *_rest(view, told)]
    darker = listed([number_words(step) for step in STEPS[1:]])
    return [
        *head,
        html.Section(
            [
                html.H2("Whom we reached, month by month"),
                html.P(
                    f"Activities for each audience, one under each of its audiences; darker from {darker} a month on. "
                    "Press a number for its records.",
                    className="sub",
                ),
                html.Div(
                    heat_table(
                        _groups(view, found),
                        [(one.short, one.whole) for one in window.columns()],
                        head="Audience",
                        caption=f"Activities by audience and month, {window}",
                        table_id="reach-table",
                    ),
                    className="scroll",
                    tabIndex="0",
                    role="region",
                    **{"aria-label": "Whom we reached, month by month"},
                ),
                tools("reach-table", "reach-table", f"reached-{window.slug}"),
            ],
            className="section",
        ),
        *_rest(view, told),
    ]


def _rest(view: View, told: Voices) -> list[Any]:
    """Build what follows the heat map; habits and a comparison of who acted are about everybody, or not there."""
    if view.said and not told.channels:
        return []
    # A habit is everybody's, with whomever.
    if view.filters.by or view.filters.audience or view.filters.partner is not None:
        others = [] if view.filters.by else [section(*actors(view, told))]
        return [section(*channels(view, told)), *others]
    pair = html.Div([section(*channels(view, told)), section(*actors(view, told))], className="pair")
    return [section(*habits(view)), pair]


def finding(view: View, found: Reach) -> str:
    """Say in one sentence whom the school reached, and whom never."""
    within, names = view.window.within, _audiences(view)
    if not found.total:
        return f"{view.school} has no activity{view.said} on record {within}"
    if view.said and not found.audiences:
        acts = counted(found.total, "activity", "activities")
        return f"{sentence_case(acts)}{view.said} {within}; for whom is not said"
    if view.filters.audience:
        return f"{sentence_case(counted(found.total, 'activity', 'activities'))}{view.said} {within}"
    never = [begun_small(value.label) for code, value in names.items() if code not in found.audiences]
    reached = f"{len(names) - len(never)} of {counted(len(names), 'audience', 'audiences')} reached{view.said} {within}"
    return f"{reached}; never: {listed(never, most=NEVER_NAMED)}" if never else f"{reached}, none left out"


def _sub(view: View, found: Reach) -> str:
    until = f"Confirmed activities{view.said} {view.window.of}, as on record on {day_words(view.day)}."
    if not found.told:
        return until
    people, acts = counted(found.people, "person", "people"), counted(found.total, "activity", "activities")
    return f"{until} {people} reached, as far as it was said: of {number_words(found.told)} of {acts}."


def _groups(view: View, found: Reach) -> list[HeatGroup]:
    """Put audiences under the groups they belong to: stakeholders, those who decide, everybody else."""
    language = view.rules.language
    decide, stakeholders = language.marked("audience", "decision_maker"), language.marked("audience", "group")
    told: dict[str, list[HeatRow]] = {"Stakeholder groups": [], "Those who decide": [], "The wider community": []}
    for code in _audiences(view):
        name = "The wider community"
        if code in decide or code in stakeholders:
            name = "Those who decide" if code in decide else "Stakeholder groups"
        told[name].append(_row(view, code, found))
    return [HeatGroup(name, tuple(rows)) for name, rows in told.items() if rows]


def _audiences(view: View) -> Mapping[str, Any]:
    """Give the audiences of the page: all, or the one that it is narrowed to."""
    names, only = view.rules.vocabularies["audience"], view.filters.audience
    return {only: names[only]} if only else names


def _row(view: View, code: str, found: Reach) -> HeatRow:
    window, total = view.window, found.audiences.get(code, 0)
    cells = tuple(_cell(view, code, one, found) for one in window.columns())
    never = f"Never reached{view.said} {window.within}."
    may_log = view.may("log:write") and window.end > view.today
    href = records_href(window, until=view.day, **view.of_records | {"audience": code})
    label = view.rules.vocabularies["audience"][code].label
    return HeatRow(label, cells, total, href, never, ("Log it", f"/log?audience={code}") if may_log else None)


def _cell(view: View, code: str, column: Column, found: Reach) -> HeatCell:
    if column.first > view.day:
        return HeatCell(None)
    span = {"from": column.first.isoformat(), "to": min(column.last, view.day).isoformat()}
    href = f"/activities?{urlencode(view.of_records | {'audience': code} | span)}"
    first = column.first.replace(day=1)
    count = sum(
        number for (reached, month), number in found.months.items() if reached == code and first <= month <= column.last
    )
    return HeatCell(count, href)


PAGE = Page(
    path=PATH, title="Communication", permission="dashboards:read", view=view_of, layout=layout, parts={PART: fill}
)
