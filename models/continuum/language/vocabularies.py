"""All vocabularies, each a mapping from code to its typed value."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from models.continuum.language import partnership_values as theirs
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
    mode: Vocabulary[theirs.RecognitionMode]
    data: Vocabulary[of.SourceData]
    match_status: Vocabulary[theirs.MatchStatus]
    side: Vocabulary[theirs.Side]
    finding: Vocabulary[theirs.Finding]
    wellbeing: Vocabulary[of.Wellbeing]
    category: Vocabulary[theirs.Category]
    subtype: Vocabulary[theirs.Subtype]
    stage: Vocabulary[theirs.Stage]
    transition: Vocabulary[theirs.Transition]
    contribution_type: Vocabulary[theirs.ContributionType]
    direction: Vocabulary[theirs.Direction]
    agreement_kind: Vocabulary[theirs.AgreementKind]
    unit: Vocabulary[theirs.Unit]
    confirmed_by: Vocabulary[theirs.ConfirmedBy]
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
        "match_status": ("agrees",),
        "transition": ("of_school", "leads", "of_partner"),
    }
)
# Which way a contribution went; the product knows no third.
TO_SCHOOL, FROM_SCHOOL = "to_school", "from_school"
# Closed lists: what the product itself is built on, such as a field of its own for each value -> all that it takes.
CLOSED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "kind": frozenset({"partnership", "communication", "advocacy"}),
        "direction": frozenset({TO_SCHOOL, FROM_SCHOOL}),
        "record_status": frozenset({"draft", "proposed", "confirmed", "cancelled", "archived"}),
        "wellbeing": frozenset({"academic", "social", "physical"}),
        "mark": frozenset(
            {
                "asks_students",
                "asks_workforce",
                "beyond_class",
                "collects_input",
                "critical",
                "expertise",
                "induction",
                "led_by_teachers",
                "planned",
                "promotes",
                "ranked",
                "researched",
                "selected",
                "serves_workforce",
                "student_facing",
                "teachers",
                "two_way",
                "used_process",
            }
        ),
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
    problems = [
        (name, f"no value is marked {mark!r}, and the product needs one")
        for name, marks in NEEDED_MARKS.items()
        for mark in marks
        if not any(getattr(value, mark, None) for value in getattr(vocabularies, name).values())
    ]
    for name in ("side", "confirmed_by"):
        stand_for = {(value.school, value.partner) for value in getattr(vocabularies, name).values()}
        problems += [
            (name, f"no value stands for {words}, and the product needs one")
            for sides, words in (
                ((True, False), "the school alone"),
                ((False, True), "the partner alone"),
                ((True, True), "both sides"),
            )
            if sides not in stand_for
        ]
    return problems


def closed(vocabularies: Vocabularies) -> list[tuple[str, str, str]]:
    """Find what closed lists have too much or too little.

    Returns:
        Vocabulary, code and what is wrong.
    """
    problems = []
    for name, known in CLOSED.items():
        codes = set(getattr(vocabularies, name))
        problems += [
            (name, code, "this is a closed list: the product is built on its values and takes no other")
            for code in sorted(codes - known)
        ]
        problems += [(name, code, "the product needs this value, and it is missing") for code in sorted(known - codes)]
    return problems


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
