"""The directory beside its list: the map of categories, the file, and the letter to whom the filter leaves."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask import Response, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.exchange.export import BYTE_ORDER_MARK
from models.exchange.formulas import guarded
from models.queries.partner_choice import partners_near
from models.queries.partner_list import PartnerRow, count_by_category, every_partner
from models.queries.partner_mail import list_addressed
from tracker.choices import pairs
from tracker.clock import today
from tracker.extensions import db
from tracker.formatting import label
from tracker.lists.filters import YES
from tracker.lists.listing import Asked
from tracker.lists.page import asked_of
from tracker.partners.list import LIST, wanted_of
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.roles import Permission

OF_DISTRICT = "district"
HEADS = (
    "name", "kind", "subtype", "stage", "point person", "sector", "town", "website", "can offer",
    "in the directory since", "last contact", "page",
)  # fmt: skip
KEY_ONLY = "key"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class CategoryTile:
    """One category on the map of the directory.

    Attributes:
        share: Its count as a part of the largest one's, from 0 to 1: how long its bar is.
        href: Shows its partners alone, or all again where it is on.
    """

    label: str
    count: int
    share: float
    href: str
    is_on: bool


@requires(Permission.ACTIVITIES_READ)
def names() -> ResponseReturnValue:
    """Name partners that have what is typed in their names: the school's own, or the district's for a new one."""
    may_see = can(Permission.PARTNERS_WRITE) or can(Permission.PARTNERS_MERGE)
    whole = may_see and request.args.get("of") == OF_DISTRICT
    sought = request.args.get("q", "")[:LONGEST]
    return jsonify(names=partners_near(db.session, sought, scope=reader().scope, whole_district=whole))


def category_map(asked: Asked) -> list[CategoryTile]:
    """Make the map: the categories that have partners under the rest of the filter, the largest first."""
    counts = count_by_category(db.session, wanted_of(asked), scope=reader().scope, today=today())
    most = max(counts.values(), default=1)
    chosen = asked.get("category")
    known = [*pairs("category", keep=counts)]
    tiles = [
        CategoryTile(
            words,
            counts.get(code, 0),
            counts.get(code, 0) / most,
            asked.without("category") if code == chosen else asked.href(category=code),
            code == chosen,
        )
        for code, words in known
        if counts.get(code) or code == chosen
    ]
    return sorted(tiles, key=lambda one: -one.count)


@requires(Permission.PARTNERS_READ)
def export() -> ResponseReturnValue:
    """Give the directory as filtered and ordered, as a CSV file."""
    asked = asked_of(LIST)
    rows = every_partner(
        db.session,
        wanted_of(asked),
        scope=reader().scope,
        today=today(),
        sort=asked.sort,
        descending=asked.descending,
    )
    name = f"partners-{today().isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("".join(_csv(rows)), mimetype="text/csv", headers=headers)


@requires(Permission.PARTNERS_READ)
def mail() -> ResponseReturnValue:
    """Show the addresses of whoever is to be written to at the partners that the filter leaves."""
    args = request.args.copy()
    key_only = args.pop(KEY_ONLY, "") == YES
    asked = asked_of(LIST, args)
    addressed = list_addressed(db.session, wanted_of(asked), scope=reader().scope, today=today(), key_only=key_only)
    page = url_for(".mail")
    return render_template(
        "partners/mail.html",
        asked=asked,
        addressed=addressed,
        key_only=key_only,
        all_href=asked.href(page),
        key_href=asked.href(page, **{KEY_ONLY: YES}),
    )


def _csv(rows: Iterable[PartnerRow]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _line(HEADS)
    for row in rows:
        partner, engaged = row.partner, row.engaged
        yield _line(
            (
                partner.name,
                label(partner.category, "category"),
                label(partner.subtype, "subtype"),
                label(row.stage, "stage"),
                row.point_person or "",
                partner.sector or "",
                partner.town or "",
                partner.website or "",
                "; ".join(label(one, "contribution_type") for one in engaged.offers),
                _day(engaged.added_on),
                _day(row.last_contact_on),
                url_for(".show", engaged_id=engaged.id, _external=True),
            )
        )


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _line(cells: Iterable[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(map(guarded, cells))
    return buffer.getvalue()
