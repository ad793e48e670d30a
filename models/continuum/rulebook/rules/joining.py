"""How the catalogue writes rules made of rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from models.continuum.language.language import Language
from models.continuum.rulebook.rules.base import Rule
from models.continuum.rulebook.rules.data import RuleData, RuleProblem
from models.continuum.rulebook.rules.joined import AllOf, AnyOf, OfPractice
from models.continuum.rulebook.rules.year_before import YearBefore

if TYPE_CHECKING:
    AnyRule = RuleData


class PracticeData(RuleData):
    """The rule of another practice."""

    practice: str

    def rule(self, language: Language) -> OfPractice:
        """Make the rule."""
        return OfPractice(self.practice)


class YearBeforeData(RuleData):
    """The year before."""

    year_before: AnyRule

    def rule(self, language: Language) -> YearBefore:
        """Make the rule."""
        return YearBefore(self.year_before.rule(language))


class AllData(RuleData):
    """All of some rules."""

    all: Annotated[list[AnyRule], Field(min_length=2)]

    def rule(self, language: Language) -> AllOf:
        """Make the rule."""
        return AllOf(_several(self.all, language))


class AnyOfData(RuleData):
    """Any of some rules."""

    any: Annotated[list[AnyRule], Field(min_length=2)]

    def rule(self, language: Language) -> AnyOf:
        """Make the rule."""
        return AnyOf(_several(self.any, language))


def _several(parts: list[AnyRule], language: Language) -> tuple[Rule, ...]:
    rules, wrong = [], []
    for part in parts:
        try:
            rules.append(part.rule(language))
        except RuleProblem as problem:
            wrong += problem.reasons
    if wrong:
        raise RuleProblem(wrong)
    return tuple(rules)
