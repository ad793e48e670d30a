"""What an activity would count toward if it were saved, and what one more word would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self

from models.continuum.evidence.activities import ActivityReader
from models.continuum.evidence.facts import NONE, Fact, RecordKey, Row
from models.continuum.evidence.tallies import Condition
from models.continuum.judging.answers import PracticeAnswer
from models.continuum.language.fields import SAID_OF_ACTIVITY
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rulebook.phrases.asked import Described
from models.continuum.rulebook.phrases.conditions import one_of
from models.continuum.rulebook.rules.base import Count, Told
from models.wording import joined


class School(Protocol):
    """A school as the engine's door gives it (`Continuum`), as far as hints ask."""

    def as_if(self, *, remove: Iterable[RecordKey] = (), add: Iterable[tuple[str, Row]] = ()) -> Self:
        """The same school as if some records had not been made, and others had."""

    def rules_on(self, day: int) -> Catalogue:
        """The rules in force on a day."""

    def exempt(self, key: str, day: int) -> bool:
        """Whether a practice does not apply."""

    def share(self, key: str, day: int) -> float:
        """How far a practice is fulfilled."""

    def supported(self, code: str, on: date) -> int:
        """The level that the evidence supports."""

    def facts_of(self, kind: str, ref: str, on: date) -> tuple[Fact, ...]:
        """The facts of a record."""

    def counts_fact(self, practice: Practice, facts: Iterable[Fact], on: date) -> bool:
        """Whether any of some facts counts toward a practice."""

    def counts_record(self, practice: Practice, record: RecordKey, on: date) -> bool:
        """Whether a record is counted in a practice's favor."""

    def lacking(self, practice: Practice, fact: Fact, on: date) -> Iterator[list[Condition]]:
        """The conditions that a fact does not meet, for every count of a practice."""

    def told(self, practice: Practice, on: date) -> Told:
        """How a practice's rule stands."""

    def practice(self, practice: Practice, on: date) -> PracticeAnswer:
        """The answer of a practice."""


# Field of a fact -> the field of the form that decides it, and what to ask of whoever fills it in.
ASKS = {
    "has_partner": ("partner", "name the partner"),
    "with_alliances": ("partner", "name the partner who took part"),
    "joint": ("partner", "name the partner, and say that teachers took part"),
    "two_way": ("two_way", "say whether both sides spoke"),
    "topic": ("topic", "say what it was about"),
    "audience": ("audience", "say for whom it was"),
    "outside": ("audience", "say whether anybody from beyond the school was reached"),
    "channel": ("channel", "say by which means people were reached"),
    "reaches_community": ("channel", "say by which means it reached the community"),
    "purpose": ("purpose", "say what the work with partners was for"),
    "way": ("way", "say in which way"),
    "ask": ("ask", "say what was asked for"),
    "formality": ("formality", "say whether it was formal or informal"),
    "collects_input": ("collects_input", "say whether you asked for input or feedback"),
    "used_process": ("used_process", "say whether you used the dialogue process"),
    "promotes": ("promotes", "say whether it made the case for STEM"),
    "beyond_class": ("beyond_class", "say whether it went beyond your class"),
    "researched": ("researched", "say whether the students looked into the options first"),
    "initiated_by": ("initiated_by", "say who began it"),
    "student_facing": ("student_facing", "say whether students took part"),
    "serves_workforce": ("serves_workforce", "say whether it serves a workforce need"),
    "planned": ("planned", "say whether it was planned in a commitment"),
}
# Field of the form -> its question, as one would ask a colleague.
QUESTIONS = {
    "partner": "With which partner?",
    "two_way": "Did it go both ways?",
    "topic": "What was it about?",
    "audience": "Whom did it reach?",
    "channel": "How did you reach people?",
    "purpose": "What was the work with partners for?",
    "way": "What did they do?",
    "ask": "What did they ask for?",
    "formality": "Was it formal or informal?",
    "collects_input": "Did you ask people for their views?",
    "used_process": "Did you use the school's dialogue process?",
    "promotes": "Did it make the case for STEM?",
    "beyond_class": "Did it go beyond their own class?",
    "researched": "Did the students look into the options first?",
    "initiated_by": "Whose idea was it?",
    "student_facing": "Did it serve students directly?",
    "serves_workforce": "Did it serve a workforce need?",
    "planned": "Had it been planned beforehand?",
}
YES = "yes"
# What an act is called by, rather than what is said of it.
_CALLED_BY = ("kind", "by")


