"""What must stay true of the code itself: imports point down, names and sizes keep to the house's rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from models.database import make_engine
from models.tables import metadata
from tracker import create_app
from tracker.config import Settings
from tracker.dashboards_mount import PREFIX

# On one worker: each would read every file for itself.
pytestmark = pytest.mark.xdist_group("conventions")

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "seed", "dashboards", "tracker")
WEB = {
    "flask",
    "flask_login",
    "flask_sqlalchemy",
    "flask_wtf",
    "flask_limiter",
    "flask_compress",
    "wtforms",
    "werkzeug",
}
CHARTS = {"dash", "dash_bootstrap_components", "plotly"}
# What a package must not import, beside what nobody imports: tests.
FORBIDDEN = {
    "models": {"tracker", "dashboards", "seed", "tests", *WEB, *CHARTS},
    "models/continuum": {"sqlalchemy", "alembic", "tracker", "dashboards", "seed", "tests", *WEB, *CHARTS},
    "seed": {"tracker", "dashboards", "tests", *WEB, *CHARTS},
    "dashboards": {"tracker", "seed", "tests", *(WEB - {"flask"})},
    "tracker": {"tests"},
}
MOST_LINES = 400
SOURCES = ("*.py", "*.html", "*.css", "*.js")
# Put together here so that this file does not hold what it looks for.
UNWANTED_WORDS = re.compile("|".join([r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bX" + r"XX\b"]))
PLACES = re.compile(
    "|".join(["(?<![\\w.])/" + "work/", "py" + r"pi\.org", "python" + "hosted", "index" + "-url", "find" + "-links"])
)
KEBAB = re.compile(r"^(?:[a-z0-9]+(?:[-.][a-z0-9]+)*|<(?:[a-z]+(?:\([a-z, \"-]+\))?:)?[a-z_]+>|)$")


def _files(folder: str = "", *patterns: str) -> Iterator[Path]:
    """List the sources below a folder, or below every package and the tests."""
    places = [ROOT / folder] if folder else [ROOT / name for name in (*PACKAGES, "tests")]
    for place in places:
        for pattern in patterns or ("*.py",):
            yield from (path for path in sorted(place.rglob(pattern)) if "__pycache__" not in path.parts)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path: Path) -> set[str]:
    """Name every module a file imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_where(path, node)}: relative imports hide which way an arrow points"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _where(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT)}{line}"


def _method_calls(folder: str, *names: str) -> list[str]:
    """Find calls such as ``something.name(...)``."""
    return [
        f"{_where(path, node)} .{node.func.attr}()"
        for path in _files(folder)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    ]


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_imports_point_down(folder: str) -> None:
    against = [
        f"{_where(path)} imports {module}"
        for path in _files(folder)
        for module in sorted(_imports(path))
        if module.split(".")[0] in FORBIDDEN[folder]
    ]
    assert against == []


def test_the_engine_knows_no_table() -> None:
    own = ("models.continuum.", "models.refusals.", "models.school_years.", "models.wording.")
    against = [
        f"{_where(path)} imports {module}"
        for path in _files("models/continuum")
        for module in sorted(_imports(path))
        if module.startswith("models.") and not module.startswith(own)
    ]
    assert against == []


def _kinds_of_rules() -> set[str]:
    """Name the classes of rules, as modules import them."""
    folder = "models.continuum.rulebook.rules"
    found = {"Rule": ""}
    for path in _files(folder.replace(".", "/")):
        for node in _tree(path).body:
            if isinstance(node, ast.ClassDef) and {ast.unparse(base) for base in node.bases} & set(found):
                found[node.name] = f"{folder}.{path.stem}.{node.name}"
    return set(found.values()) - {""}


def test_only_what_reads_rules_from_data_knows_their_kinds() -> None:
    kinds = _kinds_of_rules()
    assert len(kinds) >= 10
    reads = {"records_data.py", "joining.py", "parse.py"}
    knowing = [
        f"{_where(path)} imports {module}"
        for package in PACKAGES
        for path in _files(package)
        for module in sorted(_imports(path) & kinds)
    ]
    assert [one for one in knowing if one.split()[0].rpartition("/")[2] not in reads] == []
    # Inside a module a rule may say what it is; it does not ask what another one is.
    asked = [
        f"{_where(path, node)} asks for {name}"
        for package in PACKAGES
        for path in _files(package)
        if "rulebook" in path.parts
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("isinstance", "issubclass", "type")
        for name in sorted({kind.rpartition(".")[2] for kind in kinds})
        if re.search(rf"\b{name}\b", ast.unparse(node))
    ]
    assert asked == []


