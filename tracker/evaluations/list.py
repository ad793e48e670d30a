"""The list of evaluations: its columns, its filters, and what can be done with several at once."""

from __future__ import annotations

from typing import Any

from models.evaluations import Evaluation
from models.operations.evaluations import DOMAINS
from models.queries.evaluations import EvaluationFilter, find_evaluation, list_evaluations
from models.queries.paging import Paged
from models.queries.partnerships import find_partnership
from tracker.choices import Pairs, pairs
from tracker.extensions import db
from tracker.fetching import or_404, record_id
from tracker.lists.filters import Choice, InMonth, Mark, Mine, Search, Told, archived
from tracker.lists.handling import Handling
from tracker.lists.listing import Asked, Column, Listing
from tracker.reader import reader
from tracker.roles import Permission


def evaluation_or_404(evaluation_id: int) -> Evaluation:
    """Fetch an evaluation of the reader's school, or answer 404."""
    return or_404(find_evaluation(db.session, evaluation_id, scope=reader().scope))


def _sides() -> Pairs:
    return pairs("side")


def _partnership(text: str) -> tuple[Any, str]:
    number = record_id(text)
    found = find_partnership(db.session, number, scope=reader().scope) if number else None
    if found is None:
        raise LookupError(text)
    return found.id, found.partner.name


def _find(asked: Asked) -> Paged[Evaluation]:
    first, end = asked.span
    wanted = EvaluationFilter(
        side=asked.get("side"),
        partnership_id=asked.get("partnership"),
        text=asked.get("q"),
        open_actions=asked.is_on("open"),
        archived=asked.is_on("archived"),
        start=first,
        end=end,
        entered_by_id=reader().person.id if asked.is_on("entered") else None,
    )
    return list_evaluations(db.session, wanted, scope=reader().scope, **asked.part)


HANDLING = Handling(
    table=Evaluation,
    area="evaluations",
    argument="evaluation_id",
    index="evaluations.index",
    write=Permission.EVALUATIONS_WRITE,
    fetch=evaluation_or_404,
    told_archived="The evaluation is archived.",
    told_restored="The evaluation is back.",
)

LIST = Listing(
    key="evaluations",
    title="Evaluations",
    read=Permission.EVALUATIONS_READ,
    columns=(
        Column(key="partner", label="Partner", sort="partner", is_head=True),
        Column(key="date", label="Day", sort="date", first="-", look="nowrap"),
        Column(key="side", label="By", sort="side", is_named=True),
        *(Column(key=domain, label=domain.capitalize(), is_named=True) for domain in DOMAINS),
        Column(key="actions", label="Actions"),
    ),
    filters=(
        Search(),
        Choice(name="side", label="By", options=_sides, every="Anybody"),
        Told(name="partnership", label="With", reads=_partnership, phrase="with {}"),
        Mark(name="open", label="Only", words="with open actions", link="Only with open actions"),
        InMonth(),
        Mine(),
        archived(),
    ),
    order="-date",
    days="date",
    day_of=lambda one: one.occurred_on,
    find=_find,
    handling=HANDLING,
)
