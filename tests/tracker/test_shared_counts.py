"""Sign-ins are counted by all processes of a machine together."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from tracker.config import Settings
from tracker.shared_counts import SharedCounts

COUNTING = """
import sys
from tracker.shared_counts import SharedCounts
for _ in range(50):
    SharedCounts(sys.argv[1]).incr("guesser", 600)
"""


def test_two_processes_count_together_and_lose_none(tmp_path: Path) -> None:
    address = Settings(secret_key="k" * 40, data_dir=tmp_path / "a folder").counts
    both = [subprocess.Popen([sys.executable, "-c", COUNTING, address]) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    counts = storage_from_string(address)
    assert isinstance(counts, SharedCounts)
    assert counts.get("guesser") == 100
    assert counts.path == tmp_path / "a folder" / "counts.db"
    assert counts.path.stat().st_mode & 0o077 == 0


def test_a_limit_holds_until_it_runs_out_and_what_ran_out_is_cleared_away(tmp_path: Path) -> None:
    counts = SharedCounts(f"counts://{tmp_path}/counts.db")
    limits, rate = FixedWindowRateLimiter(counts), parse("2 per hour")
    assert [limits.hit(rate, "one") for _ in range(3)] == [True, True, False]
    assert limits.hit(rate, "another")
    counts.incr("over", expiry=-1)
    assert counts.get("over") == 0
    counts.incr("over", expiry=60)
    assert counts.get("over") == 1
    assert counts.reset() == 3
    assert limits.hit(rate, "one")
