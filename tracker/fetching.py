"""Fetch or answer 404: what is outside the reader's scope does not exist."""

from __future__ import annotations

from typing import TypeVar

from flask import abort
from werkzeug.routing import IntegerConverter, ValidationError

T = TypeVar("T")
# The largest number an id can be on every database; more would be an error there, not an absent record.
HIGHEST_ID = 2**31 - 1


class RecordId(IntegerConverter):
    """A number in an address that can be a record's id; any other address does not exist."""

    def to_python(self, value: str) -> int:
        """Read the number.

        Raises:
            ValidationError: No record can have it.
        """
        number = record_id(value)
        if number is None:
            raise ValidationError
        return number


def record_id(text: str) -> int | None:
    """Read an id from what somebody typed or linked; None where it can be no record's."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(HIGHEST_ID)):
        return None
    number = int(text)
    return number if number <= HIGHEST_ID else None


def or_404(found: T | None) -> T:
    """Give what was found.

    Raises:
        HTTPException: 404 where nothing was found within the reader's scope.
    """
    if found is None:
        abort(404)
    return found
