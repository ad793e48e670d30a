"""Agreements on a time line: what is in force, what ends when, and what would stop counting with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import render_template
from flask.typing import ResponseReturnValue

from models.queries.agreement_time_line import Line, days_drawn, time_line
from models.queries.continuum import continuum_of
from models.wording import counted, month_words, number_word, sentence_case
from tracker.agreements.picture import NARROW, WIDE, picture_of
from tracker.asked_parts import asked_page
from tracker.clock import today, year_begins_in
from tracker.extensions import db
from tracker.permissions import requires
from tracker.roles import Permission
from tracker.rules import rules_today
from tracker.years.page import scope_of_one_school


@dataclass(frozen=True, slots=True)
class Stop:
    """A partnership that stops counting on a day, unless its agreement is renewed.

    Attributes:
        falls: Indicators whose level falls on that day, and the level that is left.
    """

    line: Line
    on: date
    falls: list[tuple[str, str, str]]


@requires(Permission.AGREEMENTS_READ)
def show_time_line() -> ResponseReturnValue:
    """Draw the school's agreements, those that end first on top."""
    scope, day, rules = scope_of_one_school(), today(), rules_today()
    start, end = days_drawn(day, year_begins_in())
    found = time_line(db.session, rules.language, scope=scope, start=start, today=day, page=asked_page())
    picture, narrow = (picture_of(found.lines.rows, start, end, day, sheet) for sheet in (WIDE, NARROW))
    lines, lapse_days = found.lines.rows, rules.thresholds.lapse_days
    soon = [one for one in lines if one.out_on and one.out_on > day and (one.days_left(day) or 0) <= lapse_days]
    return render_template(
        "agreements/time_line.html",
        found=found,
        picture=picture,
        narrow=narrow,
        title=_title(found.ending, found.last_end, found.renewing, lapse_days),
        stops=_stops(soon, day),
        over=[one for one in lines if one.out_on is not None and one.out_on <= day],
    )


def _title(ending: int, last_end: date | None, renewing: int, lapse_days: int) -> str:
    if not ending or last_end is None:
        return f"No agreement ends within {counted(lapse_days, 'day', 'days')}"
    how_many = sentence_case(f"{number_word(ending)} {'agreement ends' if ending == 1 else 'agreements end'}")
    also = f"; {number_word(renewing)} {'is' if renewing == 1 else 'are'} being renewed" if renewing else ""
    return f"{how_many} by {month_words(last_end)}{also}"


def _stops(lines: list[Line], day: date) -> list[Stop]:
    """Say of partnerships when they stop counting, and which levels fall on that very day."""
    if not lines:
        return []
    rules, continuum = rules_today(), continuum_of(db.session, scope=scope_of_one_school())
    ahead = max((one.out_on - day).days for one in lines if one.out_on)
    falls: dict[date, list[tuple[str, str, str]]] = {}
    for code, indicator in rules.indicators.items():
        if code in rules.judged:
            for fall in continuum.falls(code, day, days=ahead):
                falls.setdefault(fall.on, []).append((indicator.slug, indicator.name, rules.level_name(fall.after)))
    return [Stop(one, one.out_on, falls.get(one.out_on, [])) for one in lines if one.out_on]
