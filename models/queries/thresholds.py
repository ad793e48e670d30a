"""A district's numbers for the rules: each beside its sentence of the map, what changed when, what others would do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.accounts import School
from models.continuum.rulebook.catalogue import Catalogue, IndicatorName, Practice
from models.continuum.rulebook.numbers import CHOSEN, STRICT, Number, Numbers, numbers_of, unit_of
from models.continuum.rulebook.rules.base import sentence_of, walk
from models.continuum.rulebook.rules.parse import parse_rule
from models.level_words import without_codes
from models.queries.catalogue import content_on, in_force_on, with_change
from models.queries.continuum import continuum_of
from models.queries.icmap import IndicatorWording
from models.queries.standings import standings_on
from models.scope import Scope
from models.threshold_words import ThresholdWords, threshold_words
from models.thresholds import ThresholdChange
from models.words import words as as_words

# So many sentences stand beside a number; the others are counted.
SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the map that a number belongs to.

    Attributes:
        official: It is the map's own; otherwise our short wording of a practice.
    """

    indicator: IndicatorName
    level: int
    text: str
    official: bool


@dataclass(frozen=True, slots=True)
class Setting:
    """One number.

    Attributes:
        place: Where it stands in the catalogue.
        unit: `percent`, `days`, `months`, or nothing where it counts things.
        value: As it is now.
        comes_with: As it comes with the product.
        way: What the part of a practice's rule asks that it belongs to, in words; empty where there is none.
    """

    place: str
    name: str
    unit: str
    value: Number
    comes_with: Number
    way: str = ""

    @property
    def as_it_comes(self) -> Setting:
        """The same as it comes with the product."""
        return replace(self, value=self.comes_with)


@dataclass(frozen=True, slots=True)
class Group:
    """Numbers that belong to the same sentences: those of a word, of a practice, or one alone.

    Attributes:
        more: How many other practices they decide.
    """

    title: str
    settings: Sequence[Setting]
    sentences: Sequence[Sentence]
    more: int

    @property
    def ways(self) -> list[tuple[str, list[Setting]]]:
        """Its numbers by the part of the rule that they belong to."""
        return [(way, list(some)) for way, some in groupby(self.settings, key=lambda one: one.way)]


@dataclass(frozen=True, slots=True)
class PartOfNumbers:
    """The numbers of one form.

    Attributes:
        indicator: Code of the indicator whose practices they are of; None for those that hold for all alike.
    """

    key: str
    title: str
    about: str
    groups: Sequence[Group]
    indicator: str | None = None

    @property
    def is_levels(self) -> bool:
        """Whether it says when a level is reached, where everything can be asked for at once."""
        return self.key == "levels"

    @property
    def settings(self) -> list[Setting]:
        """All its numbers."""
        return [setting for group in self.groups for setting in group.settings]

    @property
    def own(self) -> list[Setting]:
        """Those that are not as they come."""
        return [setting for setting in self.settings if setting.value != setting.comes_with]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would do to one indicator of one school.

    Attributes:
        before, after: The level on the change's first day without and with it.
        settled: The level if the numbers had always been so: where it ends once nothing is carried any more.
    """

    school: str
    indicator: str
    before: int
    after: int
    settled: int


def list_changes(session: Session, *, scope: Scope) -> Sequence[ThresholdChange]:
    """List a district's changes, the latest first, those taken back among them."""
    own = select(ThresholdChange).where(ThresholdChange.district_id == scope.district_id)
    return session.scalars(own.order_by(ThresholdChange.in_force_from.desc(), ThresholdChange.id.desc())).all()


def find_change(session: Session, change_id: int, *, scope: Scope) -> ThresholdChange | None:
    """Find one of a district's changes; None outside the scope."""
    return session.scalars(
        select(ThresholdChange).where(ThresholdChange.id == change_id, ThresholdChange.district_id == scope.district_id)
    ).one_or_none()


