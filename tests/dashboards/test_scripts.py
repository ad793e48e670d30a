"""What a dashboard's page loads: the small chart library in the version of the large one, and no table of Dash's."""

from __future__ import annotations

import re
from datetime import date

from plotly.offline import get_plotlyjs_version

from dashboards.figures.bars import Bar, count_bars
from dashboards.figures.growth import MonthLevel, level_steps
from dashboards.scripts import CHARTS, used
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


def test_every_figure_is_of_a_kind_that_the_small_bundle_draws() -> None:
    figures = [
        count_bars([Bar("Families", 3, "/")], TOKENS),
        level_steps([MonthLevel(date(2026, 5, 31), 2, "Progressing", "/")], TOKENS),
    ]
    assert {trace["type"] for figure in figures for trace in figure["data"]} <= BASIC


def test_scripts_that_no_page_uses_are_left_out() -> None:
    tags = '<script src="/s/dash/dcc/x.js"></script>\n<script src="/s/dash/dash_table/bundle.v1m2.js"></script>'
    assert used(tags) == '<script src="/s/dash/dcc/x.js"></script>'
