"""What is kept of the days that were judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from models.continuum.judging.answers import IndicatorAnswer, LevelAnswer, UnitAnswer
from models.continuum.time.spans import Spans


@dataclass(frozen=True, slots=True)
class Carried:
    """A level that is carried.

    Attributes:
        until: The last day on which it can be, as months go.
        higher: The level that was reached.
    """

    level: int
    until: int
    higher: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is kept of the five levels of a day: of most days nobody asks for more.

    Attributes:
        reached: The levels that are reached, as bits: level 1 is the second lowest.
        standing: The levels that have parts and stand, as bits.
        shares: Share of each level, lowest first; None where none of its parts applies.
    """

    reached: int
    standing: int
    shares: tuple[float | None, ...]

    @property
    def highest(self) -> int:
        """The highest level reached; 0 where none is."""
        return max(self.reached.bit_length() - 1, 0)


@dataclass
class Memory:
    """What was worked out of one indicator; let go of when a record touches it.

    Attributes:
        edges: Whether hopefully -> the days on which anything of it changes, ascending; None where they are too many.
        alike: What came out of days of which nothing differs, see `JudgedDays.alike`.
        held: Practices, how many of them, for how many months and whether hopefully -> the days on which they hold.
    """

    levels: dict[tuple[int, bool], tuple[LevelAnswer, ...]] = field(default_factory=dict)
    outcomes: dict[tuple[int, bool], Outcome] = field(default_factory=dict)
    answers: dict[int, IndicatorAnswer] = field(default_factory=dict)
    carried: dict[tuple[int, bool], Carried | None] = field(default_factory=dict)
    edges: dict[bool, tuple[int, ...] | None] = field(default_factory=dict)
    alike: dict[tuple[bool, int], Outcome] = field(default_factory=dict)
    other: dict[tuple[object, ...], object] = field(default_factory=dict)
    held: dict[tuple[object, ...], Spans] = field(default_factory=dict)
    # Of days that were judged before something was different: the parts that it does not concern, by their keys.
    units: dict[tuple[int, bool], dict[str, UnitAnswer]] = field(default_factory=dict)

    def beside(self, concerned: Callable[[UnitAnswer], bool]) -> Memory:
        """Keep what is still so when some parts may be different.

        Args:
            concerned: Whether a part may be.
        """
        known = {asked: list(some.values()) for asked, some in self.units.items() if asked not in self.levels}
        for asked, levels in self.levels.items():
            known[asked] = [unit for level in levels for unit in level.units]
        left = {asked: {one.key: one for one in some if not concerned(one)} for asked, some in known.items()}
        return Memory(units={asked: some for asked, some in left.items() if some})
