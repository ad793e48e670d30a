"""The rules of practices as a tree of frozen values, read from plain data and checked on the way.

A rule says which records count toward a practice, in which look-back, how many and how spread; or which share of the
active partnerships has something; or what is attested. Every number is a setting that stands in the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from models.continuum.language.fields import FACTS, HAND_OVER_KINDS, PREDICATES, SPREADS, STANDING, Field

# A rule that asks for the first takes the others too.
ASK_TAKES = {"classes": ("opportunities",), "funding": ("resources",)}

MAX_WINDOW_MONTHS = 36


class RuleProblem(ValueError):
    """A rule that cannot be read; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition on a field: any of the values (`True` for a property that must hold)."""

    field: str
    values: frozenset[str] | bool


@dataclass(frozen=True, slots=True)
class Records:
    """Records of one kind within a look-back, at least so many and so widely spread.

    Attributes:
        kind: Kind of fact (`activity`, `match`, `alliance_act` …).
        where: All of these conditions hold.
        needs: Dimension -> least number, in the rule's order; always holds `records`.
        share: Property and least part (0 to 1) of the matching records that has it.
        window_months: Look-back in calendar months.
        grace_months: Months of grace beyond, of thirty days each.
        cadence: The frequency word that gave the numbers, where one did.
        outside_only: Groups are counted among audiences beyond school only, each as itself or its group.
    """

    kind: str
    where: tuple[Condition, ...]
    needs: tuple[tuple[str, int], ...]
    share: tuple[str, float] | None
    window_months: int
    grace_months: int = 0
    cadence: str | None = None
    outside_only: bool = False

    @property
    def grace_days(self) -> int:
        """Days of grace: the map's 60 days for two months."""
        return 30 * self.grace_months

    def asked(self, field: str) -> frozenset[str] | None:
        """Values the rule asks for in a field; None where it asks for none."""
        for condition in self.where:
            if condition.field == field and isinstance(condition.values, frozenset):
                return condition.values
        return None


@dataclass(frozen=True, slots=True)
class Coverage:
    """A part of the active partnerships, or a number of them, that has something.

    Attributes:
        of: Which partnerships: `all`, `led_by_teachers`, `long_standing` (18 months and more).
        share: Least part, 0 to 1; None where only the number counts.
    """

    predicate: str
    of: str
    share: float | None
    at_least: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A record in force and confirmed within `hard_stop_months`; asked for again every `reconfirm_months`."""

    kind: str
    where: tuple[Condition, ...]
    reconfirm_months: int
    hard_stop_months: int


@dataclass(frozen=True, slots=True)
class Attested:
    """An SLT member's dated statement with a note or a file."""

    evidence: str
    valid_months: int


@dataclass(frozen=True, slots=True)
class HandOvers:
    """The part of the changes of people whose hand-over was done in time."""

    what: str
    share_in_time: float
    within_days: int
    window_months: int


@dataclass(frozen=True, slots=True)
class NoChange:
    """No change of people has entered within the look-back."""

    what: str
    window_months: int


@dataclass(frozen=True, slots=True)
class YearBefore:
    """The same question asked of the day twelve months earlier."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every one of these; the share is the smallest of theirs."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these; the share is the largest of theirs."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """A practice whose rule is not in the product yet: shown, and in no count."""


Rule = Records | Coverage | Standing | Attested | HandOvers | NoChange | YearBefore | AllOf | AnyOf | Later

# What the catalogue calls the sets of partnerships, and what the engine calls them.
SETS_OF_PARTNERSHIPS = {
    "active partnerships": "all",
    "active partnerships led by teachers": "led_by_teachers",
    "partnerships active 18+ months": "long_standing",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule may refer to while it is read.

    Attributes:
        cadences: Frequency word -> dimension -> least number.
        sets: Name of a set of values -> values.
        vocabularies: Name of a list -> codes.
    """

    cadences: Mapping[str, Mapping[str, int]]
    sets: Mapping[str, frozenset[str]]
    vocabularies: Mapping[str, frozenset[str]]


def parse_rule(data: Any, reading: Reading) -> Rule:
    """Read one rule.

    Args:
        data: A rule as the catalogue writes it, or the word ``later``.
        reading: What it may refer to.

    Raises:
        RuleProblem: An unknown key, kind, field, value or cadence, or a number that makes no sense.
    """
    if data == "later":
        return Later()
    if not isinstance(data, Mapping):
        raise RuleProblem(f"a rule is a table or the word 'later', not {data!r}")
    found = [name for name in _PARSERS if name in data]
    if len(found) != 1:
        raise RuleProblem(f"a rule names exactly one of {', '.join(_PARSERS)}; found {', '.join(found) or 'none'}")
    return _PARSERS[found[0]](data, reading)


