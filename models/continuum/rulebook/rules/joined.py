"""Rules made of rules: all of some, any of some, the rule of another practice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import ClassVar

from models.continuum.evidence.evidence import Touched
from models.continuum.evidence.facts import Fact, RecordKey
from models.continuum.rulebook.phrases.statements import LATER, OBJECTED, practice_sentence
from models.continuum.rulebook.phrases.words import Words, side_by_side
from models.continuum.rulebook.rules.base import Asking, OneMore, Rule, Told, Way
from models.continuum.rulebook.rules.listing import Counted, Listing, Window
from models.continuum.time.steps import NOTHING, Steps, highest, lowest

YEAR = 12


def _one_after_the_other(rules: Sequence[Rule], words: Words) -> list[str]:
    """Say rules that stand side by side; one like the rule before it says only what is different."""
    said: list[str] = []
    before: Rule | None = None
    for rule in rules:
        said.append(rule.sentence_after(before, words))
        before = rule
    return said


@dataclass(frozen=True)
class AllOf(Rule):
    """Every one of these; the share is the smallest of theirs."""

    rules: tuple[Rule, ...]

    @property
    def inner(self) -> tuple[Rule, ...]:
        """Its parts."""
        return self.rules

    @cached_property
    def _parts(self) -> tuple[Rule, ...]:
        return tuple(rule.among(self.rules) for rule in self.rules)

    def steps(self, at: Asking) -> Steps:
        """Take the smallest."""
        return lowest([rule.steps(at) for rule in self._parts])

    def hoped(self, at: Asking) -> Steps:
        """Take the smallest of what is hoped."""
        return lowest([rule.hoped(at) for rule in self._parts])

    def share(self, at: Asking, day: int) -> float:
        """Take the smallest of one day."""
        return min(rule.share(at, day) for rule in self._parts)

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List the records of all parts."""
        return [one for rule in self._parts for one in rule.counted(at, day)]

    def windows(self, at: Asking, day: int) -> tuple[Window, ...] | None:
        """Give those of all parts, where all have any."""
        found: list[Window] = []
        for rule in self._parts:
            windows = rule.windows(at, day)
            if windows is None:
                return None
            found += windows
        return tuple(found)

    def counts_record(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Whether a part counts it."""
        return any(rule.counts_record(at, day, record) for rule in self._parts)

    def told(self, at: Asking, day: int) -> Told:
        """Tell every part."""
        told = [rule.told(at, day) for rule in self._parts]
        return Told(
            min(part.share for part in told),
            tuple(count for part in told for count in part.counts),
            side_by_side([part.missing for part in told], "and"),
            sum(part.missing_records for part in told),
            attested=any(part.attested for part in told),
        )

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say the parts one after the other."""
        said = _one_after_the_other(self.rules, words)
        return ", and also ".join(said) if nested else side_by_side(said, "and")

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether a part is."""
        return any(rule.is_touched(by, at) for rule in self.rules)

    def share_imagining(self, at: Asking, fact: Fact, day: int) -> float:
        """Take the smallest with it."""
        return min(rule.share_imagining(at, fact, day) for rule in self._parts)

    def with_one_more(self, at: Asking, day: int) -> Iterable[OneMore]:
        """Let one more thing serve one part, while the others stay as they are."""
        shares = [rule.share(at, day) for rule in self._parts]
        for place, rule in enumerate(self._parts):
            others = min((share for other, share in enumerate(shares) if other != place), default=1.0)
            for one in rule.with_one_more(at, day):
                share = min(one.share, others)
                if share > min(shares):
                    yield OneMore(share, one.words, one.fact)

    def wish(self) -> None:
        """Its parts wish."""

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """Go a way of every part."""
        each = (rule.ways(at, day) for rule in self._parts)
        return tuple(tuple(part for way in chosen for part in way) for chosen in product(*each))


@dataclass(frozen=True)
class AnyOf(Rule):
    """One of these; the share is the largest of theirs."""

    rules: tuple[Rule, ...]

    @property
    def inner(self) -> tuple[Rule, ...]:
        """Its alternatives."""
        return self.rules

    @property
    def alternatives(self) -> tuple[Rule, ...]:
        """Each of them is enough."""
        return self.rules

    def steps(self, at: Asking) -> Steps:
        """Take the largest."""
        return highest([rule.steps(at) for rule in self.rules])

    def hoped(self, at: Asking) -> Steps:
        """Take the largest of what is hoped."""
        return highest([rule.hoped(at) for rule in self.rules])

    def share(self, at: Asking, day: int) -> float:
        """Take the largest of one day."""
        return max(rule.share(at, day) for rule in self.rules)

    def spares(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Whether an alternative is fulfilled without it."""
        return any(rule.spares(at, day, record) for rule in self.rules)

    def shown(self, at: Asking, day: int) -> int:
        """Say which alternative is shown on a day: the one that is farthest, the first of equals."""
        shares = [rule.share(at, day) for rule in self.rules]
        return shares.index(max(shares))

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List the records of the alternative that is shown."""
        return self.rules[self.shown(at, day)].counted(at, day)

    def listing(self, at: Asking, day: int, most: int) -> Listing:
        """Tell short what the alternative that is shown counts."""
        return self.rules[self.shown(at, day)].listing(at, day, most)

    def counts_record(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Whether the alternative that is shown counts it."""
        return self.rules[self.shown(at, day)].counts_record(at, day, record)

    def told(self, at: Asking, day: int) -> Told:
        """Tell the alternative that is shown."""
        best = self.shown(at, day)
        told = self.rules[best].told(at, day)
        return Told(told.share, told.counts, told.missing, told.missing_records, best, told.attested)

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say the alternatives."""
        said = _one_after_the_other(self.rules, words)
        return f"either {', or '.join(said)}" if nested else side_by_side(said, "or")

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether an alternative is."""
        return any(rule.is_touched(by, at) for rule in self.rules)

    def share_imagining(self, at: Asking, fact: Fact, day: int) -> float:
        """Take the largest with it."""
        return max(rule.share_imagining(at, fact, day) for rule in self.rules)

    def with_one_more(self, at: Asking, day: int) -> Iterable[OneMore]:
        """Let one more thing serve any alternative."""
        share = self.share(at, day)
        for rule in self.rules:
            yield from (one for one in rule.with_one_more(at, day) if one.share > share)

    def wish(self) -> None:
        """Its alternatives wish."""

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """Go a way of any alternative."""
        return tuple(way for rule in self.rules for way in rule.ways(at, day))


@dataclass(frozen=True)
class OfPractice(Rule):
    """The rule of another practice, its objections included."""

    key: str

    @property
    def points_to(self) -> str:
        """The other practice."""
        return self.key

    def steps(self, at: Asking) -> Steps:
        """Take the other practice's share."""
        return at.others.steps(self.key, hopeful=False)

    def hoped(self, at: Asking) -> Steps:
        """Take what is hoped of the other practice."""
        return at.others.steps(self.key, hopeful=True)

    def share(self, at: Asking, day: int) -> float:
        """Take the other practice's share of one day."""
        return at.others.share(self.key, day)

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """List the other practice's records."""
        other = at.others.asked(self.key)
        return other[0].counted(other[1], day) if other and self.share(at, day) > 0 else []

    def counts_record(self, at: Asking, day: int, record: RecordKey) -> bool:
        """Whether the other practice counts it."""
        other = at.others.asked(self.key)
        return other is not None and self.share(at, day) > 0 and other[0].counts_record(other[1], day, record)

    def told(self, at: Asking, day: int) -> Told:
        """Tell the other practice."""
        other = at.others.asked(self.key)
        if other is None:
            return Told(0.0, (), "", 0)
        told = other[0].told(other[1], day)
        share = self.share(at, day)
        if share < told.share:
            return Told(share, told.counts, OBJECTED, 1, told.alternative, told.attested)
        return told

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Point to the other practice."""
        return practice_sentence(self.key, words)

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether the other practice is."""
        other = at.others.asked(self.key)
        return other is not None and (self.key in by.statements or other[0].is_touched(by, other[1]))

    def share_imagining(self, at: Asking, fact: Fact, day: int) -> float:
        """Imagine it for the other practice."""
        other = at.others.asked(self.key)
        return other[0].share_imagining(other[1], fact, day) if other else 0.0

    def with_one_more(self, at: Asking, day: int) -> Iterable[OneMore]:
        """Let one more thing serve the other practice."""
        other = at.others.asked(self.key)
        return other[0].with_one_more(other[1], day) if other else ()

    def wish(self) -> None:
        """The other practice's rule wishes."""

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """Go a way of the other practice, unless somebody objects to it."""
        other = at.others.asked(self.key)
        if other is None or at.evidence.objected(self.key, day):
            return ()
        return other[0].ways(other[1], day)

    def look_backs(self) -> Iterable[tuple[int, int]]:
        """Those of the other practice are its own."""
        return ()


@dataclass(frozen=True)
class Later(Rule):
    """A practice whose rule was not in the product yet: shown, and in no count."""

    is_asked: ClassVar[bool] = False

    def steps(self, at: Asking) -> Steps:
        """Nothing fulfils it."""
        return NOTHING

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """Nothing counts."""
        return []

    def told(self, at: Asking, day: int) -> Told:
        """Nothing is asked."""
        return Told(0.0, (), "", 0)

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say that it is not counted."""
        return LATER

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Nothing does."""
        return False

    def wish(self) -> None:
        """Nothing serves it."""

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """Nothing fulfils it."""
        return ()
