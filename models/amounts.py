"""Amounts in words, by what the catalogue says of the unit that they are counted in."""

from __future__ import annotations

from decimal import Decimal

from models.continuum.language.language import Language
from models.wording import begun_small, counted, hours_words, money_words, number_words


def amount_words(amount: Decimal, unit: str | None, language: Language | None) -> str:
    """Write an amount with what it counts: `$350`, `2.5 hours`, `1 item`.

    Args:
        unit: A code of the units; None, or one that the rules do not know, writes the number alone.
        language: Of the rules in force; None where none are stored.
    """
    value = language.values("unit").get(unit) if language and unit else None
    if value is None:
        return number_words(amount)
    if value.money:
        return money_words(amount)
    if value.hours:
        return hours_words(amount)
    many = value.nouns or begun_small(value.label)
    return counted(amount, value.noun or many, many)
