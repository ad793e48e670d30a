"""What a reader may see. Every query takes one; outside it nothing exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, false

from models.records import Record


@dataclass(frozen=True, slots=True)
class Scope:
    """The reader's frame: one school, one partner organisation, or all schools of a district.

    Attributes:
        school_ids: Schools whose records may be read whole. For a person of a school that is one school.
        district_id: The district whose partner directory may be read; None for alliances.
        partner_id: For an alliance member the own organisation: only what concerns it may be read, and only the
            fields that queries for alliances give out. None for everybody else.
        user_id: Who reads; None for the command line.
    """

    school_ids: frozenset[int] = frozenset()
    district_id: int | None = None
    partner_id: int | None = None
    user_id: int | None = None

    @classmethod
    def of_school(cls, school_id: int, *, district_id: int | None = None, user_id: int | None = None) -> Scope:
        """Make the scope of somebody at one school, or of a command that names one."""
        return cls(school_ids=frozenset({school_id}), district_id=district_id, user_id=user_id)

    @property
    def school_id(self) -> int:
        """The one school of the scope.

        Raises:
            OutsideScope: The scope has no school, or several.
        """
        if len(self.school_ids) != 1:
            raise OutsideScope("This reader has no single school.")
        return next(iter(self.school_ids))

    def limit(self, statement: Select[Any], record: type[Record] | Table, *, at_last: bool = False) -> Select[Any]:
        """Narrow a statement on a record kind, or its table, to the schools in scope; an alliance is given nothing.

        Args:
            at_last: What else the statement says leaves few rows, so that the database looks there first: SQLite,
                whose statistics see a part, would otherwise go through all that a school ever logged.
        """
        if self.partner_id is not None or not self.school_ids:
            return statement.where(false())
        school_id = record.c.school_id if isinstance(record, Table) else record.school_id
        return statement.where((by_no_index(school_id) if at_last else school_id).in_(self.school_ids))


def by_no_index(number: Any) -> Any:
    """Give a column of numbers as a sum, which no index answers: the database looks elsewhere first."""
    return number + 0


class OutsideScope(LookupError):
    """The reader asked for something outside their scope; on screen it does not exist."""
