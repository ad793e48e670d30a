"""The communication dashboard: whom the school reached by month, whom never, its habits, who acted and how."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dash import Dash, Input, Output, html

from dashboards.addresses import HOME, year_records_href
from dashboards.figures.heat import STEPS, HeatCell, HeatGroup, HeatRow, heat_table
from dashboards.page import Page
from dashboards.pages.habits import habits
from dashboards.pages.parts import page_head, section, tools, who_chips
from dashboards.pages.view import View, view_of
from dashboards.pages.voices import actors, channels
from dashboards.reading import Reading
from models.queries.mix import Reach, Voices, reach, voices
from models.wording import (
    begun_small,
    counted,
    day_words,
    listed,
    number_words,
    sentence_case,
    short_month_name,
    whole_month_words,
)

PATH = f"{HOME}communication"
PART = "communication"
NEVER_NAMED = 3


def layout() -> html.Div:
    """Lay the page out."""
    return html.Div(html.H1("Communication"), id=PART, **{"aria-live": "polite"})


def register(app: Dash, reading: Reading) -> None:
    """Register the page's one callback."""

    @app.callback(Output(PART, "children"), Input("url", "search"))
    def show(search: str | None) -> list[Any]:
        view = view_of(reading, search, PATH)
        year = view.filters.year
        # What is still to come has reached nobody yet.
        end = min(year.end, view.day + timedelta(days=1))
        session, scope = reading.session(), reading.scope()
        both_talk = view.rules.language.marked("channel", "two_way")
        by = view.filters.by
        told = voices(session, scope=scope, start=year.start, end=end, both_talk=both_talk, by=by)
        return communication(view, reach(session, scope=scope, start=year.start, end=end, by=by), told)


def communication(view: View, found: Reach, told: Voices) -> list[Any]:
    """Build the page."""
    year = view.filters.year
    head = page_head(view, finding(view, found), _sub(view, found), who_chips(view))
    if not found.total:
        words = "Log a newsletter, a talk or a meeting, and it appears here at once."
        return [*head, html.P(words, className="section")]
    if view.who and not found.audiences:
        acts = html.A(
            counted(found.total, "activity", "activities"),
            href=year_records_href(year, until=view.day, **view.filters.of_records),
        )
        told_so = ["No record says for whom it was: see the ", acts, f"{_by(view)} of {year}."]
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
                        [(short_month_name(first.month), whole_month_words(first)) for first in year.months()],
                        head="Audience",
                        caption=f"Activities by audience and month, {year}",
                        table_id="reach-table",
                    ),
                    className="scroll",
                    tabIndex="0",
                    role="region",
                    **{"aria-label": "Whom we reached, month by month"},
                ),
                tools("reach-table", None, f"reached-{year}"),
            ],
            className="section",
        ),
        *_rest(view, told),
    ]


def _rest(view: View, told: Voices) -> list[Any]:
    """Build what follows the heat map; habits and a comparison of who acted are about everybody, or not there."""
    if view.filters.by:
        return [section(*channels(view, told))] if told.channels else []
    pair = html.Div([section(*channels(view, told)), section(*actors(view, told))], className="pair")
    return [section(*habits(view)), pair]


def _by(view: View) -> str:
    return f" by {view.who}" if view.who else ""


def finding(view: View, found: Reach) -> str:
    """Say in one sentence whom the school reached, and whom never."""
    year, names = view.filters.year, view.rules.vocabularies["audience"]
    if not found.total:
        return f"{view.school} has no activity{_by(view)} on record in {year}"
    if view.who and not found.audiences:
        acts = counted(found.total, "activity", "activities")
        return f"{sentence_case(acts)}{_by(view)} in {year}; for whom is not said"
    never = [begun_small(value.label) for code, value in names.items() if code not in found.audiences]
    reached = (
        f"{len(names) - len(never)} of {counted(len(names), 'audience', 'audiences')} reached{_by(view)} in {year}"
    )
    return f"{reached}; never: {listed(never, most=NEVER_NAMED)}" if never else f"{reached}, none left out"


def _sub(view: View, found: Reach) -> str:
    until = f"Confirmed activities{_by(view)} of {view.filters.year}, as on record on {day_words(view.day)}."
    if not found.told:
        return until
    people, acts = counted(found.people, "person", "people"), counted(found.total, "activity", "activities")
    return f"{until} {people} reached, as far as it was said: of {number_words(found.told)} of {acts}."


def _groups(view: View, found: Reach) -> list[HeatGroup]:
    """Put audiences under the groups they belong to: stakeholders, those who decide, everybody else."""
    language = view.rules.language
    decide, stakeholders = language.marked("audience", "decision_maker"), language.marked("audience", "group")
    told: dict[str, list[HeatRow]] = {"Stakeholder groups": [], "Those who decide": [], "The wider community": []}
    for code in view.rules.vocabularies["audience"]:
        name = "The wider community"
        if code in decide or code in stakeholders:
            name = "Those who decide" if code in decide else "Stakeholder groups"
        told[name].append(_row(view, code, found))
    return [HeatGroup(name, tuple(rows)) for name, rows in told.items() if rows]


def _row(view: View, code: str, found: Reach) -> HeatRow:
    year, total = view.filters.year, found.audiences.get(code, 0)
    cells = tuple(_cell(view, code, first, found, view.day) for first in year.months())
    never = f"Never reached{_by(view)} in {year}."
    may_log = view.may("log:write") and year.end > view.today
    href = year_records_href(year, until=view.day, audience=code, **view.filters.of_records)
    label = view.rules.vocabularies["audience"][code].label
    return HeatRow(label, cells, total, href, never, ("Log it", f"/log?audience={code}") if may_log else None)


def _cell(view: View, code: str, first: date, found: Reach, today: date) -> HeatCell:
    if first > today:
        return HeatCell(None)
    last = min((first + timedelta(days=31)).replace(day=1) - timedelta(days=1), today)
    span = {"from": first.isoformat(), "to": last.isoformat()}
    asked = {"audience": code, **view.filters.of_records, **span}
    href = year_records_href(view.filters.year, until=view.filters.year.last, **asked)
    return HeatCell(found.months.get((code, first), 0), href)


PAGE = Page(path=PATH, title="Communication", permission="dashboards:read", layout=layout, register=register)
