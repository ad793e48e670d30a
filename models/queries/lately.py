"""What somebody logged a moment ago, and what looks like an entry that is there already."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivityKind, activity_partners
from models.partners import Partner
from models.records import RecordStatus
from models.scope import Scope
from models.texts import folded, identity_key

# One sitting: who comes back later is told of it no more.
SITTING = timedelta(hours=1)
SHOWN = 6
# Words of two titles that are alike so far are the same words, typed twice.
SAME_WORDS = 92
_GONE = (RecordStatus.ARCHIVED, RecordStatus.CANCELLED)
# Of a day on which more than so many things were logged, the latest are compared.
_COMPARED = 100
# Asked whenever something is logged, and so written once: an activity for each of its partners, or once without one.
_OF_A_DAY = (
    select(Activity.id, Activity.title, Partner.name)
    .outerjoin(activity_partners, activity_partners.c.activity_id == Activity.id)
    .outerjoin(Partner, Partner.id == activity_partners.c.partner_id)
    .where(
        Activity.school_id == bindparam("school"),
        Activity.occurred_on == bindparam("day"),
        Activity.activity_kind == bindparam("kind"),
        Activity.record_status.not_in(_GONE),
    )
    .order_by(Activity.id.desc())
    .limit(_COMPARED)
)


def logged_lately(session: Session, *, scope: Scope, now: datetime | None = None) -> list[Activity]:
    """List what the reader logged at this school within the last hour, latest first, at most six."""
    since = (now or datetime.now(UTC)) - SITTING
    statement = select(Activity).where(
        Activity.entered_by_id == scope.user_id, Activity.created_at >= since, Activity.record_status.not_in(_GONE)
    )
    return list(session.scalars(scope.limit(statement, Activity).order_by(Activity.id.desc()).limit(SHOWN)))


def likely_double(
    session: Session, *, scope: Scope, on: date, kind: ActivityKind, title: str, partners: Iterable[str]
) -> int | None:
    """Find an activity that may be the same as one about to be logged; None where none is like it.

    It is of the same day and kind, and names the same partners; where neither names any, it has the same words.

    Args:
        on: The day on which it happened.
        kind: Its kind, as its fields settle it.
        partners: Names of the organisations that it names.

    Returns:
        The activity's number; of several the latest.
    """
    named = {identity_key(name) for name in partners if name.strip()}
    if not named and not title.strip():
        return None
    rows = session.execute(_OF_A_DAY, {"school": scope.school_id, "day": on, "kind": kind}).all()
    known: dict[int, set[str]] = {}
    for number, _, name in rows:
        known.setdefault(number, set()).update([identity_key(name)] if name is not None else ())
    for number, words, _ in rows:
        if known[number] == named and (named or _same_words(title, words)):
            return int(number)
    return None


def _same_words(one: str | None, other: str | None) -> bool:
    said, known = folded(one or ""), folded(other or "")
    if not said or not known:
        return False
    if said == known:
        return True
    from rapidfuzz import fuzz  # loaded where words are compared, and seldom

    # Numbers tell entries of a series apart, whatever else they share.
    return _numbers(said) == _numbers(known) and fuzz.token_sort_ratio(said, known) >= SAME_WORDS


def _numbers(text: str) -> list[str]:
    return sorted(word for word in text.split() if any(sign.isdigit() for sign in word))
