"""What stands of a partnership, line by line, with the day on which each was last said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.partnerships import LINES, TERMS, FactName, Partnership, PartnershipNeed
from models.wording import days_words, listed


@dataclass(frozen=True, slots=True)
class FactLine:
    """One line.

    Attributes:
        name: A key of `LINES`.
        says: What stands there, as people wrote it; a code where `is_stage`.
        own_on: The last day on which this line was written, changed or said again, by itself.
        said_on: The same, or the day on which all of it was confirmed.
    """

    name: str
    says: str
    own_on: date
    said_on: date

    @property
    def label(self) -> str:
        """What people call it."""
        return LINES[self.name]

    @property
    def is_stage(self) -> bool:
        """Whether it says a stage."""
        return self.name == FactName.STAGE


def load_lines(session: Session, ids: Sequence[int]) -> None:
    """Read what lines need beside lists of partnerships, for all of them at once."""
    lines = (selectinload(Partnership.checks), selectinload(Partnership.needs).joinedload(PartnershipNeed.need))
    session.scalars(select(Partnership).where(Partnership.id.in_(ids)).options(*lines)).all()


def confirmed_whole_on(partnership: Partnership, on: date) -> date:
    """Give the last day on which all of a partnership was said at once: when it was confirmed, else when it began."""
    return max((day for day in partnership.confirmed_on if day <= on), default=partnership.started_on)


def lines_of(partnership: Partnership, on: date) -> list[FactLine]:
    """List what stands of a partnership on a day, in the order in which it is gone through."""
    whole = confirmed_whole_on(partnership, on)
    checked: dict[str, date] = {}
    for check in partnership.checks:
        if check.said_on <= on:
            checked[check.line] = max(check.said_on, checked.get(check.line, check.said_on))
    standing = {name: (says, written) for name, says, written in _standing(partnership, on)}
    found = []
    for name in LINES:
        if name in standing:
            says, written = standing[name]
            own = max(written, checked.get(name, written))
            found.append(FactLine(name, says, own, max(own, whole)))
    return found


def _standing(partnership: Partnership, on: date) -> Iterable[tuple[str, str, date]]:
    stages = [row for row in partnership.stages if row.from_on <= on]
    if stages:
        yield FactName.STAGE, stages[-1].stage, stages[-1].from_on
    people = [row for row in partnership.point_people if row.from_on <= on]
    if people and partnership.point_person_on(on):
        yield FactName.POINT_PERSON, people[-1].person, people[-1].from_on
    for name, declared in TERMS.items():
        term = partnership.term_on(name, on)
        if term is not None:
            file = term.document.filename if term.document else ""
            yield name, declared.hint if declared.is_mark else term.text or file, term.from_on
    needs = [row for row in partnership.needs if row.from_on <= on]
    if needs:
        yield FactName.NEEDS, listed(row.need.text for row in needs), max(row.from_on for row in needs)
    if partnership.contact_interval_days:
        yield (
            FactName.CONTACT_INTERVAL,
            f"every {days_words(partnership.contact_interval_days)}",
            partnership.started_on,
        )
