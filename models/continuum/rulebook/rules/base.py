"""What every kind of rule can say, and what it is asked with."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from models.continuum.evidence.evidence import Evidence, Touched
from models.continuum.evidence.facts import Fact, RecordKey, Said
from models.continuum.evidence.tallies import Condition
from models.continuum.language.language import Language
from models.continuum.rulebook.phrases.asked import AskedCount
from models.continuum.rulebook.phrases.statements import AskedStatement
from models.continuum.rulebook.phrases.team import AskedStanding
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.listing import Counted, Listing, Window, listing_of, listing_of_windows
from models.continuum.rulebook.rules.wish import Wish
from models.continuum.time.steps import Steps
from models.wording import sentence_case

# A share that is 1 but for the last digits of its arithmetic.
ALMOST = 1e-9


@dataclass(frozen=True, slots=True)
class Count:
    """One number against what is needed.

    Attributes:
        what: What is counted (`records`, `months`, `partnerships`, `share` …).
        have: Number, or part of 1 where `what` is `share`.
    """

    what: str
    have: float
    need: float

    @property
    def fulfilled(self) -> bool:
        """Whether there is enough."""
        return self.have >= self.need


@dataclass(frozen=True, slots=True)
class Told:
    """How a rule stands on a day, in numbers and words.

    Attributes:
        counts: Of the alternative that is shown.
        missing: Empty where nothing is.
        missing_records: Records that are missing at least; a statement counts as one.
        alternative: Which alternative of the outermost rule is shown; None without alternatives.
        attested: The shown part rests on a statement.
    """

    share: float
    counts: tuple[Count, ...]
    missing: str
    missing_records: int
    alternative: int | None = None
    attested: bool = False


@dataclass(frozen=True, slots=True)
class OneMore:
    """What a rule would be with one more thing on record.

    Attributes:
        share: Its share then.
        words: What it would have to be, as in "one more record: …".
        fact: An imaginary fact that would do; None where no dated fact would.
    """

    share: float
    words: str
    fact: Fact | None = None


class Others(Protocol):
    """The other practices of a school, for rules that point to one."""

    @property
    def words(self) -> Words:
        """What phrases take their words from."""

    def asked(self, key: str) -> tuple[Rule, Asking] | None:
        """Give the rule of a practice and what it is asked with; None where there is no such practice."""

    def steps(self, key: str, *, hopeful: bool) -> Steps:
        """Give the share of a practice through time, objections included."""

    def share(self, key: str, day: int) -> float:
        """Give the share of a practice on a day, likewise."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a rule is asked with: a school's evidence, and the practice it is the rule of."""

    evidence: Evidence
    practice: str
    indicator: str
    others: Others

    @property
    def language(self) -> Language:
        """What the evidence is read with."""
        return self.evidence.language

    @property
    def words(self) -> Words:
        """What is missing is told with these."""
        return self.others.words

    def with_evidence(self, evidence: Evidence) -> Asking:
        """Ask the same of another evidence."""
        return Asking(evidence, self.practice, self.indicator, self.others)


@dataclass(frozen=True, slots=True)
class Part:
    """A rule without rules inside it, as a part of one, and what it is asked with.

    Attributes:
        rule: A count of records, of partnerships or of what stands, or a statement.
        wish: What would serve it.
    """

    rule: Rule
    at: Asking
    wish: Wish

    def share(self, day: int) -> float:
        """Say how far it is fulfilled on a day."""
        return self.rule.share(self.at, day)

    def lacking(self, day: int) -> int:
        """Say how many records at least it lacks on a day."""
        return self.rule.missing_records(self.at, day) if self.share(day) < 1 else 0


# What is to be done so that a rule is fulfilled: each of its parts, one after the other.
Way = tuple[Part, ...]