def latest_change(session: Session, *, scope: Scope) -> ThresholdChange | None:
    """Give the change that the next one goes on from: the last that was not taken back; None before the first."""
    return next((one for one in list_changes(session, scope=scope) if one.taken_back_at is None), None)


def is_strict(numbers: Numbers) -> bool:
    """Whether a level asks for everything."""
    return all(numbers.get(place) == number for place, number in STRICT.items())


def list_parts(
    session: Session, own: Numbers, on: date, rules: Catalogue, wordings: Mapping[str, IndicatorWording]
) -> list[PartOfNumbers]:
    """List all numbers, form by form: the words, the levels, what lasts how long, and each indicator's practices.

    Args:
        own: In what the district differs.
        on: By the product's rules of that day.
        rules: Those rules, read.
        wordings: As `list_wordings` gives them.

    Raises:
        NoRules: None is stored.
    """
    known = _Known(content_on(session, on), own, rules, wordings)
    parts = [
        PartOfNumbers(one.key, one.title, one.about, list(known.lasting(one.numbers) if one.numbers else known.words()))
        for one in known.told.part
    ]
    about = "How many records a practice takes, over how long, and which part of them."
    return [
        *parts,
        *(
            PartOfNumbers(one.slug, f"{one.code}: {one.name}", about, list(known.practices(code)), code)
            for code, one in rules.indicators.items()
        ),
    ]


class _Known:
    """What the numbers are listed from."""

    def __init__(
        self, content: Mapping[str, Any], own: Numbers, rules: Catalogue, wordings: Mapping[str, IndicatorWording]
    ) -> None:
        self.content = content
        self.comes_with = numbers_of(content)
        self.own = own
        self.rules = rules
        self.wordings = wordings
        self.told: ThresholdWords = threshold_words()

    def setting(self, place: str, name: str, way: str = "") -> Setting:
        comes_with = self.comes_with[place]
        return Setting(place, name, unit_of(place), self.own.get(place, comes_with), comes_with, way)

    def words(self) -> Iterator[Group]:
        """List the words of frequency, in the order of their names' list, then others."""
        named = [*(word for word in self.told.word if word in self.content["cadences"])]
        for word in (*named, *(one for one in self.content["cadences"] if one not in named)):
            told = self.told.word.get(word)
            settings = [
                self.setting(f"cadences/{word}/{count}", self.told.count.get(count, as_words(count)))
                for count in self.content["cadences"][word]
            ]
            practices = [
                one for one in self.rules.practices.values() if any(part.cadence == word for part in one.rule.counts())
            ]
            name = told.name if told else as_words(word)
            yield self._group(name, settings, practices, told.finds if told else ())

    def lasting(self, names: Iterable[str]) -> Iterator[Group]:
        """List thresholds, each with the practices that it decides."""
        for name in names:
            told = self.told.number[name]
            asked = set(told.predicates), set(told.kinds)
            practices = [one for one in self.rules.practices.values() if _asks(one, *asked)]
            start = f"thresholds/{name}"
            places = [one for one in self.comes_with if one == start or one.startswith(f"{start}/")]
            yield self._group(told.name, [self.setting(one, self._name_in(name, one)) for one in places], practices)

    def practices(self, code: str) -> Iterator[Group]:
        """List the numbers of an indicator's practices; those that follow from a word stand with the word."""
        written = {practice["key"]: practice.get("rule") for practice in self.content["practices"]}
        for practice in self.rules.practices_of(code):
            start = f"practices/{practice.key}/"
            places = [place for place in self.comes_with if place.startswith(start)]
            if places:
                asked = {way: self._asks_in(written[practice.key], way) for way in dict.fromkeys(map(_way, places))}
                settings = [self.setting(place, self._name_of(place), asked[_way(place)]) for place in places]
                yield self._group(practice.wording, settings, [practice])

    def _name_in(self, name: str, place: str) -> str:
        """Call a threshold, one number of a pair, or one of the levels that are chosen."""
        told, (*_, last) = self.told.number[name], place.split("/")
        if last == name:
            return told.name
        return self.rules.level_name(int(last)) if name in CHOSEN else told.each[int(last)]

    def _name_of(self, place: str) -> str:
        """Call a number of a practice by what it counts."""
        *_, before, last = place.split("/")
        if before == "share":
            return f"{self.told.count['share']}: {as_words(last).lower()}"
        return self.told.count.get(last, as_words(last))

    def _asks_in(self, rule: Any, way: Sequence[str]) -> str:
        """Say what a part of a rule asks for, by the rules as they are."""
        for step in way:
            rule = rule[int(step)] if isinstance(rule, list) else rule[step]
        return without_codes(sentence_of(parse_rule(rule, self.rules.language), self.rules.words), self.rules)

    def _group(
        self, title: str, settings: Sequence[Setting], practices: Sequence[Practice], finds: Iterable[str] = ()
    ) -> Group:
        sentences = [self._sentence(one, tuple(finds)) for one in practices]
        shown = list(dict.fromkeys(sentences))
        return Group(title, settings, shown[:SENTENCES], max(0, len(shown) - SENTENCES))

    def _sentence(self, practice: Practice, finds: Sequence[str]) -> Sentence:
        """Give the sentence of the map that a practice belongs to; of its cell the lines that say the word."""
        indicator = self.rules.indicators[practice.indicator]
        wording = self.wordings.get(practice.indicator)
        cell = wording.cells.get(practice.level) if wording else None
        if cell is None or not cell.is_official:
            return Sentence(indicator, practice.level, practice.wording, official=False)
        lines = [text for text, _ in cell.lines]
        saying = [text for text in lines if any(find in text.casefold() for find in finds)]
        return Sentence(indicator, practice.level, " ".join(saying or lines), official=True)


