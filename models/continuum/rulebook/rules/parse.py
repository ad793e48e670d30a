"""Reads rules from plain data, and refuses what is no rule with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Union

from pydantic import Discriminator, Tag, TypeAdapter, ValidationError

from models.continuum.language.language import Language
from models.continuum.rulebook.rules.attested import AttestedData
from models.continuum.rulebook.rules.base import Rule
from models.continuum.rulebook.rules.coverage import CoverageData
from models.continuum.rulebook.rules.data import RuleData, RuleProblem
from models.continuum.rulebook.rules.joined import Later
from models.continuum.rulebook.rules.joining import AllData, AnyOfData, PracticeData, YearBeforeData
from models.continuum.rulebook.rules.people import HandOversData, NoChangeData
from models.continuum.rulebook.rules.records_data import RecordsData
from models.continuum.rulebook.rules.standing import StandingData

LATER = "later"
# Every kind of rule: the key that only its data has, and the form of its data.
KINDS: Mapping[str, type[RuleData]] = {
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
    found = [name for name in KINDS if name in data]
    return found[0] if len(found) == 1 else None


AnyRule: Any = Annotated[
    Union[tuple(Annotated[form, Tag(name)] for name, form in KINDS.items())],  # noqa: UP007  (made of the list above)
    Discriminator(
        _kind_of,
        custom_error_type="kind",
        custom_error_message=f"a rule is a table that names exactly one of {', '.join(KINDS)}",
    ),
]
for _form in (YearBeforeData, AllData, AnyOfData):
    _form.model_rebuild(_types_namespace={"AnyRule": AnyRule})
_RULES: TypeAdapter[RuleData] = TypeAdapter(AnyRule)


def parse_rule(data: Any, language: Language) -> Rule:
    """Read one rule.

    Args:
        data: A rule as the catalogue writes it, or the word ``later``.
        language: What it may refer to.

    Raises:
        RuleProblem: An unknown key, kind, field, value or cadence, or a number that makes no sense.
    """
    return Later() if data == LATER else _read(data).rule(language)


def wrong_form_of(data: Any) -> tuple[str, ...]:
    """Say what is wrong with one rule whatever it refers to: its keys and the sorts of its values."""
    try:
        if data != LATER:
            _read(data)
    except RuleProblem as problem:
        return tuple(problem.reasons)
    return ()


def _read(data: Any) -> RuleData:
    try:
        return _RULES.validate_python(data)
    except ValidationError as problem:
        raise RuleProblem([_said(error) for error in problem.errors()]) from None


def _said(error: Any) -> str:
    place = [str(part) for part in error["loc"] if part not in KINDS or not isinstance(part, str)]
    name = error["loc"][-1] if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return f"unknown key {name!r}"
    if error["type"] == "missing":
        return f"key {name!r} is missing"
    where = ".".join(place)
    return f"{where}: {error['msg']}" if where else str(error["msg"])
