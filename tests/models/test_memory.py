"""What stays is looked through by the garbage collector once, not in every round."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from weakref import ref

import pytest

from models import memory
from models.memory import settle, uncollected, unlooked_through
from tests.collector import put_aside


class Ring:
    """An object that stands in a circle: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


ROUNDS = 8


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Leave to the collector what a test makes, and nothing that other tests left behind; fewer rounds do."""
    monkeypatch.setattr(memory, "ROUNDS_BETWEEN", ROUNDS)
    for counter in ("_times", "_own"):  # or the round through everything might come in the midst of a test
        monkeypatch.setattr(memory._round, counter, 0)
    put_aside()
    yield
    put_aside()


def test_what_is_alive_is_set_aside_and_what_is_not_is_freed_first() -> None:
    kept = [[number] for number in range(1000)]
    dead = ref(Ring())
    before = gc.get_freeze_count()
    settle()
    assert dead() is None
    assert gc.get_freeze_count() - before > len(kept)
    assert not any(one is kept for one in gc.get_objects())


def test_what_was_set_aside_and_then_dropped_in_a_circle_is_freed_in_the_end() -> None:
    ring = Ring()
    settle()
    dropped = ref(ring)
    del ring
    for _ in range(ROUNDS):
        settle()
    assert dropped() is None


def test_what_is_built_uncollected_is_set_aside_and_the_collector_runs_on_afterwards() -> None:
    before = gc.get_freeze_count()
    with uncollected():
        assert not gc.isenabled()
        kept = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() - before > len(kept)


def test_what_is_made_unlooked_through_keeps_the_collector_waiting_and_no_longer_than_it_takes() -> None:
    with unlooked_through():
        assert not gc.isenabled()
        with unlooked_through():
            pass
        assert not gc.isenabled(), "who is inside does not end it for who is outside"
    assert gc.isenabled()


def collect_by_itself() -> None:
    """Have the collector look through everything, as it does when enough has grown old."""
    gc.collect()


def test_what_has_grown_old_since_is_set_aside_by_the_collectors_own_rounds() -> None:
    settle()
    kept = [[number] for number in range(1000)]
    before = gc.get_freeze_count()
    collect_by_itself()
    assert gc.get_freeze_count() - before > len(kept)


def test_what_the_own_rounds_set_aside_and_was_dropped_in_a_circle_is_freed_in_the_end() -> None:
    settle()
    ring = Ring()
    collect_by_itself()
    dropped = ref(ring)
    del ring
    collect_by_itself()
    assert dropped() is not None, "it was set aside"
    for _ in range(ROUNDS + 1):
        collect_by_itself()
    assert dropped() is None
