"""What an activity that is not saved yet would count toward, and what one more word would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.continuum.continuum import Continuum
from models.continuum.derive import activity_facts
from models.continuum.facts import Context, Fact, Row, Words
from models.continuum.judge import needed
from models.continuum.levels import supported_level
from models.continuum.results import Count
from models.continuum.rulebook.catalogue import Catalogue, Practice
from models.continuum.rules import AllOf, AnyOf, Condition, Records, Rule, YearBefore, walk
from models.continuum.sweep import Look, Tally, meets, window
from models.continuum.words import missing_of, missing_records

# Field of a fact -> the field of the form that decides it, and what to ask for.
ASKS = {
    "has_partner": ("partner", "name the partner"),
    "joint": ("partner", "name the partner, and say that teachers took part"),
    "two_way": ("two_way", "say whether people could answer"),
    "topic": ("topic", "say what it was about"),
    "audience": ("audience", "say for whom it was"),
    "outside": ("audience", "say whether somebody beyond school was reached"),
    "channel": ("channel", "say by which means"),
    "reaches_community": ("channel", "say by which means it reached the community"),
    "purpose": ("purpose", "say what it was for"),
    "way": ("way", "say in which way"),
    "ask": ("ask", "say what was asked for"),
    "formality": ("formality", "say whether it was formal or informal"),
    "collects_input": ("collects_input", "say whether it collected input"),
    "used_process": ("used_process", "say whether the dialogue process was used"),
    "promotes": ("promotes", "say whether it made the case for STEM"),
    "beyond_class": ("beyond_class", "say whether it went beyond your class"),
    "researched": ("researched", "say whether the students looked into options first"),
    "initiated_by": ("initiated_by", "say who started it"),
    "student_facing": ("student_facing", "say whether it was for students directly"),
    "serves_workforce": ("serves_workforce", "say whether it serves a workforce need"),
    "planned": ("planned", "say whether it was agreed on before"),
}


@dataclass(frozen=True, slots=True)
class HintLine:
    """One practice that the activity would count toward.

    Attributes:
        counts: Numbers against needs with the activity added.
        was_met: The practice is met without it.
        now_met: It is met with it.
        adds_nothing: The same day, partners and channels count already, and it reaches nothing new.
        to_go: What would still be missing with it, in words; empty where nothing is.
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
    """One field that would decide whether the activity counts toward a practice as well."""

    field: str
    ask: str
    practice: str
    indicator: str
    level: int
    wording: str


def _present(rule: Rule) -> list[Rule]:
    """List a rule's parts that ask about the present; what is done now cannot serve a year before."""
    if isinstance(rule, YearBefore):
        return []
    if isinstance(rule, AllOf | AnyOf):
        return [part for one in rule.rules for part in _present(one)]
    return [rule]


def _rules_counting(practice: Practice, facts: Sequence[Fact]) -> list[tuple[Records, Fact]]:
    return [
        (rule, fact)
        for rule in _present(practice.rule)
        if isinstance(rule, Records)
        for fact in facts
        if fact.kind == rule.kind and practice.indicator not in fact.not_for and meets(fact, rule)
    ]


def proposed_indicators(row: Row, catalogue: Catalogue) -> tuple[str, ...]:
    """Name the indicators that an activity can count toward by its fields, in the order of the map.

    Args:
        row: An activity's record row.
        catalogue: The rules.
    """
    plain = {key: value for key, value in row.items() if key != "not_for"}
    # Whether a partner was selected hangs on other records, and must not hide what the row itself says.
    facts = activity_facts(plain, Context(Words.of(catalogue)))
    found = {practice.indicator for practice in catalogue.practices.values() if _rules_counting(practice, facts)}
    return tuple(code for code in catalogue.indicators if code in found)


def hint(continuum: Continuum, row: Row, on: date) -> tuple[HintLine, ...]:
    """Say what an activity would count toward if it were saved.

    Args:
        continuum: The school as it is without the activity.
        row: The activity's record row; its `ref` must not be a saved one's.
        on: The day asked about, usually today.

    Returns:
        The practices of the level in work first, then what it would complete, then by level and key.
    """
    day = on.toordinal()
    rules = continuum.rules_on(day)
    facts = activity_facts(row, continuum.evidence.context)
    lines = []
    for practice in rules.practices.values():
        if not practice.counts or continuum.exempt(practice.key, day):
            continue
        counting = [
            (rule, fact)
            for rule, fact in _rules_counting(practice, facts)
            if window(fact, rule, Look(practice.indicator))[0] <= day < window(fact, rule, Look(practice.indicator))[1]
        ]
        if counting:
            lines.append(_line(continuum, practice, counting, facts, day))
    return tuple(
        sorted(lines, key=lambda line: (not line.is_next, line.was_met, not line.now_met, line.level, line.practice))
    )


def _line(
    continuum: Continuum, practice: Practice, counting: list[tuple[Records, Fact]], facts: Sequence[Fact], day: int
) -> HintLine:
    shares = {
        id(rule): _share_with(continuum, rule, practice, [fact for one, fact in counting if one is rule], day)
        for rule, _ in counting
    }
    before = continuum.share(practice.key, day)
    after = _combined(continuum, practice.rule, practice, shares, day)
    # What is shown is the counted rule that is closest to being fulfilled.
    shown, fact = max(counting, key=lambda pair: (shares[id(pair[0])][0] < 1, shares[id(pair[0])][0]))
    _, counts, quarters = shares[id(shown)]
    look = Look(practice.indicator)
    repeats = any(other.identity == fact.identity for other in continuum.judge.sweeps.counted(shown, look, day))
    before_counts = continuum.judge.sweeps.records(shown, look).at(day)[: len(shown.needs)]
    supported = supported_level(continuum.levels(practice.indicator, day))
    return HintLine(
        practice=practice.key,
        indicator=practice.indicator,
        level=practice.level,
        wording=practice.wording,
        group=practice.group,
        counts=counts,
        was_met=before == 1,
        now_met=after == 1,
        adds_nothing=repeats and before_counts == tuple(count.have for count in counts[: len(shown.needs)]),
        to_go=""
        if after == 1
        else missing_of(shown.kind, counts, quarters, shown.share and shown.share[0])
        or _missing_beside(continuum, practice, day),
        more=0 if after == 1 else missing_records(shown.kind, counts),
        is_next=practice.level == supported + 1,
    )


