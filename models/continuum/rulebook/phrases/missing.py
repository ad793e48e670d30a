"""What a count of records still needs, said so that somebody can go and do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from models.continuum.rulebook.phrases.asked import AskedCount
from models.continuum.rulebook.phrases.conditions import described, mark_words, one_of
from models.continuum.rulebook.phrases.words import Words
from models.wording import joined, noun, number_word, part_words

# School-year quarter -> its first and last month.
_SEASONS = {
    1: ("July", "September"),
    2: ("October", "December"),
    3: ("January", "March"),
    4: ("April", "June"),
}
# So many that are not there yet are named.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Lack:
    """How far a count of records is there, and what is not.

    Attributes:
        number: How many records are missing at least.
        there: How many count.
        lacking: Dimension beside the records -> how many more values of it are missing.
        open: Dimension -> its values that no record has yet, where it has a fixed number of them.
        holding, among: Records with what a share asks for, and of how many; both None where no share is missing.
        for_share: How many more must have it.
    """

    number: int
    there: int
    lacking: Mapping[str, int] = field(default_factory=dict)
    open: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holding: int | None = None
    among: int | None = None
    for_share: int = 0


def missing_count(rule: AskedCount, lack: Lack, words: Words) -> str:
    """Say what a count of records still needs: "1 more act by students asking the school board for funding"."""
    told = f"{lack.number} more {described(rule, words, lack.number)}"
    spread = [_SAID[what](lack, number, words) for what, number in lack.lacking.items()]
    if lack.holding is not None and rule.share_of is not None:
        name, least = rule.share_of
        has = mark_words(name, words.thresholds)
        spread.insert(0, has if lack.for_share >= lack.number else f"{number_word(lack.for_share)} of them {has}")
        if lack.among:
            need = "all" if least == 1 else part_words(least)
            return f"{_commas(told, spread)} (now {lack.holding} of {lack.among}; {need} are needed)"
    return _commas(told, spread)


def one_record(rule: AskedCount, words: Words) -> str:
    """Say what a single record more would have to be: "an act by students asking the school board for funding"."""
    told = one_of(rule, words)
    return f"{told}, {mark_words(rule.share_of[0], words.thresholds)}" if rule.share_of is not None else told


def _commas(told: str, spread: list[str]) -> str:
    return ", ".join([told, joined(spread)]) if any(spread) else told


def _months(lack: Lack, number: int, words: Words) -> str:
    if not lack.there:
        return f"in {number_word(number)} different months" if number > 1 else ""
    if number == 1:
        return "in a month that has none yet" if lack.number == 1 else "one of them in a month that has none yet"
    each = "each" if number == lack.number else f"{number_word(number)} of them"
    return f"{each} in a month that has none yet" if each == "each" else f"{each} in months that have none yet"


def _seasons(lack: Lack, number: int, words: Words) -> str:
    months = [_SEASONS[int(one)] for one in lack.open["quarters"]]
    still = [f"between {first} and {last}" for first, last in months]
    if not lack.there:
        return "spread over all four seasons" if number == len(still) else f"in {number_word(number)} different seasons"
    if number < len(still):
        if len(still) == 2:
            return joined(still, "or")
        seasons = joined((f"{first} to {last}" for first, last in months), "or")
        return f"in {number_word(number)} of these seasons: {seasons}"
    return joined(still if lack.number == 1 else [f"one {season}" for season in still])


def _partners(lack: Lack, number: int, words: Words) -> str:
    if not lack.there:
        return f"with {number_word(number)} different partners" if number > 1 else ""
    return f"with {number} more {noun(number, 'partner', 'partners')}"


def _naming(
    before: str, one: str, many: str, what: str, name: Callable[[Words, str], str]
) -> Callable[[Lack, int, Words], str]:
    """Make the words of a dimension whose values can be named."""

    def said(lack: Lack, number: int, words: Words) -> str:
        still = lack.open.get(what, ())
        names = joined((name(words, code) for code in still), "and" if len(still) == number else "or")
        if lack.there or len(still) == number:
            told = f"{before} {number} more {noun(number, one, many)}"
            return f"{told}: {names}" if 0 < len(still) <= NAMED else told
        return f"{before} {number_word(number)} {f'different {many}' if number > 1 else one}"

    return said


# Dimension -> how its lack is said.
_SAID: Mapping[str, Callable[[Lack, int, Words], str]] = {
    "months": _months,
    "quarters": _seasons,
    "partners": _partners,
    "stakeholder_groups": _naming("reaching", "group", "groups", "stakeholder_groups", Words.group),
    "channels": _naming("through", "channel", "channels", "channels", lambda words, code: words.value("channel", code)),
    "topics": _naming("about", "topic", "topics", "topics", lambda words, code: words.value("topic", code)),
    "roles": _naming("reaching", "role", "roles", "roles", lambda words, code: words.value("roles", code)),
    "forms": _naming("in", "form", "forms", "forms", lambda words, code: words.name("way", code)),
    "sources": _naming(
        "from", "kind of data", "kinds of data", "sources", lambda words, code: words.value("data", code)
    ),
}
