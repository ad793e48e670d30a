"""Words for stored codes and values, where no list of the catalogue says better ones."""

from __future__ import annotations

from datetime import date
from typing import Any

from models.wording import day_words, listed

# Codes whose words do not follow from the code itself.
_CODES = {
    "ctc": "Career and Technology Center",
    "mou": "Memorandum of understanding",
    "pta": "PTA",
    "sic": "School Improvement Council",
    "slt": "STEM leadership team",
    "stem": "STEM",
}


def words(code: str) -> str:
    """Write a code as words: `social_media` becomes `Social media`."""
    return _CODES.get(code) or code.replace("_", " ").replace("-", " ").strip().capitalize()


def value_words(value: Any) -> str:
    """Write a value of the history in words.

    Args:
        value: A JSON value: text, number, true or false, an ISO date, a list of these, or None (nothing).
    """
    if value is None or value == "" or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return listed(value_words(item) for item in value)
    text = str(value)
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return day_words(date.fromisoformat(text))
        except ValueError:
            return text  # something a person wrote that only looks like a day
    return text
