"""The places of somebody who has very many: a list to look one up in."""

from __future__ import annotations

from models.queries.paging import Paged, page_of
from models.texts import folded
from tracker.lists.filters import Search, Told
from tracker.lists.listing import Asked, Column, Listing
from tracker.permissions import Permission
from tracker.reader import Place, reader


def _find(asked: Asked) -> Paged[Place]:
    sought = folded(asked.get("q") or "")
    found = [one for one in reader().places if sought in folded(one.name)]
    return page_of(found[::-1] if asked.descending else found, asked.page)


LIST = Listing(
    key="places",
    page="accounts.places",
    title="Places",
    read=Permission.ACCOUNT,
    own_nouns=("place", "places"),
    columns=(Column(key="name", label="Place", sort="name", is_head=True),),
    # Where to go on to is no filter, but kept from page to page like one.
    filters=(Search(label="Name"), Told(name="next", label="", reads=lambda text: (text, ""))),
    order="name",
    find=_find,
)