class CountOfRecords(Protocol):
    """A count of dated records, as far as those need it who ask whether one more would count."""

    @property
    def kind(self) -> str:
        """Kind of fact."""

    @property
    def where(self) -> tuple[Condition, ...]:
        """What the facts must be."""

    @property
    def cadence(self) -> str | None:
        """The frequency word that gave its numbers, where one did."""

    @property
    def sets(self) -> tuple[tuple[str, str], ...]:
        """Field and name of the set that its values were given by, each."""

    def asked(self, name: str) -> frozenset[str] | None:
        """Values asked for in a field; None where none are."""

    def meets(self, fact: Fact) -> bool:
        """Whether a fact is one of those that are counted."""

    def reaches(self, at: Asking, fact: Fact, day: int) -> bool:
        """Whether a fact would count on a day if it were one of those."""

    def counts_on(self, at: Asking, fact: Fact, day: int) -> bool:
        """Whether a fact counts on a day."""


class LookingBack(AskedCount, Protocol):
    """A count within a look-back of its own, as far as those need it who ask it of another time, or plan for it."""

    def grace_days(self, language: Language) -> int:
        """Days of grace beyond the look-back."""

    def steps_looking(self, at: Asking, *, grace: bool = True, near_end: int = 0) -> Steps:
        """Say its share through time, with or without grace, and with days cut off at the near end of the window."""

    def hoping(self, at: Asking, steps: Steps) -> Steps:
        """Take its steps as fulfilled on all days whose look-back begins before logging did."""

    def share_looking(self, at: Asking, day: int, *, grace: bool = True, near_end: int = 0) -> float:
        """Say its share on a day, likewise."""

    def counted_looking(self, at: Asking, day: int, *, near_end: int = 0) -> list[Counted]:
        """List the records in the window, likewise."""

    def window_looking(self, at: Asking, day: int, *, near_end: int = 0) -> Window:
        """Give its window of a day, likewise."""

    def told_looking(self, at: Asking, day: int, *, near_end: int = 0) -> Told:
        """Tell how it stands on a day, likewise."""


