"""What somebody would do to add what a rule asks for: the page that makes such a record, filled as the rule says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Rule, walk
from models.planning.nearest import is_of_partners
from tracker.records.declared import PAGES as SMALL

MOST = 3
Fill = Callable[[Rule], tuple[tuple[str, str], ...]]
_LOG = ("Log one", "activities.log", "log:write")
# With which partnership or partner is asked there, where several could.
_TOWARD = "partnerships.toward"
# Kinds of facts that other pages make: what to press, endpoint, permission.
_ELSEWHERE: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "activity": _LOG,
        "alliance_act": _LOG,
        "org": ("Add a partner", "partners.new", "partners:write"),
        "agreement": ("Add an agreement", _TOWARD, "partnerships:read"),
        "evaluation": ("Evaluate a partnership", _TOWARD, "partnerships:read"),
        "commitment": ("Note a promise", _TOWARD, "partnerships:read"),
        "partnership": ("Choose a partnership", _TOWARD, "partnerships:read"),
    }
)
# Facts that follow from small records: kind of fact -> kinds of record, with what is said in them.
_FOLLOWS: Mapping[str, tuple[tuple[str, Mapping[str, str]], ...]] = MappingProxyType(
    {
        "dialogue_reach": (("training", {"topic": "dialogue"}),),
        "joiner": (("training", {"induction": "yes", "roles": "slt"}),),
        "after_transition": (("transition", {}),),
    }
)


def _nothing(part: Rule) -> tuple[tuple[str, str], ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing to press.

    Attributes:
        text: What stands on it.
        endpoint: Where it leads.
        permission: What it takes.
        args: What the address fills in.
    """

    text: str
    endpoint: str
    permission: str
    args: tuple[tuple[str, str], ...] = ()

    @property
    def filled(self) -> dict[str, list[str]]:
        """What the address fills in, as arguments."""
        return {name: [text for other, text in self.args if other == name] for name, _ in self.args}


# What stands, and was confirmed long ago, is kept by a word and not by another record.
STILL_SO = Doing("Say that it is still so", "facts.index", "attestations:read")


def doings_of(practice: Practice, *, shown: int | None = None, fill: Fill = _nothing) -> tuple[Doing, ...]:
    """List what would add what a practice counts, each page once; statements are made in place.

    Args:
        shown: The alternative that is told, which comes first; the others follow in the rule's order.
        fill: Says of a part what the log is filled with.
    """
    found: dict[str, Doing] = {}
    rule = practice.rule
    filled: Mapping[str, Fill] = {_LOG[1]: fill, _TOWARD: lambda part: (("practice", practice.key),)}
    first = walk(rule.alternatives[shown]) if shown is not None else []
    for part in (*first, *walk(rule)):
        if part.inner:
            continue
        for doing in _of_part(part):
            if doing.endpoint not in found:
                by = filled.get(doing.endpoint)
                found[doing.endpoint] = replace(doing, args=by(part)) if by else doing
    return tuple(found.values())[:MOST]


def asks_to_state(rule: Rule) -> str:
    """Say what a statement on the practice itself takes: ``note``, ``file``, or nothing where no statement serves."""
    asked = {one.evidence for one in rule.attested() if one.of is None}
    return "note" if "note" in asked else next(iter(asked), "")


def _of_part(part: Rule) -> Iterable[Doing]:
    for kind in part.kinds():
        if kind == "org" and is_of_partners(part.wish()):
            yield Doing("Check what a partner can offer", _TOWARD, "partnerships:read")
        elif kind in _ELSEWHERE:
            yield Doing(*_ELSEWHERE[kind])
        elif kind in _FOLLOWS:
            yield from (_small(code, args) for code, args in _FOLLOWS[kind])
            if kind != "joiner":
                yield Doing(*_LOG)
        elif kind in SMALL and kind != "attestation":
            yield _small(kind, _said_in(part, kind))


def _small(kind: str, args: Mapping[str, str]) -> Doing:
    page = SMALL[kind]
    return Doing(page.add, page.endpoint("new"), page.write, tuple(args.items()))


def _said_in(part: Any, kind: str) -> dict[str, str]:
    """Read what a rule asks of each record: marks that must hold, and codes where there is no choice."""
    asked = {one.column for one in SMALL[kind].questions}
    said = {}
    for condition in getattr(part, "where", ()):
        if condition.field not in asked:
            continue
        column = SMALL[kind].kind.columns[condition.field]
        if condition.values is True and column.holds == "a mark":
            said[condition.field] = "yes"
        elif isinstance(condition.values, frozenset) and len(condition.values) == 1:
            said[condition.field] = next(iter(condition.values))
    return said
