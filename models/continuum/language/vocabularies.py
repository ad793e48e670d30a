"""All vocabularies, each a mapping from code to its typed value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from models.continuum.language import values as of

V = TypeVar("V", bound=of.Value)


def _by_code(rows: Any) -> Any:
    """Turn a list of tables into one by code, so that what is wrong with a value is told under its code."""
    if isinstance(rows, Mapping):
        return dict(rows)
    if not isinstance(rows, list | tuple):
        raise PydanticCustomError("rows", "a vocabulary is a list of tables, not {found}", {"found": repr(rows)})
    found: dict[str, Any] = {}
    for at, row in enumerate(rows, start=1):
        code = row.get("code") if isinstance(row, Mapping) else None
        key = code if isinstance(code, str) and code else f"value {at}"
        if key in found:
            raise PydanticCustomError("twice", "'{code}' stands there twice", {"code": key})
        found[key] = row
    if not found:
        raise PydanticCustomError("empty", "the engine needs this list, and it is missing")
    return found


# A vocabulary in the order in which people choose from it.
Vocabulary = Annotated[Mapping[str, V], BeforeValidator(_by_code), AfterValidator(MappingProxyType)]


class Vocabularies(BaseModel):
    """Every vocabulary; one that is not known is refused, and so is a mark that its values do not have."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    by: Vocabulary[of.Actor]
    roles: Vocabulary[of.Role]
    kind: Vocabulary[of.Kind]
    stakeholder_group: Vocabulary[of.Group]
    audience: Vocabulary[of.Audience]
    channel: Vocabulary[of.Channel]
    topic: Vocabulary[of.Topic]
    training_topic: Vocabulary[of.TrainingTopic]
    purpose: Vocabulary[of.Purpose]
    way: Vocabulary[of.Way]
    ask: Vocabulary[of.Ask]
    norms: Vocabulary[of.Norm]
    formality: Vocabulary[of.Formality]
    mode: Vocabulary[of.RecognitionMode]
    data: Vocabulary[of.SourceData]
    match_status: Vocabulary[of.MatchStatus]
    side: Vocabulary[of.Side]
    finding: Vocabulary[of.Finding]
    wellbeing: Vocabulary[of.Wellbeing]
    category: Vocabulary[of.Category]
    subtype: Vocabulary[of.Subtype]
    stage: Vocabulary[of.Stage]
    transition: Vocabulary[of.Transition]
    contribution_type: Vocabulary[of.ContributionType]
    direction: Vocabulary[of.Direction]
    agreement_kind: Vocabulary[of.AgreementKind]
    unit: Vocabulary[of.Unit]
    confirmed_by: Vocabulary[of.ConfirmedBy]
    record_status: Vocabulary[of.RecordStatus]
    mark: Vocabulary[of.Mark]
    represented: Vocabulary[of.Seat]
    # Later versions mark the audiences instead.
    key_leader: Vocabulary[of.KeyLeader] = Field(default_factory=dict)


NAMES = tuple(Vocabularies.model_fields)
# Marks that somebody must have, for the product itself starts something at such a value: vocabulary -> marks.
NEEDED_MARKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "stage": ("in_force", "over", "of_new_partner", "proposed", "unsaid"),
        "unit": ("money", "hours", "things"),
    }
)
# Values of these name values of another vocabulary: vocabulary -> mark -> vocabulary it takes its value from.
REFERENCES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "roles": {"counts_as": "roles"},
        "audience": {"group": "stakeholder_group"},
        "represented": {"group": "stakeholder_group"},
        "category": {"group": "stakeholder_group"},
        "channel": {"gives_way": "way", "unsaid_topic": "topic", "formality": "formality"},
        "purpose": {"gives_way": "way", "unsaid_topic": "topic", "topic": "topic"},
        "way": {"brings": "way"},
        "ask": {"takes": "ask"},
        "subtype": {"category": "category"},
        "contribution_type": {"way": "way"},
    }
)


def value_class(vocabulary: str) -> type[of.Value]:
    """Give the class of a vocabulary's values.

    Raises:
        KeyError: There is no such vocabulary.
    """
    found: type[of.Value] = get_args(Vocabularies.model_fields[vocabulary].annotation)[1]
    return found


def marks_of(vocabulary: str) -> tuple[str, ...]:
    """List the marks that values of a vocabulary may have, beside code and wording."""
    return tuple(name for name in value_class(vocabulary).model_fields if name not in of.Value.model_fields)


def unmarked(vocabularies: Vocabularies) -> list[tuple[str, str]]:
    """Find marks that no value has, though the product starts something at the value that has them.

    Returns:
        Vocabulary and what is wrong.
    """
    return [
        (name, f"no value is marked {mark!r}, and the product needs one")
        for name, marks in NEEDED_MARKS.items()
        for mark in marks
        if not any(getattr(value, mark, None) for value in getattr(vocabularies, name).values())
    ]


def as_far_as_sound(data: Mapping[str, Any]) -> Vocabularies | None:
    """Give lists some of whose values are wrong without what is wrong of them, so that all else can be checked too.

    Args:
        data: The section of vocabularies as a catalogue writes it.

    Returns:
        None where a list that is needed is no list of tables.
    """
    found: dict[str, Any] = {}
    for name, field in Vocabularies.model_fields.items():
        rows = data.get(name, () if not field.is_required() else None)
        if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
            return None
        own = value_class(name)
        values = {row["code"]: _sound(own, row) for row in rows if isinstance(row.get("code"), str) and row["code"]}
        found[name] = MappingProxyType(values)
    return Vocabularies.model_construct(**found)


def _sound(own: type[of.Value], row: Mapping[str, Any]) -> of.Value:
    """Read a value without the marks that cannot be read; by its code alone where too much is wrong."""
    try:
        return own.model_validate(row)
    except ValidationError as refusal:
        wrong = {error["loc"][0] for error in refusal.errors() if error["loc"]}
    try:
        return own.model_validate({name: said for name, said in row.items() if name not in wrong})
    except ValidationError:
        return own.model_construct(code=row["code"], label=row["code"])


def dangling(vocabularies: Vocabularies) -> list[tuple[str, str, str]]:
    """Find marks that name a value that is not there.

    Returns:
        Vocabulary, code and what is wrong.
    """
    problems = []
    for name, marks in REFERENCES.items():
        for code, value in getattr(vocabularies, name).items():
            for mark, other in marks.items():
                # A value that was read as far as it is sound may lack what is required.
                named = getattr(value, mark, None)
                for one in (named,) if isinstance(named, str) else named or ():
                    if one not in getattr(vocabularies, other):
                        problems.append((name, code, f"{mark!r} names {one!r}, which is no value of {other!r}"))
    problems += [
        ("way", code, f"'of' names {whose!r}: no actor, and not 'match'")
        for code, way in vocabularies.way.items()
        if (whose := getattr(way, "of", None)) not in vocabularies.by and whose not in ("match", None)
    ]
    return problems
