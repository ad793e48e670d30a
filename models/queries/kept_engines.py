"""Engines of schools, kept in memory until they need more than they may.

What is kept decides nothing: it only spares the work of reading a school again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, Protocol

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import LevelAnswer
from models.continuum.time.calendar import NEVER
from models.memory import ENGINE_MEGABYTES
from models.queries.school_changes import Seen

MEGABYTE = 1 << 20
# Measured: what a record and its facts take, and what the counts of a school take beside them.
BYTES_A_RECORD = 3_300
BYTES_A_SCHOOL = 1_000_000


class Line(NamedTuple):
    """What is stored of one indicator on one day; see `models.standings`."""

    until: date
    supported: int
    possible: int
    progress: float


Lines = Mapping[tuple[str, date], Line]


@dataclass(frozen=True, slots=True)
class KeptStandings:
    """What this process stored last of where a school stands, or found stored.

    Attributes:
        today: The day that was the school's today.
        lines: By indicator and day.
        marks: Indicator -> its levels of that day; as long as the engine gives the same object, no record touched it.
        history_id: The latest row of history that was in it.
        token: What the stored state was called.
        touched_from: The first day (an ordinal) of which anything may be different in the engine by now.
    """

    today: date
    lines: Lines
    marks: Mapping[str, tuple[LevelAnswer, ...]]
    history_id: int
    token: str
    touched_from: int = NEVER


class Part(Protocol):
    """What is made of a part of a school's records, such as one partner's: above all an engine."""

    continuum: Continuum


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A part that is kept beside its school.

    Attributes:
        seen: How far the school's history was seen when the part was taken from it.
    """

    part: Any
    seen: Seen


@dataclass
class Engine:
    """What is kept of one school.

    Attributes:
        lock: Who finds the school changed holds it, so that several askers wait for one rebuild.
        continuum: None until it was made.
        rules: The versions of the rules that it was made with.
        seen: How far the school's history is in it.
        standings: What was last stored of where the school stands; None where it is not known.
        parts: What is made of parts of its records, by what they are parts of.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    continuum: Continuum | None = None
    rules: tuple[tuple[str, str], ...] = ()
    seen: Seen = field(default_factory=Seen)
    standings: KeptStandings | None = None
    parts: dict[str, KeptPart] = field(default_factory=dict)

    def take(self, continuum: Continuum, rules: tuple[tuple[str, str], ...], seen: Seen, *, touched_from: int) -> None:
        """Keep another engine of the school.

        Args:
            touched_from: The first day (an ordinal) of which it may say anything else than the one before; 0 for all.
        """
        self.continuum, self.rules, self.seen = continuum, rules, seen
        if not touched_from:
            self.parts.clear()
        if self.standings is not None:
            first = min(self.standings.touched_from, touched_from)
            self.standings = replace(self.standings, touched_from=first) if first else None

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        if self.continuum is None:
            return 0
        engines = (self.continuum, *(kept.part.continuum for kept in list(self.parts.values())))
        return sum(one.readings * (BYTES_A_SCHOOL + BYTES_A_RECORD * one.evidence.records) for one in engines)


class KeptEngines:
    """The engines of the schools asked about most recently. Safe to use from several threads.

    Args:
        megabytes: What all of them together may take. The latest one stays, however large.
    """

    def __init__(self, megabytes: int = ENGINE_MEGABYTES) -> None:
        self.megabytes = megabytes
        self._lock = threading.Lock()
        self._found: OrderedDict[tuple[int, int], Engine] = OrderedDict()

    def of(self, database: int, school_id: int) -> Engine:
        """Give what is kept of a school, empty if nothing is."""
        with self._lock:
            found = self._found.setdefault((database, school_id), Engine())
            self._found.move_to_end((database, school_id))
            return found

    def make_room(self) -> None:
        """Let go of the schools asked about longest ago, until the rest takes no more than it may."""
        with self._lock:
            total = sum(engine.size for engine in self._found.values())
            while total > self.megabytes * MEGABYTE and len(self._found) > 1:
                _, engine = self._found.popitem(last=False)
                total -= engine.size

    def forget(self) -> None:
        """Let go of all of them."""
        with self._lock:
            self._found.clear()
