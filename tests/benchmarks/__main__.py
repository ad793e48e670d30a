"""One table of what the product needs: what it was, what it must be, what it is.

Run it with ``make bench`` or ``python -m tests.benchmarks [--only ROW ...]``. Times are milliseconds of CPU time,
medians of several runs, so that other work on the machine changes them little. Nothing fails on a slow machine: what to
look at are the ratios. Schools are made once and kept in the folder for temporary files.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click

from tests.benchmarks.found import Found, Sizes
from tests.benchmarks.rows import MEASURES
from tests.benchmarks.schools import kept_folder

WIDTH = 62


def number(value: float | None, unit: str) -> str:
    """Write a number so that its size is seen at once."""
    if value is None:
        return "-"
    return f"{value:,.1f} {unit}" if value < 20 else f"{value:,.0f} {unit}"


def line_of(found: Found) -> str:
    """Write a line: the last column says how much of what it may need it needs."""
    share = ""
    if found.must:
        ratio = found.must / found.now if found.is_rate else found.now / found.must
        share = f"{ratio:8.2f}" + ("" if ratio <= 1 else "  over")
    numbers = "".join(f"{number(value, found.unit):>14}" for value in (found.was, found.must, found.now))
    return f"{found.what:<{WIDTH}}{numbers}{share}"


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(MEASURES)), help="Measure these only; may be repeated.")
@click.option("--small", default=Sizes.small, show_default=True, help="Activities of the small school.")
@click.option("--big", default=Sizes.big, show_default=True, help="Activities of the big school.")
@click.option("--huge", default=Sizes.huge, show_default=True, help="Activities of the largest school.")
@click.option("--schools", default=Sizes.schools, show_default=True, help="Schools of the district.")
@click.option("--anew", is_flag=True, help="Make the schools anew, though they are kept.")
def main(only: tuple[str, ...], small: int, big: int, huge: int, schools: int, anew: bool) -> None:
    """Measure and print what the product needs."""
    if anew:
        shutil.rmtree(kept_folder())
    sizes = Sizes(small=small, big=big, huge=huge, schools=schools)
    heads = "".join(f"{head:>14}" for head in ("was", "must", "now"))
    click.echo(f"{'CPU time':<{WIDTH}}{heads}  of must")
    for key in only or MEASURES:
        with tempfile.TemporaryDirectory(prefix="continuum-bench-") as folder:
            for found in MEASURES[key](Path(folder), sizes):
                click.echo(line_of(found))


if __name__ == "__main__":
    main()
