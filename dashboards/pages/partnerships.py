"""The partnerships dashboard: where each stands, what was promised and given, which needs wait, and who was quiet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboards.addresses import HOME
from dashboards.figures.bars import Bar, count_bars
from dashboards.page import Page
from dashboards.pages.giving import promised_and_given, worth, worth_by_kind
from dashboards.pages.network import ties
from dashboards.pages.parts import MOST, charted, empty, page_head, section, the_rest
from dashboards.pages.view import View, view_of
from dashboards.reading import Reading
from models.queries.board import Board, NeedState, board_of
from models.queries.partnership_health import Concern
from models.queries.partnership_picture import PartnerLine, PartnershipPicture, partnership_picture
from models.wording import counted, day_words, days_ago_words, days_words, listed, noun, number_word, number_words
from models.wording import sentence_case as capital

PATH = f"{HOME}partnerships"
PART = "partnerships"
NAMED = 3
STATES = {
    NeedState.UNMET: "Nobody was asked",
    NeedState.DECLINED: "Asked, and declined",
    NeedState.ASKED: "Asked, and waiting",
    NeedState.MET: "Met by a partner",
}


def layout() -> html.Div:
    """Lay the page out."""
    return html.Div(html.H1("Partnerships"), id=PART, **{"aria-live": "polite"})


def fill(reading: Reading, view: View) -> list[Any]:
    """Ask what the page shows, and build it."""
    session, scope, today = reading.session(), reading.scope(), view.today
    language, window = view.rules_on(today).language, view.window
    span = (window.first, window.end)
    found = partnership_picture(session, language, window.year, scope=scope, today=today, span=span, only=view.only)
    return partnerships(view, found, board_of(session, scope=scope, today=today))


def partnerships(view: View, found: PartnershipPicture, board: Board) -> list[Any]:
    """Build the page."""
    window = view.window
    head = page_head(
        view,
        finding(view, found),
        f"Stages, needs and silence as of today, {day_words(view.today)}; promises, gifts and contacts "
        f"{window.within}.",
    )
    if not found.stages:
        start = [html.A("Start a partnership", href="/partnerships"), " with a partner, and it appears here at once."]
        return [*head, html.P(start, className="section"), section(*_needs(board, view))]
    return [
        *head,
        html.Div([section(*_pipeline(view, found)), section(*_needs(board, view))], className="pair"),
        section(*promised_and_given(view, found.lines)),
        section(*_quiet(view, found.lines)),
        section(*ties(view, found.lines)),
        html.Div([section(*worth(view, found.years)), section(*worth_by_kind(view, found.years))], className="pair"),
        section(
            html.H2("Agreements on a time line"),
            html.P(
                html.A("Which agreement holds until when, and what would stop counting", href="/agreements/time-line"),
                className="sub",
            ),
        ),
    ]


def finding(view: View, found: PartnershipPicture) -> str:
    """Say in one sentence how many partnerships run and how many need care."""
    rows = [row for line in found.lines for row in line.rows]
    partner = view.filters.partner
    only = "" if partner is None else f" with {view.partners()[partner]}"
    if not rows:
        return f"{view.school} has no partnership{only} that runs"
    care = sum(row.needs_care for row in rows)
    run = f"{view.school} has {counted(len(rows), 'partnership', 'partnerships')}{only}"
    if not care:
        return f"{run}, and none needs care"
    return f"{run}; {number_word(care)} {noun(care, 'needs', 'need')} care"


def _pipeline(view: View, found: PartnershipPicture) -> list[Any]:
    language = view.rules_on(view.today).language
    stages = [one for one in language.values("stage") if found.stages.get(one)]
    only = {} if view.filters.partner is None else {"partner": str(view.filters.partner)}
    bars = [
        Bar(language.label("stage", one), found.stages[one], f"/partnerships?{urlencode({'stage': one, **only})}")
        for one in stages
    ]
    in_force = sum(found.stages[one] for one in stages if one in language.marked("stage", "in_force"))
    total = sum(found.stages.values())
    return charted(
        "pipeline",
        f"{capital(number_word(in_force))} of {counted(total, 'partnership', 'partnerships')} at work",
        "Partnerships by stage, today. Press a bar for its partnerships.",
        count_bars(bars, view.tokens),
        label="Partnerships by stage",
        head=["Stage", "Partnerships"],
        rows=[[bar.name, html.A(number_words(bar.count), href=bar.href)] for bar in bars],
        caption="Partnerships by stage",
        file=f"partnerships-by-stage-{view.today.isoformat()}",
    )


def _needs(board: Board, view: View) -> list[Any]:
    if not board.needs:
        board_page = html.A("needs and offers", href="/needs-and-offers")
        return empty("No need is on record", "Say what the school needs on ", board_page, ".")
    met = sum(one.state is NeedState.MET for one in board.needs)
    bars = [
        Bar(words, number, "/needs-and-offers")
        for state, words in STATES.items()
        if (number := sum(one.state is state for one in board.needs))
    ]
    rows: list[list[Any]] = [
        [
            html.A(one.need.text, href=f"/records/need/{one.need.id}"),
            STATES[one.state],
            listed(list(one.served_by)) or "–",
        ]
        for one in board.needs
    ]
    total = counted(len(board.needs), "need", "needs")
    return charted(
        "needs",
        f"{capital(number_word(met))} of {total} {noun(met, 'is', 'are')} met by a partner",
        "Needs that the school named, by how far they are met. Press a bar for the board.",
        count_bars(bars, view.tokens),
        label="Needs by how far they are met",
        head=["Need", "How far", "Partners that serve it"],
        rows=rows,
        caption="The school's needs",
        file=f"needs-{view.today.isoformat()}",
    )


def _quiet(view: View, lines: Sequence[PartnerLine]) -> list[Any]:
    if not lines:
        return []
    silent = [one for one in lines if _is_quiet(one)]
    never = [one for one in lines if one.last_contact_on is None]
    if silent:
        names = listed([one.partner.name for one in silent], most=NAMED)
        said = f"Quiet for longer than was agreed: {names}"
    elif never:
        said = f"Never in touch: {listed([one.partner.name for one in never], most=NAMED)}"
    else:
        said = "No partner was quiet for longer than was agreed"
    by_silence = sorted(lines, key=lambda one: (one.last_contact_on or date.min, one.partner.name))
    shown = by_silence[:MOST]
    bars = [
        Bar(
            f"{one.partner.name}{' (quiet)' if _is_quiet(one) else ''}",
            (view.today - one.last_contact_on).days,
            _page_of(one),
        )
        for one in shown
        if one.last_contact_on
    ]
    rows = [
        [
            html.A(one.partner.name, href=_page_of(one)),
            day_words(one.last_contact_on) if one.last_contact_on else "never",
            days_ago_words(one.last_contact_on, view.today),
            _interval(one),
            "quiet" if _is_quiet(one) else "–",
        ]
        for one in shown
    ]
    return charted(
        "quiet",
        said,
        "Days since the last contact with each partner, today, the longest first. Press a bar for the partnership.",
        count_bars(bars, view.tokens) if bars else None,
        label="Days since the last contact",
        head=["Partner", "Last contact", "How long ago", "Agreed", "How it stands"],
        rows=rows,
        caption="Last contact with each partner",
        file=f"last-contacts-{view.today.isoformat()}",
        rest=the_rest(
            len(shown),
            len(lines),
            "partners that were silent longest",
            all_of_them="All partners by last contact",
            href="/partners?sort=last",
        ),
    )


def _is_quiet(line: PartnerLine) -> bool:
    return any(notice.concern is Concern.CONTACT for row in line.rows for notice in row.notices)


def _interval(line: PartnerLine) -> str:
    days = [row.partnership.contact_interval_days for row in line.rows if row.partnership.contact_interval_days]
    return f"every {days_words(min(days))}" if days else "nothing agreed"


def _page_of(line: PartnerLine) -> str:
    return f"/partnerships/{line.rows[0].partnership.id}"


PAGE = Page(
    path=PATH, title="Partnerships", permission="partnerships:read", view=view_of, layout=layout, parts={PART: fill}
)
