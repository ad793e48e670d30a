"""What a dashboard's page loads: the small chart library in the version of the large one, and no table of Dash's."""

from __future__ import annotations

import re
from pathlib import Path

import brotli
import dash
from plotly.offline import get_plotlyjs_version

import dashboards
from dashboards.figures.bars import Bar, count_bars
from dashboards.scripts import CHARTS, PRESSED, used
from tests.dashboards.test_figures import TOKENS

# What the basic bundle can draw.
BASIC = {"bar", "pie", "scatter"}


def test_the_bundle_is_of_the_version_that_the_python_package_writes_for() -> None:
    head = CHARTS.read_text(encoding="utf-8")[:200]
    found = re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", head)
    assert found is not None
    assert found[1] == get_plotlyjs_version()


def test_the_license_of_the_bundle_stands_beside_it() -> None:
    assert "MIT License" in CHARTS.with_name("plotly-basic.LICENSE").read_text(encoding="utf-8")


def test_the_pressed_bundle_is_the_bundle() -> None:
    assert brotli.decompress(PRESSED.read_bytes()) == CHARTS.read_bytes()
    assert PRESSED.stat().st_size < 330_000


def test_what_dash_uses_of_its_fill_ins_is_brought_by_an_asset_of_ours() -> None:
    renderer = next((Path(dash.__file__).parent / "dash-renderer" / "build").glob("dash_renderer.min.js"))
    asset = Path(dashboards.__file__).parent / "assets" / "regenerator.min.js"
    used_of_them = set(re.findall(r"regeneratorRuntime\.(\w+)", renderer.read_text(encoding="utf-8")))
    assert used_of_them == {"mark", "wrap"}
    assert all(f".{name}=" in asset.read_text(encoding="utf-8") for name in used_of_them)


def test_every_figure_is_of_a_kind_that_the_small_bundle_draws() -> None:
    figures = [
        count_bars([Bar("Families", 3, "/")], TOKENS),
    ]
    assert {trace["type"] for figure in figures for trace in figure["data"]} <= BASIC


def test_scripts_that_no_page_uses_are_left_out() -> None:
    unused = ("dash_table/bundle.v1m2.js", "deps/polyfill@7.v4m1.12.1.min.js")
    tags = "\n".join(f'<script src="/s/dash/{name}"></script>' for name in ("dcc/x.js", *unused))
    assert used(tags) == '<script src="/s/dash/dcc/x.js"></script>'
