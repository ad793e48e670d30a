"""No module stands in a circle of imports, those for types alone included: one can be read after the other."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "seed", "dashboards", "tracker")


def imports_of_all() -> dict[str, set[str]]:
    """Give the modules that each module imports, wherever in it."""
    paths = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__"): path
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
    }
    found: dict[str, set[str]] = {}
    for module, path in paths.items():
        named: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                whole = {f"{node.module}.{alias.name}" for alias in node.names} & set(paths)
                named |= whole or {node.module}
        found[module] = {name for name in named if name in paths} - {module}
    return found


def circles(imports: dict[str, set[str]]) -> list[str]:
    """Take away, again and again, what imports nothing that is left; what remains stands in circles or leads there."""
    left = {module: set(names) for module, names in imports.items()}
    while free := [module for module, names in left.items() if not names & left.keys()]:
        for module in free:
            del left[module]
    used = set().union(*left.values()) if left else set()
    return sorted(module for module in left if module in used)


def test_no_module_stands_in_a_circle() -> None:
    imports = imports_of_all()
    assert len(imports) > 150
    assert circles(imports) == []


def test_a_circle_is_noticed() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["b", "c"]
