"""Counts of sign-ins in a small SQLite file of the data folder, which all processes of one machine share."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote

from limits.storage.base import Storage

# So long a count waits for another process that writes; one takes well under a millisecond.
PATIENCE = 5.0  # seconds
TABLE = "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, number INTEGER NOT NULL, until REAL NOT NULL)"
COUNT = """
INSERT INTO counts (key, number, until) VALUES (:key, :amount, :now + :expiry)
ON CONFLICT (key) DO UPDATE SET
  number = CASE WHEN until > :now THEN number + :amount ELSE :amount END,
  until = CASE WHEN until > :now THEN until ELSE :now + :expiry END
RETURNING number
"""


class SharedCounts(Storage):
    """Where `limits` counts: one row for each count that still runs, in a file that its owner alone may read.

    A connection is opened for each question: only sign-ins and letters ask, and no process that forks shares one.
    """

    STORAGE_SCHEME = ["counts"]  # noqa: RUF012  (so the library declares it)

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self.path = Path(unquote(uri.removeprefix("counts://")))

    @property
    def base_exceptions(self) -> type[Exception]:
        """What goes wrong where the file cannot be used."""
        return sqlite3.Error

    def _open(self) -> sqlite3.Connection:
        if not self.path.exists():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        opened = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
        # A count lost with the power costs nothing: nobody need wait for the disk.
        opened.execute("PRAGMA synchronous = OFF")
        opened.execute(TABLE)
        return opened

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count, and give the number; what has run out begins anew, and is cleared away."""
        moment = time.time()
        with closing(self._open()) as counts:
            found = counts.execute(COUNT, {"key": key, "amount": amount, "now": moment, "expiry": expiry}).fetchall()
            counts.execute("DELETE FROM counts WHERE until <= ?", (moment,))
        return int(found[0][0])

    def get(self, key: str) -> int:
        """Give the number; 0 where nothing was counted, or it has run out."""
        with closing(self._open()) as counts:
            asked = "SELECT number FROM counts WHERE key = ? AND until > ?"
            found = counts.execute(asked, (key, time.time())).fetchone()
        return int(found[0]) if found else 0

    def get_expiry(self, key: str) -> float:
        """Say when a count runs out, in seconds since 1970; now, where there is none."""
        with closing(self._open()) as counts:
            found = counts.execute("SELECT until FROM counts WHERE key = ?", (key,)).fetchone()
        return float(found[0]) if found else time.time()

    def check(self) -> bool:
        """Say whether the file can be used."""
        try:
            self._open().close()
        except (OSError, sqlite3.Error):
            return False
        return True

    def reset(self) -> int:
        """Forget every count, and say how many there were."""
        with closing(self._open()) as counts:
            return counts.execute("DELETE FROM counts").rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        with closing(self._open()) as counts:
            counts.execute("DELETE FROM counts WHERE key = ?", (key,))
