"""Routes whose addresses are compiled once for all applications of a test run.

Nearly every test has an application of its own, and all have the same routes; compiling what builds their addresses
took more time than everything else that an application does to begin.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.routing import Rule

_compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}


class KnownRule(Rule):
    """A route that asks first whether another application has compiled the same."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # What is compiled hangs on these alone; the converters are looked up when an address is built.
        defaults: list[tuple[str, Any]] = sorted((self.defaults or {}).items())
        key = (self.rule, tuple(self._trace), repr(defaults), append_unknown)
        if key not in _compiled:
            _compiled[key] = super()._compile_builder(append_unknown)
        return _compiled[key]
