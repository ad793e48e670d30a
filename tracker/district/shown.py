"""The schools of a district as the address of their dashboard asks for them: what is out of date is stored first."""

from __future__ import annotations

import time
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from dashboards.addresses import HOME
from dashboards.filters import LONGEST_ADDRESS
from dashboards.schools import Schools
from models.continuum.rulebook.catalogue import Catalogue
from models.queries.district import Asks, Comparison, SchoolLine, compare_schools
from models.queries.paging import Paged
from tracker.clock import today
from tracker.district.list import LEVELS, asks_of, columns_of, list_of
from tracker.district.scope import scope_of_district
from tracker.extensions import db
from tracker.lists.listing import PAGE, Asked, Listing, read_address
from tracker.rules import rules_today
from tracker.standings import store_anew

# So long a reader waits for schools whose records changed since; the others follow when the page is read next.
PATIENCE = 2.0


def schools_asked(query: str) -> Schools:
    """Read what an address asks, and give the schools so.

    Args:
        query: What stands behind the question mark of the address.
    """
    rules = rules_today()
    asked = read_address(listing_of(rules), MultiDict(parse_qsl(query[:LONGEST_ADDRESS])))
    columns = columns_of(rules, asked.get("outcome"))
    here = asked.href(page=asked.args.get(PAGE))
    file = url_for("district.export")
    return Schools(
        rules=rules,
        found=compared(asks_of(asked, rules)),
        asked=asked,
        columns=columns,
        levels={level: rules.level_name(level) for level in LEVELS},
        why={
            one.code: url_for("accounts.choose_place", next=url_for("indicators.show", slug=one.slug, back=here))
            for one in columns_of(rules, None)
        },
        enter=url_for("accounts.choose_place", next=f"{HOME}?{urlencode({'back': here})}"),
        file=f"{file}?{asked.query}" if asked.query else file,
    )


def listing_of(rules: Catalogue) -> Listing:
    """Make the list of the schools of the reader's district."""

    def find(asked: Asked) -> Paged[SchoolLine]:
        return compared(asks_of(asked, rules)).schools

    return list_of(rules, find)


def compared(asks: Asks) -> Comparison:
    """Compare the schools of the reader's district, those first stored anew that changed, while there is time."""
    scope = scope_of_district()
    found = compare_schools(db.session, today(), asks, scope=scope)
    if not found.stale:
        return found
    # What was read holds a transaction open, and on SQLite the right to write.
    db.session.rollback()
    until = time.monotonic() + PATIENCE
    # Those on the page come first.
    shown = found.stale & {one.school_id for one in found.schools.rows}
    for some in (shown, found.stale - shown):
        store_anew(some, while_=lambda: time.monotonic() < until)
    return compare_schools(db.session, today(), asks, scope=scope)
