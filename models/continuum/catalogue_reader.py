"""Reads a catalogue from plain data, and refuses it with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from models.continuum.catalogue import (
    Catalogue,
    Group,
    IndicatorName,
    LevelName,
    OutcomeName,
    Practice,
    Thresholds,
    Value,
)
from models.continuum.rules import Attested, Reading, Records, RuleProblem, parse_rule, walk
from models.continuum.schema import SPREADS
from models.continuum.shapes import misshapen

_NUMBER_WORDS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MODES = ("records", "attest", "records, else attest", "attest (or carried)", "state", "state + attest")


class Problem(NamedTuple):
    """One thing wrong with a catalogue."""

    file: str
    key: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: {self.reason}"


class CatalogueProblem(ValueError):
    """A catalogue that was refused.

    Attributes:
        problems: Everything wrong with it, in the order of its files' sections.
    """

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def parse_catalogue(data: Mapping[str, Any], files: Mapping[str, str] | None = None) -> Catalogue:
    """Read and check a whole catalogue.

    Args:
        data: The merged sections of the catalogue's files.
        files: Section (or practice key) -> name of the file it came from, for messages.

    Raises:
        CatalogueProblem: Anything is unknown, missing or weaker than it may be; it lists everything.
    """
    return _Parser(data, files or {}).parse()


_SECTIONS = {
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
    "thresholds",
}


# What facts are derived by, whatever the rules ask for.
_NEEDED = {
    "vocabularies": {"audience", "category", "norms", "stakeholder_group"},
    "sets": {"beyond_school", "outlets"},
}


class _Parser:
    """Collects problems while it reads, so that one run tells all of them."""

    def __init__(self, data: Mapping[str, Any], files: Mapping[str, str]) -> None:
        self.data = data
        self.files = files
        self.problems: list[Problem] = []

    def refuse(self, section: str, key: str, reason: str) -> None:
        self.problems.append(Problem(self.files.get(key, self.files.get(section, section)), key, reason))

    def keys(self, section: str, key: str, row: Mapping[str, Any], required: set[str], optional: set[str]) -> bool:
        unknown = sorted(set(row) - required - optional)
        missing = sorted(required - set(row))
        for name in unknown:
            self.refuse(section, key, f"unknown key {name!r}")
        for name in missing:
            self.refuse(section, key, f"key {name!r} is missing")
        return not unknown and not missing

    def parse(self) -> Catalogue:
        for name in sorted(set(self.data) - _SECTIONS):
            self.refuse(name, name, "unknown section")
        for name in sorted(_SECTIONS - {"thresholds"} - set(self.data)):
            self.refuse(name, name, "this section is missing")
        for section, key, reason in misshapen(self.data) if not self.problems else ():
            self.refuse(section, key, reason)
        for section, names in _NEEDED.items():
            for name in sorted(names - set(self.data[section])) if not self.problems else ():
                self.refuse(section, name, "the engine needs this list, and it is missing")
        if self.problems:
            raise CatalogueProblem(self.problems)
        levels = tuple(
            LevelName(row["number"], row["code"], row["name"])
            for row in self.data["levels"]
            if self.keys("levels", str(row.get("code", "?")), row, {"number", "code", "name"}, set())
        )
        if [level.number for level in levels] != [1, 2, 3, 4, 5]:
            self.refuse("levels", "levels", "there are five levels, numbered 1 to 5 in this order")
        vocabularies = self.vocabularies()
        cadences = self.cadences()
        sets = self.sets(vocabularies)
        reading = Reading(cadences, sets, {name: frozenset(values) for name, values in vocabularies.items()})
        outcomes = tuple(
            OutcomeName(row["code"], row["name"])
            for row in self.data["outcomes"]
            if self.keys("outcomes", str(row.get("code", "?")), row, {"code", "name"}, set())
        )
        indicators = self.indicators({outcome.code for outcome in outcomes})
        groups = self.groups()
        practices = self.practices(indicators, {level.code: level.number for level in levels}, groups, reading)
        thresholds = self.thresholds()
        if self.problems:
            raise CatalogueProblem(self.problems)
        return Catalogue(
            version=str(self.data["version"]),
            in_force_from=self.data["in_force_from"]
            if isinstance(self.data["in_force_from"], date)
            else date.fromisoformat(self.data["in_force_from"]),
            levels=levels,
            outcomes=outcomes,
            indicators=indicators,
            practices=practices,
            groups=groups,
            cadences=cadences,
            sets=sets,
            vocabularies=vocabularies,
            thresholds=thresholds,
        )

    def vocabularies(self) -> dict[str, dict[str, Value]]:
        lists: dict[str, dict[str, Value]] = {}
        for name, rows in self.data["vocabularies"].items():
            values: dict[str, Value] = {}
            for row in rows:
                code = str(row.get("code", ""))
                if not code or not row.get("label"):
                    self.refuse("vocabularies", name, f"a value needs a code and a label: {dict(row)!r}")
                    continue
                if code in values:
                    self.refuse("vocabularies", name, f"{code!r} stands there twice")
                values[code] = Value(
                    code,
                    row["label"],
                    bool(row.get("local", False)),
                    tuple(row.get("touches", ())),
                    {key: fact for key, fact in row.items() if key not in ("code", "label", "local", "touches")},
                )
            lists[name] = values
        return lists

    def cadences(self) -> dict[str, dict[str, int]]:
        cadences: dict[str, dict[str, int]] = {}
        for name, numbers in self.data["cadences"].items():
            if not self.keys("cadences", name, numbers, {"at_least"}, set(SPREADS)):
                continue
            if any(isinstance(n, bool) or not isinstance(n, int) or n < 1 for n in numbers.values()):
                self.refuse("cadences", name, "every number is a whole one, at least 1")
                continue
            cadences[name] = dict(numbers)
        for ladder in self.data["ladders"]:
            for lower, higher in pairwise(ladder):
                self.rung(cadences, lower, higher)
        return cadences

    def rung(self, cadences: Mapping[str, Mapping[str, int]], lower: str, higher: str) -> None:
        for name in (lower, higher):
            if name not in cadences:
                self.refuse("ladders", name, "this ladder names no cadence")
                return
        for count in sorted(set(cadences[lower]) & set(cadences[higher])):
            if cadences[higher][count] < cadences[lower][count]:
                self.refuse(
                    "cadences",
                    higher,
                    f"asks {cadences[higher][count]} {count}, less than {lower!r} before it ({cadences[lower][count]})",
                )

    def sets(self, vocabularies: Mapping[str, Mapping[str, Value]]) -> dict[str, frozenset[str]]:
        known = {code for values in vocabularies.values() for code in values}
        for name, codes in self.data["sets"].items():
            for code in codes:
                if code not in known:
                    self.refuse("sets", name, f"{code!r} is in no vocabulary")
        return {name: frozenset(codes) for name, codes in self.data["sets"].items()}

    def indicators(self, outcomes: set[str]) -> dict[str, IndicatorName]:
        found: dict[str, IndicatorName] = {}
        for row in self.data["indicators"]:
            code = str(row.get("code", "?"))
            if not self.keys("indicators", code, row, {"code", "key", "outcome", "role", "name", "summaries"}, set()):
                continue
            if row["outcome"] not in outcomes:
                self.refuse("indicators", code, f"there is no outcome {row['outcome']!r}")
            if len(row["summaries"]) != 5:
                self.refuse("indicators", code, "five summaries, Getting Started first")
            found[code] = IndicatorName(
                code, row["key"], row["outcome"], row["role"], row["name"], tuple(row["summaries"])
            )
        return found

    def groups(self) -> dict[str, Group]:
        found: dict[str, Group] = {}
        for key, row in self.data["groups"].items():
            if self.keys("groups", key, row, {"needed", "label"}, set()):
                needed = row["needed"]
                # The number is written once, as `needed`; the label takes it from there.
                word = _NUMBER_WORDS[needed] if 0 <= needed < len(_NUMBER_WORDS) else str(needed)
                found[key] = Group(key, needed, row["label"].replace("{needed}", word))
        return found

    def practices(
        self,
        indicators: Mapping[str, IndicatorName],
        levels: Mapping[str, int],
        groups: Mapping[str, Group],
        reading: Reading,
    ) -> dict[str, Practice]:
        found: dict[str, Practice] = {}
        optional = {"note", "group", "advisory"}
        for row in self.data["practices"]:
            key = str(row.get("key", "?"))
            if "rule" not in row:
                self.refuse("practices", key, "a practice needs a rule or an attestation")
                continue
            if not self.keys("practices", key, row, {"key", "indicator", "level", "wording", "mode", "rule"}, optional):
                continue
            practice = self.practice(row, levels, reading)
            if practice is None:
                continue
            if key in found:
                self.refuse("practices", key, "this key stands there twice")
            if practice.indicator not in indicators:
                self.refuse("practices", key, f"there is no indicator {practice.indicator!r}")
            elif not key.startswith(f"{indicators[practice.indicator].key}.{row['level']}."):
                self.refuse("practices", key, "the key does not begin with its indicator and level")
            if practice.group is not None and practice.group not in groups:
                self.refuse("practices", key, f"there is no group {practice.group!r}")
            found[key] = practice
        for key, group in groups.items():
            members = sum(practice.group == key for practice in found.values())
            if not 1 <= group.needed <= members:
                self.refuse("groups", key, f"needs {group.needed} of {members} practices")
        return found

    def practice(self, row: Mapping[str, Any], levels: Mapping[str, int], reading: Reading) -> Practice | None:
        key = row["key"]
        if row["level"] not in levels:
            self.refuse("practices", key, f"there is no level {row['level']!r}")
            return None
        if row["mode"] not in MODES:
            self.refuse("practices", key, f"there is no mode {row['mode']!r}")
        try:
            rule = parse_rule(row["rule"], reading)
        except RuleProblem as problem:
            self.refuse("practices", key, str(problem))
            return None
        parts = walk(rule)
        if row["mode"] == "records" and any(isinstance(part, Attested) for part in parts):
            self.refuse("practices", key, "its mode is 'records', yet its rule asks for an attestation")
        if row["mode"] == "attest" and any(isinstance(part, Records) for part in parts):
            self.refuse("practices", key, "its mode is 'attest', yet its rule counts records")
        return Practice(
            key=key,
            indicator=row["indicator"],
            level=levels[row["level"]],
            wording=row["wording"],
            mode=row["mode"],
            rule=rule,
            note=row.get("note"),
            group=row.get("group"),
            advisory=bool(row.get("advisory", False)),
        )

    def thresholds(self) -> Thresholds:
        row = self.data.get("thresholds", {})
        if not self.keys("thresholds", "thresholds", row, set(), {"level_share", "all_below"}):
            return Thresholds()
        found = Thresholds(**row)
        if not 0 < found.level_share <= 1 or found.all_below < 1:
            self.refuse("thresholds", "thresholds", "a part above 0 and at most 1, and a number of at least 1")
        return found
