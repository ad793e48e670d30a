"""When a series usually ends: with the school year, which says nothing of holidays in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from models.series import OFTEN, Every
from tracker.clock import school_year, today

# So near to its end a year has too few days left for a series.
NEAR = timedelta(days=28)


def usual_end(first: date) -> date:
    """Propose a last day: that of the school year, of the next one where this one is nearly over."""
    begin = max(first, today())
    year = school_year(begin)
    return year.last if year.last - begin > NEAR else year.back(-1).last


@dataclass(frozen=True, slots=True)
class Offer:
    """A series that can be made in one tap, because somebody said how often it happens.

    Attributes:
        every: A value of `Every`.
        words: How often, in mid-sentence.
    """

    every: str
    words: str
    until_on: date


def offer_of(said_every: str | None, first: date) -> Offer | None:
    """Offer a series of what was said to happen again; None where nothing was said."""
    if said_every not in set(Every):
        return None
    return Offer(said_every, OFTEN[Every(said_every)].lower(), usual_end(first))
