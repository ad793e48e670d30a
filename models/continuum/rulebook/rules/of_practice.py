"""The rule of another practice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from models.continuum.evidence.evidence import Touched
from models.continuum.evidence.facts import Fact, RecordKey
from models.continuum.rulebook.phrases.statements import OBJECTED, practice_sentence
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import Asking, Counted, OneMore, Rule, Told
from models.continuum.time.steps import Steps


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

    def look_backs(self) -> Iterable[tuple[int, int]]:
        """Those of the other practice are its own."""
        return ()
