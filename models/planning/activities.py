"""Activities that a rule would count: what the form would have to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any

from models.continuum.evidence.tallies import GROUPS
from models.planning.acts import Act
from models.planning.making import Making
from models.planning.wishes import EntryWish, entry_of

# Of several codes that would do so many are tried, the usual ones first.
_TRIED = 3
# Whom one act can be meant to reach at once.
_AT_ONCE = 3
_COLUMNS = ("purpose", "channel", "audience", "topic", "way", "ask", "initiated_by", "roles")


def activities(making: Making) -> Iterator[tuple[Act, ...]]:
    """Propose an activity that the part counts, said in different ways and on different days."""
    entry = entry_of(making.wish, making.language, _lacking(making))
    if entry is None:
        return
    for on in making.days():
        for said in _sayings(making, entry):
            chosen = _partner_chosen(making, said, on) if "partner_selected" in making.wish.says else ()
            yield (*chosen, making.act("activity", on, making.words, said, dated=("occurred_on",)))


def _partner_chosen(making: Making, said: Mapping[str, Any], on: date) -> tuple[Act, ...]:
    """Have teachers choose the partner on data first, unless they did."""
    partners = said["partner"]
    if any(row.get("selected") and row["partner"] in partners for row in making.rows("match").values()):
        return ()
    data = making.one_of("data", mark="selects")
    choice = {"partner": partners[0], "raised_by": ("teachers",), "data": (data,), "selected": True, "ranked": True}
    words = f"teachers choose {partners[0]} on data"
    return (making.act("match", on, words, choice, dated=("occurred_on", "requested_on")),)


def _lacking(making: Making) -> dict[str, tuple[str, ...]]:
    """Name the codes that no record counted has yet, and the audiences of groups that none reached."""
    found = making.lacking()
    if GROUPS in dict(making.wish.needs):
        groups = set(making.none_yet(GROUPS))
        audiences = making.language.values("audience").items()
        reaching = tuple(code for code, one in audiences if (one.group or code) in groups)
        if (within := making.wish.within) is not None:
            reaching = tuple(code for code in reaching if code in within)
        found |= {"audience": reaching} if reaching else {}
    return found


def _sayings(making: Making, entry: EntryWish) -> Iterator[dict[str, Any]]:
    codes = entry.codes
    spreads = set(dict(making.wish.needs))
    actors = (making.usually("by", codes["by"]) if "by" in codes else making.codes("by"))[:_TRIED]
    channels: list[str | None] = [*making.usually("channel", codes.get("channel", ()))[:_TRIED]] or [None]
    letters = making.language.marked("channel", "advocacy")
    for kind, by, channel in product(_kinds(codes), actors, channels):
        if channel in letters and kind == "communication" and "kind" not in codes:
            continue  # a letter to who decides asks for something
        said: dict[str, Any] = {"kind": kind, "by": (by,)}
        for column in _COLUMNS:
            if column == "channel" or column not in codes:
                continue
            best = making.usually(column, codes[column])
            said[column] = tuple(best[: _AT_ONCE if column == "audience" and GROUPS in spreads else 1])
        if channel is not None:
            said["channel"] = (channel,)
        said |= dict.fromkeys(sorted(entry.marks), True)
        if entry.names_partner or kind == "partnership" or "partners" in spreads:
            said["partner"] = (making.partners()[0],)
        yield said | _asked_beside(making, kind, said)


def _kinds(codes: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    if "kind" in codes:
        return codes["kind"]
    if "ask" in codes:
        return ("advocacy",)
    return ("partnership", "communication") if {"purpose", "way"} & set(codes) else ("communication", "advocacy")


def _asked_beside(making: Making, kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Say what the form asks of such an activity though the rule does not."""
    if kind == "partnership":
        if said.get("purpose") or said.get("way"):
            return {}
        if set(said["by"]) <= making.language.marked("by", "says_way"):
            ways = [code for code in making.codes("way") if making.language.values("way")[code].of in said["by"]]
            return {"way": tuple(ways[:1])}
        return {"purpose": (making.one_of("purpose", without="partner_optional"),)}
    more: dict[str, Any] = {}
    if not said.get("channel"):
        talks = {"mark": "two_way"} if said.get("two_way") else {"without": "advocacy"}
        more["channel"] = (making.one_of("channel", **talks),)
    if not said.get("audience"):
        channel = more.get("channel") or said["channel"]
        more["audience"] = (_spoken_to(making, kind, channel[0]),)
    return more


def _spoken_to(making: Making, kind: str, channel: str) -> str:
    """Choose whom an act speaks to: one that asks for something speaks to those who decide, a letter to lawmakers."""
    is_letter = channel in making.language.marked("channel", "advocacy")
    deciding = making.codes("audience", mark="decision_maker") if is_letter or kind == "advocacy" else []
    if is_letter:
        spoken_to = making.language.marked("audience", "spoken_to")
        deciding = [code for code in deciding if code in spoken_to] or deciding
    return (deciding or making.codes("audience"))[0]
