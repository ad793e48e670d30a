"""What repeats at a school: one stream is one kind of record with the months in which it occurs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from seed.demo.calendar import DemoCalendar

# The order of months in a school year.
SCHOOL_MONTHS = (7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6)
# The last month that the third year's lists speak of; later ones repeat the second year.
LISTED_UNTIL = SCHOOL_MONTHS.index(11)
ALL_GROUPS = "students+families+staff+providers+nonprofit+higher_ed+industry+business+community_org"


@dataclass(frozen=True, slots=True)
class Stream:
    """One line of the table of streams.

    Attributes:
        code: The line's name, such as ``B13``; several lines may share one.
        record: The kind of record it makes.
        months: For each of the three school years the months in which one record is made.
        partners: Partner ids; they take turns, one a record, unless `each_partner`.
        each_partner: Every partner has a record in every month.
        fields: Column -> codes.
        marks: What is ticked or filled.
    """

    code: str
    record: str
    months: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    partners: tuple[str, ...]
    each_partner: bool
    fields: dict[str, tuple[str, ...]]
    marks: frozenset[str]

    def occurrences(self, calendar: DemoCalendar) -> Iterator[tuple[int, int, str | None]]:
        """Give (school year, month, partner id) of every record, earliest first, those to come included.

        Organisations are noted once each, so their stream ends with its last partner.
        """
        turn = 0
        for year in (1, 2, 3):
            for month in self._months_of(year):
                if self.record == "org" and turn >= len(self.partners):
                    return
                if self.each_partner:
                    for partner in self.partners:
                        yield year, month, partner
                else:
                    yield year, month, self.partners[turn % len(self.partners)] if self.partners else None
                turn += 1

    def _months_of(self, year: int) -> list[int]:
        listed = set(self.months[year - 1])
        if year == 3:
            listed |= {month for month in self.months[1] if SCHOOL_MONTHS.index(month) > LISTED_UNTIL}
        return sorted(listed, key=SCHOOL_MONTHS.index)


def stream(code: str, record: str, months: str, says: str, *, of: str = "", each_partner: bool = False) -> Stream:
    """Write a stream as its line reads.

    Args:
        code: The line's name.
        record: The kind of record.
        months: The three years' months, ``10 / 11 3 / 10``.
        says: Marks and ``column=code+code``, separated by spaces.
        of: Partner ids, separated by spaces.
        each_partner: Every partner has a record in every month.

    Raises:
        ValueError: The months are not of three years.
    """
    first, second, third = (tuple(int(month) for month in year.split()) for year in months.split("/"))
    words = says.split()
    fields = dict(word.split("=") for word in words if "=" in word)
    return Stream(
        code=code,
        record=record,
        months=(first, second, third),
        partners=tuple(of.split()),
        each_partner=each_partner,
        fields={column: tuple(codes.replace("all_groups", ALL_GROUPS).split("+")) for column, codes in fields.items()},
        marks=frozenset(word for word in words if "=" not in word),
    )
