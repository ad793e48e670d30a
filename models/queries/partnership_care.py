"""What a partnership needs, asked of the database: what `partnership_health` says of one, over all of a school's.

How one partnership stands is for `notices_of` to say, with its reasons. A list of a thousand, or Home, has to know
which of them need something without reading them all; a test over partnerships made at random holds both together.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.continuum.language.language import Language
from models.continuum.time.calendar import back
from models.day_columns import days_between, latest_day
from models.evaluations import Evaluation
from models.partnerships import Partnership, PartnershipStage, PartnershipTerm, PointPerson
from models.queries.partners import contacts_by_partner
from models.records import RecordStatus
from models.scope import Scope


def stage_held(partnership_id: Any, day: date) -> ColumnElement[Any]:
    """Find in SQL the stage of a partnership on a day; NULL before the first.

    Args:
        partnership_id: A column, or what finds the number in the row at hand.
    """
    held = select(type_coerce(PartnershipStage.stage, String)).where(
        PartnershipStage.partnership_id == partnership_id, PartnershipStage.from_on <= day
    )
    latest = held.order_by(PartnershipStage.from_on.desc()).limit(1)
    return latest.correlate_except(PartnershipStage).scalar_subquery()


def point_person_held(day: date) -> ColumnElement[Any]:
    """Find in SQL who is in charge of a partnership on a day; NULL where nobody is."""
    held = select(PointPerson.person).where(
        PointPerson.partnership_id == Partnership.id,
        PointPerson.from_on <= day,
        or_(PointPerson.until_on.is_(None), PointPerson.until_on > day),
    )
    return held.order_by(PointPerson.from_on.desc()).limit(1).scalar_subquery()


def contacts_matter_since(session: Session, *, scope: Scope, today: date) -> date:
    """Find the first day on which a contact can still keep any partner of a scope from being quiet; one statement."""
    longest = session.scalar(scope.limit(select(func.max(Partnership.contact_interval_days)), Partnership))
    return date.fromordinal(max(today.toordinal() - (longest or 0), 1))


@dataclass(frozen=True)
class Care:
    """What the partnerships of a scope need on a day, each as an expression over the partnership at hand.

    Attributes:
        scope: Whose agreements, evaluations and contacts are looked at.
        language: Of the rules in force.
        contacts_since: The first day of contacts that any agreed interval reaches back to, `contacts_matter_since`;
            None where all are to be looked at.
    """

    scope: Scope
    on: date
    language: Language
    contacts_since: date | None = None

    def deciding_end(self) -> ColumnElement[Any]:
        """Find the end of what `carrying_agreement` gives; NULL where none decides."""
        submitted_on, signed_on, starts_on = Agreement.submitted_on, Agreement.signed_on, Agreement.starts_on
        undated = and_(submitted_on.is_(None), signed_on.is_(None), starts_on.is_(None))
        is_signed = signed_on <= self.on
        of_signed, of_any = func.max(case((is_signed, Agreement.ends_on))), func.max(Agreement.ends_on)
        decides: ColumnElement[Any] = of_any
        if self.language.derivations.signed_papers_decide:
            is_open = func.max(case((and_(is_signed, Agreement.ends_on.is_(None)), 1)))
            decides = case((is_open.is_(None), func.coalesce(of_signed, of_any)))
        papers = select(decides).where(
            Agreement.partnership_id == Partnership.id,
            Agreement.agreement_kind.in_(self.language.marked("agreement_kind", "ends")),
            Agreement.record_status == RecordStatus.CONFIRMED,
            or_(undated, submitted_on <= self.on, is_signed, starts_on <= self.on),
        )
        return self.scope.limit(papers, Agreement).correlate(Partnership).scalar_subquery()

    def end_ahead(self) -> ColumnElement[Any]:
        """Find the end that decides where some paper ends so soon that it is told, or has ended; NULL elsewhere."""
        return case((self._some_end_is_told(), self.deciding_end()))

    def is_ending(self) -> ColumnElement[bool]:
        """Test whether its agreement has ended, or ends so soon that it is told."""
        return and_(self._some_end_is_told(), self.deciding_end() <= self._told_on)

    @property
    def _told_on(self) -> date:
        return self.on + timedelta(days=self.language.thresholds.lapse_days)

    def _some_end_is_told(self) -> ColumnElement[bool]:
        """Test whether any paper ends so soon: where none does, the end that decides does not either."""
        ending = select(Agreement.id).where(
            Agreement.partnership_id == Partnership.id, Agreement.ends_on <= self._told_on
        )
        return self.scope.limit(ending, Agreement).correlate(Partnership).exists()

    def confirmed_on(self) -> ColumnElement[str]:
        """Find the day on which what was agreed was last confirmed, as ISO text; empty where it never was."""
        return func.coalesce(latest_day(Partnership.confirmed_on, self.on), "")

    def written_on(self) -> ColumnElement[Any]:
        """Find the day from which its latest term stands; NULL where none does."""
        latest = select(func.max(PartnershipTerm.from_on)).where(
            PartnershipTerm.partnership_id == Partnership.id, PartnershipTerm.from_on <= self.on
        )
        return latest.scalar_subquery()

    def is_unconfirmed(self) -> ColumnElement[bool]:
        """Test whether what was agreed was written or confirmed so long ago, `last_stated_on`, that it is asked for."""
        limits = self.language.thresholds
        months = min(limits.confirm_every_months, limits.facts_last_months)
        since = date.fromordinal(back(self.on.toordinal(), months))
        confirmed, written = self.confirmed_on(), self.written_on()
        # What is still to begin was stated when it begins, unless something of it was stated before.
        is_stated_early = and_(Partnership.started_on > self.on, or_(confirmed != "", written.is_not(None)))
        return and_(
            or_(Partnership.started_on <= since, is_stated_early),
            confirmed <= since.isoformat(),
            or_(written.is_(None), written <= since),
        )

    def is_without_person(self) -> ColumnElement[bool]:
        """Test whether nobody at the school is its point person."""
        return point_person_held(self.on).is_(None)

    def loses_person(self) -> ColumnElement[bool]:
        """Test whether nobody is its point person any more a while ahead, though it goes on."""
        ahead = self.on + timedelta(days=self.language.thresholds.lapse_days)
        goes_on = or_(Partnership.ended_on.is_(None), Partnership.ended_on > ahead)
        return and_(goes_on, point_person_held(ahead).is_(None))

    @cached_property
    def _contacts(self) -> Subquery:
        return contacts_by_partner(self.scope, self.on, since=self.contacts_since).subquery()

    def with_contacts(self, statement: Select[Any]) -> Select[Any]:
        """Join the latest contact with each partner to a statement on partnerships, which `is_quiet` looks at."""
        return statement.outerjoin(self._contacts, self._contacts.c.partner_id == Partnership.partner_id)

    def is_quiet(self) -> ColumnElement[bool]:
        """Test, in a statement `with_contacts`, whether contact was agreed and is overdue."""
        interval, last_on = Partnership.contact_interval_days, self._contacts.c.on
        since = case((last_on > Partnership.started_on, last_on), else_=Partnership.started_on)
        return and_(interval.is_not(None), days_between(literal(self.on, Date), since) > interval)

    def needs_care(self) -> ColumnElement[bool]:
        """Test, in a statement `with_contacts`, whether `PartnershipRow.needs_care`."""
        return and_(
            or_(Partnership.ended_on.is_(None), Partnership.ended_on > self.on),
            or_(
                self.is_without_person(),
                self.loses_person(),
                stage_held(Partnership.id, self.on).in_(self.language.marked("stage", "rests")),
                self.is_unconfirmed(),
                self.is_ending(),
                self.is_quiet(),
            ),
        )

    def evaluated_on(self) -> ColumnElement[Any]:
        """Find the day of its latest evaluation; NULL where it has none."""
        latest: Select[Any] = select(func.max(Evaluation.occurred_on)).where(
            Evaluation.partnership_id == Partnership.id,
            Evaluation.record_status == RecordStatus.CONFIRMED,
            Evaluation.occurred_on <= self.on,
        )
        return self.scope.limit(latest, Evaluation).correlate(Partnership).scalar_subquery()
