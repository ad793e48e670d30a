"""What an activity would have to say to count for a rule: read from the rule, and from what is on record already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from models.activities import ACTIVITY
from models.continuum.language.language import Language
from models.continuum.rulebook.rules.wish import Wish
from models.kinds.columns import Holds

# Kind of fact that activities give -> what an activity must say beside the rule's own conditions.
OF_ACTIVITIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "activity": {},
    "alliance_act": {"by": ("alliances",)},
    "dialogue_reach": {},
}
MARKS_OF: Mapping[str, frozenset[str]] = {"dialogue_reach": frozenset({"used_process"})}
# Property of an activity that follows from others -> what makes it so.
FOLLOWS_FROM: Mapping[str, Mapping[str, tuple[str, ...]]] = {"joint": {"by": ("teachers",)}}
NEEDS_PARTNER = frozenset({"has_partner", "joint", "partner_selected", "with_alliances"})
# Property that follows from a code of another field -> that field and the mark that such codes have.
MEANT_BY: Mapping[str, tuple[Literal["audience", "channel"], str]] = {
    "outside": ("audience", "beyond_school"),
    "reaches_community": ("channel", "reaches_community"),
}
MARKS = frozenset(name for name, column in ACTIVITY.columns.items() if column.holds is Holds.MARK)


@dataclass(frozen=True, slots=True)
class EntryWish:
    """What an entry in the log would have to say.

    Attributes:
        codes: Field -> codes of which any would do.
        marks: Fields that would have to be yes.
        names_partner: A partner would have to be named.
    """

    codes: Mapping[str, tuple[str, ...]]
    marks: frozenset[str]
    names_partner: bool


def entry_of(
    wish: Wish | None, language: Language, lacking: Mapping[str, tuple[str, ...]] | None = None
) -> EntryWish | None:
    """Say by which entries in the log a rule's wish comes true; None where those of activities would not do.

    Args:
        wish: That of a rule; None where it has none of its own.
        language: That of its catalogue.
        lacking: Field -> codes that no record counted has yet, where the rule asks for several.
    """
    if wish is None or wish.kind not in OF_ACTIVITIES:
        return None
    codes = dict(OF_ACTIVITIES[wish.kind])
    marks = set(MARKS_OF.get(wish.kind, ())) | ({wish.part} if wish.part else set())
    fields = set(wish.says)
    for name in fields & set(FOLLOWS_FROM):
        codes |= FOLLOWS_FROM[name]
    for name, values in wish.says.items():
        if isinstance(values, frozenset) and name in ACTIVITY.columns:
            codes[name] = tuple(sorted(values))
        elif values is True:
            marks.add(name)
    for name, (field, mark) in MEANT_BY.items():
        if name in fields:
            codes[field] = _of_both(codes.get(field), language.marked(field, mark))
    if formality := codes.pop("formality", ()):
        channels = language.values("channel").items()
        codes["channel"] = _of_both(
            codes.get("channel"), [code for code, one in channels if one.formality in formality]
        )
    for name, open_codes in (lacking or {}).items():
        still = tuple(code for code in open_codes if code in codes.get(name, open_codes))
        codes |= {name: still} if still else {}
    return EntryWish(codes, frozenset(marks & MARKS), bool(fields & NEEDS_PARTNER))


def _of_both(wished: tuple[str, ...] | None, able: Iterable[str]) -> tuple[str, ...]:
    """Keep the codes wished for that can do it; all that can where none are wished for."""
    return tuple(sorted(code for code in able if wished is None or code in wished))
