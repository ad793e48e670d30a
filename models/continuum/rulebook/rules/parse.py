"""Reads rules from plain data, and refuses what is no rule with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from models.continuum.evidence.tallies import Condition
from models.continuum.language.fields import FACTS, HAND_OVER_KINDS, PREDICATES, SPREADS, STANDING
from models.continuum.language.fields import Field as FactField
from models.continuum.language.language import Language
from models.continuum.rulebook.rules.attested import Attested
from models.continuum.rulebook.rules.base import Rule
from models.continuum.rulebook.rules.coverage import Coverage
from models.continuum.rulebook.rules.joined import AllOf, AnyOf, Later, OfPractice, YearBefore
from models.continuum.rulebook.rules.people import HandOvers, NoChange
from models.continuum.rulebook.rules.records import Records
from models.continuum.rulebook.rules.standing import Standing

# What the catalogue calls the sets of partnerships, and what the engine calls them.
SETS_OF_PARTNERSHIPS = {
    "active partnerships": "active",
    "active partnerships led by teachers": "led_by_teachers",
    "active partnerships initiated by alliances": "by_alliances",
    "partnerships active 18+ months": "long_standing",
}
LATER = "later"

Part = Annotated[float, Field(gt=0, le=1)]
Number = Annotated[int, Field(ge=1, le=1000)]
Months = Annotated[int, Field(ge=1, le=120)]
Wanted = bool | str | list[str]


class RuleProblem(ValueError):
    """A rule that cannot be read; the text says all that is wrong with it.

    Attributes:
        reasons: Where in the rule, and what is wrong there.
    """

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class _Data(BaseModel):
    """A rule as the catalogue writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def rule(self, language: Language) -> Rule:
        """Make the rule.

        Raises:
            RuleProblem: It names what the language does not have.
        """
        raise NotImplementedError


class _Conditional(_Data):
    where: dict[str, Wanted] = {}
    share: dict[str, Part] | None = None

    def conditions(self, kind: str, language: Language) -> tuple[tuple[Condition, ...], tuple[tuple[str, str], ...]]:
        """Read the conditions, and which of them were given by the name of a set."""
        fields, found, sets, wrong = FACTS[kind], [], [], []
        for name, wanted in self.where.items():
            if name not in fields:
                wrong.append(f"{kind!r} has no field {name!r}; it has {', '.join(sorted(fields)) or 'none'}")
                continue
            try:
                condition, by_set = _condition(name, fields[name], wanted, language)
            except RuleProblem as problem:
                wrong += problem.reasons
                continue
            found.append(condition)
            sets += [(name, by_set)] if by_set else []
        for name in self.share or ():
            if name not in fields:
                wrong.append(f"{kind!r} has no property {name!r}")
        if self.share is not None and len(self.share) != 1:
            wrong.append("'share' names one property and its least part")
        if wrong:
            raise RuleProblem(wrong)
        return tuple(found), tuple(sets)

    @property
    def share_of(self) -> tuple[str, float] | None:
        """The property of which a part is asked."""
        return next(iter(self.share.items())) if self.share else None


def _condition(name: str, field: FactField, wanted: Wanted, language: Language) -> tuple[Condition, str | None]:
    if field.vocabulary is None:
        if wanted is not True:
            raise RuleProblem([f"{name!r} is a mark: the only thing to ask is true, not {wanted!r}"])
        return Condition(name, True), None
    if isinstance(wanted, bool):
        raise RuleProblem([f"{name!r} asks for values, not {wanted!r}"])
    values: set[str] = set()
    unsaid, by_set, wrong = False, None, []
    asked = [wanted] if isinstance(wanted, str) else wanted
    for value in asked:
        if value.startswith("@"):
            named = language.sets.get(value[1:])
            if named is None:
                wrong.append(f"there is no set {value!r}; sets are {', '.join(sorted(language.sets))}")
                continue
            values |= named.codes
            unsaid = unsaid or named.takes_unsaid
            by_set = value[1:] if len(asked) == 1 else None
        elif value in language.values(field.vocabulary):
            values.add(value)
        else:
            wrong.append(f"{value!r} is no value of {name!r} (list {field.vocabulary!r})")
    if not values and not wrong:
        wrong.append(f"{name!r} asks for no value")
    if wrong:
        raise RuleProblem(wrong)
    if name == "ask":
        known = language.values("ask")
        values |= {taken for value in values for taken in known[value].takes}
    return Condition(name, frozenset(values), unsaid), by_set


