"""The directory as a list: its columns, its filters, and what can be done with several partners at once."""

from __future__ import annotations

from models.operations.records import restore_record
from models.partners import SchoolPartner
from models.queries.paging import Paged
from models.queries.partner_list import PartnerFilter, PartnerRow, list_partners, list_point_people
from models.queries.partners import find_partner
from models.refusals import Refused
from tracker.choices import Pairs, pairs
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.filters import Choice, Mark, Place, Search, archived
from tracker.lists.handling import Handling
from tracker.lists.listing import Asked, Column, Listing
from tracker.reader import reader
from tracker.roles import Permission


def partner_or_404(engaged_id: int) -> SchoolPartner:
    """Fetch a partner of the reader's school, or answer 404."""
    return or_404(find_partner(db.session, engaged_id, scope=reader().scope))


def _categories() -> Pairs:
    return pairs("category")


def _stages() -> Pairs:
    return pairs("stage")


def _subtypes() -> Pairs:
    return pairs("subtype")


def _offers() -> Pairs:
    return pairs("contribution_type")


def _people() -> Pairs:
    return [(name, name) for name in list_point_people(db.session, scope=reader().scope, today=today())]


def wanted_of(asked: Asked) -> PartnerFilter:
    """Give what an address asks of the directory."""
    return PartnerFilter(
        category=asked.get("category"),
        subtype=asked.get("subtype"),
        stage=asked.get("stage"),
        offer=asked.get("offer"),
        point_person=asked.get("person"),
        quiet=asked.is_on("quiet"),
        text=asked.get("q"),
        archived=asked.is_on("archived"),
    )


def _find(asked: Asked) -> Paged[PartnerRow]:
    return list_partners(db.session, wanted_of(asked), scope=reader().scope, today=today(), **asked.part)


def _restore(engaged: SchoolPartner) -> None:
    if engaged.partner.merged_into is not None:
        raise Refused(f"It is part of “{engaged.partner.present.name}” now. Take that back there.")
    restore_record(engaged)


HANDLING = Handling(
    table=SchoolPartner,
    area="partners",
    argument="engaged_id",
    index="partners.index",
    write=Permission.PARTNERS_WRITE,
    fetch=partner_or_404,
    told_archived="It is archived. Its records keep what was done.",
    told_restored="It is back in your directory.",
    restore=_restore,
)

LIST = Listing(
    key="partners",
    title="Partners",
    read=Permission.PARTNERS_READ,
    columns=(
        Column(key="name", label="Name", sort="name", is_head=True),
        Column(key="category", label="Kind", sort="category"),
        Column(key="stage", label="Stage", sort="stage"),
        Column(key="sector", label="Sector", is_shown=False, look="typed", is_named=True),
        Column(key="person", label="Point person", is_shown=False, look="typed", is_named=True),
        Column(key="offers", label="Can offer", look="small"),
        Column(key="since", label="In the directory since", is_shown=False, look="nowrap", is_named=True),
        Column(key="last", label="Last contact", sort="last", first="-", look="nowrap", is_named=True),
    ),
    filters=(
        Search(),
        Choice(name="category", label="Kind", options=_categories),
        Choice(name="stage", label="Stage", options=_stages),
        Choice(name="offer", label="Can offer", options=_offers, every="Anything", place=Place.MORE),
        Choice(name="person", label="Point person", options=_people, every="Anybody", place=Place.MORE),
        Choice(name="subtype", label="More exactly", options=_subtypes, place=Place.MORE),
        Mark(name="quiet", label="Only", words="quiet ones", link="Only quiet ones"),
        archived(),
    ),
    order="name",
    find=_find,
    handling=HANDLING,
    record_of=lambda row: row.engaged,
)
