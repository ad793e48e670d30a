"""The catalogue: indicators, levels, practices with their rules, and the language they are read with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from models.continuum.language.language import Language
from models.continuum.language.thresholds import Thresholds
from models.continuum.language.values import Value
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import Rule, walk

# Properties that an activity has only with a partner.
NEEDS_PARTNER = frozenset({"has_partner", "joint", "partner_selected"})


@dataclass(frozen=True, slots=True)
class LevelName:
    """A level of the continuum: 1 Getting Started (GS) to 5 Sustaining (SU)."""

    number: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class OutcomeName:
    """A desired outcome in our own short words."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """An indicator.

    Attributes:
        code: As the map prints it (`EC2.Strategic Alliances1`).
        key: As practice keys begin (`EC2.SA1`).
        summaries: Level 1 to 5 -> our own short wording of the cell.
    """

    code: str
    key: str
    outcome: str
    role: str
    name: str
    summaries: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The indicator in an address: `ec2-strategic-alliances1`."""
        return slug_of(self.code)


def slug_of(code: str) -> str:
    """Write an indicator's code as addresses do."""
    return code.lower().replace(".", "-").replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Practice:
    """One observable thing in one cell, with its rule.

    Attributes:
        level: 1 to 5.
        group: Key of the "such as" list it belongs to; None for a required practice.
        advisory: Shown, and in no count, progress, gap or possible level.
        decides: Its level is not reached without it: it is the word that makes the level what it is.
    """

    key: str
    indicator: str
    level: int
    wording: str
    mode: str
    rule: Rule
    note: str | None = None
    group: str | None = None
    advisory: bool = False
    decides: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is a part of its level."""
        return not self.advisory and self.rule.is_asked


@dataclass(frozen=True, slots=True)
class Group:
    """A "such as" list: `needed` of its practices make one unit."""

    key: str
    needed: int
    label: str


@dataclass(frozen=True)
class Catalogue:
    """One version of the rules, in force from a day on."""

    version: str
    in_force_from: date
    levels: tuple[LevelName, ...]
    outcomes: tuple[OutcomeName, ...]
    indicators: Mapping[str, IndicatorName]
    practices: Mapping[str, Practice]
    groups: Mapping[str, Group]
    language: Language

    @property
    def vocabularies(self) -> Mapping[str, Mapping[str, Value]]:
        """The values people choose from, by vocabulary and code."""
        return self.language.by_name

    @cached_property
    def sets(self) -> Mapping[str, frozenset[str]]:
        """The codes of every set that rules may name."""
        return {name: one.codes for name, one in self.language.sets.items()}

    @property
    def cadences(self) -> Mapping[str, Mapping[str, int]]:
        """Frequency word -> what it counts -> least number."""
        return self.language.cadences

    @property
    def thresholds(self) -> Thresholds:
        """Every number of the rules."""
        return self.language.thresholds

    @cached_property
    def words(self) -> Words:
        """What rules are said with."""
        return Words(self.language, {key: practice.wording for key, practice in self.practices.items()})

    @cached_property
    def _practices_by_indicator(self) -> Mapping[str, tuple[Practice, ...]]:
        found: dict[str, list[Practice]] = {code: [] for code in self.indicators}
        for practice in self.practices.values():
            found[practice.indicator].append(practice)
        return {code: tuple(practices) for code, practices in found.items()}

    def indicators_of(self, outcome: str) -> tuple[str, ...]:
        """List the codes of a desired outcome's indicators, in the map's order."""
        return tuple(code for code, one in self.indicators.items() if one.outcome == outcome)

    def practices_of(self, indicator: str) -> tuple[Practice, ...]:
        """List an indicator's practices, lowest level first, by key within it."""
        return self._practices_by_indicator.get(indicator, ())

    @cached_property
    def parts(self) -> Mapping[str | None, tuple[tuple[Rule, frozenset[str]], ...]]:
        """Give the rules without rules inside them, each once, with the practices that each is a part of.

        Returns:
            Kind of dated facts -> the rules that count them; None -> those that count none.
        """
        keys: dict[Rule, set[str]] = {}
        for practice in self.practices.values():
            for rule in walk(practice.rule):
                if not rule.inner:
                    keys.setdefault(rule, set()).add(practice.key)
        found: dict[str | None, list[tuple[Rule, frozenset[str]]]] = {}
        for rule, some in keys.items():
            kind = next(iter(rule.kinds()), None) if rule.is_count else None
            found.setdefault(kind, []).append((rule, frozenset(some)))
        return {kind: tuple(rules) for kind, rules in found.items()}

    @cached_property
    def lasting(self) -> frozenset[str]:
        """Name the kinds of facts that some rule counts for as long as a partnership lives on."""
        return frozenset(
            kind
            for kind, rules in self.parts.items()
            if kind is not None and any((one := rule.looking_back) and one.while_active for rule, _ in rules)
        )

    @cached_property
    def judged(self) -> tuple[str, ...]:
        """Codes of the indicators whose rules are in the product."""
        ruled = {practice.indicator for practice in self.practices.values() if practice.counts}
        return tuple(code for code in self.indicators if code in ruled)

    @cached_property
    def without_partner(self) -> frozenset[str]:
        """Purposes and ways of partnership work that some rule counts though no organization is named."""
        counts = (part for practice in self.practices.values() for part in practice.rule.counts())
        open_to_all = (
            one
            for one in counts
            if one.kind == "activity" and NEEDS_PARTNER.isdisjoint(condition.field for condition in one.where)
        )
        asked = (one.asked(name) for one in open_to_all if one.asked("kind") for name in ("purpose", "way"))
        return frozenset(code for codes in asked for code in codes or ())

    def label(self, vocabulary: str, code: str) -> str:
        """Say a code in people's words; an unknown code stands for itself."""
        return self.language.label(vocabulary, code)

    def level_name(self, number: int) -> str:
        """Name a level; 0 is "none yet"."""
        return self.levels[number - 1].name if number else "None yet"
