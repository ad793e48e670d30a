"""Every test has one name, whenever and by whichever worker it is collected."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def name_of(item: pytest.Item) -> str:
    """Give the name of a test without the group that workers share out by."""
    group = item.get_closest_marker("xdist_group")
    return item.nodeid.removesuffix(f"@{group.args[0]}") if group else item.nodeid


def test_every_test_has_the_name_that_it_has_at_another_time_and_in_another_process(
    request: pytest.FixtureRequest,
) -> None:
    """Workers that name a test differently stop the whole run: by the clock, or by the order of a set."""
    again = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-n", "0", *request.config.args],
        cwd=request.config.rootpath,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    names = set(again.stdout.splitlines())
    assert [item.nodeid for item in request.session.items if name_of(item) not in names] == []