@dataclass(frozen=True, slots=True)
class HintLine:
    """One practice that the activity would count toward.

    Attributes:
        counts: Numbers against needs with the activity added.
        was_met: The practice is met without it.
        now_met: It is met with it.
        adds_nothing: The same day, partners and channels count already, and it reaches nothing new.
        to_go: Whose acts of what kind would still be missing with it, as in "1 more act of advocacy by teachers, in a
            month that has none yet"; a whole phrase, to be shown as it is. Empty where nothing is.
        more: How many records would still be missing.
        is_next: The practice belongs to the level the school is working toward.
    """

    practice: str
    indicator: str
    level: int
    wording: str
    group: str | None
    counts: tuple[Count, ...]
    was_met: bool
    now_met: bool
    adds_nothing: bool
    to_go: str
    more: int
    is_next: bool


@dataclass(frozen=True, slots=True)
class FieldHint:
    """One field that would decide whether the activity counts toward a practice as well.

    Attributes:
        field: The field of the form.
        question: What to ask of whoever fills it in: "With which partner?", "Did it go both ways?".
        answers: Each of them alone makes it count: codes of the field's list in its order, or a plain "yes". Empty
            where only the field itself can take the answer. Any partner answers for partners: who asks names some.
    """

    field: str
    question: str
    answers: tuple[str, ...]
    practice: str
    indicator: str
    level: int
    wording: str


def proposed_indicators(row: Row, catalogue: Catalogue) -> tuple[str, ...]:
    """Name the indicators that an activity can count toward by its fields, in the order of the map.

    Args:
        row: An activity's record row.
        catalogue: The rules.
    """
    # Whether a partner was selected hangs on other records, and must not hide what the row itself says.
    facts = _alone({key: value for key, value in row.items() if key != "not_for"}, catalogue)
    found = {
        practice.indicator
        for practice in catalogue.practices.values()
        if any(part.meets(fact) for part in practice.rule.present() for fact in facts)
    }
    return tuple(code for code in catalogue.indicators if code in found)


def _alone(row: Row, catalogue: Catalogue) -> list[Fact]:
    return ActivityReader(catalogue.language).facts(row, categories=NONE, selected=False)


@dataclass(frozen=True, slots=True)
class Saving:
    """A school without an activity, and with it: as it is and as it would be.

    Attributes:
        row: The activity's record row.
    """

    before: School
    after: School
    row: Row

    @classmethod
    def of(cls, continuum: School, row: Row, *, instead_of: RecordKey | None = None) -> Saving:
        """Imagine that an activity is saved, in place of the one that it changes."""
        before = continuum.as_if(remove=[instead_of]) if instead_of else continuum
        return cls(before, before.as_if(add=[("activity", row)]), row)


def hint(
    continuum: School, row: Row, on: date, *, instead_of: RecordKey | None = None, saving: Saving | None = None
) -> tuple[HintLine, ...]:
    """Say what an activity would count toward if it were saved.

    The school with it and the school without it are both asked, so that what is said is what saving will show.

    Args:
        continuum: The school.
        row: The activity's record row.
        on: The day asked about, usually today.
        instead_of: The saved activity that it changes; it does not count beside itself.
        saving: What was imagined already.

    Returns:
        The practices of the level in work first, then what it would complete, then by level and key.
    """
    day = on.toordinal()
    saving = saving or Saving.of(continuum, row, instead_of=instead_of)
    before, after = saving.before, saving.after
    rules = continuum.rules_on(day)
    facts = after.facts_of("activity", row["ref"], on)
    lines = []
    for practice in rules.practices.values():
        if not practice.counts or after.exempt(practice.key, day):
            continue
        # What fits a way that is not the one by which it is met, saving would not list either.
        if after.counts_fact(practice, facts, on) and after.counts_record(practice, ("activity", row["ref"]), on):
            lines.append(_line(before, after, practice, on))
    return tuple(
        sorted(lines, key=lambda line: (not line.is_next, line.was_met, not line.now_met, line.level, line.practice))
    )


def _line(before: School, after: School, practice: Practice, on: date) -> HintLine:
    day = on.toordinal()
    told, earlier = after.told(practice, on), before.told(practice, on)
    now, was = after.share(practice.key, day), before.share(practice.key, day)
    answer = after.practice(practice, on)
    return HintLine(
        practice=practice.key,
        indicator=practice.indicator,
        level=practice.level,
        wording=practice.wording,
        group=practice.group,
        counts=told.counts,
        was_met=was == 1,
        now_met=now == 1,
        # Whichever of two that say the same is listed second repeats; that the numbers stay says it of both.
        adds_nothing=told.counts == earlier.counts and now == was,
        to_go="" if now == 1 else answer.missing,
        more=answer.missing_records,
        is_next=practice.level == before.supported(practice.indicator, on) + 1,
    )


