"""The reader of the published IC Map document."""

from seed.icmap_document.content import (
    INDICATOR_CODES,
    LEVEL_NAMES,
    OUTCOME_CODES,
    Block,
    BulletList,
    Cell,
    DocumentIndicator,
    DocumentOutcome,
    DocumentProblem,
    IcMapDocument,
    IncompleteDocument,
    Paragraph,
    UnreadableDocument,
    Wording,
)
from seed.icmap_document.reader import parse_icmap_document, read_icmap_document

__all__ = [
    "INDICATOR_CODES",
    "LEVEL_NAMES",
    "OUTCOME_CODES",
    "Block",
    "BulletList",
    "Cell",
    "DocumentIndicator",
    "DocumentOutcome",
    "DocumentProblem",
    "IcMapDocument",
    "IncompleteDocument",
    "Paragraph",
    "UnreadableDocument",
    "Wording",
    "parse_icmap_document",
    "read_icmap_document",
]
