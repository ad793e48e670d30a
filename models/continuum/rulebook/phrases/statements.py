"""What the leadership team says, and what points to another practice."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from models.continuum.rulebook.phrases.words import Words
from models.wording import day_words, span_words

OBJECTED = "a member of the team says that it is not so"
LATER = "this practice has no rule yet and is not counted"


class AskedStatement(Protocol):
    """A statement of the leadership team."""

    @property
    def evidence(self) -> str:
        """`note` or `file`."""

    @property
    def valid_months(self) -> int:
        """For so long it holds."""

    @property
    def of(self) -> str | None:
        """The practice stated, where it is another."""


def statement_sentence(rule: AskedStatement, words: Words) -> str:
    """Say what the statement comes with, and for how long it holds."""
    return f"{_says(rule, words)} {_with(rule, words)}, in the last {rule.valid_months} months"


def missing_statement(rule: AskedStatement, words: Words) -> str:
    """Say which statement is missing."""
    return f"{_says(rule, words)} {_with(rule, words)}"


def practice_sentence(key: str, words: Words) -> str:
    """Point to another practice by its wording."""
    return f"what shows that {words.practice(key)}"


def of_the_year_before(missing: str, first: date | None, last: date) -> str:
    """Say that something is missing of the year before.

    Args:
        first: First day that is looked at; None where one day stands for it.
        last: The last one.
    """
    if first is None:
        return f"a year earlier, on {day_words(last)}: {missing}"
    return f"in the year before ({span_words(first, last)}): {missing}"


def _says(rule: AskedStatement, words: Words) -> str:
    return f"the team says that {words.practice(rule.of)}," if rule.of else "the team says so,"


def _with(rule: AskedStatement, words: Words) -> str:
    if rule.evidence == "file":
        return "with a file"
    return f"with a note of at least {words.thresholds.note_length} characters or a file"
