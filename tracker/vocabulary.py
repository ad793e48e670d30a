"""The words for codes: labels of the catalogue's lists, for templates and forms."""

from __future__ import annotations

# Codes whose words do not follow from the code itself.
_WRITTEN_APART = {
    "pta": "PTA",
    "sic": "School Improvement Council",
    "slt": "STEM leadership team",
    "stem": "STEM",
    "mou": "Memorandum of understanding",
}


def words(code: str) -> str:
    """Write a code that no list knows as words: `social_media` becomes `Social media`."""
    return _WRITTEN_APART.get(code) or code.replace("_", " ").replace("-", " ").strip().capitalize()


def label(code: str, name: str) -> str:
    """Give the words of one code of one list.

    Args:
        code: The stored code.
        name: The list it belongs to, such as ``channel``.
    """
    return words(code)
