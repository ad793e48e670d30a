"""What a complete IC Map document holds, and how its parts are kept once read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models.refusals import Refused

LEVEL_NUMBERS = {
    "Getting Started": 1,
    "Progressing": 2,
    "Refining and Expanding": 3,
    "Fully Implementing": 4,
    "Sustaining": 5,
}
LEVEL_NAMES = {number: name for name, number in LEVEL_NUMBERS.items()}

# What a complete document holds. A test compares this list with the catalogue's.
INDICATOR_CODES = (
    *(f"EC1.Leaders{number}" for number in (1, 2, 3, 4)),
    *("EC1.Teachers1", "EC1.Students1", "EC1.Strategic Alliances1"),
    *("EC2.Leaders1", "EC2.Teachers1", "EC2.Students1", "EC2.Strategic Alliances1"),
    *("EC3.Leaders1", "EC3.Leaders2", "EC3.Teachers1", "EC3.Students1", "EC3.Strategic Alliances1"),
)
OUTCOME_CODES = tuple(dict.fromkeys(code.partition(".")[0] for code in INDICATOR_CODES))

BULLET = "• "


class DocumentProblem(Refused):
    """The document cannot be used; nothing of it may be stored."""


class UnreadableDocument(DocumentProblem):
    """The file is not a text in UTF-8."""


class IncompleteDocument(DocumentProblem):
    """The document lacks something, or says it in a way that cannot be told apart.

    Attributes:
        missing: Everything that is missing, one line each, in the order of the map.
    """

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__("The document is not complete. Missing: " + "; ".join(self.missing) + ".")


@dataclass(frozen=True)
class Wording:
    """One statement with its place: the document prints some twice, not always alike."""

    at_a_glance: str
    map: str

    @property
    def differs(self) -> bool:
        """Whether the two places print different words or signs."""
        return self.at_a_glance != self.map


@dataclass(frozen=True)
class Paragraph:
    """Running text of a cell."""

    text: str


@dataclass(frozen=True)
class BulletList:
    """The items of a list, as printed: with their comma or semicolon, the last with its "and"."""

    items: tuple[str, ...]


Block = Paragraph | BulletList


@dataclass(frozen=True)
class Cell:
    """What an indicator looks like at one level.

    Attributes:
        level: 1 Getting Started to 5 Sustaining.
        blocks: Paragraphs and lists in reading order; never empty.
    """

    level: int
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The whole cell as lines: a paragraph is one line, a list item a line that begins with a bullet."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Paragraph):
                lines.append(block.text)
            else:
                lines.extend(BULLET + item for item in block.items)
        return "\n".join(lines)


@dataclass(frozen=True)
class DocumentOutcome:
    """A desired outcome: EC1, EC2 or EC3."""

    code: str
    wording: Wording


@dataclass(frozen=True)
class DocumentIndicator:
    """One indicator with its five cells, Getting Started first."""

    code: str
    outcome: str
    role: str
    statement: Wording
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class IcMapDocument:
    """A complete document: the standard, three outcomes, sixteen indicators, eighty cells."""

    standard: str
    outcomes: tuple[DocumentOutcome, ...]
    indicators: tuple[DocumentIndicator, ...]
