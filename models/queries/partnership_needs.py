"""What every current partnership of a school needs, without reading them: plain values, in one statement.

Of a thousand partnerships Home shows a few. Which ones, and how many there are in all, these values say; how to say it
is asked of those shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, String, select, type_coerce
from sqlalchemy.orm import Session

from models.agreements import Agreement
from models.continuum.language.language import Language
from models.continuum.language.thresholds import Thresholds
from models.continuum.time.calendar import expiry
from models.folding import folded_column
from models.partners import Partner
from models.partnerships import Partnership
from models.queries.catalogue import NoRules, catalogue_on
from models.queries.partnership_care import Care, contacts_matter_since, stage_held
from models.queries.partnership_health import Concern, out_stages
from models.queries.partnership_list import current
from models.records import RecordStatus
from models.scope import Scope


class _Values(NamedTuple):
    id: int
    status: str
    stage: str | None
    started_on: date
    ends_on: date | None
    confirmed_on: str
    written_on: date | None
    is_without_person: bool
    loses_person: bool
    is_quiet: bool
    evaluated_on: date | None
    has_agreement: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """One thing that a partnership needs.

    Attributes:
        concern: As of a notice; None for an evaluation.
        tone: As of a notice.
        days: How long it is overdue, negative until it is; 0 where that says nothing.
    """

    partnership_id: int
    concern: Concern | None
    tone: str
    days: int = 0


def partnership_needs(session: Session, *, scope: Scope, today: date) -> list[Needed]:
    """List what current partnerships need today, by partner: two statements, and one for the rules.

    It is what `notices_of` and `evaluations_due` say of each that is told on Home.
    """
    try:
        language = catalogue_on(session, today, scope=scope).language
    except NoRules:
        return []
    return _needs(_values(session, language, scope=scope, today=today), language, today=today)


def partnerships_lacking(session: Session, *, scope: Scope, today: date) -> dict[str, list[int]]:
    """List the partnerships in force that lack something, by partner: sort of gap -> their numbers.

    A valid agreement (`expired`), any agreement, a point person, an evaluation; a fixed number of statements.

    Raises:
        NoRules: There are none to judge by.
    """
    language = catalogue_on(session, today, scope=scope).language
    in_force = language.marked("stage", "in_force")
    standing = [
        one
        for one in _values(session, language, scope=scope, today=today)
        if one.status == RecordStatus.CONFIRMED.value and one.stage in in_force
    ]
    needs = _needs(standing, language, today=today)
    out = out_stages(language)

    def needing(concern: Concern | None) -> list[int]:
        among = (one for one in needs if one.concern is concern)
        return [one.partnership_id for one in among if concern is not Concern.AGREEMENT or one.tone == "bad"]

    return {
        "expired": needing(Concern.AGREEMENT),
        "no_agreement": [one.id for one in standing if not one.has_agreement],
        "no_point_person": [one.id for one in standing if one.is_without_person and one.stage not in out],
        "no_evaluation": needing(None),
    }


def _values(session: Session, language: Language, *, scope: Scope, today: date) -> list[_Values]:
    """Read the values of every current partnership, by partner: one statement, and one for its contacts."""
    since = contacts_matter_since(session, scope=scope, today=today)
    rows = session.execute(_asked(Care(scope, today, language, contacts_since=since)))
    return [_Values(*row) for row in rows]


def _needs(values: Iterable[_Values], language: Language, *, today: date) -> list[Needed]:
    out, in_force = out_stages(language), language.marked("stage", "in_force")
    limits = language.thresholds
    return [one for row in values for one in _needs_of(row, today, limits, out=out, in_force=in_force)]


def _asked(care: Care) -> Select[Any]:
    papers = select(Agreement.id).where(
        Agreement.partnership_id == Partnership.id, Agreement.record_status == RecordStatus.CONFIRMED
    )
    values = (
        Partnership.id,
        type_coerce(Partnership.record_status, String),
        stage_held(Partnership.id, care.on),
        Partnership.started_on,
        care.end_ahead(),
        care.confirmed_on(),
        care.written_on(),
        care.is_without_person(),
        care.loses_person(),
        care.is_quiet(),
        care.evaluated_on(),
        care.scope.limit(papers, Agreement).correlate(Partnership).exists(),
    )
    asked = care.with_contacts(current(select(*values), care.language, scope=care.scope, today=care.on))
    return asked.order_by(folded_column(Partner.name), Partnership.id)


def _needs_of(
    one: _Values, today: date, limits: Thresholds, *, out: Collection[str], in_force: Collection[str]
) -> Iterable[Needed]:
    if one.stage not in out:
        left = (one.ends_on - today).days if one.ends_on else None
        if left is not None and left <= limits.lapse_days:
            yield Needed(one.id, Concern.AGREEMENT, "bad" if left < 0 else "warn", -left)
        stated = _stated_on(one, today).toordinal()
        if expiry(stated, limits.facts_last_months) <= today.toordinal():
            yield Needed(one.id, Concern.FACTS, "bad")
        elif expiry(stated, limits.confirm_every_months) <= today.toordinal():
            yield Needed(one.id, Concern.FACTS, "warn")
        if one.is_without_person:
            yield Needed(one.id, Concern.POINT_PERSON, "bad")
        elif one.loses_person:
            yield Needed(one.id, Concern.POINT_PERSON, "warn")
        if one.is_quiet:
            yield Needed(one.id, Concern.CONTACT, "warn")
    if one.status == RecordStatus.CONFIRMED.value and one.stage in in_force:
        since = (one.evaluated_on or one.started_on).toordinal()
        late = today.toordinal() - expiry(since, limits.evaluation_months)
        if late >= 0:
            yield Needed(one.id, None, "bad" if late else "warn", late)


def _stated_on(one: _Values, today: date) -> date:
    """Give what `last_stated_on` says."""
    days = [date.fromisoformat(one.confirmed_on)] if one.confirmed_on else []
    if one.written_on is not None:
        days.append(one.written_on)
    if one.started_on <= today:
        days.append(one.started_on)
    return max(days, default=one.started_on)
