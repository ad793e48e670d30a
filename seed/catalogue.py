"""Reads the catalogue's files into plain dicts, and those into the engine's checked catalogues.

Every version of the rules that ever came with the product stays: an installation that began with an older one keeps
judging its earlier days by it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.reader import CatalogueProblem, Problem, parse_catalogue

FOLDER = Path(__file__).with_name("catalogue")
# The versions that came with the product, oldest first: each a folder of that name.
VERSIONS = ("2026.1", "2026.2")
# The version that an installation works by from now on.
NEWEST = "2026.2"

# Sections that one file holds alone; a file of an indicator adds to the others.
_ADDED_TO = {"indicators": list, "practices": list, "groups": dict}


@cache
def load_catalogue(version: str = NEWEST) -> Catalogue:
    """Read, check and keep a version of the catalogue that comes with the product.

    Raises:
        CatalogueProblem: Something in the files is unknown, missing or weaker than it may be; it lists everything.
    """
    return read_catalogue(FOLDER / version)


def read_catalogue(folder: Path) -> Catalogue:
    """Read and check the catalogue of a folder.

    Raises:
        CatalogueProblem: As `load_catalogue`, with the file each thing is in.
    """
    data, files = _merged(sorted(folder.glob("*.toml")))
    return parse_catalogue(data, files)


def catalogue_data(version: str = NEWEST) -> dict[str, Any]:
    """Read a version into the plain dict that a stored rule set holds: `parse_catalogue` takes it, JSON can hold it.

    Raises:
        CatalogueProblem: A file is no TOML, or two files hold the same section.
    """
    data, _files = _merged(sorted((FOLDER / version).glob("*.toml")))
    return {**data, "in_force_from": str(data["in_force_from"])} if "in_force_from" in data else data


def _merged(paths: Iterable[Path]) -> tuple[dict[str, Any], dict[str, str]]:
    """Merge files, in the order of their names.

    Returns:
        The sections of all files; and section, practice, group or indicator -> name of the file it stands in.
    """
    data: dict[str, Any] = {name: kind() for name, kind in _ADDED_TO.items()}
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            sections = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            problems.append(Problem(path.name, path.stem, f"cannot be read: {problem}"))
            continue
        indicator = sections.pop("indicator", None)
        if indicator is not None:
            data["indicators"].append(indicator)
            files[str(indicator.get("code"))] = path.name
        for practice in sections.pop("practices", []):
            data["practices"].append({"indicator": (indicator or {}).get("code"), **practice})
            files[str(practice.get("key"))] = path.name
        for key, group in sections.pop("groups", {}).items():
            if key in data["groups"]:
                problems.append(Problem(path.name, key, f"this group stands in {files[key]} too"))
            data["groups"][key] = group
            files[key] = path.name
        for name, section in sections.items():
            if name in data:
                problems.append(Problem(path.name, name, f"this section stands in {files.get(name, 'all files')} too"))
            data[name] = section
            files[name] = path.name
    if problems:
        raise CatalogueProblem(problems)
    return data, files
