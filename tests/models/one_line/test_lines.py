"""Lines as people say them come out as the fields they mean: those written before the reader, and those after."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from models.one_line.reading import name_book, read_line
from seed.said import load_lexicon

HERE = Path(__file__).parent
FLOOR = 0.9
# Each file of lines, and how many it holds at least.
FILES = {
    "lines.toml": 60, "later.toml": 40, "last.toml": 30, "hurried.toml": 80, "fresh.toml": 40, "third.toml": 40,
    "fourth.toml": 30, "fifth.toml": 40, "sixth.toml": 70, "seventh.toml": 30, "eighth.toml": 40,
    "ninth.toml": 40, "tenth.toml": 30, "eleventh.toml": 70, "twelfth.toml": 60, "thirteenth.toml": 60,
    "fourteenth.toml": 60, "fifteenth.toml": 60, "sixteenth.toml": 60, "seventeenth.toml": 60, "eighteenth.toml": 60,
    "nineteenth.toml": 40, "twentieth.toml": 40, "twentyfirst.toml": 24,
    "twentysecond.toml": 70, "twentythird.toml": 30, "twentyfourth.toml": 60, "twentyfifth.toml": 48,
    "twentyseventh.toml": 40,
    "twentysixth.toml": 40,
}  # fmt: skip
# Words of the record, not a field that is right or wrong; and which tile asks for the rest.
NOT_COMPARED = ("text", "tile")


class Told(NamedTuple):
    """One line, with what it means and what it was read as."""

    line: str
    meant: Mapping[str, Any]
    read: Mapping[str, Any]

    @property
    def wrong(self) -> dict[str, tuple[Any, Any]]:
        """Fields that were read otherwise than meant, left out or made up: both sides."""
        names = self.meant.keys() | self.read.keys()
        sides = {name: (self.meant.get(name), self.read.get(name)) for name in names}
        return {name: both for name, both in sides.items() if _same(both[0]) != _same(both[1])}


def _same(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return sorted(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return round(float(value), 2)
    return value


def told(file: str) -> Iterator[Told]:
    """Read every line of a file."""
    data = tomllib.loads((HERE / file).read_text(encoding="utf-8"))
    lexicon = load_lexicon()
    names = name_book(((name, name) for name in data["partners"]), lexicon)
    for row in data["lines"]:
        who = (row["who"],) if row["who"] else ()
        read = read_line(row["line"], words=lexicon, names=names, today=row.get("today", data["today"]), who=who)
        values = {name: value for name, value in read.values.items() if name not in NOT_COMPARED}
        yield Told(row["line"], row["fields"], {**values, "record": read.record})


@pytest.mark.parametrize(("file", "least"), FILES.items())
def test_nine_fields_of_ten_are_read_as_they_were_meant(file: str, least: int, capsys: pytest.CaptureFixture) -> None:
    lines = list(told(file))
    fields = sum(len(one.meant.keys() | one.read.keys()) for one in lines)
    wrong = Counter(name for one in lines for name in one.wrong)
    right = (fields - wrong.total()) / fields
    with capsys.disabled():
        print(f"\n{file}: {len(lines)} lines, {right:.1%} of {fields} fields right; wrong: {dict(wrong)}")

    assert len(lines) >= least
    assert right >= FLOOR, [(one.line, one.wrong) for one in lines if one.wrong]


@pytest.mark.parametrize("file", FILES)
def test_no_line_is_read_as_speaking_of_another_partner(file: str) -> None:
    for one in told(file):
        meant = {one.meant.get("partner"), *one.meant.get("partners", ())}
        read = {one.read.get("partner"), *one.read.get("partners", ())}
        assert read <= meant | {None}, one.line
