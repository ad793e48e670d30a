"""No table of codes stands in code: what a value is like is a mark of it, what a page or a line makes of it is data."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from models.continuum.language.fields import DOMAINS, FACTS
from models.evaluations import EVALUATION
from models.operations.evaluations import DOMAINS as COLUMNS
from models.record_kinds import KINDS
from seed.catalogue import VERSIONS, load_catalogue

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "tracker", "dashboards", "seed")
# What may name codes, and why.
MAY_NAME_CODES = {
    "models/migrations/": "they tell of a day that is over",
    "models/continuum/language/first.py": "the marks that the first version's code knew and its lists do not say",
    "models/continuum/language/vocabularies.py": "the lists that the product is built on, whose values are fixed",
    "models/continuum/language/language.py": "a partnership has two sides",
    "models/continuum/evidence/activities.py": "what one kind of activity is, another can become",
    "models/one_line/said.py": "kinds of activity, as the database has them",
    "models/planning/activities.py": "which kinds of activity a plan tries where the rule names none",
    "models/planning/partnerships.py": "two of the properties of partnerships are papers of these kinds",
    "seed/demo/": "an invented district has records",
}


def vocabularies() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for version in VERSIONS:
        for name, values in load_catalogue(version).language.by_name.items():
            found.setdefault(name, set()).update(values)
    # Their values are columns of records as well, and named as such everywhere.
    del found["mark"]
    return found


def names_of_columns() -> set[str]:
    """What a record or a fact may say something in: a table of these is one of fields, not of codes."""
    found = {name for kind in KINDS.values() for name in kind.columns}
    found |= {one.stored_as for kind in KINDS.values() for one in kind.columns.values()}
    return found | {name for fields in FACTS.values() for name in fields}


def tables_of_codes(source: str) -> Iterator[tuple[int, str, list[str]]]:
    """Find lists, sets and tables of which two texts or more are codes of one vocabulary: line, vocabulary, codes."""
    known, columns = vocabularies(), names_of_columns()
    for node in ast.walk(ast.parse(source)):
        sides: list[list[ast.expr | None]] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            sides = [list(node.elts)]
        elif isinstance(node, ast.Dict):
            sides = [list(node.keys), list(node.values)]
        for side in sides:
            texts = [one.value for one in side if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len(texts) < 2 or set(texts) <= columns:
                continue
            for name, codes in known.items():
                named = sorted(set(texts) & codes)
                if len(named) > 1 and 2 * len(named) > len(set(texts)):
                    yield node.lineno, name, named


def test_a_table_of_codes_stands_in_data_and_not_in_code() -> None:
    found = [
        f"{name}:{line} {vocabulary} {codes}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if not (name := path.relative_to(ROOT).as_posix()).startswith(tuple(MAY_NAME_CODES))
        for line, vocabulary, codes in tables_of_codes(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_every_exception_is_still_one() -> None:
    for name in MAY_NAME_CODES:
        paths = [ROOT / name] if name.endswith(".py") else sorted((ROOT / name).rglob("*.py"))
        assert any(any(tables_of_codes(path.read_text(encoding="utf-8"))) for path in paths), name


def test_a_table_of_codes_is_noticed() -> None:
    assert list(tables_of_codes('X = frozenset({"pta", "sic"})')) == [(1, "audience", ["pta", "sic"])]
    assert [one[1] for one in tables_of_codes('X = {"funding": "resources", "people": "implementation"}')] == [
        "way"
    ] * 2
    assert list(tables_of_codes('X = ("people", "students", "hours")')) == []


def test_the_domains_of_wellbeing_are_columns_of_evaluations_and_stand_in_their_list() -> None:
    assert DOMAINS == COLUMNS == tuple(load_catalogue().language.vocabularies.wellbeing)
    assert set(DOMAINS) <= set(EVALUATION.columns)
