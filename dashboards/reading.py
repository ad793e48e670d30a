"""What a callback may ask, and of whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session, scoped_session

from models.scope import Scope


@dataclass(frozen=True, slots=True)
class Reading:
    """What a callback may ask: who reads, on which day, over which session.

    Attributes:
        session: The request's session; callbacks only read.
        scope: Gives the present reader's scope; asked anew in every callback, for a browser's word is never taken.
        today: Gives the day that counts as today.
        tokens: Colour tokens.
    """

    session: scoped_session[Session]
    scope: Callable[[], Scope]
    today: Callable[[], date]
    tokens: dict[str, str]
