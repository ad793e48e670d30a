"""How the reader of catalogues reads a rule and looks into it."""

from __future__ import annotations

from typing import Any

from models.continuum.language.language import Language
from models.continuum.rules import Attested, Reading, Records, Rule, RuleProblem, walk
from models.continuum.rules import parse_rule as parse_first_rule

__all__ = ["RuleProblem", "asks_records", "asks_statement", "named_practices", "parse_rule"]


def parse_rule(data: Any, language: Language) -> Rule:
    """Read one rule.

    Raises:
        RuleProblem: An unknown key, kind, field, value or frequency word, or a number that makes no sense.
    """
    codes = {name: frozenset(values) for name, values in language.by_name.items()}
    return parse_first_rule(
        data, Reading(language.cadences, {name: one.codes for name, one in language.sets.items()}, codes)
    )


def asks_records(rule: Rule) -> bool:
    """Whether any part of a rule counts records."""
    return any(isinstance(part, Records) for part in walk(rule))


def asks_statement(rule: Rule) -> bool:
    """Whether any part of a rule asks for a statement."""
    return any(isinstance(part, Attested) for part in walk(rule))


def named_practices(rule: Rule) -> frozenset[str]:
    """List the practices whose rule a rule takes."""
    return frozenset(str(part.practice) for part in walk(rule) if hasattr(part, "practice"))
