"""The network of a school's partners on the partnerships dashboard, and the table that says the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards.addresses import records_href
from dashboards.figures.network import Tie, network, ordered
from dashboards.pages.parts import MOST, charted, the_rest
from dashboards.pages.view import View
from models.queries.partnership_picture import PartnerLine
from models.wording import counted, number_words

NO_SECTOR = "Kind not said"


def ties(view: View, lines: Sequence[PartnerLine]) -> list[Any]:
    """Build the drawing and its table; nothing where no partnership runs."""
    if not lines:
        return []
    language, window = view.rules_on(view.today).language, view.window
    found = []
    for one in lines:
        words = counted(one.contacts, "contact", "contacts")
        href = records_href(window, until=view.today, **view.of_records | {"partner": str(one.partner.id)})
        if not one.contacts:
            href = f"/partnerships/{one.rows[0].partnership.id}"
        sector = language.label("category", one.partner.category) if one.partner.category else NO_SECTOR
        found.append(Tie(one.partner.name, sector, one.contacts, f"{one.partner.name}: {words}", href))
    pages = {one.partner.name: f"/partnerships/{one.rows[0].partnership.id}" for one in lines}
    works_in = {one.partner.name: one.partner.sector for one in lines}
    shown = sorted(found, key=lambda one: (-one.contacts, one.name))[:MOST]
    strongest = max(found, key=lambda one: (one.contacts, one.name))
    total = counted(sum(one.contacts for one in found), "contact", "contacts")
    said = f"No contact with any partner is on record {window.within}"
    if strongest.contacts:
        said = f"The strongest tie is {strongest.name}: {strongest.contacts} of {total} {window.within}"
    return charted(
        "network",
        said,
        f"{view.school} on the left, its partners, and what kind of organization each is. The stronger a line, the "
        "more activities with the partner in these days; dotted where there was none. Press a partner for its "
        "records.",
        network(view.school, shown, view.tokens),
        label="Network of partners",
        look="network",
        head=["Partner", "Kind of organization", "Works in", "Contacts"],
        rows=[
            [html.A(one.name, href=pages[one.name]), one.sector, works_in[one.name] or "–", _contacts(one)]
            for one in ordered(shown)
        ],
        caption=f"Partners, what kind they are, and contacts {window.within}",
        file=f"network-{window.slug}",
        rest=the_rest(
            len(shown), len(found), "partners with most contacts", all_of_them="All partnerships", href="/partnerships"
        ),
    )


def _contacts(tie: Tie) -> Any:
    return html.A(number_words(tie.contacts), href=tie.href) if tie.contacts else number_words(0)