def _clock_reads(folder: str) -> list[str]:
    return [
        _where(path, node)
        for path in _files(folder)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in ("today", "now", "utcnow") and ast.unparse(node.func.value) in ("date", "datetime")
    ]


def test_only_one_module_of_the_web_layer_reads_the_clock() -> None:
    against = [read for read in _clock_reads("tracker") if not read.startswith("tracker/clock.py")]
    assert against + _clock_reads("dashboards") == []


def test_the_engine_reads_no_clock() -> None:
    assert _clock_reads("models/continuum") == []


def test_only_views_and_commands_commit() -> None:
    assert _method_calls("models", "commit") == []
    assert _method_calls("dashboards", "commit") == []


def test_queries_never_write() -> None:
    assert _method_calls("models/queries", "add_all", "delete", "flush", "merge") == []


def test_dash_callbacks_belong_to_one_application() -> None:
    against = [
        f"{_where(path)} imports {module}"
        for path in _files("dashboards")
        for module in sorted(_imports(path))
        if module in ("dash.callback", "dash.clientside_callback", "dash.register_page")
    ]
    assert against == []


def test_relations_are_written_on_both_sides_and_rows_are_selected() -> None:
    against = [
        _where(path, node)
        for path in _files()
        for node in ast.walk(_tree(path))
        if (isinstance(node, ast.keyword) and node.arg == "backref")
        or (
            (isinstance(node, ast.Attribute) and node.attr == "query" and isinstance(node.value, ast.Name))
            and node.value.id[:1].isupper()
        )
    ]
    assert against == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert [_where(path) for path in _files() if path.stem in drawers] == []


def test_no_file_grows_beyond_what_one_can_read() -> None:
    long = {
        _where(path): lines
        for path in _files("", *SOURCES)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_packages_hold_wiring_only() -> None:
    """Allow docstrings, imports, constants, and in a package's own file one function that puts it together."""
    against = []
    for path in _files("", "__init__.py"):
        functions = [node for node in _tree(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        if len(functions) > 1 or any(isinstance(node, ast.ClassDef) for node in functions):
            against.append(_where(path))
    assert against == []


def test_nothing_is_left_for_later() -> None:
    against = [
        f"{_where(path)}: {line.strip()}"
        for path in _files("", *SOURCES, "*.toml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if UNWANTED_WORDS.search(line)
    ]
    assert against == []


def test_errors_are_not_swallowed() -> None:
    against = [
        _where(path, node)
        for path in _files()
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or all(isinstance(line, ast.Pass) for line in node.body))
    ]
    assert against == []


def test_the_sources_name_no_machine_and_no_registry() -> None:
    # In a worktree `.git` is a file of Git's own that says where the repository is.
    top = [
        path
        for path in ROOT.iterdir()
        if path.is_file() and path.name not in (".git", "Makefile") and not path.name.startswith(".cov")
    ]
    against = [
        _where(path)
        for path in [*_files("", *SOURCES, "*.toml"), *top, ROOT / "Makefile"]
        if PLACES.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert against == []


def test_requirements_are_pinned_to_versions_and_nothing_else() -> None:
    pinned = re.compile(r"^[A-Za-z0-9._-]+(\[[a-z]+\])?==[0-9][A-Za-z0-9.]*(; python_version < \"3\.\d+\")?$")
    lines = [
        line
        for name in ("requirements.txt", "requirements-test.txt")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#") and line != "-r requirements.txt"
    ]
    assert [line for line in lines if not pinned.match(line)] == []
    assert len(lines) > 20


def test_every_public_function_of_the_domain_says_what_it_does() -> None:
    against = [
        f"{_where(path, node)} {node.name}"
        for package in PACKAGES
        for path in _files(package)
        for node in _tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert against == []


@pytest.fixture(scope="module")
def application(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on an empty database, for looking at what it registered."""
    folder = tmp_path_factory.mktemp("application")
    engine = make_engine(f"sqlite:///{folder / 'continuum.db'}")
    metadata.create_all(engine)
    engine.dispose()
    return create_app(Settings(testing=True, data_dir=folder))


def test_addresses_are_in_kebab_case(application: Flask) -> None:
    own = [rule.rule for rule in application.url_map.iter_rules() if not rule.rule.startswith((PREFIX, "/static/"))]
    against = [rule for rule in own if not all(KEBAB.match(part) for part in rule.split("/"))]
    assert against == []
    assert len(own) > 10
