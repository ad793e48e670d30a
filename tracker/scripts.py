"""The scripts of pages as they are served: each names those it imports by addresses that say what is in them.

A browser asks for a file anew on every page unless its address changes with its content, and pages name only the first
of their scripts. A script's own mark hangs on the marks of what it imports, so that none is kept past a change below.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tracker.served_files import fingerprint

FOLDER = Path(__file__).parent / "static" / "js"
ADDRESS = "/static/js/"
_IMPORTED = re.compile(rf'(?<=from ")(?:\./|{ADDRESS})(\w+\.js)(?=";)')


@cache
def script(name: str) -> bytes:
    """Read a script, its imports under the addresses that may be kept.

    Raises:
        FileNotFoundError: There is no such script.
        RecursionError: Scripts import each other in a circle.
    """
    text = (FOLDER / name).read_text(encoding="utf-8")
    return _IMPORTED.sub(lambda found: address(found[1]), text).encode()


@cache
def address(name: str) -> str:
    """Give a script's address; it changes with its content and with that of whatever it imports."""
    return f"{ADDRESS}{name}?v={fingerprint(script(name))}"


@cache
def all_scripts() -> tuple[str, ...]:
    """Name every script, in the order of their names."""
    return tuple(sorted(path.name for path in FOLDER.glob("*.js")))
