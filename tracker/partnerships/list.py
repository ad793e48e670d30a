"""The list of partnerships: its columns, its filters, and what can be done with several at once."""

from __future__ import annotations

from models.partnerships import Partnership
from models.queries.paging import Paged
from models.queries.partnership_list import PartnershipFilter, PartnershipRow, list_partnerships
from models.queries.partnerships import find_partnership
from tracker.choices import Pairs, pairs
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.filters import Choice, Mark, Mine, Place, Search, archived
from tracker.lists.handling import Handling
from tracker.lists.listing import Asked, Column, Listing
from tracker.lists.partner_filter import PartnerFilter
from tracker.reader import reader
from tracker.roles import Permission


def partnership_or_404(partnership_id: int) -> Partnership:
    """Fetch a partnership of the reader's school, or answer 404."""
    return or_404(find_partnership(db.session, partnership_id, scope=reader().scope))


def _stages() -> Pairs:
    return pairs("stage")


def wanted_of(asked: Asked) -> PartnershipFilter:
    """Give what an address asks of the list."""
    return PartnershipFilter(
        stage=asked.get("stage"),
        text=asked.get("q"),
        needs_care=asked.is_on("care"),
        over=asked.is_on("over"),
        archived=asked.is_on("archived"),
        point_person=reader().person.name if asked.is_on("person") else None,
        partner_id=asked.get("partner"),
    )


def _find(asked: Asked) -> Paged[PartnershipRow]:
    return list_partnerships(db.session, wanted_of(asked), scope=reader().scope, today=today(), **asked.part)


HANDLING = Handling(
    table=Partnership,
    area="partnerships",
    argument="partnership_id",
    index="partnerships.index",
    write=Permission.PARTNERSHIPS_WRITE,
    fetch=partnership_or_404,
    told_archived="The partnership is archived.",
    told_restored="The partnership is back.",
)

LIST = Listing(
    key="partnerships",
    title="Partnerships",
    read=Permission.PARTNERSHIPS_READ,
    columns=(
        Column(key="partner", label="Partner", sort="partner", is_head=True),
        Column(key="stage", label="Stage", sort="stage"),
        Column(key="person", label="Point person", sort="person", look="typed", is_named=True),
        Column(key="agreement", label="Agreement", sort="agreement", is_named=True),
        Column(key="started", label="Since", sort="started", first="-", is_shown=False, look="nowrap", is_named=True),
        Column(key="care", label="How it stands"),
    ),
    filters=(
        Search(),
        Choice(name="stage", label="Stage", options=_stages, every="Current"),
        PartnerFilter(place=Place.LINK),
        Mark(name="care", label="Only", words="what needs care", link="Only what needs care"),
        Mine(name="person", label="Point person", words="you", link="Where I am point person", phrase="kept by {}"),
        Mark(name="over", label="With", words="ended ones", link="With ended ones"),
        archived(),
    ),
    order="partner",
    find=_find,
    handling=HANDLING,
    record_of=lambda row: row.partnership,
)
