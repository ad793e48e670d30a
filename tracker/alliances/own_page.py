"""An alliance's first page around its pictures: in figures what it gave, whom to call, and what waits for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from flask import render_template
from markupsafe import Markup

from dashboards.pages.giving import dollars
from models.agreements import Agreement
from models.operations.signatures import handed_over_lately
from models.queries.acts_together import Together, find_together
from models.queries.alliance_needs import StatedNeed, list_stated
from models.queries.alliance_partnerships import OwnPartnership, list_own_partnerships
from models.queries.alliance_requests import list_requests
from models.queries.alliance_schools import whom_to_call
from models.queries.alliances import OwnRecords
from models.queries.hours_asks import open_asks
from models.queries.partner_entries import PartnerEntry, list_unconfirmed
from models.school_years import SchoolYear
from models.wording import number_words
from tracker.agreements.signing import signing_here
from tracker.alliances.requests import waits
from tracker.alliances.views import gifts_summed, own_records_or_404, papers_of
from tracker.clock import now, school_year, today
from tracker.extensions import db
from tracker.letters.links import hours_path
from tracker.reader import reader
from tracker.vocabulary import marked

# An agreement is told of while there is time to talk about it.
ENDS_WITHIN = 60
# So much of what waits stands in cards, of many only the first; so much below them in lines; more is folded away.
CARDS, MANY, LINES = 2, 4, 2
# What takes a line only: it is asked once a year, and leads to a page of its own.
SMALL = ("agreed", "how")


@dataclass(frozen=True, slots=True)
class Gave:
    """What an alliance gave within some time: decimal hours, dollars, by unit what is neither; whom it reached."""

    hours: Decimal
    dollars: Decimal
    others: Mapping[str, Decimal]
    students: int
    people: int

    @classmethod
    def of(cls, together: Together, *, start: date, end: date) -> Gave:
        """Add it up within ``[start, end)``, which begins and ends with a month."""
        dollars = marked("unit", "money")
        given = together.own.given(start=start, end=end)
        return cls(
            together.hours(start=start, end=end),
            sum((amount for unit, amount in given.items() if unit in dollars), start=Decimal(0)),
            {unit: amount for unit, amount in given.items() if unit not in together.units | dollars},
            together.students(start=start, end=end),
            together.people(start=start, end=end),
        )


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that waits for the organization.

    Attributes:
        kind: What it is: a `request`, an agreement to `sign`, `hours` to confirm, an entry that was `returned`, an
            agreement that is `ending`, or, once a year, a `need` and what was `agreed` that may not be true any more,
            and `how` it goes.
        it: The thing itself.
        href: Where it is answered, where that is an address of its own.
    """

    kind: str
    it: Any
    href: str = ""


def framed(**pieces: Markup) -> str:
    """Write the reader's own page around its pictures: what it gave, whom to call, what waits, and the ways on.

    Args:
        pieces: What the dashboards put into the page.
    """
    records = own_records_or_404()
    day, scope = today(), reader().scope
    together = find_together(db.session, records, scope=scope, units=marked("unit", "hours"), today=day)
    entries = list_unconfirmed(db.session, scope=scope)
    stated = list_stated(db.session, scope=scope, today=day)
    own = list_own_partnerships(db.session, scope=scope, today=day)
    year = school_year(day)
    current, over = papers_of(records)
    things = _things(records, entries, stated, own)
    large = [one for one in things if one.kind not in SMALL]
    cards = large[: CARDS if len(large) < MANY else 1]
    # A line each would be a list without an end; each kind has its own list.
    rest = [one for one in things if one not in cards]
    lines = [(kind, list(some)) for kind, some in groupby(rest, key=lambda one: one.kind)]
    gave = Gave.of(together, start=year.start, end=year.end)
    return render_template(
        "alliances/show.html",
        it=records,
        known=together.is_known,
        gave=gave,
        figures=_figures(records, gave, Gave.of(together, start=date.min, end=year.end), year),
        waiting_in_all=len(things),
        cards=cards,
        lines=lines[:LINES],
        more=lines[LINES:],
        waiting=[one for one in entries if one.waits],
        stated=stated,
        own=own,
        running=[one for one in current if one.signed_on],
        papers=len(current) + len(over),
        over=len(over),
        callable=whom_to_call(db.session, records.schools, partner=records.partner, today=day),
        **pieces,
    )


def _figures(records: OwnRecords, gave: Gave, ever: Gave, year: SchoolYear) -> list[tuple[str, str, str]]:
    """Say of what it ever gave how much that is this school year, empty for none, and in all."""
    worth = {one.year: one.value for one in gifts_summed(records).years}
    found: tuple[tuple[str, Any, Any, Callable[[Any], str]], ...] = (
        ("value", worth.get(year, Decimal(0)), sum(worth.values(), start=Decimal(0)), dollars),
        ("hours", gave.hours, ever.hours, number_words),
        ("students", gave.students, ever.students, number_words),
        ("people", gave.people, ever.people, number_words),
    )
    return [(name, words(this) if this else "", words(every)) for name, this, every, words in found if every]


def _things(
    records: OwnRecords, entries: list[PartnerEntry], stated: list[StatedNeed], own: list[OwnPartnership]
) -> list[Thing]:
    """List what waits, what is asked for first."""
    day, scope = today(), reader().scope
    asked = sorted(
        (one for one in list_requests(db.session, scope=scope) if waits(one, day)),
        key=lambda one: (one.answer_by or date.max, one.asked_on),
    )
    return [
        *(Thing("request", one) for one in asked),
        *(Thing("sign", one) for one in records.agreements if _is_to_sign(one, day)),
        *(Thing("hours", one, hours_path(one.id, one.nonce)) for one in open_asks(db.session, scope=scope, now=now())),
        *(Thing("returned", one) for one in entries if one.is_returned),
        *(Thing("ending", one) for one in records.ending(day, within=ENDS_WITHIN)),
        *(Thing("need", one) for one in stated if one.is_asked(day)),
        *(Thing("agreed", one) for one in own if one.asks_whether_true(day)),
        *(Thing("how", one) for one in own if one.asks_how_it_goes(day)),
    ]


def _is_to_sign(paper: Agreement, day: date) -> bool:
    """Whether it was handed over lately, and the organization has not signed it as it stands."""
    return handed_over_lately(paper, today=day) and signing_here(paper).is_open
