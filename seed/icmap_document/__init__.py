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
from seed.icmap_document.reader import decode_icmap_document, parse_icmap_document, read_icmap_document
from seed.icmap_document.texts import digest_of, texts_of

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
    "decode_icmap_document",
    "digest_of",
    "parse_icmap_document",
    "read_icmap_document",
    "texts_of",
]
