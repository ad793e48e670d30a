"""`continuum import`: a file into the log, one line for each problem, exit codes for scripts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.activities import Activity
from models.exchange.bulk import BulkWriter
from models.history import History
from models.imports import Import
from models.records import RecordStatus
from tests.cast import Cast
from tests.factories import a_district, a_school
from tests.record_files import file_of
from tests.tracker.conftest import ClientAs
from tracker.export_cli import export_records
from tracker.extensions import db
from tracker.imports_cli import import_records_command

Run = Callable[..., Result]
GOOD = {"ref": "a1", "occurred_on": "2026-01-12", "kind": "communication", "by": "leaders"}
BAD = {**GOOD, "ref": "a2", "kind": "gossip", "by": "nobody"}


@pytest.fixture
def run(app: Flask, tmp_path: Path) -> Run:
    with app.app_context():
        a_school(db.session, slug="cedar-mill", district=a_district(db.session))
        db.session.commit()
    runner = app.test_cli_runner()

    def invoke(*arguments: str | Path) -> Result:
        result = runner.invoke(import_records_command, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "activity.csv"
    path.write_text(file_of(GOOD), encoding="utf-8")
    return path


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "mixed.csv"
    path.write_text(file_of(GOOD, BAD), encoding="utf-8")
    return path


def stored(session: Session) -> set[str]:
    session.rollback()
    return set(session.scalars(select(Activity.ref).where(Activity.ref.in_(("a1", "a2")))))


def test_a_good_file_is_stored_and_told_in_words(run: Run, good: Path, db_session: Session) -> None:
    result = run("activity", good, "--school", "cedar-mill")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "activity.csv imported: 1 new, 0 changed, 0 unchanged.\n"
    assert stored(db_session) == {"a1"}
    assert "import of activity.csv" in db_session.scalars(select(History.actor)).all()


def test_again_it_changes_nothing_and_says_so(run: Run, good: Path) -> None:
    run("activity", good, "--school", "cedar-mill")
    result = run("activity", good, "--school", "cedar-mill")
    assert result.stdout == "activity.csv imported: 0 new, 0 changed, 1 unchanged.\n"


def test_every_problem_is_one_line_and_nothing_is_stored(run: Run, mixed: Path, db_session: Session) -> None:
    result = run("activity", mixed, "--school", "cedar-mill")
    assert result.exit_code == 1
    first, second = result.stderr.splitlines()
    assert first.startswith("mixed.csv: line 3, kind: 'gossip': is not a value of this column")
    assert second.startswith("mixed.csv: line 3, by: 'nobody'")
    assert result.stdout == "Nothing was stored: mixed.csv has 2 problems, 1 row refused.\n"
    assert stored(db_session) == set()


def test_a_check_stores_nothing_either_way(run: Run, good: Path, mixed: Path, db_session: Session) -> None:
    result = run("activity", good, "--school", "cedar-mill", "--check")
    assert result.exit_code == 0
    assert result.stdout == "activity.csv is good: 1 new, 0 changed, 0 unchanged. Nothing was stored.\n"
    assert run("activity", mixed, "--school", "cedar-mill", "--check").exit_code == 1
    assert stored(db_session) == set()


def test_a_check_refuses_what_the_database_would_not_take(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "partnership.csv"
    row = {"ref": "p1", "partner": "Kestrel Paper Mill", "stage": "active", "started_on": "2025-09-01"}
    path.write_text(file_of({**row, "contact_interval_days": "0"}), encoding="utf-8")
    for more in ((), ("--check",)):
        result = run("partnership", path, "--school", "cedar-mill", *more)
        assert result.exit_code == 1
        assert "line 2, contact_interval_days" in result.stderr


def test_refused_rows_go_into_a_file_that_can_be_mended_and_imported(
    run: Run, mixed: Path, tmp_path: Path, db_session: Session
) -> None:
    out = tmp_path / "refused.csv"
    result = run("activity", mixed, "--school", "cedar-mill", "--refused", out)
    assert result.exit_code == 1
    assert f"1 refused row written to {out}." in result.stdout
    assert stored(db_session) == {"a1"}
    assert out.read_text() == "\ufeffref,occurred_on,kind,by\na2,2026-01-12,gossip,nobody\n"

    out.write_text(out.read_text().replace("gossip", "advocacy").replace("nobody", "teachers"))
    assert run("activity", out, "--school", "cedar-mill").exit_code == 0
    assert stored(db_session) == {"a1", "a2"}


def test_without_refused_rows_no_file_is_made(run: Run, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "refused.csv"
    assert run("activity", good, "--school", "cedar-mill", "--refused", out).exit_code == 0
    assert not out.exists()


def test_refused_rows_that_cannot_be_written_are_told(run: Run, mixed: Path, tmp_path: Path) -> None:
    result = run("activity", mixed, "--school", "cedar-mill", "--refused", tmp_path / "no" / "refused.csv")
    assert result.exit_code == 2
    assert "1 refused row could not be written to" in result.stderr


@pytest.mark.parametrize(
    ("kind", "school", "said"),
    [
        ("activty", "cedar-mill", "There is no kind of record 'activty'. Did you mean activity?"),
        ("activity", "cedar-mil", "There is no school 'cedar-mil'. Did you mean cedar-mill?"),
    ],
)
def test_an_unknown_kind_or_school_is_one_line(run: Run, good: Path, kind: str, school: str, said: str) -> None:
    result = run(kind, good, "--school", school)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert said in result.stderr


def test_a_file_that_is_not_there_is_one_line(run: Run, tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        result = run("activity", path, "--school", "cedar-mill")
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert "There is no file" in result.stderr


def test_a_file_that_is_no_text_is_one_line(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_bytes(b"PK\x03\x04\x00\x00")
    result = run("activity", path, "--school", "cedar-mill")
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "save it again as .xlsx" in result.stderr
    assert result.stdout == "Nothing was stored: sheet.csv has 1 problem.\n"


def test_an_export_is_a_file_that_can_be_imported(app: Flask, run: Run, good: Path, tmp_path: Path) -> None:
    run("activity", good, "--school", "cedar-mill")
    runner, out = app.test_cli_runner(), tmp_path / "out.csv"
    printed = runner.invoke(export_records, ["activity", "--school", "cedar-mill"])
    assert printed.exit_code == 0
    written = runner.invoke(export_records, ["activity", "--school", "cedar-mill", "--out", str(out)])
    assert (written.exit_code, written.stdout) == (0, f"1 record written to {out}.\n")
    assert out.read_text() == printed.stdout
    assert "1 unchanged" in run("activity", out, "--school", "cedar-mill").stdout


@pytest.mark.parametrize("arguments", [["activty", "--school", "cedar-mill"], ["activity", "--school", "cedar"]])
def test_an_export_of_nothing_known_is_one_line(app: Flask, run: Run, arguments: list[str]) -> None:
    result = app.test_cli_runner().invoke(export_records, arguments)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_a_file_never_overwrites_itself_by_whatever_name(run: Run, mixed: Path, tmp_path: Path) -> None:
    content = mixed.read_bytes()
    link, hard = tmp_path / "link.csv", tmp_path / "hard.csv"
    link.symlink_to(mixed)
    hard.hardlink_to(mixed)
    for out in (mixed, link, hard, tmp_path / "." / "mixed.csv"):
        result = run("activity", mixed, "--school", "cedar-mill", "--refused", out)
        assert (result.exit_code, "Name another one" in result.stderr) == (2, True)
        assert mixed.read_bytes() == content


def test_a_check_runs_what_storing_runs(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: Path) -> None:
    def refuse(*args: object) -> None:
        raise IntegrityError("insert", {}, ValueError("no such thing"))

    monkeypatch.setattr(BulkWriter, "add", refuse)
    result = run("activity", good, "--school", "cedar-mill", "--check")
    assert (result.exit_code, "the database refuses" in result.stderr) == (1, True)


def test_what_the_command_is_told_of_a_list_makes_it_readable(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "visits.csv"
    path.write_text("Our visits\nDate,What,Chaperones\n3/4/26,Plant tour,2\n3/5/26,Mill tour,\n", encoding="utf-8")
    told = ["--set", "kind=communication", "--set", "by=teachers", "--set", "channel=site_visit"]
    told += ["--set", "audience=students", "--map", "Chaperones="]
    first = run("activity", path, "--school", "cedar-mill", *told)
    assert (first.exit_code, first.stderr.count("\n")) == (1, 2)
    assert "Say how its dates are written: --dates us" in first.stderr
    second = run("activity", path, "--school", "cedar-mill", *told, "--dates", "us")
    assert "2 new" in second.stdout, second.stderr
    assert "2 unchanged" in run("activity", path, "--school", "cedar-mill", *told, "--dates", "us").stdout


def test_what_the_command_stored_is_taken_back_on_screen(
    run: Run, good: Path, mixed: Path, client_as: ClientAs, db_session: Session
) -> None:
    assert run("activity", good, "--school", "riverside").exit_code == 0
    # What stored nothing is nothing to take back: a check, the same again, a file with a mistake.
    run("activity", good, "--school", "riverside", "--check")
    run("activity", good, "--school", "riverside")
    run("activity", mixed, "--school", "riverside")
    [imported] = db_session.scalars(select(Import)).all()
    client = client_as(Cast.POINT_PERSON)
    listed = client.get("/imports").text
    assert "activity.csv" in listed and "by command" in listed
    where = f"/imports/{imported.id}"
    assert "Take it all back" in client.get(where).text
    assert client_as(Cast.OTHER_POINT_PERSON).post(f"{where}/undo").status_code == 404
    assert "1 record archived" in client.post(f"{where}/undo", follow_redirects=True).text
    db_session.rollback()
    activity = db_session.scalars(select(Activity).where(Activity.ref == "a1")).one()
    assert activity.record_status is RecordStatus.ARCHIVED


def test_the_good_rows_that_the_command_kept_are_taken_back_and_changes_undone(
    run: Run, mixed: Path, client_as: ClientAs, db_session: Session, tmp_path: Path
) -> None:
    run("activity", mixed, "--school", "riverside", "--refused", tmp_path / "out.csv")
    later = tmp_path / "later.csv"
    later.write_text(file_of({**GOOD, "by": "teachers"}), encoding="utf-8")
    run("activity", later, "--school", "riverside")
    db_session.rollback()
    first, second = db_session.scalars(select(Import).order_by(Import.id)).all()
    assert (first.added, first.refused, second.changed) == (1, 1, 1)
    client = client_as(Cast.POINT_PERSON)
    # The command wrote what it left out itself.
    page = client.get(f"/imports/{first.id}").text
    assert "Left out" in page and "refused.csv" not in page
    client.post(f"/imports/{second.id}/undo")
    db_session.rollback()
    assert db_session.scalars(select(Activity).where(Activity.ref == "a1")).one().by == ("leaders",)
