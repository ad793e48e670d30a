"""Pages that stand elsewhere now: their old addresses, in letters and bookmarks, lead on."""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue


def lead_on(to: str) -> ResponseReturnValue:
    """Lead to where a page stands now, with all that its old address asks."""
    asked = request.query_string.decode("utf-8", "replace")
    return redirect(f"{to}?{asked}" if asked else to)
