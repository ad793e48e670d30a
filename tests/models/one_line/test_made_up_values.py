"""The line at the top of the log reads values that no code knows by their labels."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from models.continuum.rulebook.reader import parse_catalogue
from models.one_line.lexicon import Lexicon
from models.one_line.reading import name_book, read_line
from models.one_line.said import raw_said, read_said
from tests.made_up import code_of, label_of, made_up_catalogue

TODAY = date(2026, 5, 20)


def read(text: str) -> dict[str, object]:
    """Read a line by a catalogue with a made-up value in every list."""
    data = made_up_catalogue()
    data["vocabularies"]["unit"].append({"code": "meals", "label": "Warm meals", "noun": "meal", "nouns": "meals"})
    language = parse_catalogue(data).language
    words = Lexicon(read_said(raw_said(), language.vocabularies), language)
    return dict(
        read_line(text, words=words, names=name_book([("Bread Co", "Bread Co")], words), today=TODAY, who=()).values
    )


@pytest.mark.parametrize(
    ("vocabulary", "line"),
    [
        ("channel", "Told families about the robots, {}"),
        ("audience", "Told {} about the robots"),
        ("topic", "Told families about the robots, {}"),
    ],
)
def test_a_made_up_value_is_read_by_its_label(vocabulary: str, line: str) -> None:
    assert code_of(vocabulary) in str(read(line.format(label_of(vocabulary).lower())).get(vocabulary))


@pytest.mark.parametrize("said", ["40 meals", "40 warm meals"])
def test_a_unit_of_its_own_is_read_with_its_amount(said: str) -> None:
    found = read(f"Bread Co donated {said} for the robotics club")
    assert (found.get("amount"), found.get("unit")) == (Decimal(40), "meals")
