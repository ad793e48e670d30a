"""What a rating asks of the team beside what records show: a reason, a file, a second member, how it is kept up.

Pure: it takes numbers and texts, reads nothing and stores nothing.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

REASON_LENGTH = 40
HIGHEST = 5


class Stand(enum.Enum):
    """How a rating stands beside what records show."""

    UNRATED = "not rated"
    NOT_JUDGED = "not judged from records"
    EQUAL = "as records show"
    ABOVE = "one level above"
    FAR_ABOVE = "further above"
    BELOW = "below"

    @property
    def is_above(self) -> bool:
        """Whether the team rates higher than records show."""
        return self in (Stand.ABOVE, Stand.FAR_ABOVE)


@dataclass(frozen=True, slots=True)
class Shown:
    """What records show of an indicator on the day that a year is judged on; both None where no rule judges it.

    Attributes:
        supported: 0 none yet, 1 to 5.
        possible: The same with every unknown taken as met.
        unknown: Why nothing can be said of it, in words; empty where something can.
    """

    supported: int | None = None
    possible: int | None = None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """What the team says of an indicator.

    Attributes:
        existing: 1 to 5, 0 for none yet, None where it was not said.
        files: How many files are tied to it.
        has_second: A second member agrees.
    """

    existing: int | None
    desired: int | None = None
    rationale: str | None = None
    kept_up: str | None = None
    files: int = 0
    has_second: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is missing.

    Attributes:
        field: The field of the form that answers it; empty where none does.
        text: What to do, in one sentence.
    """

    field: str
    text: str


def stand_of(existing: int | None, shown: Shown) -> Stand:
    """Say how a rating stands beside what records show."""
    if existing is None:
        return Stand.UNRATED
    if shown.supported is None:
        return Stand.NOT_JUDGED
    above = existing - shown.supported
    if above >= 2 or (above == 1 and shown.possible is not None and existing > shown.possible):
        return Stand.FAR_ABOVE
    if above == 1:
        return Stand.ABOVE
    return Stand.BELOW if above < 0 else Stand.EQUAL


def asks_of(placed: Placed, shown: Shown) -> Sequence[Ask]:
    """List what is still missing of a rating, in the order in which a form asks it; empty where it is whole."""
    if placed.existing is None:
        return [Ask("existing", "Choose the level at which the school stands.")]
    asks = []
    if placed.desired is None:
        asks.append(Ask("desired", "Choose the level the school wants next."))
    if placed.existing == HIGHEST and not placed.kept_up:
        asks.append(Ask("kept_up", "Say in one line how it will be kept up."))
    return [*asks, *_asks_above(placed, stand_of(placed.existing, shown))]


def _asks_above(placed: Placed, stand: Stand) -> list[Ask]:
    length = len((placed.rationale or "").strip())
    short = f" It has {length} characters; {REASON_LENGTH} are needed." if 0 < length < REASON_LENGTH else ""
    if stand is Stand.ABOVE and length < REASON_LENGTH and not placed.files:
        return [Ask("rationale", f"This is one level above what our records show: say why, or add a file.{short}")]
    if stand is not Stand.FAR_ABOVE:
        return []
    asks = []
    if length < REASON_LENGTH:
        asks.append(Ask("rationale", f"This is well above what our records show: say why.{short}"))
    if not placed.files:
        asks.append(Ask("file", "This is well above what our records show: add a file that shows it."))
    if not placed.has_second:
        asks.append(Ask("", "A second member of the leadership team has to agree."))
    return asks