def _missing_beside(continuum: Continuum, practice: Practice, day: int) -> str:
    """Say what a practice still needs of another sort than the activity."""
    return continuum.explainer.explain(practice.rule, practice.key, practice.indicator, day).missing


def _share_with(
    continuum: Continuum, rule: Records, practice: Practice, added: Sequence[Fact], day: int
) -> tuple[float, tuple[Count, ...], list[int]]:
    tally = Tally(rule)
    quarters: set[object] = set()
    for fact in (*continuum.judge.sweeps.counted(rule, Look(practice.indicator), day), *added):
        tally.change(fact, 1)
        quarters |= fact.spread["quarters"]
    found = tally.counts()
    absent, total = continuum.judge.absent_groups(day), len(continuum.judge.groups)
    counts = tuple(
        Count(name, have, needed(name, need, absent, total))
        for (name, need), have in zip(rule.needs, found, strict=False)
    )
    if rule.share is not None:
        counts = (*counts, Count("share", found[-2] / found[-1], rule.share[1]))
    open_quarters = [quarter for quarter in (1, 2, 3, 4) if quarter not in quarters]
    return continuum.judge.of_counts(rule, found, day), counts, open_quarters


def _combined(
    continuum: Continuum,
    rule: Rule,
    practice: Practice,
    shares: dict[int, tuple[float, tuple[Count, ...], list[int]]],
    day: int,
) -> float:
    if id(rule) in shares:
        return shares[id(rule)][0]
    if isinstance(rule, AllOf):
        return min(_combined(continuum, one, practice, shares, day) for one in rule.rules)
    if isinstance(rule, AnyOf):
        return max(_combined(continuum, one, practice, shares, day) for one in rule.rules)
    return continuum.judge.share(rule, practice.key, practice.indicator, day)


def _unsaid(condition: Condition, row: Row) -> bool:
    if condition.field not in ASKS:
        return False
    value = row.get(ASKS[condition.field][0])
    return value is None or value == () or value == ""


def _lacking(rule: Records, fact: Fact) -> list[Condition]:
    def there(condition: Condition) -> bool:
        value = fact.values.get(condition.field)
        if isinstance(condition.values, frozenset):
            return isinstance(value, frozenset) and bool(value & condition.values)
        return bool(value)

    return [condition for condition in rule.where if not there(condition)]


def deciding_fields(continuum: Continuum, row: Row, on: date, *, most: int = 3) -> tuple[FieldHint, ...]:
    """Name fields still empty of which a single one would make the activity count toward an unmet practice.

    Args:
        most: How many to name at most; each field is named once, for the lowest level it serves.
    """
    day = on.toordinal()
    facts = [fact for fact in activity_facts(row, continuum.evidence.context) if fact.kind == "activity"]
    found: dict[str, FieldHint] = {}
    for practice in sorted(continuum.rules_on(day).practices.values(), key=lambda one: (one.level, one.key)):
        if not practice.counts or continuum.share(practice.key, day) == 1 or continuum.exempt(practice.key, day):
            continue
        if practice.level > supported_level(continuum.levels(practice.indicator, day)) + 1:
            continue
        for rule in _present(practice.rule):
            if isinstance(rule, Records) and rule.kind == "activity":
                lacking = _lacking(rule, facts[0])
                if len(lacking) == 1 and _unsaid(lacking[0], row):
                    name, ask = ASKS[lacking[0].field]
                    hinted = FieldHint(name, ask, practice.key, practice.indicator, practice.level, practice.wording)
                    found.setdefault(name, hinted)
    return tuple(found.values())[:most]


def explain_unmatched(row: Row, indicator: str, catalogue: Catalogue) -> str:
    """Say which fields would make an activity count toward an indicator that no rule links it to.

    Returns:
        A sentence; empty where it counts already.
    """
    facts = activity_facts(row, Context(Words.of(catalogue)))
    nearest: list[Condition] | None = None
    for practice in catalogue.practices_of(indicator):
        for rule in walk(practice.rule):
            if isinstance(rule, Records) and rule.kind == "activity":
                lacking = _lacking(rule, facts[0])
                if not lacking:
                    return ""
                if nearest is None or len(lacking) < len(nearest):
                    nearest = lacking
    if nearest is None:
        return "No kind of activity counts toward this indicator; it is kept as supporting evidence."
    wanted = []
    for condition in nearest:
        if condition.field in ("kind", "by") and isinstance(condition.values, frozenset):
            labels = " or ".join(sorted(catalogue.label(condition.field, value) for value in condition.values))
            wanted.append(
                f"it would have to be by {labels}" if condition.field == "by" else f"it would have to be {labels}"
            )
        else:
            wanted.append(ASKS[condition.field][1])
    return f"Kept as supporting evidence. To make it count, {', and '.join(dict.fromkeys(wanted))}."
