"""Says of what a strategic alliance is about to send that somebody of its own may have sent it already."""

from __future__ import annotations

from dataclasses import fields

from flask import request, url_for

from models.accounts import School
from models.activities import Activity, ActivityKind
from models.agreements import Contribution
from models.amounts import amount_words
from models.operations.activity_entries import ActivityEntry, settled_kind
from models.operations.giving import ContributionEntry
from models.partners import Partner
from models.queries.catalogue import phrases
from models.queries.doubles import find_own_act, find_own_double
from models.record_kinds import FROM_PARTNERS
from models.records import RecordStatus
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


def _not_shown(record: Contribution | Activity | None) -> Double | None:
    if record is None or request.form.get(SHOWN_DOUBLE) == str(record.id):
        return None
    kind = FROM_PARTNERS[record.kind]
    waits = record.record_status is RecordStatus.PROPOSED
    page = (
        url_for("alliances.entry", entry_kind=kind.name, own_entry_id=record.id)
        if waits
        else url_for("alliances.entries")
    )
    return told(kind, record, _named(record), page)


def _named(record: Contribution | Activity) -> str:
    if isinstance(record, Contribution) and record.type:
        said = label(record.type, "contribution_type")
        if record.amount is None or not record.unit:
            return said
        return f"{said}, {amount_words(record.amount, record.unit, rules_today().language)}"
    kind = FROM_PARTNERS[record.kind]
    return kind.words_of(record) or sentence_case(kind.noun_of(record, phrases(db.session)))
