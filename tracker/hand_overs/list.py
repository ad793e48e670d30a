"""The list of changes of people: its columns and its filters."""

from __future__ import annotations

from models.queries.hand_overs import Change, ChangeFilter, list_changes
from models.queries.paging import Paged
from tracker.choices import partners_lately
from tracker.extensions import db
from tracker.lists.filters import InMonth, Mark, Mine, Search
from tracker.lists.listing import Asked, Column, Listing
from tracker.lists.partner_filter import PartnerFilter
from tracker.reader import reader
from tracker.roles import Permission


def _find(asked: Asked) -> Paged[Change]:
    first, end = asked.span
    wanted = ChangeFilter(
        is_made=False if asked.is_on("open") else None,
        partner_id=asked.get("partner"),
        text=asked.get("q"),
        start=first,
        end=end,
        entered_by_id=reader().person.id if asked.is_on("entered") else None,
    )
    return list_changes(db.session, wanted, scope=reader().scope, **asked.part)


LIST = Listing(
    key="hand_overs",
    page="hand_overs.index",
    title="Hand-overs",
    read=Permission.PARTNERSHIPS_READ,
    own_nouns=("change of people", "changes of people"),
    columns=(
        Column(key="date", label="From", sort="date", first="-", look="nowrap"),
        Column(key="who", label="Who leaves", sort="who", is_head=True),
        Column(key="where", label="At", sort="where", look="typed", is_named=True),
        Column(key="follows", label="Who follows", sort="follows", look="typed", is_named=True),
        Column(key="what", label="What", is_shown=False, is_named=True),
        Column(key="note", label="Note", is_shown=False, look="typed", is_named=True),
        Column(key="press", label="Next step", look="press"),
    ),
    filters=(
        Search(),
        PartnerFilter(every="The school and all partners", phrase="at {}"),
        Mark(name="open", label="Only", words="not handed over", link="Not handed over", phrase="{}"),
        InMonth(ahead=True),
        Mine(),
    ),
    order="-date",
    days="date",
    day_of=lambda one: one.transition.occurred_on,
    find=_find,
    partners=partners_lately,
)
