"""A school makes addresses of charts for its website. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.accounts import User
from models.embed_links import LONGEST_QUERY, EmbedLink
from models.refusals import Refused
from models.scope import Scope

# Days that an address may be open, the usual first.
OPEN_DAYS = (365, 90, 30)
# More than this on one website nobody looks after.
MOST = 50


def make_embed(
    session: Session, *, page: str, chart: str, asks: str, days: int, by: User, scope: Scope, now: datetime
) -> EmbedLink:
    """Make an address at which anybody sees a chart of the reader's school.

    Args:
        page: Path of the dashboard; empty for the summary.
        chart: Its name there.
        asks: What stands behind the question mark of the dashboard's address.
        days: For so long it is open.

    Raises:
        OutsideScope: The reader has no single school.
        Refused: It is to be open for another time than is offered, its filters are too long, or there are too many.
    """
    if days not in OPEN_DAYS:
        raise Refused({"days": "Choose for how long."})
    if len(asks) > LONGEST_QUERY:
        raise Refused({"days": "This chart is narrowed by too much. Take a filter off."})
    if sum(one.is_open(now) for one in embeds_of(session, scope=scope)) >= MOST:
        raise Refused({"days": f"There are {MOST} links already. Withdraw one first."})
    made = EmbedLink(
        school_id=scope.school_id, page=page, chart=chart, asks=asks, made_by=by, made_at=now,
        expires_at=now + timedelta(days=days),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def embeds_of(session: Session, *, scope: Scope) -> Sequence[EmbedLink]:
    """List the addresses of the reader's school, the latest first."""
    found = select(EmbedLink).where(EmbedLink.school_id == scope.school_id).options(joinedload(EmbedLink.made_by))
    return session.scalars(found.order_by(EmbedLink.id.desc())).all()