class RecordsData(_Conditional):
    """A count of records in a look-back."""

    records: str
    window_months: Months
    grace_months: Annotated[int, Field(ge=0, le=6)] = 0
    while_active: bool = False
    cadence: str | None = None
    at_least: Number | None = None
    months: Number | None = None
    quarters: Number | None = None
    partners: Number | None = None
    stakeholder_groups: Number | None = None
    channels: Number | None = None
    topics: Number | None = None
    roles: Number | None = None
    forms: Number | None = None
    sources: Number | None = None

    @model_validator(mode="after")
    def _counts(self) -> RecordsData:
        if self.records not in FACTS or self.records in STANDING:
            raise PydanticCustomError("kind", "there is no kind of record {kind}", {"kind": repr(self.records)})
        if self.cadence is None and self.at_least is None:
            raise PydanticCustomError("uncounted", "records are counted: give 'at_least' or a 'cadence'")
        if self.while_active and self.records not in ("match", "org"):
            raise PydanticCustomError("while", "'while_active' is for matches and appraisals of partners")
        return self

    def rule(self, language: Language) -> Records:
        """Make the rule."""
        wrong: list[str] = []
        numbers: dict[str, int] = {}
        if self.cadence is not None:
            if self.cadence in language.cadences:
                numbers |= language.cadences[self.cadence]
            else:
                wrong.append(f"there is no cadence {self.cadence!r}")
        if self.window_months > language.thresholds.oldest_months:
            oldest = language.thresholds.oldest_months
            wrong.append(
                f"nothing older than {oldest} months counts, so 'window_months' cannot be {self.window_months}"
            )
        numbers |= {name: given for name in ("at_least", *SPREADS) if (given := getattr(self, name)) is not None}
        try:
            where, sets = self.conditions(self.records, language)
        except RuleProblem as problem:
            raise RuleProblem([*wrong, *problem.reasons]) from None
        if wrong:
            raise RuleProblem(wrong)
        audience = dict(sets).get("audience")
        order = ("at_least", *SPREADS)
        return Records(
            kind=self.records,
            where=where,
            needs=tuple(
                ("records" if name == "at_least" else name, numbers[name]) for name in order if name in numbers
            ),
            window_months=self.window_months,
            share_of=self.share_of,
            grace_months=self.grace_months,
            while_active=self.while_active,
            cadence=self.cadence,
            within=language.sets[audience].codes if audience else None,
            sets=sets,
        )


class CoverageData(_Data):
    """A part of the partnerships."""

    coverage: str
    of: str
    at_least: Number
    share: Part | None = None

    def rule(self, language: Language) -> Coverage:
        """Make the rule."""
        wrong = []
        if self.coverage not in PREDICATES:
            wrong.append(f"there is no partnership property {self.coverage!r}")
        if self.of not in SETS_OF_PARTNERSHIPS:
            wrong.append(f"{self.of!r} is no set of partnerships; there are {', '.join(SETS_OF_PARTNERSHIPS)}")
        if wrong:
            raise RuleProblem(wrong)
        return Coverage(self.coverage, SETS_OF_PARTNERSHIPS[self.of], self.share, self.at_least)


class StandingData(_Conditional):
    """Records that stand."""

    standing: str
    reconfirm_months: Months
    hard_stop_months: Months
    at_least: Number = 1
    stakeholder_groups: Number | None = None
    grace_days: Annotated[int, Field(ge=0, le=366)] = 0

    def rule(self, language: Language) -> Standing:
        """Make the rule."""
        if self.standing not in STANDING:
            raise RuleProblem([f"{self.standing!r} is no standing record; there are {', '.join(sorted(STANDING))}"])
        where, sets = self.conditions(self.standing, language)
        needs = [("records", self.at_least)]
        if self.stakeholder_groups is not None:
            needs.append(("stakeholder_groups", self.stakeholder_groups))
        return Standing(
            kind=self.standing,
            where=where,
            needs=tuple(needs),
            reconfirm_months=self.reconfirm_months,
            hard_stop_months=self.hard_stop_months,
            share_of=self.share_of,
            vacant_days=self.grace_days,
            sets=sets,
        )


class AttestedData(_Data):
    """A statement."""

    attested_with: Literal["note", "file"]
    valid_months: Months
    of: str | None = None

    def rule(self, language: Language) -> Attested:
        """Make the rule."""
        return Attested(self.attested_with, self.valid_months, self.of)


