"""How a rule's numbers are said: against what it needs, and not as a part where there is more than that."""

from __future__ import annotations

import pytest

from models.continuum.rulebook.rules.base import Count
from models.count_words import count_in_words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (Count("records", 0, 1), "0 of 1 record"),
        (Count("records", 1, 1), "1 of 1 record"),
        (Count("records", 4, 5), "4 of 5 records"),
        (Count("records", 5, 5), "5 of 5 records"),
        (Count("records", 4, 2), "4 records (2 needed)"),
        (Count("records", 4, 1), "4 records (1 needed)"),
        (Count("months the year before", 7, 4), "7 months the year before (4 needed)"),
        (Count("share", 0.6, 0.75), "60% (three quarters needed)"),
        (Count("share", 0.8, 0.75), "80% (three quarters needed)"),
    ],
)
def test_a_number_is_said_as_a_part_of_its_need_only_where_it_is_one(count: Count, words: str) -> None:
    assert count_in_words(count) == words
