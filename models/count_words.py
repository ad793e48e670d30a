"""The numbers by which a rule tells how it stands, in words: the same on pages and in the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from models.continuum.rulebook.rules.base import Count
from models.wording import number_word, number_words, part_words, percent_words

# What is counted -> one of it, and several.
_NOUNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "records": ("record", "records"),
        "statements": ("statement", "statements"),
        "partnerships": ("partnership", "partnerships"),
        "partners": ("partner", "partners"),
        "months": ("month", "months"),
        "quarters": ("season", "seasons"),
        "stakeholder_groups": ("stakeholder group", "stakeholder groups"),
        "channels": ("channel", "channels"),
        "topics": ("topic", "topics"),
        "roles": ("role", "roles"),
        "forms": ("form", "forms"),
        "sources": ("kind of data", "kinds of data"),
    }
)


def count_in_words(count: Count) -> str:
    """Say one number against its need: "4 of 5 records", "6 records (5 needed)", "60% (three quarters needed)"."""
    # "Records the year before" are records, too.
    name, *rest = count.what.split(" ", 1)
    if name == "share":
        return " ".join((f"{percent_words(count.have)} ({part_words(count.need)} needed)", *rest))
    one, several = _NOUNS.get(name, (name, name))
    if count.have > count.need:
        return f"{' '.join((number_words(count.have), several, *rest))} ({number_words(count.need)} needed)"
    what = one if count.need == 1 else several
    return " ".join((number_words(count.have), "of", number_words(count.need), what, *rest))


def counts_in_words(counts: Sequence[Count]) -> list[str]:
    """Say a rule's numbers, the first one foremost; partnerships and their share are one number."""
    known = {count.what: count for count in counts}
    partnerships, share = known.get("partnerships"), known.get("share")
    if partnerships is None or share is None or len(counts) != len(known):
        return [count_in_words(count) for count in counts]
    least = f", at least {number_word(int(partnerships.need))}" if partnerships.need > 1 else ""
    there = [_part_of_all(int(partnerships.have), share.have), f"{part_words(share.need)} needed{least}"]
    return [*there, *(count_in_words(one) for one in counts if one not in (partnerships, share))]


def _part_of_all(have: int, share: float) -> str:
    """Say how many of the partnerships asked have something, where the share of them is known."""
    if not share:
        return "no partnership"
    if share == 1:
        return f"all {number_words(have)} partnerships" if have > 1 else "the one partnership"
    return f"{number_words(have)} of {number_words(round(have / share))} partnerships"
