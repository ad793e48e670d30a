"""Search in the database that folds case and accents, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from models.texts import folded

# What SQLite calls `folded` by; it is given to every connection, see `models.database.configure`.
FUNCTION = "continuum_folded"
# Letters of the Latin alphabets, with their accents; PostgreSQL folds these one by one.
_LETTERS = [chr(code) for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))]


_MARKS = "’‘‛ʼ´`′“”„‟«»‐‑‒–—―\u00a0\u202f\u2009"
# Accents that stand alone behind their letter: what has no counterpart is left out.
_ACCENTS = "".join(chr(code) for code in range(0x300, 0x370))


def _translation() -> tuple[str, str]:
    """Pair each letter with an accent, and each mark that stands for another, with what it is folded to."""
    pairs = {letter: plain for letter in (*_LETTERS, *_MARKS) if len(plain := folded(letter) or " ") == 1}
    return "".join(pairs) + _ACCENTS, "".join(pairs.values())


_FROM, _TO = _translation()
# Letters that are written as two.
_DOUBLE = {letter: folded(letter) for letter in "ßæœþ"}


class folded_column(GenericFunction[str]):
    """A column as `folded` has it."""

    type = String()
    inherit_cache = True
    name = FUNCTION


@compiles(folded_column, "postgresql")
def _on_postgresql(element: Any, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.clauses, **kw)
    said = f"lower(translate({column}, {_quoted(_FROM)}, {_quoted(_TO)}))"
    for letter, plain in _DOUBLE.items():
        said = f"replace({said}, {_quoted(letter)}, {_quoted(plain)})"
    return said


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def says(column: ColumnElement[Any] | Any, text: str) -> ColumnElement[bool]:
    """Test in SQL whether a column holds a text, whatever the case and the accents of both."""
    return folded_column(column).contains(folded(text), autoescape=True)