def _way(place: str) -> tuple[str, ...]:
    """Name the part of a rule that a number belongs to, as the steps to it."""
    steps = place.split("/")[2:-1]
    return tuple(steps[:-1] if steps[-1:] == ["share"] else steps)


def _asks(practice: Practice, predicates: set[str], kinds: set[str]) -> bool:
    parts = [part for part in walk(practice.rule) if not part.inner]
    return any(predicates & set(part.predicates()) or kinds & set(part.kinds()) for part in parts)


def effects_of(
    session: Session, numbers: Numbers, first: date, schools: Sequence[School], *, scope: Scope
) -> list[Effect]:
    """Say which levels of a district's schools other numbers would change from a day on, with nothing added.

    Where a school stands without them is read from what is stored, as far as it is fresh.

    Args:
        schools: All of the district.

    Raises:
        NoRules: No rules are stored.
        CatalogueProblem: The rules cannot have such numbers.
    """
    rulebook = with_change(session, numbers, first, scope=scope)
    rules = in_force_on(rulebook, first)
    always = replace(rules, in_force_from=date.min)
    everywhere = Scope(school_ids=frozenset(one.id for one in schools), district_id=scope.district_id)
    stored = {
        (one.school_id, one.indicator): one.supported for one in standings_on(session, first, scope=everywhere).lines
    }
    found = []
    for school in schools:
        now = continuum_of(session, scope=Scope.of_school(school.id, district_id=scope.district_id))
        then, settled = now.under(rulebook), now.under([always])
        for code in rules.judged:
            before = stored.get((school.id, code))
            if before is None:
                before = now.supported(code, first)
            levels = before, then.supported(code, first), settled.supported(code, first)
            if len(set(levels)) > 1:
                found.append(Effect(school.name, code, *levels))
    return found


def list_schools(session: Session, *, scope: Scope) -> Sequence[School]:
    """List all schools of the reader's district by name."""
    return session.scalars(select(School).where(School.district_id == scope.district_id).order_by(School.name)).all()
