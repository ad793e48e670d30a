"""An SLT member's dated statement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from models.continuum.evidence.evidence import Touched
from models.continuum.evidence.standing import Statement
from models.continuum.language.language import Language
from models.continuum.rulebook.phrases.statements import missing_statement, statement_sentence
from models.continuum.rulebook.phrases.words import Words
from models.continuum.rulebook.rules.base import Asking, Count, OneMore, Rule, Told, Way
from models.continuum.rulebook.rules.data import Months, RuleData
from models.continuum.rulebook.rules.listing import Counted
from models.continuum.rulebook.rules.wish import STATEMENT, Wish
from models.continuum.time.calendar import expiry
from models.continuum.time.spans import Spans
from models.continuum.time.steps import WHOLE, Steps, indicator


@dataclass(frozen=True)
class Attested(Rule):
    """The latest statement of some months says that a practice is in place, with what is asked.

    Attributes:
        evidence: `note` or `file`.
        of: The practice stated, where it is another: who states the higher thing need not state the lower.
    """

    is_statement: ClassVar[bool] = True

    evidence: str
    valid_months: int
    of: str | None = None

    def _days(self, statement: Statement) -> tuple[int, int]:
        return statement.on, min(statement.until, expiry(statement.on, self.valid_months))

    def _serving(self, at: Asking) -> list[Statement]:
        made = at.evidence.statements.get(self.of or at.practice, ())
        return [one for one in made if one.in_place and one.serves(self.evidence)]

    def steps(self, at: Asking) -> Steps:
        """Hold while the latest statement does."""
        return indicator(Spans.of(map(self._days, self._serving(at))))

    def hoped(self, at: Asking) -> Steps:
        """Take what nobody stated yet as there."""
        return WHOLE

    def counted(self, at: Asking, day: int) -> list[Counted]:
        """Name the statement."""
        found = [one for one in self._serving(at) if self._days(one)[0] <= day < self._days(one)[1]]
        return [Counted(one.record, one.on) for one in found]

    def told(self, at: Asking, day: int) -> Told:
        """Tell whether it is stated."""
        share = self.share(at, day)
        missing = "" if share == 1 else missing_statement(self, at.words)
        return Told(share, (Count("statements", int(share == 1), 1),), missing, int(share < 1), attested=True)

    def sentence(self, words: Words, *, nested: bool = False) -> str:
        """Say what the statement comes with, and for how long it holds."""
        return statement_sentence(self, words)

    def is_touched(self, by: Touched, at: Asking) -> bool:
        """Whether statements on the practice changed."""
        return (self.of or at.practice) in by.statements

    def statements(self, words: Words) -> Iterable[tuple[str | None, str]]:
        """Itself."""
        yield self.of, missing_statement(self, words)

    def attested(self) -> Iterable[Attested]:
        """Itself."""
        yield self

    def kinds(self) -> Iterable[str]:
        """Statements."""
        yield STATEMENT

    def wish(self) -> Wish:
        """A statement, with what it must come with."""
        return Wish(STATEMENT, practice=self.of, evidence=self.evidence)

    def ways(self, at: Asking, day: int) -> tuple[Way, ...]:
        """A statement."""
        return self.own_way(at, day, self.wish())

    def with_one_more(self, at: Asking, day: int) -> Iterable[OneMore]:
        """Imagine the statement."""
        if self.share(at, day) < 1:
            yield OneMore(1.0, missing_statement(self, at.words))


class AttestedData(RuleData):
    """A statement."""

    attested_with: Literal["note", "file"]
    valid_months: Months
    of: str | None = None

    def rule(self, language: Language) -> Attested:
        """Make the rule."""
        return Attested(self.attested_with, self.valid_months, self.of)
