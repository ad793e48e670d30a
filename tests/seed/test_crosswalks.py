"""Other people's standards are data: checked strictly, and another set of them is one more file."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.continuum.language.refusals import CatalogueProblem
from seed.catalogue import load_catalogue
from seed.crosswalks import STANDARDS, load_crosswalks, read_crosswalks

PRACTICES = load_catalogue().practices
STATE = """
slug = "state-rubric"
name = "The state's rubric"
short = "State"
publisher = "The state"
source = "Rubric for STEM schools"
looked_up = 2026
about = "What the state looks at."

[[standards]]
number = "A"
area = "Partners"
wording = "Partners help."
practices = ["EC2.L1.RE.1"]
"""


def test_cognias_ten_standards_are_whole() -> None:
    found = load_crosswalks()["cognia-stem"]
    assert [one.number for one in found.standards] == [str(number) for number in range(1, 11)]
    assert found.publisher == "Cognia"
    assert len({PRACTICES[key].indicator for one in found.standards for key in one.practices}) >= 14


def test_a_second_set_is_one_more_file(tmp_path: Path) -> None:
    for path in STANDARDS.glob("*.toml"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "state.toml").write_text(STATE, encoding="utf-8")
    assert list(read_crosswalks(tmp_path, PRACTICES)) == ["cognia-stem", "state-rubric"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("looked_up = 2026", 'looked_up = "2026"', "state.toml: state: 'looked_up' is a whole number, not '2026'"),
        ('area = "Partners"', "", "state.toml: state.standards.0: key 'area' is missing"),
        ("EC2.L1.RE.1", "EC2.L1.RE.99", "state.toml: A: there is no practice 'EC2.L1.RE.99'"),
        ('["EC2.L1.RE.1"]', "[]", "state.toml: A: it names no practice"),
        ('"EC2.L1.RE.1"', '"EC2.L1.RE.1", "EC2.L1.RE.1"', "state.toml: A: practice 'EC2.L1.RE.1' stands there twice"),
        ("practices =", "practises =", "state.toml: state.standards.0: unknown key 'practises'"),
        ("slug =", "slug", "state.toml: state: cannot be read"),
    ],
)
def test_what_is_wrong_is_told_with_file_key_and_reason(tmp_path: Path, old: str, new: str, told: str) -> None:
    (tmp_path / "state.toml").write_text(STATE.replace(old, new), encoding="utf-8")
    with pytest.raises(CatalogueProblem) as refused:
        read_crosswalks(tmp_path, PRACTICES)
    assert told in str(refused.value)
