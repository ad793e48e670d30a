"""Which signed years counted a record, or had it tied to them as evidence, and which of them a change would move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.imports import Import, ImportedRecord
from models.partners import SchoolPartner
from models.queries.continuum import continuum_of, first_day_touched
from models.queries.merges import records_of
from models.queries.year_reports import Report, signed_report
from models.ratings import SignOff
from models.record_kinds import KINDS
from models.records import Record, RecordStatus
from models.scope import Scope

# How a record stands in a signed year; only ever compared with another.
Place = tuple[Hashable, ...]
# Shares are signed on four places.
_ROUNDED = 0.0001


def signed_years_of(
    session: Session, keys: Collection[RecordKey], *, scope: Scope
) -> Mapping[RecordKey, tuple[str, ...]]:
    """Name the signed years that rest on records, the earliest first; records on which none rests are left out.

    Args:
        keys: Kind and reference of each record.

    Source:
        `sign_offs` that stand; what was taken back rests on nothing any more.
    """
    if not keys or scope.partner_id is not None:
        return {}
    wanted = set(keys)
    found: dict[RecordKey, list[str]] = defaultdict(list)
    for report in _standing_reports(session, scope):
        for key in wanted & set(_resting_on(report)):
            found[key].append(report["year"])
    return {key: tuple(years) for key, years in found.items()}


def _standing_reports(session: Session, scope: Scope) -> list[Report]:
    standing = session.scalars(
        select(SignOff).where(SignOff.school_id.in_(scope.school_ids), SignOff.reopened_at.is_(None))
    )
    return sorted(map(signed_report, standing), key=lambda one: str(one["year"]))


def _lines(report: Report) -> Iterator[Mapping[str, Any]]:
    return (line for outcome in report["outcomes"] for line in outcome["indicators"])


def _resting_on(report: Report) -> Iterator[RecordKey]:
    """Name the records that a report counted or had tied to it."""
    for line in _lines(report):
        for practice in line["practices"]:
            yield from _counted_by(practice)
        for piece in line["evidence"]:
            kind, _, ref = piece["record"].partition("/")
            if ref:
                yield kind, ref


def _counted_by(practice: Mapping[str, Any]) -> Iterator[RecordKey]:
    return ((kind, ref) for kind, ref in (*practice["records"], *practice.get("held_by", ())))


def has_signed_years(session: Session, *, scope: Scope) -> bool:
    """Whether a school has a signed year that stands; one statement."""
    standing = select(SignOff.id).where(SignOff.school_id.in_(scope.school_ids), SignOff.reopened_at.is_(None))
    return session.scalar(standing.limit(1)) is not None


def moved_between(session: Session, was: Continuum, now: Continuum, *, scope: Scope) -> Mapping[str, tuple[str, ...]]:
    """Say of which signed years two states of a school show different things: year -> names of the indicators.

    A practice moves where its share on the day of the year goes further from what was signed, or where a record that
    the year counted is counted no more. What only adds to records that sufficed, or goes back to them, moves nothing.

    Args:
        now: The school as it would be; made from the other one, or read anew.
    """
    touched_from = first_day_touched(now.evidence.touched)
    found: dict[str, tuple[str, ...]] = {}
    for report in _standing_reports(session, scope):
        on = date.fromisoformat(report["judged_on"])
        if now is was or touched_from > on.toordinal():
            continue
        rules = was.rules_on(on.toordinal())
        names = [line["name"] for line in _lines(report) if _moves(line, was, now, on, frozenset(rules.practices))]
        if names:
            found[report["year"]] = tuple(names)
    return found


def _moves(line: Mapping[str, Any], was: Continuum, now: Continuum, on: date, known: frozenset[str]) -> bool:
    for practice in line["practices"]:
        key = practice["key"]
        if key not in known:
            continue
        before, after, signed = was.share(key, on.toordinal()), now.share(key, on.toordinal()), practice["share"]
        if signed is not None and abs(after - signed) > abs(before - signed) + _ROUNDED:
            return True
        if counted := set(_counted_by(practice)):
            lost = was.record_keys(key, on) - now.record_keys(key, on)
            if counted & lost:
                return True
    return False


def places_in_signed_years(session: Session, record: Record) -> Mapping[str, Place]:
    """Say how a record stands, as the session holds it now, in each signed year that rests on it: year -> place.

    Asked before and after a change: a place that is another one then says that the change would move what records
    show of that year. What was only put in other words moves nothing, nor does a state that changes from a later day
    on; of what the team tied as evidence every change does. What is archived has no place any more.

    Raises:
        NoRules: As `models.queries.continuum.continuum_of`, where a year rests on it.
    """
    if record.record_status is RecordStatus.ARCHIVED:
        return {}
    scope = Scope.of_school(record.school_id)
    reports = _standing_reports(session, scope)
    keys = _read_with(session, record, scope) if reports else frozenset()
    return {
        report["year"]: _place_of(session, record, keys, report, scope)
        for report in reports
        if not keys.isdisjoint(_resting_on(report))
    }


def _read_with(session: Session, record: Record, scope: Scope) -> frozenset[RecordKey]:
    """Name the records that are read otherwise once a record is: of a partner, all that is on record with it."""
    found = [record]
    if isinstance(record, SchoolPartner):
        found += records_of(session, record.partner_id, scope=scope)
    return frozenset((one.kind, one.ref) for one in found)


def _place_of(session: Session, record: Record, keys: frozenset[RecordKey], report: Report, scope: Scope) -> Place:
    on = date.fromisoformat(report["judged_on"])
    continuum = continuum_of(session, scope=scope)
    practices = continuum.rules_on(on.toordinal()).practices
    place: list[Hashable] = []
    for line in _lines(report):
        for practice in line["practices"]:
            if practice["key"] in practices and not keys.isdisjoint(_counted_by(practice)):
                answer = continuum.practice(practices[practice["key"]], on)
                place += [keys & continuum.record_keys(answer.key, on), answer.share, answer.status]
        if any(piece["record"] == f"{record.kind}/{record.ref}" for piece in line["evidence"]):
            place.append(record.version)
    return tuple(place)


def keys_written_by(session: Session, imported: Import) -> list[RecordKey]:
    """Name the records that an import made or changed: taking it back archives them, or has them say what they said."""
    made = select(ImportedRecord.record_id).where(ImportedRecord.import_id == imported.id)
    kinds = session.scalars(
        select(ImportedRecord.record_kind).where(ImportedRecord.import_id == imported.id).distinct()
    ).all()
    return [
        (kind, ref)
        for kind in kinds
        if kind in KINDS
        for ref in session.scalars(
            select(KINDS[kind].table.ref).where(
                KINDS[kind].table.id.in_(made.where(ImportedRecord.record_kind == kind)),
                KINDS[kind].table.school_id == imported.school_id,
            )
        )
    ]
