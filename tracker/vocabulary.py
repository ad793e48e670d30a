"""The words for codes: labels of the catalogue's lists, for templates and forms."""

from __future__ import annotations

from models.words import words


def label(code: str, name: str) -> str:
    """Give the words of one code of one list.

    Args:
        code: The stored code.
        name: The list it belongs to, such as ``channel``.
    """
    return words(code)
