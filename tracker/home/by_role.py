"""What Home shows a person by what they do at the school: how far the year is, and what one act would complete."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rulebook.rules.base import walk
from models.level_words import OneMore, one_more_of
from models.queries.actions import State, count_by_state
from models.queries.years import list_assessments
from models.school_years import SchoolYear
from tracker.activities.asking import tiles_of
from tracker.activities.toward import address_toward
from tracker.clock import school_year, today
from tracker.extensions import db
from tracker.reader import reader
from tracker.years.page import YearPage, page_of_year

# Whose acts a teacher logs: their own, and those of groups of students.
ACTORS = ("teachers", "students")
MOST_ACTS = 3


@dataclass(frozen=True, slots=True)
class YearState:
    """How far the team is with the running school year.

    Attributes:
        page: The year as it was opened; None where nobody opened it.
        overdue: Actions that are late.
    """

    year: SchoolYear
    page: YearPage | None
    overdue: int


@dataclass(frozen=True, slots=True)
class Act:
    """One act that would complete something.

    Attributes:
        says: What the record must say.
        completes: The practice that it completes.
        indicator: Own short name of the indicator that asks for it.
        raises: Name of the level that it would raise the indicator to; empty where it raises none.
        href: Where it is logged, filled in as far as the rule says.
    """

    says: str
    completes: str
    indicator: str
    raises: str
    href: str


def year_state() -> YearState:
    """Say how far the reader's team is with the running school year."""
    scope, year = reader().scope, school_year()
    assessment = next((one for one in list_assessments(db.session, scope=scope) if one.first == year.first), None)
    page = page_of_year(assessment, scope) if assessment else None
    return YearState(year, page, count_by_state(db.session, scope=scope, today=today())[State.OVERDUE])


def acts_of_mine(continuum: Continuum, rules: Catalogue, *, on: date) -> list[Act]:
    """List what one act more of teachers, or of students whom they log, would complete; what raises a level first."""
    found = list(_acts(continuum, rules, on))
    found.sort(key=lambda one: not one.raises)
    return found[:MOST_ACTS]


def _acts(continuum: Continuum, rules: Catalogue, on: date) -> Iterator[Act]:
    for indicator in rules.indicators.values():
        if indicator.role not in ACTORS or indicator.code not in rules.judged:
            continue
        for more in one_more_of(continuum, indicator.code, on, rules):
            href = _address(continuum, rules, rules.practices[more.practice], on)
            if more.records and href:
                yield _act(more, indicator.name, rules, href)


def _act(more: OneMore, indicator: str, rules: Catalogue, href: str) -> Act:
    raises = rules.level_name(more.raises) if more.raises else ""
    return Act(more.brief, more.wording.rstrip("."), indicator, raises, href)


def _address(continuum: Continuum, rules: Catalogue, practice: Practice, on: date) -> str:
    """Give where an act toward a practice is logged; empty where no log entry would do."""
    tiles = tiles_of(rules)
    for part in walk(practice.rule):
        filled = address_toward(part, tiles, rules, continuum.lacking_values(practice, part, on))
        if filled:
            wanted: dict[str, Any] = {}
            for name, value in filled:
                wanted.setdefault(name, []).append(value)
            return url_for("activities.log", back=url_for("home.show"), **wanted)
    return ""
