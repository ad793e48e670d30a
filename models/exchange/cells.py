"""Read single cells of record files: one text -> one typed value, or what would be right instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from models.days import NotADay, read_day
from models.exchange.choices import Choices, Words, nearest
from models.exchange.formulas import unguarded
from models.kinds.columns import Column, Holds
from models.texts import visible

LARGEST_NUMBER = 10_000_000
SEPARATOR = ";"
_DATED = re.compile(r"(?P<value>.*)@(?P<day>\d[\d./-]*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_MARKS = {"yes": True, "no": False}


class CellProblem(ValueError):
    """A cell does not hold what its column asks for.

    Attributes:
        reason: What would be right.
        value: The part of the cell that is meant; empty where it is the whole cell.
    """

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


class Cells:
    """Reads cells of one school's files; knows which words, partners and records may be named."""

    def __init__(self, words: Words, *, partners: Mapping[str, Any], refs: Mapping[str, Mapping[str, Any]]) -> None:
        """Take what may be named.

        Args:
            words: Codes, practices, indicators.
            partners: Names of the organisations in the district's directory.
            refs: Kind -> refs of this school's records of that kind.
        """
        self._words = words
        self._partners = partners
        self._partner_folds = {name.casefold(): name for name in partners}
        self._refs = refs
        self._readers: dict[Holds, Callable[[Column, str], Any]] = {
            Holds.TEXT: lambda column, text: text,
            Holds.FILE: self._file,
            Holds.DATE: lambda column, text: _day(text),
            Holds.DATES: lambda column, text: tuple(sorted({_day(part) for part in _parts(text)})),
            Holds.MARK: lambda column, text: _mark(text),
            Holds.NUMBER: _whole,
            Holds.DECIMAL: _decimal,
            Holds.CODE: self._code,
            Holds.CODES: lambda column, text: _distinct(self._code(column, part) for part in _parts(text)),
            Holds.PARTNER: lambda column, text: self._partner(text),
            Holds.PARTNERS: lambda column, text: tuple(sorted({self._partner(part) for part in _parts(text)})),
            Holds.REF: self._ref,
            Holds.REFS: lambda column, text: _distinct(self._ref(column, part) for part in _parts(text)),
            Holds.REF_OR_MARK: self._ref_or_mark,
            Holds.PRACTICE: lambda column, text: _chosen(words.practices, "practice", text),
            Holds.EXEMPTED: self._exempted,
            Holds.INDICATORS: lambda column, text: _distinct(
                _chosen(words.indicators, "indicator", part) for part in _parts(text)
            ),
            Holds.STAGES: self._stages,
            Holds.PEOPLE: lambda column, text: _time_line(text, _person),
            Holds.TERM: lambda column, text: text,
            Holds.TERM_MARK: lambda column, text: _mark(text),
        }

    def value_of(self, column: Column, raw: str) -> Any:
        """Read one cell.

        Returns:
            The typed value. Time lines of a partnership come as written here: stages and people as (day or None,
            value), terms as their bare value and needs as refs; `time_lines.dated` dates them.

        Raises:
            CellProblem: The cell does not hold what the column asks for.
        """
        text = unguarded(visible(raw).replace("\r\n", "\n").replace("\r", "\n").strip())
        if not text:
            if column.required:
                raise CellProblem(f"is required: {_wanted(column)}")
            return column.nothing
        control = _CONTROL.search(text)
        if control:
            raise CellProblem(f"holds the control character U+{ord(control.group()):04X}, which cannot be stored")
        value = self._readers[column.holds](column, text)
        if column.holds in (Holds.TEXT, Holds.TERM, Holds.FILE) and len(text) > column.longest:
            raise CellProblem(f"is too long: {len(text)} characters, at most {column.longest} can be stored")
        if column.required and value == ():
            raise CellProblem(f"is required: {_wanted(column)}")
        if SEPARATOR in text and column.name in ("ref", "name"):
            raise CellProblem("may not hold a semicolon, which separates several values elsewhere")
        return value

    def _code(self, column: Column, text: str) -> str:
        choices = self._words.lists[column.choices or ""]
        code = choices.code_of(text)
        if code is not None:
            return code
        if not column.own_words:
            raise CellProblem(f"is not a value of this column; {choices.advice(text)}", text)
        if len(text) > column.longest or SEPARATOR in text:
            raise CellProblem(
                f"is too long: at most {column.longest} characters in own words, without semicolons", text
            )
        return text

    def _partner(self, text: str) -> str:
        if text in self._partners:
            return text
        name = self._partner_folds.get(text.casefold())
        if name is None:
            raise CellProblem(f"is not in the partner directory; {_nearest_of(text, self._partners, 'org')}", text)
        return name

    def _ref(self, column: Column, text: str) -> str:
        known = self._refs[column.refers_to or ""]
        if text not in known:
            raise CellProblem(
                f"is not the ref of a {column.refers_to} of this school; "
                f"{_nearest_of(text, known, column.refers_to or '')}",
                text,
            )
        return text

    def _ref_or_mark(self, column: Column, text: str) -> str | bool:
        mark = _MARKS.get(text.casefold())
        if mark is not None:
            return mark
        try:
            return self._ref(column, text)
        except CellProblem as problem:
            raise CellProblem(f"is neither yes nor no and {problem.reason}") from None

    def _exempted(self, column: Column, text: str) -> str:
        found = self._words.practices.code_of(text) or self._words.groups.code_of(text)
        if found is None:
            alike = nearest(text, [*self._words.practices.labels, *self._words.groups.labels])
            hint = f"nearest: {', '.join(alike)}; " if alike else ""
            raise CellProblem(
                f"is neither a practice key nor a stakeholder group; {hint}"
                f"groups are {', '.join(self._words.groups.labels)}"
            )
        return found

    def _stages(self, column: Column, text: str) -> tuple[tuple[date | None, str | None], ...]:
        def stage(word: str) -> str:
            return _chosen(self._words.lists["stage"], "stage", word)

        entries = _time_line(text, stage)
        if any(value is None for _, value in entries):
            raise CellProblem("names a day without a stage; write such as exploring@2025-03-01;active@2025-09-10")
        return entries

    @staticmethod
    def _file(column: Column, text: str) -> str:
        if "/" in text or "\\" in text:
            raise CellProblem("is a path; the file's name alone is wanted, such as minutes.pdf")
        return text