def _keys(data: Mapping[str, Any], allowed: set[str], required: set[str]) -> None:
    unknown = sorted(set(data) - allowed)
    if unknown:
        raise RuleProblem(f"unknown key {unknown[0]!r}; known are {', '.join(sorted(allowed))}")
    missing = sorted(required - set(data))
    if missing:
        raise RuleProblem(f"key {missing[0]!r} is missing")


def _number(data: Mapping[str, Any], key: str, *, least: int = 1, most: int = 1000) -> int:
    value = data[key]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise RuleProblem(f"{key!r} is a whole number from {least} to {most}, not {value!r}")
    return value


def _part(value: Any, key: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
        raise RuleProblem(f"{key!r} is a part above 0 and at most 1, not {value!r}")
    return float(value)


def _conditions(kind: str, data: Any, reading: Reading) -> tuple[Condition, ...]:
    if not isinstance(data, Mapping):
        raise RuleProblem("'where' is a table of fields")
    fields = FACTS[kind]
    conditions = []
    for name, wanted in data.items():
        field = fields.get(name)
        if field is None:
            raise RuleProblem(f"{kind!r} has no field {name!r}; it has {', '.join(sorted(fields)) or 'none'}")
        conditions.append(Condition(name, _wanted(field, name, wanted, reading)))
    return tuple(conditions)


def _wanted(field: Field, name: str, wanted: Any, reading: Reading) -> frozenset[str] | bool:
    if field.vocabulary is None:
        if wanted is not True:
            raise RuleProblem(f"{name!r} is a mark: the only thing to ask is true, not {wanted!r}")
        return True
    values: set[str] = set()
    for value in wanted if isinstance(wanted, list | tuple) else [wanted]:
        if isinstance(value, str) and value.startswith("@"):
            if value[1:] not in reading.sets:
                raise RuleProblem(f"there is no set {value!r}; sets are {', '.join(sorted(reading.sets))}")
            values |= reading.sets[value[1:]]
        elif value in reading.vocabularies.get(field.vocabulary, frozenset()):
            values.add(value)
        else:
            raise RuleProblem(f"{value!r} is no value of {name!r} (list {field.vocabulary!r})")
    if not values:
        raise RuleProblem(f"{name!r} asks for no value")
    if name == "ask":
        values |= {taken for value in values for taken in ASK_TAKES.get(value, ())}
    return frozenset(values)


def _records(data: Mapping[str, Any], reading: Reading) -> Rule:
    _keys(
        data,
        {"records", "where", "at_least", "cadence", *SPREADS, "share", "window_months", "grace_months"},
        {"records", "window_months"},
    )
    kind = data["records"]
    if kind not in FACTS:
        raise RuleProblem(f"there is no kind of record {kind!r}")
    numbers: dict[str, int] = {}
    cadence = data.get("cadence")
    if cadence is not None:
        if cadence not in reading.cadences:
            raise RuleProblem(f"there is no cadence {cadence!r}")
        numbers |= reading.cadences[cadence]
    elif "at_least" not in data:
        raise RuleProblem("records are counted: give 'at_least' or a 'cadence'")
    numbers |= {key: _number(data, key) for key in ("at_least", *SPREADS) if key in data}
    share = None
    if "share" in data:
        if not isinstance(data["share"], Mapping) or len(data["share"]) != 1:
            raise RuleProblem("'share' names one property and its least part")
        ((name, part),) = data["share"].items()
        if name not in FACTS[kind]:
            raise RuleProblem(f"{kind!r} has no property {name!r}")
        share = (name, _part(part, "share"))
    where = _conditions(kind, data.get("where", {}), reading)
    audience = next((one.values for one in where if one.field == "audience"), None)
    order = ("at_least", *SPREADS)
    return Records(
        kind=kind,
        where=where,
        needs=tuple(("records" if key == "at_least" else key, numbers[key]) for key in order if key in numbers),
        share=share,
        window_months=_number(data, "window_months", most=MAX_WINDOW_MONTHS),
        grace_months=_number(data, "grace_months", least=0, most=6) if "grace_months" in data else 0,
        cadence=cadence,
        outside_only=audience is not None and audience == reading.sets.get("beyond_school"),
    )


def _coverage(data: Mapping[str, Any], _reading: Reading) -> Rule:
    _keys(data, {"coverage", "of", "share", "at_least"}, {"coverage", "of", "at_least"})
    if data["coverage"] not in PREDICATES:
        raise RuleProblem(f"there is no partnership property {data['coverage']!r}")
    if data["of"] not in SETS_OF_PARTNERSHIPS:
        raise RuleProblem(f"'of' is one of {', '.join(SETS_OF_PARTNERSHIPS)}, not {data['of']!r}")
    return Coverage(
        predicate=data["coverage"],
        of=SETS_OF_PARTNERSHIPS[data["of"]],
        share=_part(data["share"], "share") if "share" in data else None,
        at_least=_number(data, "at_least"),
    )


def _standing(data: Mapping[str, Any], reading: Reading) -> Rule:
    _keys(
        data,
        {"standing", "where", "reconfirm_months", "hard_stop_months"},
        {"standing", "reconfirm_months", "hard_stop_months"},
    )
    if data["standing"] not in STANDING:
        raise RuleProblem(f"{data['standing']!r} is no standing record; there are {', '.join(sorted(STANDING))}")
    return Standing(
        kind=data["standing"],
        where=_conditions(data["standing"], data.get("where", {}), reading),
        reconfirm_months=_number(data, "reconfirm_months", most=MAX_WINDOW_MONTHS),
        hard_stop_months=_number(data, "hard_stop_months", most=MAX_WINDOW_MONTHS),
    )


def _attested(data: Mapping[str, Any], _reading: Reading) -> Rule:
    _keys(data, {"attested_with", "valid_months"}, {"attested_with", "valid_months"})
    if data["attested_with"] not in ("note", "file"):
        raise RuleProblem(f"an attestation comes with a 'note' or a 'file', not {data['attested_with']!r}")
    return Attested(data["attested_with"], _number(data, "valid_months", most=MAX_WINDOW_MONTHS))


def _change(value: Any) -> str:
    if value not in HAND_OVER_KINDS:
        raise RuleProblem(f"there is no change of people {value!r}; there are {', '.join(sorted(HAND_OVER_KINDS))}")
    return str(value)


def _hand_overs(data: Mapping[str, Any], _reading: Reading) -> Rule:
    keys = {"hand_overs", "share_in_time", "within_days", "window_months"}
    _keys(data, keys, keys)
    return HandOvers(
        what=_change(data["hand_overs"]),
        share_in_time=_part(data["share_in_time"], "share_in_time"),
        within_days=_number(data, "within_days"),
        window_months=_number(data, "window_months", most=MAX_WINDOW_MONTHS),
    )


def _no_change(data: Mapping[str, Any], _reading: Reading) -> Rule:
    _keys(data, {"no_change", "window_months"}, {"no_change", "window_months"})
    return NoChange(_change(data["no_change"]), _number(data, "window_months", most=MAX_WINDOW_MONTHS))


def _year_before(data: Mapping[str, Any], reading: Reading) -> Rule:
    _keys(data, {"year_before"}, {"year_before"})
    return YearBefore(parse_rule(data["year_before"], reading))


def _several(key: str, kind: type[AllOf | AnyOf]) -> Callable[[Mapping[str, Any], Reading], Rule]:
    def parse(data: Mapping[str, Any], reading: Reading) -> Rule:
        _keys(data, {key}, {key})
        if not isinstance(data[key], list | tuple) or len(data[key]) < 2:
            raise RuleProblem(f"{key!r} joins at least two rules")
        return kind(tuple(parse_rule(one, reading) for one in data[key]))

    return parse


_PARSERS: dict[str, Callable[[Mapping[str, Any], Reading], Rule]] = {
    "records": _records,
    "coverage": _coverage,
    "standing": _standing,
    "attested_with": _attested,
    "hand_overs": _hand_overs,
    "no_change": _no_change,
    "year_before": _year_before,
    "all": _several("all", AllOf),
    "any": _several("any", AnyOf),
}


def walk(rule: Rule) -> list[Rule]:
    """List a rule and every rule inside it, outermost first."""
    inner: tuple[Rule, ...] = ()
    if isinstance(rule, AllOf | AnyOf):
        inner = rule.rules
    elif isinstance(rule, YearBefore):
        inner = (rule.rule,)
    return [rule, *(part for one in inner for part in walk(one))]
