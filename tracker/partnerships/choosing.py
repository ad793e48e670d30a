"""Find out which partnership a new agreement or evaluation belongs to."""

from __future__ import annotations

from collections.abc import Iterable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.partnerships import Partnership
from models.queries.partnership_list import PartnershipFilter, list_partnerships
from models.queries.partnerships import find_partnership
from models.queries.record_names import record_numbers
from tracker.actions.making import ACTION
from tracker.actions.ticking import action_asked
from tracker.asked_parts import asked_part
from tracker.came_from import FIELD as BACK
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404, record_id
from tracker.lists.filters import Search
from tracker.reader import reader


def partnership_asked() -> Partnership | None:
    """Find the partnership that the address names: links by number, plans by reference; None where it names none.

    Raises:
        HTTPException: 404 where it names one outside the reader's scope.
    """
    asked = request.args.get("partnership", "")
    if not asked:
        return None
    scope = reader().scope
    number = record_id(asked) or next(
        iter(record_numbers(db.session, [(Partnership.kind, asked)], scope=scope).values()), 0
    )
    return or_404(find_partnership(db.session, number, scope=scope))


def choose_partnership(question: str, *, endpoint: str, fills: Iterable[str] = ()) -> ResponseReturnValue:
    """Ask which partnership is meant; the answer comes back in the address.

    Args:
        question: What the page asks.
        endpoint: Where the answer goes.
        fills: Arguments of the address by which the form is filled: they go on with the answer.
    """
    sought = _sought()
    found = list_partnerships(db.session, PartnershipFilter(text=sought), scope=reader().scope, today=today())
    action_asked()
    kept = {name: texts for name in (ACTION, BACK, *fills) if (texts := request.args.getlist(name))}

    def href(number: int) -> str:
        return url_for(endpoint, partnership=number, **kept)  # type: ignore[arg-type]

    return render_template(
        "partnerships/choose.html", found=found, sought=sought, question=question, href=href, kept=kept
    )


def _sought() -> str | None:
    """Read which words are searched for; None where there are none, or none that anybody can type."""
    sought: str | None = asked_part(Search())
    return sought
