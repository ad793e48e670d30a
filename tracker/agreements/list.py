"""The list of agreements: its columns, its filters, and what can be done with several at once."""

from __future__ import annotations

from models.agreements import Agreement, AgreementState
from models.operations.renewals import restore_agreement
from models.queries.agreements import AgreementFilter, AgreementRow, find_agreement, list_agreements
from models.queries.paging import Paged
from tracker.choices import Pairs, pairs
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.filters import Choice, InMonth, Mark, Mine, Search, archived
from tracker.lists.handling import Handling
from tracker.lists.listing import Asked, Column, Listing
from tracker.reader import reader
from tracker.roles import Permission


def agreement_or_404(agreement_id: int) -> Agreement:
    """Fetch an agreement of the reader's school, or answer 404."""
    return or_404(find_agreement(db.session, agreement_id, scope=reader().scope))


def _kinds() -> Pairs:
    return pairs("agreement_kind")


def _states() -> Pairs:
    return [(one.value, one.value.capitalize()) for one in AgreementState]


def _find(asked: Asked) -> Paged[AgreementRow]:
    first, end = asked.span
    wanted = AgreementFilter(
        agreement_kind=asked.get("kind"),
        state=asked.get("state"),
        text=asked.get("q"),
        past=asked.is_on("past"),
        archived=asked.is_on("archived"),
        start=first,
        end=end,
        entered_by_id=reader().person.id if asked.is_on("entered") else None,
    )
    return list_agreements(db.session, wanted, scope=reader().scope, today=today(), **asked.part)


HANDLING = Handling(
    table=Agreement,
    area="agreements",
    argument="agreement_id",
    index="agreements.index",
    write=Permission.AGREEMENTS_WRITE,
    fetch=agreement_or_404,
    told_archived="The agreement is archived.",
    told_restored="The agreement is back.",
    restore=restore_agreement,
)

LIST = Listing(
    key="agreements",
    title="Agreements",
    read=Permission.AGREEMENTS_READ,
    columns=(
        Column(key="partner", label="Partner", sort="partner", is_head=True),
        Column(key="kind", label="Kind", sort="kind"),
        Column(key="state", label="State"),
        Column(key="submitted", label="Submitted", is_shown=False, look="nowrap", is_named=True),
        Column(key="signed", label="Signed", sort="signed", first="-", look="nowrap", is_named=True),
        Column(key="starts", label="First day", is_shown=False, look="nowrap", is_named=True),
        Column(key="end", label="Last day", sort="end", look="nowrap", is_named=True),
        Column(key="left", label="Time left"),
    ),
    filters=(
        Search(),
        Choice(name="kind", label="Kind", options=_kinds),
        Choice(name="state", label="State", options=_states, means=AgreementState),
        InMonth(label="Ends in", phrase="ending in {}", ahead=True),
        Mine(),
        Mark(name="past", label="With", words="past ones", link="With past ones"),
        archived(),
    ),
    order="end",
    days="end",
    day_of=lambda row: row.agreement.ends_on,
    without_day="Without a last day",
    find=_find,
    handling=HANDLING,
    record_of=lambda row: row.agreement,
)
