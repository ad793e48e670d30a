"""What all tests need alike is made once for a run: addresses of routes, templates, statements, rules that were read.

Every test has a database of its own, and nearly every test of a page an application of its own. All hold the same
routes, templates, statements and rules; making them anew took more time than what the tests are about.
"""

from __future__ import annotations

import pickle
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.reader import parse_catalogue
from tracker.pdf import pdf_of

_builders: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
_catalogues: dict[str, Catalogue] = {}
_files: dict[str, bytes] = {}
_pdfs: dict[tuple[str, ...], bytes] = {}
# As many as all statements of the product; each engine keeps 500 of its own otherwise, and begins with none.
_compiled: dict[type[DefaultDialect], LRUCache[Any, Any]] = {}
STATEMENTS = 20_000


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


def known_file(text: str) -> dict[str, Any]:
    """Read a file of rules as `tomllib.loads` does, once; whoever asks may change what it gets.

    Raises:
        tomllib.TOMLDecodeError: As there; it is found anew each time.
    """
    if text not in _files:
        _files[text] = pickle.dumps(tomllib.loads(text))
    found: dict[str, Any] = pickle.loads(_files[text])  # noqa: S301  (made above)
    return found


def known_pdf(html: str, styles: Iterable[str]) -> bytes:
    """Lay a page out as `pdf_of` does, which gives the same bytes for the same page: once for all who walk over it.

    Raises:
        NoPdf: As there, of what is not made yet.
        TooManyPdfs: As there.
    """
    key = (html, *styles)
    if key not in _pdfs:
        _pdfs[key] = pdf_of(html, key[1:])
    return _pdfs[key]


def _share_statements(patch: pytest.MonkeyPatch) -> None:
    """Have all engines of one kind of database share compiled statements, as those of one database do."""
    shared = property(
        lambda self: _compiled.setdefault(type(self.dialect), LRUCache(STATEMENTS)), lambda _self, _own: None
    )
    patch.setattr(Engine, "_compiled_cache", shared, raising=False)
    # Statements are found by what they are compiled for: here every dialect of a kind is set up alike.
    patch.setattr(DefaultDialect, "__eq__", lambda self, other: type(self) is type(other))
    patch.setattr(DefaultDialect, "__hash__", lambda self: hash(type(self)))


def make_once(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Have every application and database of this process use them.

    Args:
        folder: Where compiled templates are kept; several processes may share it.
    """
    patch.setattr("tracker.application.Application.url_rule_class", KnownRule)
    patch.setitem(Flask.jinja_options, "bytecode_cache", FileSystemBytecodeCache(str(folder)))
    patch.setattr("tracker.pdf_files.pdf_of", known_pdf)
    patch.setattr("models.queries.catalogue.parse_catalogue", known_catalogue)
    patch.setattr("seed.loader.parse_catalogue", known_catalogue)
    reading = SimpleNamespace(loads=known_file, TOMLDecodeError=tomllib.TOMLDecodeError)
    patch.setattr("seed.catalogue.tomllib", reading)
    _share_statements(patch)
