"""What each demo school's records show at the end of its two completed years, reckoned by an independent calculator.

The calculator is no part of the product: where the two differ, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

LEVELS = ("none", "GS", "PR", "RE", "FI", "SU")
# The columns: school and its completed year, 2 the last one.
COLUMNS = tuple((letter, year) for letter in "abc" for year in (1, 2))

# Level and progress in the next one, cut to whole percent; ^ the possible level where it is higher; gaps at or below.
TABLE = """
EC1.Leaders1            | none 50 % ^SU| none 50 % ^SU| GS ^SU       | PR 16 % ^SU | RE 33 % ^SU      | FI 33 % ^SU
EC1.Leaders2            | none 57 % ^SU| GS ^SU gap 1 | GS ^SU       | RE ^SU gap 3| RE ^SU           | FI ^SU
EC1.Leaders3            | none ^SU     | none ^FI     | GS ^FI       | RE ^SU gap 1| FI 25 % gap 1    | FI 50 % ^SU
EC1.Leaders4            | none 33 % ^SU| GS 50 % ^SU  | none 33 % ^SU| GS 50 % ^SU | PR 25 % ^SU      | FI ^SU
EC1.Teachers1           | GS ^SU gap 1 | GS ^SU       | GS ^SU gap 1 | PR 25 % ^SU | RE 25 % ^SU      | RE 25 % ^SU
EC1.Students1           | none ^SU     | none ^SU     | GS ^SU       | PR ^SU gap 1| RE ^SU           | RE ^SU
EC1.Strategic Alliances1| none 33 % ^FI| none 33 % ^FI| none 33 % ^FI| GS ^FI      | RE 33 % ^FI      | RE 33 % ^FI
EC2.Leaders1            | none 50 % ^PR| GS 50 % ^PR  | PR 62 %      | PR 72 %     | FI 66 % ^SU gap 1| SU gap 1
EC2.Teachers1           | GS ^SU       | PR ^FI gap 1 | RE 11 %      | RE 11 %     | FI 66 %          | SU
EC2.Students1           | none ^SU     | GS 58 %      | GS 75 %      | PR 90 %     | SU               | SU
EC2.Strategic Alliances1| none ^PR     | GS 25 % ^PR  | PR gap 1     | PR          | FI 50 %          | FI 83 %
EC3.Leaders1            | GS 21 % ^SU  | PR 51 % gap 1| RE gap 3     | RE          | FI 60 %          | SU
EC3.Leaders2            | none 66 % ^SU| GS ^SU       | GS           | PR 27 %     | FI 66 % ^SU gap 1| FI 61 %
EC3.Teachers1           | GS ^SU       | PR           | PR           | RE 75 %     | FI 33 %          | FI 91 %
EC3.Students1           | none ^SU     | GS           | PR           | RE gap 1    | FI 66 %          | SU
EC3.Strategic Alliances1| none ^SU     | GS           | RE 83 %      | PR 75 %     | FI 83 %          | FI 90 %
"""


class Answered(Protocol):
    """What the table prints of an indicator's answer."""

    @property
    def supported(self) -> int:
        """The level that the records support."""

    @property
    def possible(self) -> int:
        """The same with every unknown taken as met."""

    @property
    def progress(self) -> float:
        """The share of the next level that is there."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """Keys of what is missing at or below the level."""


def cells() -> Iterator[tuple[str, str, int, str]]:
    """Give (letter, indicator, year, what is printed there) of every cell."""
    for line in TABLE.strip().splitlines():
        code, *printed = (cell.strip() for cell in line.split("|"))
        for (letter, year), text in zip(COLUMNS, printed, strict=True):
            yield letter, code, year, text


def expected(letter: str, year: int) -> dict[str, str]:
    """Read one column: indicator -> what is printed there."""
    return {code: text for one, code, of_year, text in cells() if (one, of_year) == (letter, year)}


def as_printed(answer: Answered) -> str:
    """Say an answer as the table does."""
    # Percentages are cut, not rounded; a hair is allowed for sums of thirds.
    percent = int(answer.progress * 100 + 1e-9)
    parts = [LEVELS[answer.supported]]
    parts += [f"{percent} %"] if percent else []
    parts += [f"^{LEVELS[answer.possible]}"] if answer.possible != answer.supported else []
    parts += [f"gap {len(answer.gaps)}"] if answer.gaps else []
    return " ".join(parts)
