"""Notes what happens to accounts and roles, in sentences. Nothing here commits."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from models.account_letters import AccountEvent
from models.accounts import Role, User
from models.wording import joined

LONGEST = 200


def note_event(
    session: Session,
    what: str,
    told: str,
    *,
    actor: User | None = None,
    user_id: int | None = None,
    email: str | None = None,
    school_id: int | None = None,
) -> None:
    """Note something that happened to somebody's account or roles.

    Args:
        what: A code, such as `invited`.
        told: The sentence that people read.
        actor: Who did it; None for somebody who is not signed in.
        user_id: Whose account it is, with `email` where they have none yet.
        school_id: The school whose admins may read it; None where only the person may.
    """
    session.add(
        AccountEvent(
            what=what,
            told=told[:LONGEST],
            actor=actor.name if actor else "not signed in",
            actor_id=actor.id if actor else None,
            user_id=user_id,
            email=email,
            school_id=school_id,
        )
    )


def role_words(held: Iterable[tuple[Role, str]]) -> str:
    """Name roles with their places, each place once: "point person and SLT member at Riverside Middle"."""
    at: dict[str, list[str]] = {}
    for role, place in held:
        label = role.label if role is Role.SLT_MEMBER else role.label.lower()
        at.setdefault(place, []).append(label)
    return joined([f"{joined(labels)} at {place}" for place, labels in at.items()])
