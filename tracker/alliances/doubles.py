"""Says of what a strategic alliance is about to send that somebody of its own may have sent it already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from flask import request, url_for

from models.accounts import School
from models.activities import Activity, ActivityKind
from models.agreements import Contribution
from models.amounts import amount_words
from models.operations.activity_entries import ActivityEntry, settled_kind
from models.operations.giving import ContributionEntry
from models.operations.records import one_line
from models.partners import Partner
from models.queries.catalogue import phrases
from models.queries.doubles import find_own_act, find_own_double
from models.record_kinds import FROM_PARTNERS
from models.records import RecordStatus
from models.stewardship import Transition
from models.wording import sentence_case
from tracker.device import SHOWN_DOUBLE, Double
from tracker.doubles import told
from tracker.extensions import db
from tracker.reader import reader
from tracker.rules import rules_today, terms_today
from tracker.sent_forms import was_sent
from tracker.vocabulary import label


def double_of_gift(entry: ContributionEntry, partner: Partner, school: School) -> Double | None:
    """Find a gift that may be the same; None where none is, or the person was shown it and sends all the same."""
    if was_sent():
        return None
    said = {one.name: getattr(entry, one.name) for one in fields(entry)} | {"partner": partner}
    kind = FROM_PARTNERS[Contribution.kind]
    return _not_shown(find_own_double(db.session, kind, said, scope=reader().scope, school_id=school.id))


def double_of_change(leaves: str | None, on: date, partner: Partner, schools: Iterable[School]) -> Double | None:
    """Find a change of people, announced to one of some schools, that may be the same; None as for a gift."""
    if was_sent():
        return None
    kind = FROM_PARTNERS[Transition.kind]
    what = rules_today().language.first("transition", "of_partner")
    said = {"what": what, "partner": partner, "leaves": one_line(leaves) or None, "occurred_on": on}
    scope = reader().scope
    found = (find_own_double(db.session, kind, said, scope=scope, school_id=school.id) for school in schools)
    return _not_shown(next((one for one in found if one is not None), None))


def double_of_act(entry: ActivityEntry, school: School) -> Double | None:
    """Find an activity that may be the same; None where none is, or the person was shown it and sends all the same."""
    kind = settled_kind(entry.kind, ask=entry.ask, channel=entry.channel, terms=terms_today())
    if was_sent() or entry.occurred_on is None or kind not in set(ActivityKind):
        return None
    found = find_own_act(
        db.session,
        scope=reader().scope,
        school_id=school.id,
        on=entry.occurred_on,
        kind=ActivityKind(kind),
        doing=(*entry.channel, *entry.purpose),
    )
    return _not_shown(found)


def _not_shown(record: Contribution | Activity | Transition | None) -> Double | None:
    if record is None or request.form.get(SHOWN_DOUBLE) == str(record.id):
        return None
    kind = FROM_PARTNERS[record.kind]
    # A change of people is taken back and announced anew; nothing of it is corrected.
    waits = record.record_status is RecordStatus.PROPOSED and not isinstance(record, Transition)
    page = (
        url_for("alliances.entry", entry_kind=kind.name, own_entry_id=record.id)
        if waits
        else url_for("alliances.entries")
    )
    return told(kind, record, _named(record), page)


def _named(record: Contribution | Activity | Transition) -> str:
    if isinstance(record, Contribution) and record.type:
        said = label(record.type, "contribution_type")
        if record.amount is None or not record.unit:
            return said
        return f"{said}, {amount_words(record.amount, record.unit, rules_today().language)}"
    if isinstance(record, Transition):
        return f"{record.leaves} leaves" + (f", {record.follows} follows" if record.follows else "")
    kind = FROM_PARTNERS[record.kind]
    return kind.words_of(record) or sentence_case(kind.noun_of(record, phrases(db.session)))
