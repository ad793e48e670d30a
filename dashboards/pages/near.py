"""What is near on the continuum dashboard: the next levels, and what will lapse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dash import html

from dashboards.addresses import practice_records_href, why_href
from dashboards.pages.parts import first_of, panel
from dashboards.pages.view import View
from models.continuum.judging.answers import IndicatorAnswer, Lapse, SchoolAnswer
from models.level_words import first_missing, one_more_of
from models.wording import day_words, days_words, number_word, percent_words, sentence_case

CLOSEST = 3
FALLS_SHOWN = 4
LAPSES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Fall:
    """A level that is near its end.

    Attributes:
        on: First day on which it is not supported with nothing added.
        after: The level supported then, 0 to 5.
        key: The practice that stops being met on that day; None where the time of what holds or carries it is over.
    """

    on: date
    after: int
    key: str | None = None


def lapses_of(view: View) -> dict[str, tuple[Lapse, ...]]:
    """Find what stops counting soon, by indicator; only for today, since later records are known for other days."""
    if view.day < view.today:
        return {}
    return {code: view.continuum.lapses(code, view.day) for code in view.judged()}


def falls_of(view: View, answer: SchoolAnswer, lapses: Mapping[str, Sequence[Lapse]]) -> dict[str, Fall]:
    """Find the levels that will fall soon with nothing added, by indicator."""
    falls = {}
    last = view.day + timedelta(days=view.rules.thresholds.lapse_days)
    for code, found in lapses.items():
        one = answer.indicators[code]
        near = [Fall(lapse.on, lapse.supported, lapse.key) for lapse in found if lapse.supported < one.supported]
        ends = [one.carried_until + timedelta(days=1)] if one.carried_until else []
        ends += [one.held_until] if one.held_until else []
        near += [Fall(end, view.continuum.supported(code, end)) for end in ends if end <= last]
        if near:
            falls[code] = min(near, key=lambda fall: fall.on)
    return falls


def near(view: View, answer: SchoolAnswer, falls: Mapping[str, Fall]) -> list[html.Section]:
    """Build the side column; where nothing is judged, nothing is near."""
    return [*_falling(view, falls), _closest(view, answer)] if view.judged() else []


def lapsing(view: View, lapses: Mapping[str, Sequence[Lapse]], falls: Mapping[str, Fall]) -> list[html.Section]:
    """Build what stops counting and costs no level; where nothing is judged, "all that counts still will" is untrue."""
    return [_lapsing(view, lapses, falls)] if view.judged() else []


def _falling(view: View, falls: Mapping[str, Fall]) -> list[html.Section]:
    if not falls:
        return []
    many = len(falls)
    title = f"{sentence_case(number_word(many))} {'level' if many == 1 else 'levels'} would fall"
    items = []
    for code, fall in sorted(falls.items(), key=lambda pair: (pair[1].on, pair[0])):
        indicator = view.rules.indicators[code]
        after = view.rules.level_name(fall.after) if fall.after else "no level"
        cause: list[Any] = ["what still counts for now is over"]
        if fall.key:
            cause = [
                html.A(view.rules.practices[fall.key].wording, href=practice_records_href(fall.key, view.day)),
                " stops counting",
            ]
        items.append(
            html.Li(
                [
                    html.Span(day_words(fall.on), className="tag warn"),
                    " ",
                    html.A(indicator.name, href=why_href(indicator, view.day)),
                    f" falls to {after}",
                    html.Br(),
                    html.Span(cause, className="small muted"),
                ]
            )
        )
    return [panel(title, *first_of(items, FALLS_SHOWN, "plain"))]


def _closest(view: View, answer: SchoolAnswer) -> html.Section:
    close = sorted(
        (one for code in view.judged() if (one := answer.indicators[code]).next_level and not one.nothing_known),
        key=lambda one: (-one.progress, one.code),
    )[:CLOSEST]
    if not close:
        return panel("Closest to the next level", html.P("Every indicator stands at Sustaining.", className="small"))
    items = []
    for one in close:
        indicator = view.rules.indicators[one.code]
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
                    html.Span(_way(view, one), className="small muted"),
                ]
            )
        )
    return panel("Closest to the next level", html.Ul(items, className="plain"))


def _way(view: View, one: IndicatorAnswer) -> list[Any]:
    """Say what a single record more would do, or what is missing first."""
    raising = next((step for step in one_more_of(view.continuum, one.code, view.day, view.rules) if step.raises), None)
    if raising is not None and raising.raises:
        return [f"{view.rules.level_name(raising.raises)} with one more record: ", html.B(raising.brief)]
    onto = f"to {view.rules.level_name(one.next_level or 5)}: "
    what, colon, missing = first_missing(one, view.rules).partition(": ")
    more = f", and {len(one.blockers) - 1} more" if colon and len(one.blockers) > 1 else ""
    return [f"{onto}{what}{colon}", html.B(missing), more]


def _lapsing(view: View, lapses: Mapping[str, Sequence[Lapse]], falls: Mapping[str, Fall]) -> html.Section:
    title = f"Stops counting within {days_words(view.rules.thresholds.lapse_days)}"
    if view.day < view.today:
        return panel(title, html.P("Shown for the running school year.", className="small muted"))
    told = {fall.key for fall in falls.values()}
    others = sorted(
        ((lapse, code) for code, found in lapses.items() for lapse in found if lapse.key not in told),
        key=lambda pair: (pair[0].on, pair[0].key),
    )
    if not others:
        text = "Nothing else." if falls else "Nothing: all that counts today still will."
        return panel(title, html.P(text, className="small muted"))
    items = [_lapse(view, lapse, code) for lapse, code in others]
    told_apart = html.P("No level changes with it.", className="small muted")
    return panel(title, told_apart, *first_of(items, LAPSES_SHOWN, "plain small lapses"))


def _lapse(view: View, lapse: Lapse, code: str) -> html.Li:
    return html.Li(
        [
            html.B(day_words(lapse.on)),
            " ",
            html.A(view.rules.practices[lapse.key].wording, href=practice_records_href(lapse.key, view.day)),
            html.Br(),
            html.Span(view.rules.indicators[code].name, className="muted"),
        ]
    )
