"""The forms in which the catalogue writes rules: what all of them have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from models.continuum.evidence.tallies import Condition
from models.continuum.language.fields import FACTS
from models.continuum.language.fields import Field as FactField
from models.continuum.language.language import Language
from models.continuum.rulebook.rules.base import Rule

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


class RuleData(BaseModel):
    """A rule as the catalogue writes it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    def rule(self, language: Language) -> Rule:
        """Make the rule.

        Raises:
            RuleProblem: It names what the language does not have.
        """
        raise NotImplementedError


class ConditionalData(RuleData):
    """A rule that asks things of the records it looks at."""

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
