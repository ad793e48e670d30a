"""The package as it is installed: a wheel, built from a copy of the sources and run from an empty folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

# On one worker: each would build the wheel for itself.
pytestmark = pytest.mark.xdist_group("wheel")

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "seed", "dashboards", "tracker")
Answer = subprocess.CompletedProcess[str]
# What a visitor's browser asks for; each comes out of another folder of the package.
ASK_THE_PAGES = """
from pathlib import Path
import tracker
from tracker import create_app
app = create_app()
client = app.test_client()
page = client.get("/login")
sheet = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
charts = client.get("/dashboards/_dash-component-suites/plotly/package_data/plotly.min.js")
script = client.get("/dashboards/assets/charts.js")
print(page.status_code, client.get(sheet).status_code, charts.status_code, script.status_code)
print(Path(tracker.__file__).parents[1])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, without asking the network for anything."""
    sources = tmp_path_factory.mktemp("sources")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, sources / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.txt", "README.md"):
        shutil.copy(ROOT / name, sources)
    out = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(out), str(sources))
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into a folder of its own."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--no-deps", "--no-index", "--target", str(folder), str(wheel))
    return folder


@pytest.fixture
def run(installed: Path, tmp_path: Path) -> Iterator[Callable[..., Answer]]:
    """Run Python in an empty folder, with the installed package and the libraries, and nothing of this checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "CONTINUUM_"))}
    environment |= {"PYTHONPATH": str(installed), "CONTINUUM_SECRET_KEY": "k" * 40}

    def python(*arguments: str) -> Answer:
        return subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    yield python
    assert {path.name for path in tmp_path.iterdir()} <= {"instance"}


def pip(*arguments: str) -> None:
    """Run pip quietly.

    Raises:
        AssertionError: It failed; its words are told.
    """
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    held = set(ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len([name for name in wanted if not name.endswith(".py")]) > 100
    assert wanted - held == set()
    assert {name.partition("/")[0] for name in held if ".dist-info/" not in name} == set(PACKAGES)


def test_the_wheel_asks_for_the_pinned_versions(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        asked = [line for line in archive.read(name).decode().splitlines() if line.startswith("Requires-Dist:")]
    pinned = [line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if "==" in line]
    assert len(asked) == len(pinned)
    assert all("==" in line for line in asked)


def test_the_installed_commands_work_from_an_empty_folder(
    run: Callable[..., Answer], installed: Path, tmp_path: Path
) -> None:
    command = str(installed / "bin" / "continuum")
    for arguments, words in (
        (["--help"], "create-school"),
        (["init"], "The database is ready"),
        (["create-school", "saltgrass", "Saltgrass High", "--district", "Kestrel County Schools"], "is there"),
        (["progress", "saltgrass"], "Saltgrass High"),
    ):
        answer = run(command, *arguments)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        assert words in answer.stdout
    assert (tmp_path / "instance" / "continuum.db").is_file()


def test_the_installed_pages_find_their_templates_styles_and_scripts(
    run: Callable[..., Answer], installed: Path
) -> None:
    answer = run("-c", ASK_THE_PAGES)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.splitlines() == ["200 200 200 200", str(installed)]


def test_the_installed_demo_makes_its_district(run: Callable[..., Answer], installed: Path) -> None:
    answer = run(str(installed / "bin" / "continuum"), "demo", "--no-serve")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "Continuum demo" in answer.stdout
