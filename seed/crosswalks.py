"""Reads other people's standards, one file each; another set of standards is one more file.

They are no part of a version of the rules: no level hangs on them, so they may be mended at any time.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from models.continuum.language.refusals import CatalogueProblem, Problem, Refusals
from models.crosswalks import Crosswalk
from seed.catalogue import load_catalogue

STANDARDS = Path(__file__).parent / "standards"


@cache
def load_crosswalks() -> Mapping[str, Crosswalk]:
    """Read all of them by their words in addresses, check them against the newest rules, and keep them.

    Raises:
        CatalogueProblem: Something in the files is unknown, missing or there twice; it lists everything.
    """
    return read_crosswalks(STANDARDS, load_catalogue().practices)


def read_crosswalks(folder: Path, practices: Collection[str]) -> Mapping[str, Crosswalk]:
    """Read and check the files of a folder.

    Args:
        practices: Keys of the practices that there are.

    Raises:
        CatalogueProblem: As `load_crosswalks`.
    """
    found: dict[str, Crosswalk] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            problems.append(Problem(path.name, path.stem, f"cannot be read: {problem}"))
            continue
        refusals = Refusals({path.stem: path.name})
        read = refusals.take(Crosswalk, data, path.stem, path.stem)
        problems += refusals.problems
        if read is None:
            continue
        problems += [Problem(path.name, key, reason) for key, reason in _wrong_in(read, practices)]
        if read.slug in found:
            problems.append(Problem(path.name, read.slug, "another file has this word, too"))
        found[read.slug] = read
    if problems:
        raise CatalogueProblem(problems)
    return MappingProxyType(found)


def _wrong_in(read: Crosswalk, practices: Collection[str]) -> Iterator[tuple[str, str]]:
    numbers = [one.number for one in read.standards]
    for number in sorted({number for number in numbers if numbers.count(number) > 1}):
        yield number, "this number stands there twice"
    for one in read.standards:
        for key in sorted(set(one.practices) - set(practices)):
            yield one.number, f"there is no practice {key!r}"
        for key in sorted({key for key in one.practices if one.practices.count(key) > 1}):
            yield one.number, f"practice {key!r} stands there twice"
        if not one.practices and one.remark is None:
            yield one.number, "it names no practice: say in 'remark' where to look instead"
