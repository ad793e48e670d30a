"""The list of actions: its columns, its filters, and what can be done with several at once."""

from __future__ import annotations

from typing import Any

from models.actions import Action
from models.queries.actions import NOBODY, ActionFilter, State, day_of, find_action, list_actions, names_of_owners
from models.queries.paging import Paged
from models.queries.partnership_people import staff_of_school
from tracker.choices import Pairs
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.lists.filters import Choice, Day, InMonth, Mark, Mine, Place, Search, Told, archived
from tracker.lists.handling import Handling
from tracker.lists.listing import SORT, Asked, Column, Listing
from tracker.reader import reader
from tracker.roles import Permission
from tracker.rules import rules_today

# In words, before and behind the noun.
_NAMED = {State.OPEN: "open {}", State.OVERDUE: "overdue {}", State.TO_REVIEW: "{} to review", State.DONE: "{} done"}


def action_or_404(action_id: int) -> Action:
    """Fetch an action of the reader's school, or answer 404."""
    return or_404(find_action(db.session, action_id, scope=reader().scope))


def staff_pairs() -> Pairs:
    """List who may be given an action: the people of the school with an account."""
    return [(str(one.id), one.name) for one in staff_of_school(db.session, scope=reader().scope)]


def indicator_pairs() -> Pairs:
    """List what an action may serve."""
    return [(one.code, one.name) for one in rules_today().indicators.values()]


def _outcome(text: str) -> tuple[Any, str]:
    found = {one.code: one for one in rules_today().outcomes}[text]
    return text, f"{found.code} {found.name}"


def _indicators(asked: Asked) -> tuple[str, ...] | None:
    if asked.is_on("indicator"):
        return (asked.get("indicator"),)
    return rules_today().indicators_of(asked.get("outcome")) if asked.is_on("outcome") else None


def _owners() -> Pairs:
    named = [(name, name) for name in names_of_owners(db.session, scope=reader().scope)]
    return [*staff_pairs(), *named, (NOBODY, "Nobody yet")]


def _states() -> Pairs:
    return [(State.OVERDUE.value, "Overdue"), (State.TO_REVIEW.value, "To review"), (State.DONE.value, "Done")]


def _settle(asked: Asked) -> None:
    """Put what was done last on top; of what is to be done, what is due first."""
    if asked.get("state") is State.DONE and SORT not in asked.args:
        asked.descending = True


def _find(asked: Asked) -> Paged[Action]:
    first, end = asked.span
    wanted = ActionFilter(
        state=asked.get("state") or State.OPEN,
        owner=asked.get("owner"),
        indicators=_indicators(asked),
        mine=reader().person.id if asked.is_on("mine") else None,
        text=asked.get("q"),
        archived=asked.is_on("archived"),
        start=first,
        end=end,
        entered_by_id=reader().person.id if asked.is_on("entered") else None,
    )
    return list_actions(db.session, wanted, scope=reader().scope, today=today(), **asked.part)


def _names(asked: Asked) -> tuple[str, str]:
    named = "{}" if asked.is_on("archived") else _NAMED[asked.get("state") or State.OPEN]
    return named.format("action"), named.format("actions")


HANDLING = Handling(
    table=Action,
    area="actions",
    argument="action_id",
    index="actions.index",
    write=Permission.ACTIONS_WRITE,
    fetch=action_or_404,
    told_archived="It is archived. Restore it here at any time.",
    told_restored="It is back, as it was before.",
)

LIST = Listing(
    key="actions",
    title="Actions",
    read=Permission.ACTIONS_READ,
    columns=(
        Column(key="what", label="What", sort="what", is_head=True),
        Column(key="whose", label="Whose", sort="whose", look="typed", is_named=True),
        Column(key="when", label="When", sort="when"),
        Column(key="note", label="Note", is_shown=False, look="typed", is_named=True),
        Column(key="press", label="Next step", look="press"),
    ),
    filters=(
        Choice(name="state", label="Only", options=_states, means=State, place=Place.LINK),
        Search(),
        Choice(name="owner", label="Whose", options=_owners, every="Anybody’s"),
        Choice(name="indicator", label="Indicator", options=indicator_pairs, every="Any or none", phrase="for {}"),
        Told(name="outcome", label="Outcome", reads=_outcome, phrase="for {}"),
        Mark(name="mine", label="Whose", words="mine", link="Only mine", phrase="{}"),
        InMonth(ahead=True),
        Day(name="from", label="From", phrase="from {}", place=Place.LINK),
        Day(name="to", label="To", phrase="until {}", place=Place.LINK),
        Mine(),
        archived(),
    ),
    order="when",
    days="when",
    day_of=day_of,
    find=_find,
    handling=HANDLING,
    settle=_settle,
    name_rows=_names,
)
