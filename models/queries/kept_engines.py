"""Engines of schools, kept in memory until they need more than they may.

What is kept decides nothing: it only spares the work of reading a school again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from models.continuum.continuum import Continuum
from models.queries.school_changes import Seen

MEGABYTE = 1 << 20
DEFAULT_MEGABYTES = 48
# Measured: what a record and its facts take, and what the counts of a school take beside them.
BYTES_A_RECORD = 3_300
BYTES_A_SCHOOL = 1_000_000


@dataclass
class Engine:
    """What is kept of one school.

    Attributes:
        lock: Who finds the school changed holds it, so that several askers wait for one rebuild.
        continuum: None until it was made.
        rules: The versions of the rules that it was made with.
        seen: How far the school's history is in it.
    """

    lock: threading.Lock = field(default_factory=threading.Lock)
    continuum: Continuum | None = None
    rules: tuple[tuple[str, str], ...] = ()
    seen: Seen = field(default_factory=Seen)

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        if self.continuum is None:
            return 0
        return BYTES_A_SCHOOL + BYTES_A_RECORD * self.continuum.evidence.records


class KeptEngines:
    """The engines of the schools asked about most recently. Safe to use from several threads.

    Args:
        megabytes: What all of them together may take. The latest one stays, however large.
    """

    def __init__(self, megabytes: int = DEFAULT_MEGABYTES) -> None:
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
