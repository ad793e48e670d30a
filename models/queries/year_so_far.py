"""A running school year in a few numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from models.activities import Activity, activity_partners
from models.continuum.rulebook.catalogue import Catalogue
from models.queries.activities import groups_reached
from models.queries.continuum import continuum_of
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """A school year in four numbers.

    Attributes:
        activities: Confirmed ones.
        partnerships: Those that count today: at work, with no agreement that lapsed, and with facts still true.
        partner_hours: Decimal hours of activities in which partners took part.
        groups: Stakeholder groups reached by communication, advocacy or partnership activity.
        all_groups: How many groups there are.
    """

    year: SchoolYear
    activities: int
    partnerships: int
    partner_hours: Decimal
    groups: int
    all_groups: int


def year_so_far(session: Session, rules: Catalogue, year: SchoolYear, *, scope: Scope, today: date) -> YearSoFar:
    """Count a running school year up to today."""

    def within(statement: Select[Any]) -> Select[Any]:
        return scope.limit(statement, Activity).where(
            Activity.record_status == RecordStatus.CONFIRMED,
            Activity.occurred_on >= year.start,
            Activity.occurred_on <= today,
        )

    activities = session.scalar(within(select(func.count(Activity.id)))) or 0
    # Their links say it; the organisations themselves need not be looked up.
    with_partners = exists().where(activity_partners.c.activity_id == Activity.id)
    hours = session.scalar(within(select(func.sum(Activity.hours)).where(with_partners)))
    reached = groups_reached(session, rules, scope=scope, start=year.start, end=today)
    # Active as the rules count: an agreement that has ended takes its partnership out.
    evidence = continuum_of(session, scope=scope).evidence
    active = sum(today.toordinal() in partnership.active for partnership in evidence.partnerships.values())
    groups = rules.vocabularies["stakeholder_group"]
    return YearSoFar(year, activities, active, hours or Decimal(0), len(reached), len(groups))
