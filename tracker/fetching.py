"""Fetch or answer 404: what is outside the reader's scope does not exist."""

from __future__ import annotations

from typing import TypeVar

from flask import abort

T = TypeVar("T")


def or_404(found: T | None) -> T:
    """Give what was found.

    Raises:
        HTTPException: 404 where nothing was found within the reader's scope.
    """
    if found is None:
        abort(404)
    return found