class HandOversData(_Data):
    """Hand-overs in time."""

    hand_overs: str
    share_in_time: Part
    within_days: Number
    window_months: Months

    def rule(self, language: Language) -> HandOvers:
        """Make the rule."""
        return HandOvers(_whose(self.hand_overs), self.share_in_time, self.within_days, self.window_months)


class NoChangeData(_Data):
    """No change of people."""

    no_change: str
    window_months: Months

    def rule(self, language: Language) -> NoChange:
        """Make the rule."""
        return NoChange(_whose(self.no_change), self.window_months)


def _whose(value: str) -> str:
    if value not in HAND_OVER_KINDS:
        raise RuleProblem([f"there is no change of people {value!r}; there are {', '.join(sorted(HAND_OVER_KINDS))}"])
    return value


class PracticeData(_Data):
    """The rule of another practice."""

    practice: str

    def rule(self, language: Language) -> OfPractice:
        """Make the rule."""
        return OfPractice(self.practice)


class YearBeforeData(_Data):
    """The year before."""

    year_before: AnyData

    def rule(self, language: Language) -> YearBefore:
        """Make the rule."""
        return YearBefore(self.year_before.rule(language))


class AllData(_Data):
    """All of some rules."""

    all: Annotated[list[AnyData], Field(min_length=2)]

    def rule(self, language: Language) -> AllOf:
        """Make the rule."""
        return AllOf(_several(self.all, language))


class AnyOfData(_Data):
    """Any of some rules."""

    any: Annotated[list[AnyData], Field(min_length=2)]

    def rule(self, language: Language) -> AnyOf:
        """Make the rule."""
        return AnyOf(_several(self.any, language))


def _several(parts: list[AnyData], language: Language) -> tuple[Rule, ...]:
    rules, wrong = [], []
    for part in parts:
        try:
            rules.append(part.rule(language))
        except RuleProblem as problem:
            wrong += problem.reasons
    if wrong:
        raise RuleProblem(wrong)
    return tuple(rules)


_KINDS: dict[str, type[_Data]] = {
    "records": RecordsData,
    "coverage": CoverageData,
    "standing": StandingData,
    "attested_with": AttestedData,
    "practice": PracticeData,
    "hand_overs": HandOversData,
    "no_change": NoChangeData,
    "year_before": YearBeforeData,
    "all": AllData,
    "any": AnyOfData,
}


def _kind_of(data: Any) -> str | None:
    if not isinstance(data, Mapping):
        return None
    found = [name for name in _KINDS if name in data]
    return found[0] if len(found) == 1 else None


AnyData = Annotated[
    Annotated[RecordsData, Tag("records")]
    | Annotated[CoverageData, Tag("coverage")]
    | Annotated[StandingData, Tag("standing")]
    | Annotated[AttestedData, Tag("attested_with")]
    | Annotated[PracticeData, Tag("practice")]
    | Annotated[HandOversData, Tag("hand_overs")]
    | Annotated[NoChangeData, Tag("no_change")]
    | Annotated[YearBeforeData, Tag("year_before")]
    | Annotated[AllData, Tag("all")]
    | Annotated[AnyOfData, Tag("any")],
    Discriminator(
        _kind_of,
        custom_error_type="kind",
        custom_error_message=f"a rule is a table that names exactly one of {', '.join(_KINDS)}",
    ),
]
for _model in (YearBeforeData, AllData, AnyOfData):
    _model.model_rebuild()
_RULES: TypeAdapter[Any] = TypeAdapter(AnyData)


def parse_rule(data: Any, language: Language) -> Rule:
    """Read one rule.

    Args:
        data: A rule as the catalogue writes it, or the word ``later``.
        language: What it may refer to.

    Raises:
        RuleProblem: An unknown key, kind, field, value or cadence, or a number that makes no sense.
    """
    if data == LATER:
        return Later()
    try:
        read: _Data = _RULES.validate_python(data)
    except ValidationError as problem:
        raise RuleProblem([_said(error) for error in problem.errors()]) from None
    return read.rule(language)


def _said(error: Any) -> str:
    place = [str(part) for part in error["loc"] if part not in _KINDS or not isinstance(part, str)]
    name = error["loc"][-1] if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return f"unknown key {name!r}"
    if error["type"] == "missing":
        return f"key {name!r} is missing"
    where = ".".join(place)
    return f"{where}: {error['msg']}" if where else str(error["msg"])
