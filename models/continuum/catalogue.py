"""The catalogue: indicators, levels, practices with their rules, frequency words and vocabularies, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.continuum.rules import Later, Rule


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
        return self.code.lower().replace(".", "-").replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Practice:
    """One observable thing in one cell, with its rule.

    Attributes:
        level: 1 to 5.
        group: Key of the "such as" list it belongs to; None for a required practice.
        advisory: Shown, and in no count, progress, gap or possible level.
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

    @property
    def counts(self) -> bool:
        """Whether it is a part of its level."""
        return not self.advisory and not isinstance(self.rule, Later)


@dataclass(frozen=True, slots=True)
class Group:
    """A "such as" list: `needed` of its practices make one unit."""

    key: str
    needed: int
    label: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a vocabulary.

    Attributes:
        local: Not in the published document; added for practical use.
        touches: Codes of indicators or outcomes it may count toward.
        facts: What else the catalogue says of it (`group`, `two_way`, `formality`, `outlet` …).
    """

    code: str
    label: str
    local: bool
    touches: tuple[str, ...]
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How levels follow from units.

    Attributes:
        level_share: Part of a level's units that must be met.
        all_below: With fewer units than this, all of them.
    """

    level_share: float = 0.75
    all_below: int = 4


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One version of the rules, in force from a day on."""

    version: str
    in_force_from: date
    levels: tuple[LevelName, ...]
    outcomes: tuple[OutcomeName, ...]
    indicators: Mapping[str, IndicatorName]
    practices: Mapping[str, Practice]
    groups: Mapping[str, Group]
    cadences: Mapping[str, Mapping[str, int]]
    sets: Mapping[str, frozenset[str]]
    vocabularies: Mapping[str, Mapping[str, Value]]
    thresholds: Thresholds

    def practices_of(self, indicator: str) -> tuple[Practice, ...]:
        """List an indicator's practices, lowest level first, by key within it."""
        return tuple(practice for practice in self.practices.values() if practice.indicator == indicator)

    @property
    def judged(self) -> tuple[str, ...]:
        """Codes of the indicators whose rules are in the product."""
        ruled = {practice.indicator for practice in self.practices.values() if practice.counts}
        return tuple(code for code in self.indicators if code in ruled)

    def label(self, vocabulary: str, code: str) -> str:
        """Say a code in people's words; an unknown code stands for itself."""
        value = self.vocabularies.get(vocabulary, {}).get(code)
        return value.label if value else code.replace("_", " ")

    def level_name(self, number: int) -> str:
        """Name a level; 0 is "none yet"."""
        return self.levels[number - 1].name if number else "None yet"
