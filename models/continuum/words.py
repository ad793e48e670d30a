"""Numbers in words: what is missing, and which quarters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.continuum.results import Count

QUARTERS = {
    1: "between July and September",
    2: "between October and December",
    3: "between January and March",
    4: "between April and June",
}
_SINGULAR = {
    "records": "record",
    "months": "month",
    "quarters": "quarter",
    "partners": "partner",
    "stakeholder_groups": "stakeholder group",
    "channels": "channel",
    "topics": "topic",
    "roles": "role group",
    "forms": "form",
    "partnerships": "partnership",
}
_NOUNS = {
    "activity": "activity",
    "match": "match",
    "org": "organization",
    "need": "need",
    "contribution": "contribution",
    "commitment": "commitment",
    "evaluation": "evaluation",
    "agreement": "agreement",
    "recognition": "recognition",
    "training": "training",
    "workforce": "stated workforce need",
    "commreview": "communication review",
    "procreview": "review of the dialogue process",
    "alliance_act": "act by an alliance",
    "dialogue_reach": "training or use of the dialogue process",
    "after_transition": "change after which dialogue goes on",
}
_PLURALS = {
    "activity": "activities",
    "match": "matches",
    "training or use of the dialogue process": "trainings or uses of the dialogue process",
    "review of the dialogue process": "reviews of the dialogue process",
    "act by an alliance": "acts by alliances",
    "change after which dialogue goes on": "changes after which dialogue goes on",
}
# Dimensions of which one record may fill several places.
_AT_ONCE = frozenset({"stakeholder_groups", "topics", "roles", "forms"})
_PREPOSITIONS = {
    "months": "in",
    "quarters": "in",
    "channels": "by",
    "roles": "reaching",
    "stakeholder_groups": "reaching",
    "topics": "about",
    "forms": "in",
}
# Property of which a rule asks a share -> what records must do to have it.
_SHARES = {
    "answered": "be answered",
    "allocated": "be put to a stated use",
    "received": "arrive in time",
    "planned": "follow from an agreed commitment",
    "continued": "be followed by use of the dialogue process",
}


def several(number: int, noun: str) -> str:
    """Say a number of things: `1 activity`, `2 activities`."""
    if number == 1:
        return f"1 {noun}"
    return f"{number} {_PLURALS.get(noun, noun + 's')}"


def noun_of(kind: str) -> str:
    """Name one fact of a kind."""
    return _NOUNS.get(kind, "record")


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Join parts as in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def missing_records(kind: str, counts: Iterable[Count]) -> int:
    """Say how many records at least are missing: one may reach several groups, but falls in one month."""
    at_once = _AT_ONCE | {"partners"} if kind == "activity" else _AT_ONCE
    short = ((count.what, int(count.need - count.have)) for count in counts if count.what != "share")
    return max((1 if what in at_once else lacking for what, lacking in short if lacking > 0), default=0)


def missing_of(kind: str, counts: Sequence[Count], quarters_open: Sequence[int], share_of: str | None = None) -> str:
    """Say what a records rule still needs.

    Args:
        counts: What there is against what is needed.
        quarters_open: School-year quarters without a record, 1 to 4.
        share_of: The property that a part of the records must have.
    """
    short = {
        count.what: int(count.need - count.have) for count in counts if count.what != "share" and not count.fulfilled
    }
    number = missing_records(kind, counts)
    spread = []
    for what, lacking in short.items():
        if what == "records":
            continue
        if what == "quarters" and lacking == len(quarters_open):
            spread.append(
                joined([f"1 {QUARTERS[quarter]}" if number > 1 else QUARTERS[quarter] for quarter in quarters_open])
            )
        else:
            spread.append(f"{_PREPOSITIONS.get(what, 'with')} {_other(lacking, what)}")
    words = ""
    if number:
        words = f"{several(number, noun_of(kind)).replace(' ', ' more ', 1)}"
        if spread:
            words = f"{words}, {joined(spread)}"
    share = next((count for count in counts if count.what == "share" and not count.fulfilled), None)
    if share is not None:
        must = _SHARES.get(share_of or "", "have what is asked")
        told = f"{percent(share.need)} of them must {must}, now {percent(share.have)}"
        words = f"{words}; {told}" if words else told
    return words


def _other(lacking: int, what: str) -> str:
    noun = _SINGULAR[what]
    return f"another {noun}" if lacking == 1 else f"{lacking} more {_PLURALS.get(noun, noun + 's')}"


def percent(part: float) -> str:
    """Say a part of 1 as whole percent, cut."""
    return f"{int(part * 100 + 1e-9)} %"
