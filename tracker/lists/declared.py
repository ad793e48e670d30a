"""Every list of the product, by the name that saved views know it by: a new list is one more line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracker.actions.list import LIST as ACTIONS
from tracker.activities.list import LIST as ACTIVITIES
from tracker.activities.waiting import LIST as WAITING
from tracker.agreements.list import LIST as AGREEMENTS
from tracker.evaluations.list import LIST as EVALUATIONS
from tracker.hand_overs.list import LIST as HAND_OVERS
from tracker.imports.list import LIST as IMPORTS
from tracker.lists.dashboards import DASHBOARDS
from tracker.lists.listing import Listing
from tracker.partners.list import LIST as PARTNERS
from tracker.partnerships.list import LIST as PARTNERSHIPS
from tracker.people.list import LIST as PEOPLE
from tracker.records.list import LISTS as OF_RECORDS
from tracker.thanks.list import LIST as THANKS

LISTS: Mapping[str, Listing] = MappingProxyType(
    {
        one.key: one
        for one in (
            *(ACTIVITIES, WAITING, ACTIONS, PARTNERS, PARTNERSHIPS, AGREEMENTS, EVALUATIONS, HAND_OVERS),
            *(*OF_RECORDS.values(), THANKS, IMPORTS, PEOPLE),
        )
    }
)

# Everything of which a view can be saved.
VIEWED: Mapping[str, Listing] = MappingProxyType({**LISTS, **{one.key: one for one in DASHBOARDS}})
