"""Plan activities: what a plan names becomes drafts of its days, which count once they happened. Nothing commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action
from models.activities import Activity, ActivityKind
from models.operations.activities import drop_activity
from models.operations.activity_entries import CODE_LISTS, MARKS
from models.partners import Partner, SchoolPartner
from models.planning.acts import Act
from models.planning.making import PLANNED
from models.queries.planned import drafts_of
from models.records import RecordStatus

SHOWN_BY_ANOTHER = "another activity was logged for it"
PLANNED_ANEW = "the year was planned again"


def is_activity(act: Act) -> bool:
    """Whether an act of a plan is an activity that is still to be made."""
    return act.kind == Activity.kind and act.ref.startswith(PLANNED)


def plan_activities(
    session: Session, pairs: Iterable[tuple[Action, Act]], *, user_id: int | None, today: date
) -> list[Activity]:
    """Make a draft of each activity that a plan names, on its day, and tie it to its action.

    Whose the action is, theirs is the draft; where it is nobody's it is theirs who took the plan. Organisations that
    the school does not know yet are left open.

    Args:
        pairs: Actions with the acts that they were made of; flushed.
    """
    wanted = list(pairs)
    if not wanted:
        return []
    names = {name for _, act in wanted for name in act.said.get("partner") or ()}
    known = _partners(session, wanted[0][0].school_id, names)
    made = []
    for action, act in wanted:
        draft = Activity(
            school_id=action.school_id,
            occurred_on=act.on,
            title=action.what,
            record_status=RecordStatus.DRAFT,
            entered_on=today,
            entered_by_id=action.owner_id or user_id,
            **_said(act.said),
        )
        draft.partners = [known[name] for name in act.said.get("partner") or () if name in known]
        action.done_by = f"{draft.kind}/{draft.ref}"
        made.append(draft)
    session.add_all(made)
    return made


def _said(said: Mapping[str, Any]) -> dict[str, Any]:
    found = {field: tuple(said[field]) for field in CODE_LISTS if said.get(field)}
    found |= {field: said[field] for field in MARKS if said.get(field) is not None}
    return found | {"activity_kind": ActivityKind(said["kind"]), "formality": said.get("formality")}


def _partners(session: Session, school_id: int, names: Iterable[str]) -> dict[str, Partner]:
    statement = select(Partner).join(SchoolPartner, SchoolPartner.partner_id == Partner.id)
    found = session.scalars(
        statement.where(SchoolPartner.school_id == school_id, Partner.name.in_(sorted(names))).order_by(Partner.id)
    )
    return {one.name: one for one in found}


def drop_drafts(session: Session, actions: Iterable[Action], because: str) -> None:
    """Archive the drafts that actions wait on, and say why; an action without a draft is left alone."""
    for draft in drafts_of(session, actions).values():
        drop_activity(draft, because)


def follow_action(session: Session, action: Action) -> None:
    """Let the draft that an action waits on follow a change of the action: its day, and whose it is."""
    draft = drafts_of(session, [action]).get(action.id)
    if draft is None:
        return
    if action.planned_on is not None:
        draft.occurred_on = action.planned_on
    if action.owner_id is not None:
        draft.entered_by_id = action.owner_id
