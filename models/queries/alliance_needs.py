"""What a strategic alliance said that its workforce needs: each need once, wherever it was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from models.days import months_after
from models.partners import WorkforceNeed
from models.queries.alliances import members_of
from models.records import RecordStatus
from models.scope import OutsideScope, Scope
from models.texts import identity_key

# Asked about again after so long.
STILL_TRUE_MONTHS = 12


@dataclass(frozen=True, slots=True)
class StatedNeed:
    """One need in the alliance's words, with its record at each school that it told.

    Attributes:
        said_on: When it was last said, or said to be still so.
    """

    text: str
    records: tuple[WorkforceNeed, ...]
    said_on: date

    @property
    def schools(self) -> list[str]:
        """Names of the schools that were told."""
        return [one.school.name for one in self.records]

    @property
    def waits(self) -> bool:
        """Whether no school has confirmed it yet."""
        return all(one.record_status is RecordStatus.PROPOSED for one in self.records)

    def is_asked(self, on: date) -> bool:
        """Whether it is time to ask whether it is still true."""
        return not self.waits and self.said_on <= months_after(on, -STILL_TRUE_MONTHS)


def list_stated(session: Session, *, scope: Scope, today: date) -> list[StatedNeed]:
    """List what the reader's organisation stated itself and still needs, what was said last first.

    What a school noted of it in words of its own is the school's, and not among it.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    if scope.partner_id is None:
        raise OutsideScope("Only a member of a strategic alliance states its needs.")
    found = session.scalars(
        select(WorkforceNeed)
        .where(
            WorkforceNeed.partner_id == scope.partner_id,
            WorkforceNeed.entered_by_id.in_(members_of(session, scope.partner_id)),
            WorkforceNeed.record_status.in_((RecordStatus.PROPOSED, RecordStatus.CONFIRMED)),
            or_(WorkforceNeed.until_on.is_(None), WorkforceNeed.until_on > today),
        )
        .options(joinedload(WorkforceNeed.school))
        .order_by(WorkforceNeed.id)
    )
    alike: dict[str, list[WorkforceNeed]] = {}
    for need in found:
        alike.setdefault(identity_key(need.text), []).append(need)
    stated = [
        StatedNeed(some[0].text, tuple(some), max(day for one in some for day in (one.stated_on, *one.confirmed_on)))
        for some in alike.values()
    ]
    return sorted(stated, key=lambda one: one.said_on, reverse=True)


def find_stated(session: Session, need_id: int, *, scope: Scope, today: date) -> StatedNeed | None:
    """Find the need that one of its records belongs to; None outside the scope.

    Raises:
        OutsideScope: The reader is not an alliance member.
    """
    stated = list_stated(session, scope=scope, today=today)
    return next((one for one in stated if need_id in {need.id for need in one.records}), None)
