"""Read single cells of record files: one text -> one typed value, or what would be right instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from models.days import NotADay
from models.exchange.answers import NO_ANSWERS, Answers
from models.exchange.choices import Choices, Words, nearest
from models.exchange.day_texts import read_day_text
from models.exchange.formulas import unguarded
from models.exchange.problems import CellProblem
from models.exchange.quantities import marked, number_in, whole_in
from models.kinds.columns import Column, Holds
from models.reminder_days import NotDays, read_own_days
from models.student_names import NO_STUDENTS_IN_FILES, names_a_student
from models.texts import identity_key, visible

SEPARATOR = ";"
NOT_A_PARTNER = "is not in the partner directory"
NOT_A_VALUE = "is not a value of this column"
REQUIRED = "is required"
NO_SUCH = "is not the ref of a {} of this school"
NO_SUCH_PARTNERSHIP = NO_SUCH.format("partnership")
_DATED = re.compile(r"(?P<value>.*)@(?P<day>\d[\d./-]*)", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_MARKS = {"yes": True, "no": False}


class Cells:
    """Reads cells of one school's files; knows which words, partners and records may be named."""

    def __init__(
        self,
        words: Words,
        *,
        partners: Mapping[str, Any],
        merged: Mapping[str, str] = MappingProxyType({}),
        refs: Mapping[str, Mapping[str, Any]],
        with_partner: Mapping[str, str] = MappingProxyType({}),
        answers: Answers = NO_ANSWERS,
    ) -> None:
        """Take what may be named.

        Args:
            words: Codes, practices, indicators.
            partners: Names of the organisations in the district's directory.
            merged: Names of those that were merged into another -> the name of that one.
            refs: Kind -> refs of this school's records of that kind.
            with_partner: Key of an organisation's name -> ref of the one partnership with it that is not over.
            answers: What people said their own words mean, and how the days of the file are read.
        """
        self._words = words
        self._partners = partners
        self._partner_keys = {identity_key(name): now for name, now in merged.items()}
        self._partner_keys |= {identity_key(name): name for name in partners}
        self._refs = refs
        self._with_partner = with_partner
        self._answers = answers
        self._readers: dict[Holds, Callable[[Column, str], Any]] = {
            Holds.TEXT: _written,
            Holds.FILE: self._file,
            Holds.DATE: self._day,
            Holds.DATES: lambda column, text: tuple(sorted({self._day(column, part) for part in _parts(text)})),
            Holds.MARK: lambda column, text: marked(text),
            Holds.NUMBER: whole_in,
            Holds.DECIMAL: number_in,
            Holds.CODE: self._code,
            Holds.CODES: self._codes,
            Holds.DAYS_AHEAD: lambda column, text: _days_ahead(text),
            Holds.PARTNER: lambda column, text: self._partner(text),
            Holds.PARTNERS: self._several_partners,
            Holds.REF: self._ref,
            Holds.REFS: lambda column, text: _distinct(self._ref(column, part) for part in _parts(text)),
            Holds.REF_OR_MARK: self._ref_or_mark,
            Holds.PRACTICE: lambda column, text: _chosen(words.practices, "practice", text),
            Holds.EXEMPTED: self._exempted,
            Holds.INDICATORS: lambda column, text: _distinct(
                _chosen(words.indicators, "indicator", part) for part in _parts(text)
            ),
            Holds.STAGES: self._stages,
            Holds.PEOPLE: lambda column, text: self._time_line(column, text, _person),
            Holds.TERM: lambda column, text: text,
            Holds.TERM_MARK: lambda column, text: marked(text),
        }

    def value_of(self, column: Column, raw: str) -> Any:
        """Read one cell.

        Returns:
            The typed value. Time lines of a partnership come as written here: stages and people as (day or None,
            value), terms as their bare value and needs as refs; `time_lines.dated` dates them.

        Raises:
            CellProblem: The cell does not hold what the column asks for.
        """
        # Of one plain line, as nearly all are, nothing is invisible and nothing has to be asked.
        is_plain = raw.isascii() and raw.isprintable()
        shown = raw if is_plain else visible(raw).replace("\r\n", "\n").replace("\r", "\n")
        text = unguarded(shown.strip())
        if not text:
            if column.required:
                raise CellProblem(f"{REQUIRED}: {_wanted(column)}")
            return column.nothing
        control = None if is_plain else _CONTROL.search(text)
        if control:
            raise CellProblem(f"holds the control character U+{ord(control.group()):04X}, which cannot be stored")
        value = self._readers[column.holds](column, text)
        if column.holds in (Holds.TEXT, Holds.TERM, Holds.FILE) and len(text) > column.longest:
            raise CellProblem(f"is too long: {len(text)} characters, at most {column.longest} can be stored")
        if column.holds is Holds.TEXT and names_a_student(text):
            raise CellProblem(NO_STUDENTS_IN_FILES)
        if column.required and value == ():
            raise CellProblem(f"{REQUIRED}: {_wanted(column)}")
        if SEPARATOR in text and column.name in ("ref", "name"):
            raise CellProblem("may not hold a semicolon, which separates several values elsewhere")
        return value

    def _day(self, column: Column, text: str) -> date:
        answer = self._answers.value(column.name, text)
        try:
            return read_day_text(answer or text, self._answers.days)
        except NotADay as problem:
            raise CellProblem(str(problem), text, hint=problem.hint) from None

    def _code(self, column: Column, text: str) -> str:
        choices = self._words.lists[column.choices or ""]
        code = choices.code_of(text) or choices.code_of(self._answers.value(column.choices or "", text) or "")
        if code is not None:
            return code
        if not column.own_words:
            raise CellProblem(NOT_A_VALUE, text, hint=choices.advice(text))
        if len(text) > column.longest or SEPARATOR in text:
            raise CellProblem(
                f"is too long: at most {column.longest} characters in own words, without semicolons", text
            )
        return text

    def _codes(self, column: Column, text: str) -> tuple[str, ...]:
        return _distinct(self._code(column, one) for part in _parts(text) for one in self._divided(column, part))

    def _divided(self, column: Column, part: str) -> list[str]:
        """Divide what people divide by commas, where the list knows each of them and not the whole."""
        choices = self._words.lists[column.choices or ""]
        several = [one.strip() for one in re.split(r"[,/\n&+]|\band\b", part) if one.strip()]
        if len(several) < 2 or choices.code_of(part) or self._answers.value(column.choices or "", part):
            return [part]
        said = [one for one in several if choices.code_of(one) or self._answers.value(column.choices or "", one)]
        return several if len(said) == len(several) else [part]

    def _partner(self, text: str) -> str:
        name = text if text in self._partners else self._known_partner(text)
        if name is None:
            raise CellProblem(NOT_A_PARTNER, text, hint=_nearest_of(text, self._partners, "org"))
        return name

    def _known_partner(self, text: str) -> str | None:
        answer = self._answers.partner(text)
        named = self._partner_keys.get
        return named(identity_key(text)) or (named(identity_key(answer)) if answer else None)

    def _several_partners(self, column: Column, text: str) -> tuple[str, ...]:
        names: set[str] = set()
        for part in _parts(text):
            several = [one.strip() for one in re.split(r"[,\n]|\band\b", part) if one.strip()]
            whole = self._known_partner(part)
            if whole is None and len(several) > 1 and all(map(self._known_partner, several)):
                names |= {self._partner(one) for one in several}
            else:
                names.add(self._partner(part))
        return tuple(sorted(names))

    def _ref(self, column: Column, text: str) -> str:
        known = self._refs[column.refers_to or ""]
        if text not in known and column.refers_to == "partnership":
            name = self._known_partner(text) or text
            text = self._with_partner.get(identity_key(name), text)
        if text not in known:
            reason = NO_SUCH.format(column.refers_to)
            raise CellProblem(reason, text, hint=_nearest_of(text, known, column.refers_to or ""))
        return text

    def _ref_or_mark(self, column: Column, text: str) -> str | bool:
        mark = _MARKS.get(text.casefold())
        if mark is not None:
            return mark
        try:
            return self._ref(column, text)
        except CellProblem as problem:
            try:
                return marked(text)
            except CellProblem:
                raise CellProblem(f"is neither yes nor no and {problem.reason}", hint=problem.hint) from None

    def _exempted(self, column: Column, text: str) -> str:
        found = self._words.practices.code_of(text) or self._words.groups.code_of(text)
        if found is None:
            alike = nearest(text, [*self._words.practices.labels, *self._words.groups.labels])
            hint = f"nearest: {', '.join(alike)}; " if alike else ""
            groups = f"groups are {', '.join(self._words.groups.labels)}"
            raise CellProblem("is neither a practice key nor a stakeholder group", hint=f"{hint}{groups}")
        return found

    def _stages(self, column: Column, text: str) -> tuple[tuple[date | None, str | None], ...]:
        def stage(word: str) -> str:
            return _chosen(self._words.lists["stage"], "stage", word)

        entries = self._time_line(column, text, stage)
        if any(value is None for _, value in entries):
            raise CellProblem("names a day without a stage; write such as exploring@2025-03-01;active@2025-09-10")
        return entries

    def _time_line(
        self, column: Column, text: str, read: Callable[[str], str]
    ) -> tuple[tuple[date | None, str | None], ...]:
        """Read ``exploring@2025-03-01;active@2025-09-10``; a value without a day comes with None for its day.

        An empty value with a day (``@2025-06-01``) means that nothing holds from that day on.
        """
        entries: list[tuple[date | None, str | None]] = []
        for part in _parts(text):
            dated = _DATED.fullmatch(part)
            value = dated["value"].strip() if dated else part
            day = self._day(column, dated["day"]) if dated else None
            if day in [known for known, _ in entries]:
                raise CellProblem("has two values for one day" if day else "has two values without a day", part)
            entries.append((day, read(value) if value else None))
        return tuple(entries)

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
        raise CellProblem(f"is not a known {noun}", text, hint=choices.advice(text))
    return code


def _written(column: Column, text: str) -> str:
    if column.reads is None or len(text) > column.longest:
        return text
    try:
        return column.reads(text)
    except ValueError as problem:
        raise CellProblem(f"cannot be stored: {problem}") from None


def _days_ahead(text: str) -> tuple[str, ...]:
    try:
        return read_own_days(text)
    except NotDays as problem:
        raise CellProblem("does not say how many days before", text, hint=str(problem)) from None


def _person(text: str) -> str:
    if len(text) > 200:
        raise CellProblem("is too long: at most 200 characters can be stored", text)
    return text
