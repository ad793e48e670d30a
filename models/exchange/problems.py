"""What is wrong with a cell, and how the same thing in many rows is said once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.wording import counted, joined, number_words

_SHOWN = 60
_LONGEST = 300
_LINES, _VALUES, _HINTS = 5, 4, 8


class CellProblem(ValueError):
    """A cell does not hold what its column asks for.

    Attributes:
        reason: What is the matter; the same words for every cell with which the same is the matter.
        value: The part of the cell that is meant; empty where it is the whole cell.
        hint: What would be right in place of this value.
    """

    def __init__(self, reason: str, value: str = "", *, hint: str = "") -> None:
        super().__init__(f"{reason}; {hint}" if hint else reason)
        self.reason = reason
        self.value = value
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why a row, or the whole file, is refused.

    Attributes:
        line: Line of the file on which the row begins; 1 is the header.
        column: The column; empty where the row or file as a whole is meant.
        value: What stands there, on one line.
        reason: What is wrong.
        hint: What would be right in place of this value.
    """

    line: int
    column: str
    value: str
    reason: str
    hint: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        place = f"line {self.line}" + (f", {self.column}" if self.column else "")
        said = f"{self.reason}; {self.hint}" if self.hint else self.reason
        return f"{place}: {shown(self.value)!r}: {said}" if self.value else f"{place}: {said}"


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that is the matter with one or many rows.

    Attributes:
        column: The column; empty where rows as a whole are meant.
        reason: What is the matter.
        lines: The lines on which it stands, in order.
        values: Value -> what would be right in its place, in the order in which they were met.
    """

    column: str
    reason: str
    lines: tuple[int, ...]
    values: dict[str, str]

    def __str__(self) -> str:
        """Say it in one line: as a single refusal where it is one, else with how often it stands there."""
        if len(self.lines) == 1:
            return str(Refusal(self.lines[0], self.column, *self._only()))
        several = [number_words(line) for line in self.lines[:_LINES]]
        more = len(self.lines) - len(several)
        places = joined([*several, f"{number_words(more)} more"] if more else several)
        said = [
            f"{shown(value)!r}" + (f" ({hint})" if hint else "") for value, hint in list(self.values.items())[:_HINTS]
        ]
        rest = len(self.values) - len(said)
        examples = joined([*said, f"{number_words(rest)} more"] if rest else said)
        place = f"{counted(len(self.lines), 'row', 'rows')} (lines {places})" + (
            f", {self.column}" if self.column else ""
        )
        return f"{place}: {self.reason}: {examples}" if said else f"{place}: {self.reason}"

    def _only(self) -> tuple[str, str, str]:
        value, hint = next(iter(self.values.items()), ("", ""))
        return value, self.reason, hint


def causes(refusals: Iterable[Refusal]) -> list[Cause]:
    """Put together what is the matter in the same way, in the order in which it is met first."""
    found: dict[tuple[str, str], tuple[dict[int, None], dict[str, str]]] = {}
    for one in refusals:
        lines, values = found.setdefault((one.column, one.reason), ({}, {}))
        lines[one.line] = None
        if one.value:
            values.setdefault(one.value, one.hint)
        elif one.hint:
            values.setdefault("", one.hint)
    return [Cause(column, reason, tuple(lines), values) for (column, reason), (lines, values) in found.items()]


def flat(value: str) -> str:
    """Write a value on one line; more of it than anybody reads is cut off."""
    return " ".join(value.split())[:_LONGEST]


def shown(value: str) -> str:
    """Shorten a value for printing, on one line."""
    line = flat(value)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
