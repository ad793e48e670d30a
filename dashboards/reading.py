"""What a callback may ask, and of whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session, scoped_session

from dashboards.schools import Schools
from models.school_years import SchoolYear
from models.scope import Scope


@dataclass(frozen=True, slots=True)
class Reading:
    """What a callback may ask: who reads, on which day, over which session.

    Attributes:
        session: The request's session; callbacks only read.
        scope: Gives the present reader's scope; asked anew in every callback, for a browser's word is never taken.
        today: Gives the day that counts as today.
        school_year: Gives the school year of that day, as the reader's district counts it.
        tokens: Colour tokens.
        may: Says whether the present reader has a permission: nobody is offered a way that is closed to them.
        schools: Gives the schools of the reader's district as the query of an address asks for them.
        asked_of_alliances: Gives the keys of the practices that an alliance is told of: those of its own indicators.
        pages: The pages of schools that the present reader may open, as address and title, in the order of the choice.
    """

    session: scoped_session[Session]
    scope: Callable[[], Scope]
    today: Callable[[], date]
    school_year: Callable[[], SchoolYear]
    tokens: dict[str, str]
    may: Callable[[str], bool]
    schools: Callable[[str], Schools]
    asked_of_alliances: Callable[[], Collection[str]]
    pages: Callable[[], Sequence[tuple[str, str]]]