def _unsaid(condition: Condition, row: Row) -> bool:
    if condition.field not in ASKS:
        return False
    value = row.get(ASKS[condition.field][0])
    return value is None or value == () or value == ""


def _lacking(conditions: Sequence[Condition], fact: Fact) -> list[Condition]:
    return [condition for condition in conditions if not condition.holds(fact.said)]


def deciding_fields(
    continuum: School,
    row: Row,
    on: date,
    *,
    instead_of: RecordKey | None = None,
    most: int = 3,
    saving: Saving | None = None,
) -> tuple[FieldHint, ...]:
    """Name fields still empty of which a single one would make the activity count toward an unmet practice.

    Args:
        instead_of: The saved activity that it changes.
        most: How many to name at most; each field is named once, for the lowest level it serves.
        saving: What was imagined already.
    """
    day = on.toordinal()
    school = (saving or Saving.of(continuum, row, instead_of=instead_of)).after
    facts = [fact for fact in school.facts_of("activity", row["ref"], on) if fact.kind == "activity"]
    found: dict[str, FieldHint] = {}
    rules = school.rules_on(day)
    for practice in sorted(rules.practices.values(), key=lambda one: (one.level, one.key)):
        # What the record lacks is known at once; how the school stands has to be worked out.
        wanted = _wanting(school, practice, facts, row, on) if practice.counts else {}
        if not wanted.keys() - found.keys() or school.exempt(practice.key, day):
            continue
        if school.share(practice.key, day) == 1:
            continue
        for name, condition in wanted.items():
            if name not in found:
                found[name] = _asking(name, condition, practice, rules)
        if len(found) >= most:
            break
    return tuple(found.values())[:most]


def _asking(name: str, condition: Condition, practice: Practice, rules: Catalogue) -> FieldHint:
    answers: tuple[str, ...] = ()
    # What only follows from a field, such as a partner's kind, no single word answers.
    if condition.field == name:
        vocabulary = SAID_OF_ACTIVITY[name].vocabulary
        codes = rules.language.values(vocabulary) if vocabulary else ()
        wanted = condition.values if isinstance(condition.values, frozenset) else frozenset()
        answers = tuple(code for code in codes if code in wanted) if vocabulary else (YES,)
    return FieldHint(name, QUESTIONS[name], answers, practice.key, practice.indicator, practice.level, practice.wording)


def _wanting(school: School, practice: Practice, facts: Sequence[Fact], row: Row, on: date) -> dict[str, Condition]:
    """Name the empty fields of which one alone would make a record count, each with what it would have to meet."""
    took_part = "teachers" in {*(row.get("by") or ()), *(row.get("roles") or ())}
    wanting: dict[str, Condition] = {}
    for lacking in (some for fact in facts for some in school.lacking(practice, fact, on)):
        # Naming a partner makes work joint only where teachers took part.
        alone = len(lacking) == 1 and (lacking[0].field != "joint" or took_part)
        if alone and _unsaid(lacking[0], row):
            wanting.setdefault(ASKS[lacking[0].field][0], lacking[0])
    return wanting


def explain_unmatched(row: Row, indicator: str, catalogue: Catalogue) -> str:
    """Say whose act of what kind it would have to be, or which fields would make it count, for an indicator.

    Args:
        row: An activity's record row.
        indicator: One that was added by hand, though no rule links the activity to it.
        catalogue: The rules.

    Returns:
        A sentence or two; empty where it counts already.
    """
    fact = _alone(row, catalogue)[0]
    nearest: list[Condition] | None = None
    for practice in catalogue.practices_of(indicator):
        for part in practice.rule.present():
            if part.kind == "activity":
                lacking = _lacking(part.where, fact)
                if not lacking:
                    return ""
                if nearest is None or len(lacking) < len(nearest):
                    nearest = lacking
    if nearest is None:
        return "No kind of activity counts toward this indicator; it is kept as supporting evidence."
    return _wanted(nearest, catalogue)


def _wanted(lacking: Sequence[Condition], catalogue: Catalogue) -> str:
    called = tuple(condition for condition in lacking if condition.field in _CALLED_BY)
    wanted = [f"it would have to be {one_of(Described('activity', called), catalogue.words)}"] if called else []
    asks = joined(dict.fromkeys(ASKS[condition.field][1] for condition in lacking if condition.field in ASKS))
    told = "; also ".join([*wanted, *([asks] if asks else [])])
    if not told:
        return "Kept as supporting evidence; as it is, it does not count toward this indicator."
    return f"Kept as supporting evidence. To make it count, {told}."
