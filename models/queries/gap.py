"""One gap or contradiction of a school, and what repairs it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


class Repair(enum.StrEnum):
    """What repairs a gap; the web layer knows the page and the button."""

    RATE = "rate"
    TIE = "tie"
    INDICATOR = "indicator"
    PARTNERSHIP = "partnership"
    NEW_AGREEMENT = "new_agreement"
    AGREEMENT = "agreement"
    EVALUATE = "evaluate"
    LOG = "log"
    SILENCE = "silence"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap or contradiction.

    Attributes:
        sort: Which sort of gap, a key of `gaps.SORTS`.
        about: What it is about, so that it is told from others of its sort.
        title: What it is about, in words.
        sentence: What does not fit together, and since when or until when.
        tone: `bad` for what counts against the school now, `warn` for what will or for what only looks odd.
        repair: What repairs it.
        at: What the page of the repair is about: an id, a practice's key, or an indicator's short name in addresses.
        to_do: What somebody would do about it, in a few words: what an action made of it is called.
        indicator: Code of the indicator that it belongs to.
        practice: Key of the practice that it belongs to.
        record: Kind and reference of the record that it is about.
        by: Who would act, as a code of `by`.
        fill: What the form of the repair is filled with: argument of its address -> texts.
        before: The day on which it is too late; None where no day is known.
    """

    sort: str
    about: str
    title: str
    sentence: str
    tone: str
    repair: Repair
    at: int | str
    to_do: str
    indicator: str | None = None
    practice: str | None = None
    record: str | None = None
    by: str | None = None
    fill: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    before: date | None = None

    @property
    def key(self) -> str:
        """What tells it from every other gap of the school, and stays the same while it is there."""
        return f"{self.sort}:{self.about}"
