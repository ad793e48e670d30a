"""What was promised, summed up: hours, money, and how many promises of something else."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.continuum.language.language import Language


@dataclass(slots=True)
class Promised:
    """What was promised within some time.

    Attributes:
        hours: Decimal hours.
        dollars: Money.
        others: Promises of things, or without an amount.
    """

    hours: Decimal = Decimal(0)
    dollars: Decimal = Decimal(0)
    others: int = 0

    def add(
        self, unit: str | None, amount: Decimal | None, language: Language, *, number: int = 1, measured: int
    ) -> None:
        """Add promises in one unit.

        Args:
            amount: Of all of them; None where none has any.
            number: How many they are.
            measured: How many of them have an amount.
        """
        if unit in language.marked("unit", "hours"):
            self.hours += amount or 0
        elif unit in language.marked("unit", "money"):
            self.dollars += amount or 0
        else:
            measured = 0
        self.others += number - measured
