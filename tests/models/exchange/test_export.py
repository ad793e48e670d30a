"""Exports: what one gives, an import takes back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.exchange.export import records_csv
from models.exchange.kinds import KINDS
from models.operations.imports import import_records
from models.partnerships import Partnership, PartnershipTerm, TermName
from models.queries.records import record_rows
from tests.factories import a_district, a_school
from tests.record_files import a_ruled_school, bring, bring_what_others_name
from tests.record_rows import COMMON, ROWS


def test_every_kind_comes_back_from_its_export_in_another_district(sqlite_session: Session) -> None:
    school = a_ruled_school(sqlite_session)
    bring_what_others_name(sqlite_session, school)
    for kind, (cells, _) in ROWS.items():
        bring(sqlite_session, school, kind, {"ref": "the-row", **cells, **COMMON})
    other = a_school(sqlite_session, district=a_district(sqlite_session))
    rows = record_rows(sqlite_session, school.id)
    for kind in KINDS:
        content = records_csv(KINDS[kind], rows[kind])
        assert import_records(sqlite_session, school, kind, content).unchanged == len(rows[kind])
        assert import_records(sqlite_session, other, kind, content).refused == []
    assert record_rows(sqlite_session, other.id) == rows


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@now", "'=1", "it's", "'quoted'"])
def test_no_cell_is_a_formula_and_every_text_comes_back(sqlite_session: Session, text: str) -> None:
    school = a_ruled_school(sqlite_session)
    summary = bring(sqlite_session, school, "need", {"ref": "n", "text": "x", "stated_on": "2025-01-01"})
    assert summary.added == 1
    rows = record_rows(sqlite_session, school.id)["need"]
    rows[0]["text"] = text
    content = records_csv(KINDS["need"], rows)
    assert content.splitlines()[1].split(",")[1][0] not in "=+-@"
    import_records(sqlite_session, school, "need", content)
    assert record_rows(sqlite_session, school.id)["need"][0]["text"] == text


def test_terms_written_on_different_days_keep_them_when_their_export_is_imported(sqlite_session: Session) -> None:
    school = a_ruled_school(sqlite_session)
    bring_what_others_name(sqlite_session, school)
    row = {"ref": "x1", "partner": "Northside Robotics", "started_on": "2025-01-10", "short_goals": "Two clubs"}
    bring(sqlite_session, school, "partnership", row)
    partnership = sqlite_session.scalars(select(Partnership).where(Partnership.ref == "x1")).one()
    for day, text in ((date(2025, 3, 1), "Early"), (date(2025, 9, 1), "Late")):
        partnership.terms.append(PartnershipTerm(name=TermName.ROLES, from_on=day, text=text))
    sqlite_session.flush()
    rows = record_rows(sqlite_session, school.id)["partnership"]
    content = records_csv(KINDS["partnership"], rows)

    assert import_records(sqlite_session, school, "partnership", content).unchanged == len(rows)
    changed = content.replace("Late", "Later still").replace("2025-01-10", "2025-01-20")
    assert import_records(sqlite_session, school, "partnership", changed).changed == 1
    [found] = [one for one in record_rows(sqlite_session, school.id)["partnership"] if one["ref"] == "x1"]
    assert found["roles"] == ((date(2025, 3, 1), "Early"), (date(2025, 9, 1), "Later still"))
    assert found["short_goals"] == ((date(2025, 1, 20), "Two clubs"),)


def test_a_new_written_on_moves_everything_written(sqlite_session: Session) -> None:
    school = a_ruled_school(sqlite_session)
    bring_what_others_name(sqlite_session, school)
    row = {"ref": "x1", "partner": "Northside Robotics", "started_on": "2025-01-10", "short_goals": "Two clubs"}
    bring(sqlite_session, school, "partnership", row)
    assert bring(sqlite_session, school, "partnership", {**row, "written_on": "2025-02-01"}).changed == 1
    [found] = [one for one in record_rows(sqlite_session, school.id)["partnership"] if one["ref"] == "x1"]
    assert found["short_goals"] == ((date(2025, 2, 1), "Two clubs"),)
