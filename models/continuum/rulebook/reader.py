"""Reads a catalogue from plain data, and refuses it with everything that is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel

from models.continuum.language.fields import FACTS
from models.continuum.language.first import completed
from models.continuum.language.language import Language
from models.continuum.language.reader import read_language
from models.continuum.language.refusals import CatalogueProblem, Problem, Refusals
from models.continuum.rulebook.catalogue import Catalogue, Group, IndicatorName, LevelName, OutcomeName, Practice
from models.continuum.rulebook.circles import circles
from models.continuum.rulebook.rules.base import walk
from models.continuum.rulebook.rules.data import RuleProblem
from models.continuum.rulebook.rules.parse import parse_rule, wrong_form_of
from models.continuum.rulebook.schema import GroupRow, IndicatorRow, LevelRow, OutcomeRow, PracticeRow
from models.wording import number_word

__all__ = ["CatalogueProblem", "Problem", "parse_catalogue"]

_NEEDED = {
    "version",
    "in_force_from",
    "levels",
    "outcomes",
    "indicators",
    "practices",
    "groups",
    "cadences",
    "ladders",
    "sets",
    "vocabularies",
}
_SECTIONS = _NEEDED | {"thresholds", "derivations"}

R = TypeVar("R", bound=BaseModel)


def parse_catalogue(data: Mapping[str, Any], files: Mapping[str, str] | None = None) -> Catalogue:
    """Read and check a whole catalogue.

    Args:
        data: The merged sections of the catalogue's files.
        files: Section (or practice key) -> name of the file it came from, for messages.

    Raises:
        CatalogueProblem: Anything is unknown, missing or weaker than it may be; it lists everything.
    """
    return _Parser(completed(data), Refusals(files or {})).parse()


class _Parser:
    """One reading of a catalogue."""

    def __init__(self, data: Mapping[str, Any], refusals: Refusals) -> None:
        self.data = data
        self.refusals = refusals
        self.refuse = refusals.refuse

    def parse(self) -> Catalogue:
        for name in sorted(set(self.data) - _SECTIONS):
            self.refuse(name, name, "unknown section")
        if missing := sorted(_NEEDED - set(self.data)):
            for name in missing:
                self.refuse(name, name, "this section is missing")
            self.stop()
        version, in_force_from = self.version(), self.in_force_from()
        levels = tuple(LevelName(row.number, row.code, row.name) for row in self.rows("levels", LevelRow))
        if [level.number for level in levels] != [1, 2, 3, 4, 5]:
            self.refuse("levels", "levels", "there are five levels, numbered 1 to 5 in this order")
        outcomes = tuple(OutcomeName(row.code, row.name) for row in self.rows("outcomes", OutcomeRow))
        indicators = self.indicators({outcome.code for outcome in outcomes})
        groups = self.groups()
        language = read_language(self.data, self.refusals)
        practices = self.practices(indicators, {level.code: level.number for level in levels}, groups, language)
        if language is not None:
            self.stop()
            return Catalogue(version, in_force_from, levels, outcomes, indicators, practices, groups, language)
        raise CatalogueProblem(self.refusals.problems)

    def stop(self) -> None:
        """Refuse the catalogue where anything was wrong so far."""
        if self.refusals.problems:
            raise CatalogueProblem(self.refusals.problems)

    def version(self) -> str:
        version = self.data["version"]
        if not isinstance(version, str) or not version:
            self.refuse("version", "version", f"'version' is text, not {version!r}")
        return str(version)

    def in_force_from(self) -> date:
        day = self.data["in_force_from"]
        try:
            return day if isinstance(day, date) else date.fromisoformat(day)
        except (TypeError, ValueError):
            self.refuse("in_force_from", "in_force_from", "this is a day, such as 2026-07-01")
            return date.min

    def rows(self, section: str, model: type[R], name: str = "code") -> list[R]:
        """Read the sound rows of a section that is a list of tables."""
        rows = self.data[section]
        if not isinstance(rows, list | tuple):
            self.refuse(section, section, "this is a list of tables")
            return []
        found = []
        for row in rows:
            key = row.get(name) if isinstance(row, Mapping) else None
            sound = self.refusals.take(model, row, section, key if isinstance(key, str) and key else section)
            if sound is not None:
                found.append(sound)
        return found

    def indicators(self, outcomes: set[str]) -> Mapping[str, IndicatorName]:
        found: dict[str, IndicatorName] = {}
        for row in self.rows("indicators", IndicatorRow):
            if row.code in found:
                self.refuse("indicators", row.code, "this code stands there twice")
            if row.outcome not in outcomes:
                self.refuse("indicators", row.code, f"there is no outcome {row.outcome!r}")
            if len(row.summaries) != len(self.data["levels"]):
                self.refuse("indicators", row.code, "five summaries, Getting Started first")
            found[row.code] = IndicatorName(row.code, row.key, row.outcome, row.role, row.name, row.summaries)
        return MappingProxyType(found)

    def groups(self) -> Mapping[str, Group]:
        if not isinstance(self.data["groups"], Mapping):
            self.refuse("groups", "groups", "this section is a table")
            return {}
        found: dict[str, Group] = {}
        for key, data in self.data["groups"].items():
            row = self.refusals.take(GroupRow, data, "groups", str(key))
            if row is not None:
                # The number is written once, as `needed`; the label takes it from there.
                found[key] = Group(key, row.needed, row.label.replace("{needed}", number_word(row.needed)))
        return MappingProxyType(found)

    def practices(
        self,
        indicators: Mapping[str, IndicatorName],
        levels: Mapping[str, int],
        groups: Mapping[str, Group],
        language: Language | None,
    ) -> Mapping[str, Practice]:
        found: dict[str, Practice] = {}
        for row in self.rows("practices", PracticeRow, "key"):
            if row.rule is None:
                self.refuse("practices", row.key, "a practice needs a rule or an attestation")
            if row.key in found:
                self.refuse("practices", row.key, "this key stands there twice")
            if row.indicator not in indicators:
                self.refuse("practices", row.key, f"there is no indicator {row.indicator!r}")
            elif row.level in levels and not row.key.startswith(f"{indicators[row.indicator].key}.{row.level}."):
                self.refuse("practices", row.key, "the key does not begin with its indicator and level")
            if row.group is not None and row.group not in groups:
                self.refuse("practices", row.key, f"there is no group {row.group!r}")
            if row.level not in levels:
                self.refuse("practices", row.key, f"there is no level {row.level!r}")
            elif row.rule is None:
                continue
            elif language is None:
                # What it refers to is not known: what is wrong with the language is told instead.
                for reason in wrong_form_of(row.rule):
                    self.refuse("practices", row.key, reason)
            else:
                practice = self.practice(row, levels[row.level], language)
                if practice is not None:
                    found[row.key] = practice
        if language is not None:
            self.references(found)
        self.memberships(groups)
        return MappingProxyType(found)

    def practice(self, row: PracticeRow, level: int, language: Language) -> Practice | None:
        if self.not_read(language) & set(_texts(row.rule)):
            # It names a set or a cadence that is there and cannot be read: that is told instead.
            for reason in wrong_form_of(row.rule):
                self.refuse("practices", row.key, reason)
            return None
        try:
            rule = parse_rule(row.rule, language)
        except RuleProblem as problem:
            for reason in problem.reasons:
                self.refuse("practices", row.key, reason)
            return None
        parts = walk(rule)
        for part in rule.counts():
            for field, name in part.sets:
                vocabulary = FACTS[part.kind][field].vocabulary or ""
                if not language.sets[name].codes <= set(language.values(vocabulary)):
                    self.refuse("practices", row.key, f"{field!r} cannot be one of @{name}: those are other values")
        if row.mode == "records" and any(part.is_statement for part in parts):
            self.refuse("practices", row.key, "its mode is 'records', yet its rule asks for an attestation")
        if row.mode == "attest" and any(part.is_count for part in parts):
            self.refuse("practices", row.key, "its mode is 'attest', yet its rule counts records")
        return Practice(
            key=row.key,
            indicator=row.indicator,
            level=level,
            wording=row.wording,
            mode=row.mode,
            rule=rule,
            note=row.note,
            group=row.group,
            advisory=row.advisory,
            decides=row.decides,
        )

    def not_read(self, language: Language) -> set[str]:
        """Name the sets, as rules do, and the cadences that stand in the data and could not be read."""
        sets, cadences = (_names_of(self.data[section]) for section in ("sets", "cadences"))
        return {f"@{name}" for name in sets - set(language.sets)} | (cadences - set(language.cadences))

    def references(self, practices: Mapping[str, Practice]) -> None:
        """Refuse rules that name a practice that is not there, and rules that in the end name themselves."""
        keys = {row.get("key") for row in self.data["practices"] if isinstance(row, Mapping)}
        taken: dict[str, list[str]] = {}
        for key, practice in practices.items():
            parts = walk(practice.rule)
            rules = {part.points_to for part in parts if part.points_to is not None}
            statements = {part.of for part in practice.rule.attested() if part.of is not None}
            taken[key] = sorted(rules & set(practices))
            for other in sorted((rules | statements) - keys):
                self.refuse("practices", key, f"there is no practice {other!r}")
        for circle in circles(taken):
            way = ", which takes that of ".join((*circle[1:], circle[0]))
            self.refuse("practices", circle[0], f"its rule goes in a circle: it takes that of {way}")

    def memberships(self, groups: Mapping[str, Group]) -> None:
        rows = self.data["practices"] if isinstance(self.data["practices"], list | tuple) else ()
        named = Counter(row.get("group") for row in rows if isinstance(row, Mapping))
        for key, group in groups.items():
            members = named[key]
            if not 1 <= group.needed <= members:
                self.refuse("groups", key, f"needs {group.needed} of {members} practices")


def _names_of(section: Any) -> set[str]:
    return {str(name) for name in section} if isinstance(section, Mapping) else set()


def _texts(data: Any) -> Iterator[str]:
    """List every text in a rule's data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for part in data.values():
            yield from _texts(part)
    elif isinstance(data, list | tuple):
        for part in data:
            yield from _texts(part)
