"""What all tests need alike is made once for a run: addresses of routes, compiled templates, rules read from a table.

Every test has a database of its own, and nearly every test of a page an application of its own. All hold the same
routes, templates and rules; making them anew took more time than what the tests are about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.reader import parse_catalogue

_builders: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
_catalogues: dict[str, Catalogue] = {}


class KnownRule(Rule):
    """A route that asks first whether another application has compiled the same."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        # What is compiled hangs on these alone; the converters are looked up when an address is built.
        defaults: list[tuple[str, Any]] = sorted((self.defaults or {}).items())
        key = (self.rule, tuple(self._trace), repr(defaults), append_unknown)
        if key not in _builders:
            _builders[key] = super()._compile_builder(append_unknown)
        return _builders[key]


def known_catalogue(data: Mapping[str, Any]) -> Catalogue:
    """Read a catalogue as `parse_catalogue` does; what holds the same, word for word, is read once.

    Raises:
        CatalogueProblem: As there; it is found anew each time.
    """
    content = repr(data)
    if content not in _catalogues:
        _catalogues[content] = parse_catalogue(data)
    return _catalogues[content]


def make_once(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have every application and database of this process use them.

    Args:
        folder: Where compiled templates are kept; several processes may share it.
    """
    patch.setattr("tracker.application.Application.url_rule_class", KnownRule)
    patch.setitem(Flask.jinja_options, "bytecode_cache", FileSystemBytecodeCache(str(folder)))
    patch.setattr("models.queries.catalogue.parse_catalogue", known_catalogue)
