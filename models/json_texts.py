"""Write values as JSON for the database: with pydantic's own writer, which takes a fifth of the time of Python's."""

from __future__ import annotations

import json
from typing import Any

from pydantic_core import PydanticSerializationError, to_json


def json_text(value: Any) -> str:
    """Write a value as JSON.

    Half of a character that stands for two, which a broken program may send and only Python writes, is written by it.

    Raises:
        TypeError: It holds something that JSON cannot.
    """
    try:
        return to_json(value).decode()
    except (PydanticSerializationError, UnicodeEncodeError):
        return json.dumps(value)
