"""What somebody logged a moment ago, and what looks like an entry that is there already."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import Session

from models.activities import Activity, ActivityKind, activity_partners
from models.partners import Partner
from models.records import RecordStatus
from models.scope import Scope
from models.series import Series, SeriesDay
from models.texts import folded, identity_key

# One sitting: who comes back later is told of it no more.
SITTING = timedelta(hours=1)
SHOWN = 6
# Words of two titles that are alike so far are the same words, typed twice.
SAME_WORDS = 92
_HAS_DIGIT = re.compile(r"\d").search
_DIGITS = re.compile(r"\d+").findall
_GONE = (RecordStatus.ARCHIVED, RecordStatus.CANCELLED)
# Of a day on which more than so many things were logged, the latest are compared.
_COMPARED = 100
# Asked whenever something is logged, and so written once.
_OF_THE_DAY = and_(
    Activity.school_id == bindparam("school"),
    Activity.occurred_on == bindparam("day"),
    Activity.activity_kind == bindparam("kind"),
    Activity.record_status.not_in(_GONE),
)
_NAMING_NOBODY = (
    select(Activity.id, Activity.title)
    .where(_OF_THE_DAY, ~exists().where(activity_partners.c.activity_id == Activity.id))
    .order_by(Activity.id.desc())
    .limit(_COMPARED)
)
# An activity for each of its partners, latest first.
_NAMING = (
    select(Activity.id, Partner.name)
    .join(activity_partners, activity_partners.c.activity_id == Activity.id)
    .join(Partner, Partner.id == activity_partners.c.partner_id)
    .where(_OF_THE_DAY)
    .order_by(Activity.id.desc())
    .limit(_COMPARED)
)


def logged_lately(session: Session, *, scope: Scope, now: datetime | None = None) -> list[Activity]:
    """List what the reader logged at this school within the last hour, latest first, at most six."""
    since = (now or datetime.now(UTC)) - SITTING
    statement = select(Activity).where(
        Activity.entered_by_id == scope.user_id, Activity.created_at >= since, Activity.record_status.not_in(_GONE)
    )
    # The days of a series that are still to come were not logged one by one.
    later = select(SeriesDay.activity_id).join(Series).where(SeriesDay.planned_on > Series.from_on)
    statement = statement.where(or_(Activity.record_status != RecordStatus.DRAFT, Activity.id.not_in(later)))
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
    # Plain rows: a day may hold many, and objects of them would take longer than what is stored.
    ask = session.connection().execute
    of_the_day = {"school": scope.school_id, "day": on, "kind": kind}
    if not named:
        is_same = _same_words_as(title)
        rows = ask(_NAMING_NOBODY, of_the_day).all()
        return next((number for number, words in rows if is_same(words or "")), None)
    known: dict[int, set[str]] = {}
    for number, name in ask(_NAMING, of_the_day).all():
        known.setdefault(number, set()).add(identity_key(name))
    return next((number for number, names in known.items() if names == named), None)


def _same_words_as(title: str) -> Callable[[str], bool]:
    """Give what tells whether other words are the same as a title's."""
    said = folded(title)
    own_numbers = _numbers(said)
    own_digits = sorted(_DIGITS(title))
    telling = max(own_digits, key=len, default="")

    def has_other_digits(words: str) -> bool:
        # What has not even the longest of them needs no closer look.
        return words.isascii() and (telling not in words or sorted(_DIGITS(words)) != own_digits)

    def is_same(words: str) -> bool:
        # Most of a day's entries differ in a number, which shows without folding them: plain digits stay as they are.
        if title.isascii() and has_other_digits(words):
            return False
        known = folded(words)
        if not said or said == known:
            return bool(said)
        # Numbers tell entries of a series apart, whatever else they share.
        if not known or _numbers(known) != own_numbers:
            return False
        from rapidfuzz import fuzz  # loaded where words are compared, and seldom

        return fuzz.token_sort_ratio(said, known) >= SAME_WORDS

    return is_same


def _numbers(text: str) -> list[str]:
    return sorted(word for word in text.split() if _HAS_DIGIT(word))
