"""How one file is to be read: its sheet, what its columns mean, what is the same in every row, what its words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from models.exchange.answers import Answers
from models.exchange.day_texts import ORDERS, DayWay

_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is read; what is not said is found from the file itself.

    Attributes:
        sheet: The sheet; the first that holds anything where None.
        header_line: The line that names the columns; found where None.
        columns: Heading -> column of the record; an empty text leaves the heading's column out. Headings that are not
            among them are matched by their own names.
        same: Column -> the text that holds in every row, for columns that the file does not have.
        answers: What words of the file mean, and how its days are read.
        asks_all: Whether rows must say all that a form asks for, whatever columns the file has.
    """

    sheet: str | None = None
    header_line: int | None = None
    columns: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    same: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    answers: Answers = field(default_factory=Answers)
    asks_all: bool = False

    def as_data(self) -> dict[str, Any]:
        """Write it as plain values, to be stored."""
        days = self.answers.days
        return {
            "sheet": self.sheet,
            "header_line": self.header_line,
            "columns": dict(self.columns),
            "same": dict(self.same),
            "order": days.order,
            "days_told": days.is_told,
            "year_start": days.year_start.isoformat() if days.year_start else None,
            "values": {about: dict(known) for about, known in self.answers.values.items()},
            "partners": dict(self.answers.partners),
            "asks_all": self.asks_all,
        }

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Plan:
        """Read what `as_data` wrote."""
        order = data.get("order")
        start = data.get("year_start")
        days = DayWay(
            order=order if order in ORDERS else None,
            is_told=bool(data.get("days_told")),
            year_start=date.fromisoformat(start) if start else None,
        )
        return cls(
            sheet=data.get("sheet"),
            header_line=data.get("header_line"),
            columns=data.get("columns") or {},
            same=data.get("same") or {},
            answers=Answers(days, data.get("values") or {}, data.get("partners") or {}),
            asks_all=bool(data.get("asks_all")),
        )


AS_IT_IS = Plan()
