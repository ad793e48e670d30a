"""One guard for every file that a spreadsheet may open: no cell of it is taken for a formula."""

from __future__ import annotations

import re

# What a spreadsheet would run; a text that begins with apostrophes before it gets one more, so that none is lost.
_FORMULA = re.compile(r"'*[=+@\t\r-]")
_GUARDED = re.compile(r"'+[=+@\t\r-]")


def guarded(text: str) -> str:
    """Write a text so that a spreadsheet shows it and does not run it; `unguarded` gives it back."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Read a text that may have been guarded."""
    return text[1:] if _GUARDED.match(text) else text


def kept_guarded(text: str) -> str:
    """Guard a text that is read from a file and written back as it was: what is guarded already stays so."""
    return text if _GUARDED.match(text) else guarded(text)
