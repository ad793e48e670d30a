"""What was read from a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Value = str | bool | int | Decimal | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a line that was read.

    Attributes:
        start, end: Where it stands in the text.
        field: The field it fills.
        value: What it adds to that field.
        words: The part itself.
    """

    start: int
    end: int
    field: str
    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a line leaves open.

    Attributes:
        text: The question.
        field: The field that an answer would fill, or None.
        answers: What it could be, to choose from.
    """

    text: str
    field: str | None = None
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What was read from a line.

    Attributes:
        record: Name of the kind of record it speaks of, `activity` or another.
        values: Field -> what the line says for it: the log form's fields, or those of the record's kind.
        spans: The parts that were read, in the order of the line, none overlapping another.
        rest: The line without its days, as the record's title or text; what was not understood stays in it.
        questions: What somebody should say.
    """

    record: str
    values: Mapping[str, Value]
    spans: tuple[Span, ...]
    rest: str
    questions: tuple[Question, ...]
