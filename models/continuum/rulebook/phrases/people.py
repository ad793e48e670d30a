"""Changes of people: hand-overs in time, and times without a change."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from models.continuum.rulebook.phrases.words import Words
from models.wording import day_words, days_words, part_words


class AskedChanges(Protocol):
    """Changes of people within a look-back."""

    @property
    def what(self) -> str:
        """Whose people."""

    @property
    def window_months(self) -> int:
        """Look-back in months."""


class AskedHandOvers(AskedChanges, Protocol):
    """A part of the changes that was handed over in time."""

    @property
    def share_in_time(self) -> float:
        """Least part."""

    @property
    def within_days(self) -> int:
        """Days within which a hand-over is in time."""


def hand_overs_sentence(rule: AskedHandOvers, words: Words) -> str:
    """Say which part of hand-overs must be done in time."""
    return (
        f"{_part(rule)} of the changes of {_whose(rule, words)} in the last {rule.window_months} months "
        f"handed over within {days_words(rule.within_days)}"
    )


def missing_hand_overs(rule: AskedHandOvers, words: Words, *, done: int, of: int, lacking: int) -> str:
    """Say how many hand-overs were not done in time."""
    within = f"handed over within {days_words(rule.within_days)}"
    if not of:
        return f"a change of {_whose(rule, words)} on record, {within}"
    need = "all" if rule.share_in_time == 1 else part_words(rule.share_in_time)
    return f"{lacking} more of the changes of {_whose(rule, words)} {within} (now {done} of {of}; {need} are needed)"


def no_change_sentence(rule: AskedChanges, words: Words) -> str:
    """Say for how long nobody changed."""
    return f"no change of {_whose(rule, words)} in the last {rule.window_months} months"


def missing_no_change(rule: AskedChanges, words: Words, last: date | None) -> str:
    """Say for how long nobody must have changed.

    Args:
        last: The day of the latest change; None where there is none on record, yet too little is recorded.
    """
    told = f"{rule.window_months} months on record without a change of {_whose(rule, words)}"
    return f"{told} (the last was on {day_words(last)})" if last else told


def _part(rule: AskedHandOvers) -> str:
    return "all" if rule.share_in_time == 1 else f"at least {part_words(rule.share_in_time)}"


def _whose(rule: AskedChanges, words: Words) -> str:
    # All of them together are no value of the list.
    known = rule.what in words.language.values("transition")
    return words.value("transition", rule.what) if known else "people"
