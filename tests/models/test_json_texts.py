"""What is written as JSON for the database is read back as it was, whatever a broken program sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.json_texts import json_text

SAID = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda more: st.lists(more) | st.dictionaries(st.text(), more),
    max_leaves=12,
)


@given(SAID)
def test_what_is_written_is_read_back_as_it_was(value: Any) -> None:
    assert json.loads(json_text(value)) == value


def test_half_of_a_character_is_written_too() -> None:
    assert json.loads(json_text({"title": "\ud83d"})) == {"title": "\ud83d"}


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError, match="not JSON serializable"):
        json_text({"record": object()})
