"""The plan that was taken, as a board: seasons with their months, and what of it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from models.continuum.rulebook.catalogue import Catalogue
from models.queries.plans import (
    PlanLine,
    State,
    by_month,
    day_of_plan,
    desired_levels,
    months_between,
    still_in_reach,
)
from models.wording import month_name
from tracker.actions.ticking import log_addresses
from tracker.activities.list import may_archive
from tracker.asked_parts import asked_choice
from tracker.clock import today
from tracker.permissions import can
from tracker.roles import Permission
from tracker.years.page import YearPage

# The quarters in which a spread over the year is counted, by their first month.
SEASONS = {7: "Summer", 10: "Autumn", 1: "Winter", 4: "Spring"}
WHO, TOWARD, SHOW = "who", "toward", "show"
OPEN = "open"
ASKS = {WHO: "Who acts", TOWARD: "Toward", SHOW: "Show"}


@dataclass(frozen=True, slots=True)
class Season:
    """Three months of the board, with or without anything to do in them."""

    name: str
    year: int
    months: Sequence[date]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One question by which the board is narrowed: its answers as text, address and whether it is the one in use."""

    name: str
    answers: Sequence[tuple[str, str, bool]]


def board(page: YearPage, lines: list[PlanLine]) -> ResponseReturnValue:
    """Show the months of the plan, what each holds, and where it leads."""
    asked = _asked(lines, page.rules)
    shown = [line for line in lines if _is_shown(line, asked, page.rules)]
    desired, on = desired_levels(page.assessment), today()
    by = day_of_plan(page.assessment, lines, on)
    toward = [
        (page.rules.indicators[code], desired.get(code), page.continuum.supported(code, on), own)
        for code in page.rules.indicators
        if (own := [line for line in lines if line.action.indicator == code])
    ]
    return render_template(
        "years/plan.html",
        page=page,
        lines=lines,
        shown=shown,
        narrowings=_narrowings(page, lines, asked),
        seasons=seasons_of(by_month(lines)),
        by_month=by_month(shown),
        this_month=on.replace(day=1),
        count={state: sum(line.state is state for line in lines) for state in State},
        toward=toward,
        by=by,
        reach=still_in_reach(page.continuum, lines, desired, today=on, by=by),
        months_tally=_tally,
        month_name=month_name,
        State=State,
        log_address=log_addresses(line.action for line in lines if line.state is not State.DONE),
        may_archive=may_archive,
        here=url_for(".plan", year_id=page.assessment.id, **asked),  # type: ignore[arg-type]
        may_plan=can(Permission.YEAR_WRITE),
    )


def seasons_of(months: Mapping[date, object]) -> list[Season]:
    """Give the whole seasons from the first to the last month that holds anything."""
    first, last = (_season_begins(month) for month in (min(months), max(months)))
    every = months_between(first, last.replace(month=last.month + 2))
    return [Season(SEASONS[one.month], one.year, every[at : at + 3]) for at, one in enumerate(every) if at % 3 == 0]


def _season_begins(month: date) -> date:
    return month.replace(month=month.month - (month.month - 1) % 3)


def _asked(lines: Sequence[PlanLine], rules: Catalogue) -> dict[str, str]:
    """Read what the board is narrowed to; what names nothing of this plan narrows nothing, and is said."""
    known = {WHO: _actors(lines, rules), TOWARD: _outcomes(lines, rules), SHOW: {OPEN: ""}}
    return {name: said for name, codes in known.items() if (said := asked_choice(name, ASKS[name], codes)) is not None}


def _is_shown(line: PlanLine, asked: Mapping[str, str], rules: Catalogue) -> bool:
    return (
        asked.get(WHO, line.action.by) == line.action.by
        and asked.get(TOWARD) in (None, _outcome(line, rules))
        and not (SHOW in asked and line.state is State.DONE)
    )


def _outcome(line: PlanLine, rules: Catalogue) -> str | None:
    indicator = rules.indicators.get(line.action.indicator or "")
    return indicator.outcome if indicator else None


def _actors(lines: Sequence[PlanLine], rules: Catalogue) -> dict[str, str]:
    """Name who acts in a plan, in the order of the list of who can."""
    here = {line.action.by for line in lines}
    return {code: rules.label("by", code) for code in rules.language.values("by") if code in here}


def _outcomes(lines: Sequence[PlanLine], rules: Catalogue) -> dict[str, str]:
    here = {_outcome(line, rules) for line in lines}
    return {one.code: one.code for one in rules.outcomes if one.code in here}


def _narrowings(page: YearPage, lines: Sequence[PlanLine], asked: Mapping[str, str]) -> list[Narrowing]:
    """List the questions that have more than one answer in this plan, the answer that leaves all in first."""
    shown = {OPEN: "Open"} if any(line.state is State.DONE for line in lines) else {}
    questions = [
        (WHO, "Everybody", _actors(lines, page.rules), 2),
        (TOWARD, "All", _outcomes(lines, page.rules), 2),
        (SHOW, "Done and open", shown, 1),
    ]

    def address(name: str, said: str) -> str:
        kept = {key: value for key, value in {**asked, name: said}.items() if value}
        return url_for(".plan", year_id=page.assessment.id, **kept)  # type: ignore[arg-type]

    return [
        Narrowing(
            ASKS[name],
            [(text, address(name, said), asked.get(name, "") == said) for said, text in {"": every, **answers}.items()],
        )
        for name, every, answers, least in questions
        if len(answers) >= least
    ]


def _tally(lines: Sequence[PlanLine]) -> tuple[int, int, int]:
    """Count what is done, behind and too late."""
    counts = Counter(line.state for line in lines)
    return counts[State.DONE], counts[State.BEHIND], counts[State.LOST]
