"""What somebody did at a school since a day, told in a line or two."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.history import Action, History
from models.record_kinds import KINDS
from models.scope import Scope
from models.wording import counted

# So many of a school's latest changes are looked through: a week of a busy school.
_LATEST = 500
# More sorts than this are no line any more.
_TOLD = 6
_DONE = {
    Action.CREATED: "entered",
    Action.CHANGED: "changed",
    Action.ARCHIVED: "archived",
    Action.RESTORED: "brought back",
}


@dataclass(frozen=True, slots=True)
class Done:
    """Records of one kind to which the same was done.

    Attributes:
        words: "5 activities entered".
        record_id: The only one of them; None where there are several.
    """

    kind: str
    words: str
    record_id: int | None


def done_since(session: Session, since: datetime, *, scope: Scope) -> list[Done]:
    """List what the reader did most at the school since a moment: one statement.

    What was entered and then changed was entered; how lists are looked at is left out.

    Args:
        since: In UTC.
        scope: Of one school, and of a person.

    Source:
        The history of records.
    """
    latest = (
        select(History.id, History.at, History.user_id, History.record_kind, History.record_id, History.action)
        .where(History.school_id == scope.school_id)
        .order_by(History.id.desc())
        .limit(_LATEST)
        .subquery()
    )
    mine = select(latest.c.record_kind, latest.c.record_id, latest.c.action).where(
        latest.c.at >= since, latest.c.user_id == scope.user_id
    )
    did: dict[tuple[str, int], Action] = {}
    for kind, number, action in session.execute(mine.order_by(latest.c.id)):
        if kind in KINDS and not (action is Action.CHANGED and (kind, number) in did):
            did[kind, number] = action
    groups: dict[tuple[str, Action], list[int]] = defaultdict(list)
    for (kind, number), action in did.items():
        groups[kind, action].append(number)
    found = []
    for (kind, action), numbers in sorted(groups.items(), key=lambda one: -len(one[1])):
        noun = counted(len(numbers), KINDS[kind].noun, KINDS[kind].nouns)
        done = "logged" if (kind, action) == (Activity.kind, Action.CREATED) else _DONE[action]
        found.append(Done(kind, f"{noun} {done}", numbers[0] if len(numbers) == 1 else None))
    return found[:_TOLD]
