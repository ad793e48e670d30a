"""Tells a cell that is whole from one that was cut, or that swallowed what stands beside or after it.

Every cell of the published map ends as a sentence does, closes what it opens, and is short. A text that does not was
cut at the end of a page or of the file, or holds more than its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from seed.icmap_document.content import LEVEL_NAMES, Block, Cell

# Twice the longest of the published cells.
LONGEST_CELL = 1200
_SENTENCE_END = re.compile(r"[.!?][)\]\"'”’]*$")
_TORN_TAG = re.compile(r"<[a-z/!][^<>]*$", re.IGNORECASE)
WHITE_PAPER = re.compile(r"^\W*White Paper\b", re.IGNORECASE)
_WHITE_PAPER_INSIDE = re.compile(r"\bWhite Paper:", re.IGNORECASE)
_BRACKETS = (("(", ")"), ("[", "]"), ("“", "”"))


def is_torn(markup: str) -> bool:
    """Say whether a cell's markup stops within a tag."""
    return _TORN_TAG.search(markup) is not None


def doubts(code: str, cells: dict[int, tuple[Block, ...]]) -> Iterator[str]:
    """Name the cells of an indicator that cannot be whole, or cannot be alone, a line each."""
    for level, blocks in sorted(cells.items()):
        text = Cell(level, blocks).text
        name = LEVEL_NAMES[level]
        if _WHITE_PAPER_INSIDE.search(text):
            yield f"{code}: {name} by itself, it runs on into the White Paper"
        elif len(text) > LONGEST_CELL:
            yield f"{code}: {name} by itself, with {len(text):,} characters it is longer than any cell"
        elif not _SENTENCE_END.search(text):
            yield f"{code}: the end of {name}, it stops within a sentence"
        elif any(text.count(opens) > text.count(closes) for opens, closes in _BRACKETS):
            yield f"{code}: the end of {name}, it opens a bracket that it does not close"


def is_announced(lines: Sequence[str]) -> bool:
    """Say whether the pages before the map announce a white paper after it."""
    return any(WHITE_PAPER.match(line.strip()) for line in lines)
