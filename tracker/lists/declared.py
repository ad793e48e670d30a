"""Every list of the product, by the name that saved views know it by: a new list is one more line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracker.actions.list import LIST as ACTIONS
from tracker.activities.list import LIST as ACTIVITIES
from tracker.agreements.list import LIST as AGREEMENTS
from tracker.evaluations.list import LIST as EVALUATIONS
from tracker.imports.list import LIST as IMPORTS
from tracker.lists.listing import Listing
from tracker.partners.list import LIST as PARTNERS
from tracker.partnerships.list import LIST as PARTNERSHIPS
from tracker.records.list import LISTS as OF_RECORDS

LISTS: Mapping[str, Listing] = MappingProxyType(
    {
        one.key: one
        for one in (ACTIVITIES, ACTIONS, PARTNERS, PARTNERSHIPS, AGREEMENTS, EVALUATIONS, *OF_RECORDS.values(), IMPORTS)
    }
)