class Rule(ABC):
    """A rule of a practice, or a part of one. Frozen; asked of any school's evidence.

    Attributes:
        is_asked: Whether the practice counts at all.
        is_statement: It rests on what a person says, not on the log.
        is_count: It counts dated records.
    """

    is_asked: ClassVar[bool] = True
    is_statement: ClassVar[bool] = False
    is_count: ClassVar[bool] = False

    @property
    def inner(self) -> tuple[Rule, ...]:
        """The rules it is made of."""
        return ()

    @property
    def alternatives(self) -> tuple[Rule, ...]:
        """The rules of which one is enough; itself where there is no choice."""
        return (self,)

    def among(self, rules: Sequence[Rule]) -> Rule:
        """Give the rule as it is asked beside others that must all hold."""
        return self

    @property
    def points_to(self) -> str | None:
        """The practice whose rule it takes; None for all others."""
        return None

    @property
    def looking_back(self) -> LookingBack | None:
        """Itself, where it counts within a look-back of its own and may grant days of grace; None for all others."""
        return None

    @abstractmethod
    def wish(self) -> Wish | None:
        """Say what would serve it; None where nothing that is done would, or it is made of rules that say it."""

    @abstractmethod
    def steps(self, at: Asking) -> Steps:
        """Say through time how far it is fulfilled: a share from 0 to 1."""

    def hoped(self, at: Asking) -> Steps:
        """Say the same with all that nobody can know yet taken as there."""
        return self.steps(at)

    def share(self, at: Asking, day: int) -> float:
        """Say how far it is fulfilled on a day, without working out all other days where that is cheaper."""
        return self.steps(at).at(day)

    def spares(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Whether it is fulfilled on a day, and surely without a record too; False where that takes a closer look."""
        return False

    @abstractmethod
    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List the records that it counts on a day; of alternatives those of the one that is shown."""

    def listing(self, at: Asking, day: int, most: int) -> Listing:
        """Tell short what it counts on a day: the latest records, and how many there are.

        Args:
            most: How many to name at most.
        """
        windows = self.windows(at, day)
        found = listing_of_windows(windows, most) if windows is not None else None
        return found if found is not None else listing_of(self.counted(at, day), most)

    def windows(self, at: Asking, day: int) -> tuple[Window, ...] | None:
        """Give the facts that it counts on a day, where that is all it counts; None where it names its own records."""
        return None

    def counts_record(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Whether it counts a record in its favor on a day: a share counts records that lack what it asks for, too."""
        return any(one.record == record and one.holds is not False for one in self.counted(at, day))

    @abstractmethod
    def told(self, at: Asking, day: int) -> Told:
        """Tell how it stands on a day, and what is missing."""

    @abstractmethod
    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say it without capital and full stop; `nested` inside another list of rules."""

    def sentence_after(self, before: Rule | None, words: Words) -> str:
        """Say it in a list of rules; one like the rule said before it says only what is different."""
        return self.sentence(words, nested=True)

    @abstractmethod
    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether its share may be different for what has changed; never False where it is."""

    def counts_what_says(self, said: Said) -> bool:
        """Whether it counts dated facts that say something."""
        return False

    def with_one_more(self, at: Asking, day: int) -> Iterable[OneMore]:
        """List what a single thing more would make of it."""
        return ()

    @abstractmethod
    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """List the ways to have it fulfilled on a day by what is done until then.

        Returns:
            For each way the parts that are not fulfilled yet; one way of nothing where it is fulfilled, none where
            nothing that is done can fulfil it.
        """

    def own_way(self, at: Asking, day: int, wish: Wish) -> tuple[Way, ...]:
        """Give the one way of a rule without rules inside it: by what it wishes for."""
        return ((),) if self.share(at, day) >= 1 else ((Part(self, at, wish),),)

    def only_if_fulfilled(self, at: Asking, day: int) -> tuple[Way, ...]:
        """Give the ways of a rule that nothing done can fulfil."""
        return ((),) if self.share(at, day) >= 1 else ()

    def share_imagining(self, at: Asking, fact: Fact, day: int) -> float:
        """Say how far it would be fulfilled on a day with one imaginary fact more."""
        return self.share(at, day)

    def present(self) -> Iterable[CountOfRecords]:
        """List its counts of records that ask about the present: what is done now cannot serve a year before."""
        for part in self.inner:
            yield from part.present()

    def counts(self) -> Iterable[CountOfRecords]:
        """List its counts of records, of whatever days."""
        for part in self.inner:
            yield from part.counts()

    def standing(self) -> Iterable[AskedStanding]:
        """List its demands for records that stand."""
        for part in self.inner:
            yield from part.standing()

    def attested(self) -> Iterable[AskedStatement]:
        """List the statements that would serve it."""
        for part in self.inner:
            yield from part.attested()

    def missing_records(self, at: Asking, day: int) -> int:
        """Say how many records at least are missing on a day, as `told` does."""
        return self.told(at, day).missing_records

    def lacking(self, at: Asking, day: int) -> dict[str, tuple[str, ...]]:
        """Name the codes that it wishes for and no record counted on a day has yet: field -> codes; of itself alone."""
        return {}

    def none_yet(self, at: Asking, day: int, what: str) -> tuple[str, ...]:
        """Name the values of a dimension that no record counted on a day has; of itself alone."""
        return ()

    def kinds(self) -> Iterable[str]:
        """Name the kinds of records that serve it, in its order."""
        for part in self.inner:
            yield from part.kinds()

    def predicates(self) -> Iterable[str]:
        """Name the properties of partnerships that it asks for."""
        for part in self.inner:
            yield from part.predicates()

    def statements(self, words: Words) -> Iterable[tuple[str | None, str]]:
        """List the statements that would serve it: the practice stated where it is another, and what it takes."""
        for part in self.inner:
            yield from part.statements(words)

    def spreads(self) -> Iterable[str]:
        """Name the dimensions over which records must be spread."""
        for part in self.inner:
            yield from part.spreads()

    def look_backs(self) -> Iterable[tuple[int, int]]:
        """List how far it looks back for dated records: months, months of grace."""
        for part in self.inner:
            yield from part.look_backs()


def sentence_of(rule: Rule, words: Words) -> str:
    """Say a rule in one sentence, with a capital and a full stop.

    Args:
        rule: Any rule of a practice, or a part of one.
        words: Those of its catalogue.
    """
    return f"{sentence_case(rule.sentence(words))}."


def walk(rule: Rule) -> list[Rule]:
    """List a rule and every rule inside it, outermost first."""
    return [rule, *(part for one in rule.inner for part in walk(one))]