def _wanted(column: Column) -> str:
    if column.holds is Holds.DATE:
        return "a date as YYYY-MM-DD"
    if column.holds is Holds.MARK:
        return "yes or no"
    return f"{column.holds.value}, it may not be empty"


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(SEPARATOR) if part.strip()]


def _distinct(values: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _nearest_of(text: str, known: Mapping[str, Any], kind: str) -> str:
    alike = nearest(text, known)
    if alike:
        return f"nearest: {', '.join(alike)}"
    return "nothing there is like it" if known else f"there are none yet: import {kind} first"


def _chosen(choices: Choices, noun: str, text: str) -> str:
    code = choices.code_of(text)
    if code is None:
        raise CellProblem(f"is not a known {noun}; {choices.advice(text)}", text)
    return code


def _day(text: str) -> date:
    try:
        return read_day(text)
    except NotADay as problem:
        raise CellProblem(str(problem), text) from None


def _mark(text: str) -> bool:
    mark = _MARKS.get(text.casefold())
    if mark is None:
        raise CellProblem("is not a mark; write yes or no, or leave it empty")
    return mark


def _whole(column: Column, text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not column.least <= int(text) <= LARGEST_NUMBER:
        raise CellProblem(f"is not a whole number from {column.least} to {LARGEST_NUMBER}, written in digits alone")
    return int(text)


def _decimal(column: Column, text: str) -> Decimal:
    if not _NUMBER.fullmatch(text) or not text.isascii():
        raise CellProblem("is not a number; write digits with a point, such as 1200 or 2.5")
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise CellProblem("is not a number; write digits with a point, such as 1200 or 2.5") from None
    if value < 0:
        raise CellProblem("is below zero")
    if value >= Decimal(10) ** column.places:
        raise CellProblem(f"is too large: at most {column.places} digits before the point")
    if value != value.quantize(Decimal("0.01")):
        raise CellProblem("has more than two decimals")
    return value


def _person(text: str) -> str:
    if len(text) > 200:
        raise CellProblem("is too long: at most 200 characters can be stored", text)
    return text


def _time_line(text: str, read: Callable[[str], str]) -> tuple[tuple[date | None, str | None], ...]:
    """Read ``exploring@2025-03-01;active@2025-09-10``; a value without a day comes with None for its day.

    An empty value with a day (``@2025-06-01``) means that nothing holds from that day on.
    """
    entries: list[tuple[date | None, str | None]] = []
    for part in _parts(text):
        dated = _DATED.fullmatch(part)
        value = dated["value"].strip() if dated else part
        day = _day(dated["day"]) if dated else None
        if day in [known for known, _ in entries]:
            raise CellProblem("has two values for one day" if day else "has two values without a day", part)
        entries.append((day, read(value) if value else None))
    return tuple(entries)
