"""How many records are missing at least, and which months, groups, channels … none of those that count has yet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from models.continuum.evidence.tallies import GROUPS, Counting
from models.continuum.language.language import Language
from models.continuum.rulebook.rules.base import Asking, Count
from models.continuum.time.calendar import quarter_of

QUARTERS = (1, 2, 3, 4)
# Dimension -> field of values that a rule may narrow it by, and their list.
_LISTS = {
    "channels": ("channel", "channel"),
    "topics": ("topic", "topic"),
    "roles": ("roles", "roles"),
    "forms": ("way", "way"),
    "sources": ("data", "data"),
}
# Dimension -> field of a record that says its values.
FIELD_OF = {what: field for what, (field, _) in _LISTS.items()}
# Dimensions of which one record may fill several places.
_AT_ONCE = frozenset({GROUPS, "topics", "roles", "forms", "sources"})
_OF_ACTIVITIES = _AT_ONCE | {"partners"}


def fewest_records(kind: str, counts: Iterable[Count]) -> int:
    """Say how many records at least are missing: one may reach several groups, but falls in one month."""
    at_once = _OF_ACTIVITIES if kind == "activity" else _AT_ONCE
    short = ((count.what, int(count.need - count.have)) for count in counts if count.what != "share")
    return max((1 if what in at_once else lacking for what, lacking in short if lacking > 0), default=0)


def open_values(at: Asking, counting: Counting, day: int, what: str) -> tuple[str, ...]:
    """List the values of a dimension that no record counted on a day has; empty where they have no list.

    Groups are named by their codes, seasons by their number.
    """
    facts = at.evidence.counted(counting, day)
    if what == "quarters":
        seen = {quarter_of(fact.on) for fact in facts}
        return tuple(str(quarter) for quarter in QUARTERS if quarter not in seen)
    there = {value for fact in facts for value in counting.adds(fact, what, at.evidence.groups)}
    return tuple(code for code in _known(at, counting, day, what) if code not in there)


def lacking_codes(at: Asking, counting: Counting, day: int, spreads: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Name the codes that no record counted on a day has yet, of the dimensions asked for: field -> codes."""
    fields = {what: FIELD_OF[what] for what in spreads if what in FIELD_OF}
    return {name: values for what, name in fields.items() if (values := open_values(at, counting, day, what))}


def _known(at: Asking, counting: Counting, day: int, what: str) -> Iterable[str]:
    language = at.language
    if what == GROUPS:
        absent = {group for group, days in at.evidence.exempt.items() if day in days}
        return [group for group in groups_counted(language, counting.within) if group not in absent]
    if what not in _LISTS:
        return ()
    field, vocabulary = _LISTS[what]
    asked = next((one.values for one in counting.where if one.field == field), None)
    if isinstance(asked, frozenset):
        return [code for code in language.values(vocabulary) if code in asked]
    return [code for code, value in language.values(vocabulary).items() if not getattr(value, "counts_as", None)]


@lru_cache(maxsize=64)
def groups_counted(language: Language, within: frozenset[str] | None = None) -> tuple[str, ...]:
    """List the groups that breadth is counted in, in the order of their list; then audiences counted as themselves."""
    audiences = {code: one for code, one in language.values("audience").items() if within is None or code in within}
    groups = {one.group for one in audiences.values() if one.group}
    alone = [code for code, one in audiences.items() if not one.group] if within is not None else []
    return (*(code for code in language.values("stakeholder_group") if code in groups), *alone)
