"""How people say what the lists hold: the data that lines are read by, typed and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.continuum.language.refusals import CatalogueProblem, Refusals
from models.continuum.language.values import Codes, Value
from models.continuum.language.vocabularies import Vocabularies
from models.one_line.phrases import parts_of
from models.one_line.text import line_of

FILE = "said.toml"
PATH = Path(__file__).parents[1] / FILE
# Fields of a happening -> the vocabulary of their codes.
_CODES_OF = {
    "channel": "channel", "audience": "audience", "purpose": "purpose", "way": "way", "by": "by", "roles": "roles",
    "actor": "by", "of_partners": "way",
}  # fmt: skip


Kind = Literal["partnership", "communication", "advocacy"]
# As a series has it; the table is nothing that lines know.
Every = Literal["week", "two_weeks", "month", "quarter"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Happening(_Data):
    """A sort of thing that happens.

    Attributes:
        name: What it is called.
        said: How it is said.
        kind: The kind of activity it is.
        tile: The tile of the log that asks for what is still to be said of it; None where none does.
        with_partner: The tile where a partner was talked to, which makes it partnership work; None where it stays what
            it is.
        channel, audience, purpose, way, by, roles, student_facing, collects_input: What holds of it where the line
            does not say otherwise.
        actor: Who does it, where the line names nobody who acts.
        of_partners: The way that takes the place of its way where partners do it.
        others_act: It is done by people who are neither of the school nor its partners: nobody acts by default.
        ours: It is the school's own, whoever takes part: partners who judge a fair do not hold it.
        needs: It is this only where a partner is named, students are, somebody who came from outside, or where teachers
            do it at a partner without students, where students were helped by a partner, or where a student
            tells it.
        only_means: It is but the means by which something was said: a thank-you by email is a thank-you.
    """

    name: str = Field(min_length=1)
    said: Codes = Field(min_length=1)
    kind: Kind
    tile: str | None = None
    with_partner: str | None = None
    channel: Codes = ()
    audience: Codes = ()
    purpose: Codes = ()
    way: Codes = ()
    by: Codes = ()
    roles: Codes = ()
    student_facing: bool = False
    collects_input: bool = False
    actor: Codes = ()
    of_partners: Codes = ()
    others_act: bool = False
    ours: bool = False
    needs: Literal["partner", "students", "guest", "teachers", "helped", "by_students"] | None = None
    only_means: bool = False


class Sorts(_Data):
    """Sorts of values by how they behave in a line; what each is stands in the file."""

    bodies: Codes
    listening: Codes
    sectors: Codes
    doing: Codes
    before_nouns: Codes
    organizations: Codes
    listeners: Codes
    told: Codes
    listed: Codes
    trained: Codes
    counted: Codes
    told_together: Codes
    aims: Codes
    of_money: Codes
    asking: Codes
    helpers: Codes
    talks: Codes
    means: Codes
    purposes: Codes
    applying: Codes
    center: Codes
    courses: Codes
    things: Codes
    by_the_unit: Codes
    money: Codes


# Sort -> the vocabulary of its values.
_LIST_OF_SORT = {
    **dict.fromkeys(("bodies", "listening", "sectors", "doing", "before_nouns", "organizations"), "audience"),
    **dict.fromkeys(("listeners", "told", "listed", "trained", "counted", "told_together", "asking"), "roles"),
    "helpers": "by",
    **dict.fromkeys(("talks", "means"), "channel"),
    **dict.fromkeys(("aims", "of_money"), "topic"),
    **dict.fromkeys(("things", "by_the_unit", "money"), "contribution_type"),
    "purposes": "purpose",
    **dict.fromkeys(("applying", "center", "courses"), "way"),
}


class OwnGroup(_Data):
    """Who a partner is that is a group of the school's own people.

    Attributes:
        by: Where it acts.
        audience: Where it hears.
        called: What people call it, whatever its name: where a school has one such partner, that one is meant.
    """

    by: str
    audience: str
    called: Codes = ()


class Signs(_Data):
    """What tells records of other kinds from activities, and marks that an activity has."""

    thanks: Codes
    gift: Codes
    gift_sure: Codes
    gift_not: Codes
    hours_given: Codes
    request: Codes
    need: Codes
    agreed: Codes
    refused: Codes
    partly: Codes
    answered: Codes
    answers: Codes
    fulfilled: Codes
    workforce: Codes
    training: Codes
    new_people: Codes
    enrolled: Codes
    advocacy: Codes
    input: Codes
    process: Codes
    researched: Codes
    promotes: Codes
    own_idea: Codes
    two_way: Codes
    planned_ahead: Codes
    still_to_come: Codes


class LineWords(_Data):
    """Words that only have to do with how a line is built.

    Attributes:
        people: Nouns of people reached.
        there: What is said behind a number of people who were there, in several words.
        came: The same in one word.
        doing: What is said of people who act.
        past: Such words that tell what is over, beside those that end with "ed".
        telling: Behind these stands whom something was for.
        beside: Behind these stands who took part.
        inside: Behind these stands neither.
        modifiers: Words that may stand before a noun without changing what it is.
        titles: Behind these stands a person's name.
        courses: What is taught, as it is called behind "AP".
        of_office: Those of them that nobody of a firm has.
        about: Behind these stands what something was about, not what happened.
        organizations: Nouns by which an organization is called: "the hospital".
        as_modifiers: Those of them that stand before other nouns without meaning one: "the plant sale".
        of_their_own: Nouns of organizations that belong to no other: "the Duluth paper" is another.
        of_organizations: What an organization has: "the hospital lab" is the hospital's.
        legal: Words of names that say nothing.
        kinds_of_organization: Words that many names share.
        school_things: Words that mean something of the school's own as often as an organization.
        given_names: Words of names that people are called by, too.
        everyday: Words of the language that mean nothing here, but are no part of a name.
        measures: What things are measured by, or come in.
        short: What names are written short as -> what it may stand for.
        hasty: What any word is written as in a hurry -> the word.
    """

    people: Codes
    there: Codes
    came: Codes
    doing: Codes
    past: Codes
    telling: Codes
    beside: Codes
    inside: Codes
    modifiers: Codes
    titles: Codes
    of_office: Codes
    courses: Codes
    about: Codes
    organizations: Codes
    as_modifiers: Codes
    of_their_own: Codes
    of_organizations: Codes
    legal: Codes
    kinds_of_organization: Codes
    school_things: Codes
    given_names: Codes
    everyday: Codes
    measures: Codes
    short: Mapping[str, Codes]
    hasty: Mapping[str, str]


class Cells(_Data):
    """What is written in cells of lists.

    Attributes:
        sure: List -> code -> words that mean it.
        may_mean: List -> code -> beginnings of words that suggest it.
    """

    sure: Mapping[str, Mapping[str, Codes]]
    may_mean: Mapping[str, Mapping[str, Codes]]


class Said(_Data):
    """All of it.

    Attributes:
        cells: What is written in cells of lists, not in lines.
        said: Vocabulary -> code -> phrases; a value that the file does not name is said by its label.
        sorts: How values behave in a line.
        acts_as: Role -> who acts where it does.
        own_groups: Category of partners that are the school's own people -> who they are.
        answers: Sign -> what a partner's answer to a request is, the first that a line has.
        happenings: The surest first.
        every: How often -> phrases.
    """

    said: Mapping[str, Mapping[str, Codes]]
    sorts: Sorts
    acts_as: Mapping[str, str]
    own_groups: Mapping[str, OwnGroup]
    answers: Mapping[str, str]
    happenings: tuple[Happening, ...] = Field(strict=False)
    every: Mapping[Every, Codes]
    signs: Signs
    words: LineWords
    cells: Cells


@cache
def raw_said() -> Mapping[str, Any]:
    """Read the file, once; what it says is not checked here.

    Raises:
        OSError, ValueError: It is missing, or no such file.
    """
    return tomllib.loads(PATH.read_text(encoding="utf-8"))


def read_said(data: Mapping[str, Any], vocabularies: Vocabularies, *, file: str = FILE) -> Said:
    """Check the data that lines are read by.

    Args:
        vocabularies: Those whose codes it speaks of.
        file: Its name, for what is wrong with it.

    Raises:
        CatalogueProblem: A code, a key or a phrase is not what it may be; it lists everything.
    """
    refusals = Refusals(dict.fromkeys((*Said.model_fields, "file"), file))
    said = refusals.take(Said, data, "file", "said")
    if said is not None:
        _check(said, vocabularies, refusals)
    if said is None or refusals.problems:
        raise CatalogueProblem(refusals.problems)
    return said.model_copy(
        update={"said": {name: _with_labels(codes, getattr(vocabularies, name)) for name, codes in said.said.items()}}
    )


def _with_labels(said: Mapping[str, Codes], values: Mapping[str, Value]) -> Mapping[str, Codes]:
    """Have a value of which the file says nothing said by its label, which then means nothing else."""
    labels = {code: line_of(value.label).words for code, value in values.items() if code not in said}
    own = {code: (" ".join(word.plain for word in words),) for code, words in labels.items() if words}
    taken = {phrase for phrases in own.values() for phrase in phrases}
    return {code: tuple(one for one in phrases if one not in taken) for code, phrases in said.items()} | own


def _check(said: Said, vocabularies: Vocabularies, refusals: Refusals) -> None:
    for name, values in said.said.items():
        known = getattr(vocabularies, name, None)
        if known is None:
            refusals.refuse("said", f"said.{name}", "there is no such vocabulary")
            continue
        for code, phrases in values.items():
            if code not in known:
                refusals.refuse("said", f"said.{name}.{code}", f"{name!r} has no value {code!r}")
            _check_phrases(phrases, f"said.{name}.{code}", refusals)
    for section, key, name, code in _named_apart(said):
        if code not in getattr(vocabularies, name):
            refusals.refuse(section, key, f"{name!r} has no value {code!r}")
    for sign in set(said.answers) - set(Signs.model_fields):
        refusals.refuse("answers", f"answers.{sign}", "there is no such sign")
    for one in said.happenings:
        key = f"happenings.{one.name}"
        for field, name in _CODES_OF.items():
            for code in getattr(one, field):
                if code not in getattr(vocabularies, name):
                    refusals.refuse("happenings", key, f"{field!r} names {code!r}, which is no value of {name!r}")
        _check_phrases(one.said, key, refusals)
    for how, lists in (("sure", said.cells.sure), ("may_mean", said.cells.may_mean)):
        for name, values in lists.items():
            known = getattr(vocabularies, name, None)
            # Lists to which the database itself holds are no vocabularies.
            for code in values:
                if known is not None and code not in known:
                    refusals.refuse("cells", f"cells.{how}.{name}.{code}", f"{name!r} has no value {code!r}")
    for often, phrases in said.every.items():
        _check_phrases(phrases, f"every.{often}", refusals)
    for sign in Signs.model_fields:
        _check_phrases(getattr(said.signs, sign), f"signs.{sign}", refusals)


def _named_apart(said: Said) -> Iterator[tuple[str, str, str, str]]:
    """List the codes that are named beside what says them: section, key, their vocabulary, and the code."""
    for sort, name in _LIST_OF_SORT.items():
        yield from (("sorts", f"sorts.{sort}", name, code) for code in getattr(said.sorts, sort))
    for role, actor in said.acts_as.items():
        yield "acts_as", f"acts_as.{role}", "roles", role
        yield "acts_as", f"acts_as.{role}", "by", actor
    for category, group in said.own_groups.items():
        yield "own_groups", f"own_groups.{category}", "category", category
        yield "own_groups", f"own_groups.{category}", "by", group.by
        yield "own_groups", f"own_groups.{category}", "audience", group.audience
    yield from (("answers", f"answers.{sign}", "match_status", code) for sign, code in said.answers.items())


def _check_phrases(phrases: Codes, key: str, refusals: Refusals) -> None:
    for phrase in phrases:
        try:
            parts_of(phrase)
        except ValueError as problem:
            refusals.refuse("said", key, f"{phrase!r}: {problem}")
