"""What is kept for as long as the process lives is taken out of the cyclic garbage collector's rounds.

The collector looks through every object that it may have to free. Rules, mappings and kept engines are hundreds of
thousands of objects that stay; looking through them again and again costs seconds, and writes into memory that forked
workers could have gone on sharing.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Two schools of a thousand records each: two processes of a small district stay below 200 MB.
ENGINE_MEGABYTES = 12

# After so many times what was set aside is looked through once, for what was dropped meanwhile and stood in a circle.
# Measured: some 1.5 KB each time, against 27 MB of shared memory that looking through it makes a forked process copy.
ROUNDS_BETWEEN = 1_024
OLDEST = 2
# So many new objects bring a round, not the interpreter's 700: a request makes thousands, and nearly all are gone after
# it without a round.
NEW_OBJECTS = 10_000


class _Rounds:
    def __init__(self) -> None:
        self._times = 0
        self._own = 0
        self._lock = threading.Lock()
        self._is_ours = False

    def __call__(self) -> None:
        """Free what stands in circles now; now and then also among what was set aside."""
        with self._lock:
            if self._after not in gc.callbacks:
                gc.callbacks.append(self._after)
            self._times += 1
            if self._times % ROUNDS_BETWEEN == 0:
                gc.unfreeze()
            self._is_ours = True
            try:
                gc.collect()
            finally:
                self._is_ours = False

    def _after(self, phase: str, info: dict[str, int]) -> None:
        """Set aside what is left when the collector has looked through everything by itself.

        What was kept since the last time, such as a school with one record more, has grown old by then; it need not be
        looked through again, and the rounds stay short however much is kept.
        """
        if phase == "stop" and info["generation"] == OLDEST and not self._is_ours:
            self._own += 1
            if self._own % ROUNDS_BETWEEN == 0:
                gc.unfreeze()  # the next round looks through everything
            else:
                gc.freeze()


_round = _Rounds()


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the collector out of what is built inside, while it is made and ever after.

    Only for what is large, stays, and stands in no circle. What is dropped later is freed at once, by its count of
    references; what stood in a circle waits for one of the rare rounds through everything. Where the collector is off
    already, as in a command that ends with what it builds, it is not asked for a round first.
    """
    was_enabled = gc.isenabled()
    if was_enabled:
        _round()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()


@contextmanager
def unlooked_through() -> Iterator[None]:
    """Keep the collector from looking through thousands of objects, none of them in a circle, while they are made.

    For what is dropped soon: it is freed at once, by its count of references.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def settle() -> None:
    """Let the collector leave alone everything that is alive now, and look through what is new in fewer rounds.

    To be called once all is built that a process shares with those forked from it.
    """
    _round()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
