"""How many lines of partnerships are to be said again, asked of the database: what `lines_of` says of one, over all.

A school of a thousand partnerships goes through them page by page; how many wait on all pages is asked without reading
them. A test over partnerships made at random holds both together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Select,
    String,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from models.continuum.rulebook.catalogue import Catalogue
from models.partnerships import (
    FactName,
    Partnership,
    PartnershipCheck,
    PartnershipNeed,
    PartnershipStage,
    PartnershipTerm,
    PointPerson,
)
from models.queries.partnership_care import Care, stage_held
from models.queries.partnership_list import current
from models.records import RecordStatus
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class LinesAsked:
    """A partnership in force.

    Attributes:
        said_on: The last day on which anything of it was written, changed or confirmed: what `last_stated_on` says.
        lines: How many lines stand.
        asked: How many of them were last said so long ago that they are to be said again.
        is_asked: Whether anything of it, or it as a whole, is to be said again.
    """

    partnership_id: int
    said_on: date
    lines: int
    asked: int
    is_asked: bool

    @property
    def to_go_through(self) -> int:
        """How many lines of it are to be said again."""
        return self.asked or int(self.is_asked)


def lines_asked(
    session: Session, rules: Catalogue, *, scope: Scope, today: date, until: date, whole_until: date
) -> list[LinesAsked]:
    """List the partnerships in force, those stated longest ago first: one statement.

    Args:
        until: A line that was last said on this day or before is to be said again.
        whole_until: The same of a partnership as a whole.
    """
    standing = _standing(rules, scope=scope, today=today)
    lines = _lines(standing, today).subquery()
    checks = (
        select(
            PartnershipCheck.partnership_id, PartnershipCheck.line, func.max(PartnershipCheck.said_on).label("said_on")
        )
        .where(PartnershipCheck.said_on <= today)
        .group_by(PartnershipCheck.partnership_id, PartnershipCheck.line)
        .subquery()
    )
    is_old = and_(lines.c.own_on <= until, or_(checks.c.said_on.is_(None), checks.c.said_on <= until))
    counts = (
        select(
            lines.c.partnership_id.label("partnership_id"),
            func.count().label("lines"),
            func.count(case((is_old, 1))).label("old"),
        )
        .outerjoin(checks, and_(checks.c.partnership_id == lines.c.partnership_id, checks.c.line == lines.c.line))
        .group_by(lines.c.partnership_id)
        .subquery()
    )
    one = standing.c
    values: Select[Any] = select(
        one.id, one.started_on, one.confirmed, one.written_on, counts.c.lines, counts.c.old
    ).outerjoin_from(standing, counts, counts.c.partnership_id == one.id)
    found = [_asked(row, until, whole_until) for row in session.execute(values)]
    return sorted(found, key=lambda one: (one.said_on, one.partnership_id))


def _standing(rules: Catalogue, *, scope: Scope, today: date) -> CTE:
    """Ask for the partnerships in force; what stands of the others nobody goes through, so it is not looked at."""
    care = Care(scope, today, rules.language)
    values: Select[Any] = select(
        Partnership.id,
        Partnership.started_on,
        care.confirmed_on().label("confirmed"),
        care.written_on().label("written_on"),
        Partnership.contact_interval_days,
    )
    standing = current(values, rules.language, scope=scope, today=today).where(
        Partnership.record_status == RecordStatus.CONFIRMED,
        Partnership.started_on <= today,
        stage_held(Partnership.id, today).in_(rules.language.marked("stage", "in_force")),
    )
    return standing.cte("standing").prefix_with("MATERIALIZED")


def _asked(row: Iterable[Any], until: date, whole_until: date) -> LinesAsked:
    number, started_on, confirmed, written_on, lines, old = row
    whole = date.fromisoformat(confirmed) if confirmed else started_on
    said_on = max(day for day in (started_on, whole, written_on) if day is not None)
    # What was confirmed as a whole later than that was said with it.
    asked = (old or 0) if whole <= until else 0
    return LinesAsked(number, said_on, lines or 0, asked, asked > 0 or said_on <= whole_until)


def _lines(standing: CTE, today: date) -> CompoundSelect[Any]:
    """Ask for every line that stands on a day: the partnership, the line's name, and when it was last written."""
    mine = select(standing.c.id)
    person = PointPerson.until_on.is_(None) | (PointPerson.until_on > today)
    term = PartnershipTerm
    is_filled = or_(func.trim(func.coalesce(term.text, "")) != "", term.document_id.is_not(None))
    terms = cast("Select[Any]", select(term.partnership_id, type_coerce(term.name, String), term.from_on))
    later = aliased(PartnershipTerm)
    latest = (
        select(func.max(later.from_on))
        .where(later.partnership_id == term.partnership_id, later.name == term.name, later.from_on <= today)
        .scalar_subquery()
    )
    interval = literal(FactName.CONTACT_INTERVAL.value, String)
    contact = cast("Select[Any]", select(standing.c.id, interval, standing.c.started_on))
    return union_all(
        _latest(PartnershipStage, FactName.STAGE, mine, today),
        _latest(PointPerson, FactName.POINT_PERSON, mine, today).having(func.count(case((person, 1))) > 0),
        terms.where(term.partnership_id.in_(mine), term.from_on == latest, is_filled),
        _latest(PartnershipNeed, FactName.NEEDS, mine, today),
        contact.where(standing.c.contact_interval_days > 0),
    )


def _latest(part: Any, name: FactName, mine: Select[Any], today: date) -> Select[Any]:
    return (
        select(
            part.partnership_id.label("partnership_id"),
            literal(name.value, String).label("line"),
            func.max(part.from_on).label("own_on"),
        )
        .where(part.partnership_id.in_(mine), part.from_on <= today)
        .group_by(part.partnership_id)
    )
