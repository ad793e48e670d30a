"""Checks how people say what the lists hold against the newest version of the catalogue.

It is no part of a version: no level hangs on it, so it may be mended at any time without new rules, and what is stored
of the rules never differs because of it.
"""

from __future__ import annotations

import tomllib
from functools import cache

from models.continuum.language.refusals import CatalogueProblem, Problem
from models.one_line.lexicon import Lexicon
from models.one_line.said import FILE, Said, raw_said, read_said
from seed.catalogue import load_catalogue
from seed.tiles import load_tiles


@cache
def load_said() -> Said:
    """Read, check against the newest version's lists, and keep.

    Raises:
        CatalogueProblem: Something in the file is unknown or missing; it lists everything.
    """
    try:
        data = raw_said()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise CatalogueProblem([Problem(FILE, "said", f"cannot be read: {problem}")]) from None
    said = read_said(data, load_catalogue().language.vocabularies)
    problems = [
        Problem(FILE, f"happenings.{one.name}", f"there is no tile {code!r} of its kind")
        for one in said.happenings
        for code, kind in ((one.tile, one.kind), (one.with_partner, "partnership"))
        if code is not None and not _fits(code, kind)
    ]
    if problems:
        raise CatalogueProblem(problems)
    return said


@cache
def load_lexicon() -> Lexicon:
    """Give the same made ready for reading lines.

    Raises:
        CatalogueProblem: As `load_said`.
    """
    return Lexicon(load_said(), load_catalogue().language)


def _fits(code: str, kind: str) -> bool:
    tile = load_tiles().get(code)
    return tile is not None and tile.kind in (None, kind)
