"""The page, the frozen report, the PDF, the spreadsheet and the command line agree on every level and number."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.continuum.rulebook.catalogue import slug_of
from models.operations.years import open_year as open_year_of
from models.queries.catalogue import latest_catalogue
from models.queries.continuum import continuum_of
from models.queries.year_reports import short_level, signed_report
from models.queries.years import shown_on
from models.ratings import SignOff
from models.school_years import SchoolYear
from models.scope import Scope
from models.wording import counted
from tests.cast import school_named
from tests.factories import TODAY
from tests.record_files import bring_demo
from tests.tracker.test_dashboard_levels import rows_of, standing_of, supported_cell
from tests.tracker.years.test_pdf import text_of
from tracker.progress_cli import progress

# The name, last year's level, this year's, the desired one, what records show, and the number of records.
Row = tuple[str, str, str, str, str, str]


@pytest.fixture
def year(slt: FlaskClient, db_session: Session) -> str:
    """A signed year of a school with two years of records: each indicator rated as records show or beside it."""
    school = school_named(db_session)
    bring_demo(db_session, school, "b")
    codes = list(latest_catalogue(db_session).indicators)
    last, this = (
        open_year_of(db_session, school, SchoolYear(first), indicators=codes, today=TODAY) for first in (2024, 2025)
    )
    continuum = continuum_of(db_session, scope=Scope.of_school(school.id))
    for place, (before, rating) in enumerate(zip(last.ratings, this.ratings, strict=True)):
        shown = shown_on(continuum, rating.indicator, TODAY).supported or 0
        before.existing, before.desired, before.reviewed_on = place % 6, 3, TODAY
        rating.existing, rating.desired = max(0, shown - place % 3), 1 + place % 5
        rating.reviewed_on, rating.kept_up, rating.rationale = TODAY, "Quarterly", f"Because of {place}"
    address = f"/years/{this.id}"
    db_session.commit()
    assert slt.post(f"{address}/sign").status_code == 302
    return address


def report_of(session: Session) -> dict[str, Any]:
    report = signed_report(session.scalars(select(SignOff)).one())
    session.rollback()
    return report


def words(text: Tag | str) -> str:
    return " ".join((text if isinstance(text, str) else text.get_text()).split())


def counted_in_words(records: int, said: int | None) -> str:
    return f"{records} and {said} said" if said else str(records)


def in_report(report: dict[str, Any]) -> list[Row]:
    names = {one["number"]: one["short"] for one in report["levels"]} | {0: "None yet", None: "–"}
    rows = []
    for line in (one for outcome in report["outcomes"] for one in outcome["indicators"]):
        moved = (line["existing"] > line["last"]) - (line["existing"] < line["last"])
        this = names[line["existing"]] + {1: " ▲", -1: " ▼", 0: ""}[moved]
        shown = line["unknown"] or names[line["supported"]] if line["supported"] is not None else "for the team to say"
        if line["is_said"]:
            shown = "said, not recorded" + (f": {names[line['supported']]}" if line["supported"] else "")
        number = "–" if line["unknown"] else counted_in_words(line["records"], line["said"])
        rows.append((line["name"], names[line["last"]], this, names[line["desired"]], shown, number))
    return rows


def on_page(page: str) -> list[Row]:
    soup = BeautifulSoup(page, "html.parser")
    for unseen in soup.select(".sr-only"):
        unseen.decompose()
    rows = []
    for row in soup.select("#glance tbody tr:not(.o)"):
        name, *cells = (words(cell) for cell in row.find_all(["th", "td"]))
        rows.append((name, *cells[:5]))
    return rows  # type: ignore[return-value]


def in_book(content: bytes) -> list[Row]:
    sheet = load_workbook(io.BytesIO(content))["At a glance"]
    head, *rows = sheet.iter_rows(min_row=5, values_only=True)
    found = []
    for row in (dict(zip(head, row, strict=True)) for row in rows):
        moved = {"rose": " ▲", "fell": " ▼", None: "", "": ""}[row["Since last year"]]
        number = "–" if row["Records"] is None else counted_in_words(row["Records"], row["Said by the team"])
        found.append(
            (
                row["Indicator"], row["Last year"], row["This year"] + moved, row["Desired, 2027"],
                row["Our records show"], number,
            )
        )  # fmt: skip
    return found


def on_summary(page: str) -> list[Row]:
    """Read the places of the pages for a board."""
    soup = BeautifulSoup(page, "html.parser")
    for unseen in soup.select(".sr-only"):
        unseen.decompose()
    rows = [[words(cell) for cell in row.find_all(["th", "td"])] for row in soup.select(".places tbody tr:not(.o)")]
    return [(name, last, this, desired, shown, "") for name, _, last, this, desired, shown in rows]


def on_map(page: str) -> dict[str, dict[str, str]]:
    """Read who stands where: the indicator's name -> mark -> the level's name."""
    found: dict[str, dict[str, str]] = {}
    for row in BeautifulSoup(page, "html.parser").select(".m tbody tr:not(.o)"):
        cells = [(str(cell["data-label"]), cell) for cell in row.find_all("td")]
        marks = {words(mark): level for level, cell in cells for mark in cell.select(".here span")}
        found[words(row.select_one("th b") or "")] = marks
    return found


def in_table(page: str) -> list[tuple[str, ...]]:
    """Read the table of the year: a name and the whole names of four levels."""
    soup = BeautifulSoup(page, "html.parser")
    rows = soup.select("table.year tbody tr:not(.outcome)")
    return [tuple(words(cell) for cell in row.find_all(["th", "td"])[:5]) for row in rows]


def on_page_of(page: str) -> tuple[str, str, str, str, dict[str, str]]:
    """Read the page of a signed indicator: four places, how many records, and how much of each level is there."""
    soup = BeautifulSoup(page, "html.parser")
    terms = {words(one.dt).split(",")[0]: words(one.dd) for one in soup.select("dl.facts > div") if one.dt and one.dd}
    there = {
        words(one.select_one(".name") or ""): words(one.select_one(".count") or "")
        for one in soup.select("details.level")
    }
    return terms["Existing"], terms["Desired"], terms["A year before"], terms["Our records showed"], there


def why_of(page: str) -> tuple[str, dict[str, str]]:
    """Read a Why page: what stands above it, and how much of each level that is told in numbers is there."""
    soup = BeautifulSoup(page, "html.parser")
    there = {
        words(one.select_one(".name") or ""): words(one.select_one(".count") or "")
        for one in soup.select("details.level")
    }
    return words(soup.h1 or ""), {name: told for name, told in there.items() if re.fullmatch(r"\d+ of \d+", told)}


def in_progress(app: Flask, slug: str, counts: set[str]) -> dict[str, tuple[int, int, int]]:
    """Ask the command line: indicator -> level, and how many records and statements count."""
    result = app.test_cli_runner().invoke(progress, [slug, "--json", "--on", TODAY.isoformat()])
    assert result.exit_code == 0
    found = {}
    for one in json.loads(result.stdout)["indicators"]:
        counted = [
            record for practice in one["practices"] if practice["key"] in counts for record in practice["records"]
        ]
        keys = {(record["kind"], record["ref"]) for record in counted}
        said = sum(kind == "attestation" for kind, _ in keys)
        found[one["code"]] = (one["supported"], len(keys) - said, said)
    return found


def test_every_level_and_number_is_the_same_wherever_it_is_read(
    app: Flask, slt: FlaskClient, year: str, db_session: Session
) -> None:
    report = report_of(db_session)
    rows = in_report(report)
    assert any("and" in row[5] for row in rows), "some of it the team said, and no record shows"
    assert len(rows) == 16 and len({row[4] for row in rows}) > 2 and len({row[2][-1] for row in rows}) > 2
    assert on_page(slt.get(f"{year}/glance").text) == rows
    assert in_book(slt.get(f"{year}/glance.xlsx").data) == rows
    told = text_of(slt.get(f"{year}/glance/pdf").data)
    for row in rows:
        assert re.search(r"\s*".join(re.escape(cell).replace(r"\ ", r"\s+") for cell in row), told), row
    assert on_summary(slt.get(f"{year}/summary").text) == [(*row[:5], "") for row in rows]
    lines = [one for outcome in report["outcomes"] for one in outcome["indicators"]]
    names = {one["number"]: one["name"] for one in report["levels"]}
    keys = {"our records": "supported", "this year": "existing", "desired": "desired", "last year": "last"}
    places = on_map(slt.get(f"{year}/map").text)
    for line in lines:
        standing = {mark: names[line[key]] for mark, key in keys.items() if line[key] and not line["unknown"]}
        assert places[line["name"]] == standing
    numbers = {one["label"]: one["this"] for one in report["numbers"]["rows"]}
    told = text_of(slt.get(f"{year}/summary/pdf").data)
    assert numbers["Partnerships in force"] and numbers["Activities with partners"]
    for label in ("Partnerships in force", "Activities with partners", "Messages to our community"):
        assert f"{label} {numbers[label]:.0f} " in told

    catalogue = latest_catalogue(db_session)
    slug = school_named(db_session).slug
    db_session.rollback()
    asked = in_progress(app, slug, {key for key, practice in catalogue.practices.items() if practice.counts})
    assert {one["code"]: (one["supported"] or 0, one["records"], one["said"]) for one in lines} == asked
    assert [one["short"] for one in report["levels"]] == [short_level(one.name) for one in catalogue.levels]
    answers = {
        one["code"]: one
        for one in json.loads(
            app.test_cli_runner().invoke(progress, [slug, "--json", "--on", TODAY.isoformat()]).stdout
        )["indicators"]
    }
    seen = {"levels": 0, "shares": 0}
    places = names | {0: "None yet", None: "–"}
    in_words = [(one["name"], *(places[one[key]] for key in ("last", "existing", "desired"))) for one in lines]
    assert [row[:4] for row in in_table(slt.get(year).text)] == in_words
    matrix = rows_of(standing_of(slt))
    for line in lines:
        code, level = line["code"], line["supported"] or 0
        slug_of_line = slug_of(code)
        existing, desired, before, showed, there = on_page_of(slt.get(f"{year}/{slug_of_line}").text)
        assert (existing, desired, before) == tuple(places[line[key]] for key in ("existing", "desired", "last"))
        told = [counted(line["records"], "record", "records")] if line["records"] else []
        told += [counted(line["said"], "statement", "statements")] if line["said"] else []
        assert all(one in showed for one in told), code
        head, counts = why_of(slt.get(f"/indicators/{slug_of_line}").text)
        assert head.startswith(f"{line['name']}: {places[level]}" if level else f"{line['name']}: "), head
        if "of the way to" in head:
            seen["shares"] += 1
            assert f"{int(answers[code]['progress'] * 100 + 1e-9)}% of the way to" in head, code
        assert ("missing" in head) is bool(answers[code]["gaps"]), code
        for name, told_there in counts.items():
            assert there[name] == f"{told_there} there", (code, name)
            seen["levels"] += 1
        cell = supported_cell(matrix[code])
        assert bool(cell) is bool(level), code
        assert (f"{len(answers[code]['gaps'])} missing" in cell) is bool(level and answers[code]["gaps"]), code
    assert all(number > 2 for number in seen.values()), seen
