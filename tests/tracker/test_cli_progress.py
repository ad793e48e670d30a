"""`continuum progress`: for scripts exactly the agreed object, for people words, for slips one line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.continuum.judging.answers import Status
from models.continuum.rulebook.rules.records import Records
from models.icmap import RuleSet
from seed.catalogue import load_catalogue
from tests.factories import TODAY, a_district, a_school
from tests.record_files import bring, bring_demo
from tracker.command_line import CannotRun, school_named
from tracker.extensions import db
from tracker.progress_cli import progress

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    runner = app.test_cli_runner()

    def invoke(*arguments: str) -> Result:
        result = runner.invoke(progress, list(arguments))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


@pytest.fixture
def school(app: Flask) -> str:
    """An invented school with the demo's second set of records; its slug."""
    with app.app_context():
        school = a_school(db.session, "Marlow Bend Middle", district=a_district(db.session), slug="marlow-bend")
        bring_demo(db.session, school, "b")
        db.session.commit()
        return school.slug


def answer_of(run: Run, *arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def indicator_of(answer: dict[str, Any], code: str) -> dict[str, Any]:
    return next(one for one in answer["indicators"] if one["code"] == code)


def test_scripts_get_the_agreed_object(run: Run, school: str) -> None:
    answer = answer_of(run, school, "--on", "2026-06-30")
    assert set(answer) == {"school", "on", "rules", "indicators"}
    assert (answer["school"], answer["on"]) == ("marlow-bend", "2026-06-30")
    assert answer["rules"] == load_catalogue().version
    assert [one["code"] for one in answer["indicators"]] == list(load_catalogue().judged)
    for one in answer["indicators"]:
        assert set(one) == {
            "code",
            "supported",
            "possible",
            "progress",
            "gaps",
            "ahead",
            "blockers",
            "lapses",
            "carried",
            "held",
            "one_more",
            "practices",
        }
        assert 0 <= one["supported"] <= one["possible"] <= 5
        assert 0 <= one["progress"] <= 1
        for practice in one["practices"]:
            assert set(practice) == {"key", "status", "share", "counts", "records"}
            assert practice["status"] in set(Status)
            assert all(set(number) == {"what", "have", "need"} for number in practice["counts"])
            assert all(set(record) == {"kind", "ref", "on", "surplus"} for record in practice["records"])


def test_levels_gaps_and_reasons_are_those_worked_out_by_hand(run: Run, school: str) -> None:
    leaders = indicator_of(answer_of(run, school, "--on", "2026-06-30"), "EC2.Leaders1")
    assert (leaders["supported"], leaders["possible"]) == (2, 2)
    assert int(leaders["progress"] * 100) == 72
    assert set(leaders["blockers"]) == {f"EC2.L1.RE.{number}" for number in (2, 5, 7, 8, 9)}
    assert leaders["ahead"] == ["EC2.L1.SU.4"]
    reports = next(one for one in leaders["practices"] if one["key"] == "EC2.L1.RE.9")
    assert reports["counts"] == [
        {"what": "records", "have": 4, "need": 6},
        {"what": "months", "have": 4, "need": 4},
        {"what": "quarters", "have": 4, "need": 3},
        {"what": "stakeholder_groups", "have": 3, "need": 4},
    ]
    assert len(reports["records"]) == 4
    assert {record["kind"] for record in reports["records"]} == {"activity"}


def test_lapses_look_ninety_days_ahead(run: Run, school: str) -> None:
    answer = answer_of(run, school, "--on", "2026-03-31")
    lapses = [lapse for one in answer["indicators"] for lapse in one["lapses"]]
    assert lapses
    assert all(set(lapse) == {"on", "key", "supported"} for lapse in lapses)
    assert {lapse["key"] for lapse in lapses} == {f"EC3.SA1.{level}.3" for level in ("RE", "FI", "SU")}
    assert {lapse["on"] for lapse in lapses} == {"2026-05-11"}


def test_without_a_day_it_is_asked_about_today(run: Run, school: str) -> None:
    assert answer_of(run, school)["on"] == TODAY.isoformat()


def test_scripts_learn_what_holds_and_carries_a_level_and_what_one_record_more_would_do(run: Run, school: str) -> None:
    answer = answer_of(run, school, "--on", "2026-11-25")
    held = {key: one for found in answer["indicators"] for key, one in found["held"].items()}
    assert held
    for indicator in answer["indicators"]:
        statuses = {practice["key"]: practice["status"] for practice in indicator["practices"]}
        assert {key for key, status in statuses.items() if status == "held"} == set(indicator["held"])
        for one in indicator["held"].values():
            assert set(one) == {"records", "until"}
            assert all(set(record) == {"kind", "ref"} for record in one["records"])
            assert one["records"]
            assert one["until"] > "2026-11-25"
        for more in indicator["one_more"]:
            assert set(more) == {"practice", "says", "raises", "level"}
            assert more["says"]
            assert more["raises"] is (more["level"] > indicator["supported"])
        assert bool(indicator["one_more"]) is (indicator["supported"] < 5)


def test_scripts_learn_until_when_a_level_is_carried(run: Run, school: str) -> None:
    found = indicator_of(answer_of(run, school, "--on", "2027-07-18"), "EC3.Students1")
    assert (found["supported"], found["carried"]) == (2, "2027-08-31")
    assert indicator_of(answer_of(run, school, "--on", "2026-06-30"), "EC3.Students1")["carried"] is None


def test_where_four_records_count_and_one_is_needed_not_all_are_surplus(run: Run, school: str) -> None:
    rules = load_catalogue()
    several = 0
    for indicator in answer_of(run, school, "--on", "2026-06-30")["indicators"]:
        for practice in indicator["practices"]:
            # Where there are alternatives, another one may do without any of these.
            if isinstance(rules.practices[practice["key"]].rule, Records) and practice["share"] > 0:
                marks = [record["surplus"] for record in practice["records"]]
                several += any(marks)
                assert not all(marks), practice["key"]
    assert several


def test_people_read_levels_and_what_is_missing_in_words(run: Run, school: str) -> None:
    result = run(school, "--on", "2026-06-30")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith("Marlow Bend Middle on Jun 30, 2026")
    assert "  Progressing, 72% of the way to Refining and Expanding: 4 of 9 things there" in lines
    assert "2 more communications by leaders" in " ".join(" ".join(lines).split())
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in result.stdout
    assert "Possible" not in result.stdout


def test_no_code_stands_alone_and_no_practice_key_unless_more_is_asked_for(run: Run, school: str) -> None:
    for on in ("2026-06-30", "2026-11-25", "2027-07-18"):
        text = run(school, "--on", on).stdout
        names = {code: one.name for code, one in load_catalogue().indicators.items()}
        for line in text.splitlines():
            for code in re.findall(r"EC\d\.[A-Z]\w+(?: Alliances)?\d(?:\.[A-Z]{2}\.\w+)?", line):
                assert line == f"{code}  {names[code]}"


def section_of(text: str, code: str) -> str:
    return f"\n{text}\n\n".partition(f"\n{code}  ")[2].partition("\n\n")[0]


def test_gaps_are_told_first_with_the_records_that_hold_them(run: Run, school: str) -> None:
    told = section_of(run(school, "--on", "2026-11-25").stdout, "EC1.Leaders1")
    lines = [line.strip() for line in told.splitlines()]
    assert lines[1].startswith("Progressing, one part missing; 16% of the way to Refining and Expanding")
    assert lines[lines.index("Missing") + 1].startswith("Missing in Progressing: ")
    thanks = "counted for now thanks to the leadership team’s statement of Oct 20, 2025, until Sep 30, 2027"
    assert thanks in " ".join(lines)


def test_people_read_until_when_a_level_is_carried_and_what_was_reached_before(run: Run, school: str) -> None:
    told = section_of(run(school, "--on", "2027-07-18").stdout, "EC3.Students1")
    said = "Carried until Aug 31, 2027: Refining and Expanding was reached until Jun 10, 2027."
    assert said in " ".join(told.split())


def test_people_read_what_one_record_more_would_do_and_what_the_team_has_to_say(run: Run, school: str) -> None:
    text = " ".join(run(school, "--on", "2026-11-25").stdout.split())
    assert "With one more record" in text
    assert "parts for the team to say: " in text
    assert "Already there from higher levels: " in text


def test_people_read_what_will_lapse(run: Run, school: str) -> None:
    lines = run(school, "--on", "2026-03-31").stdout.splitlines()
    assert "  Lapses within 90 days, with nothing added" in lines
    wording = load_catalogue().practices["EC3.SA1.RE.3"].wording.rstrip(".")
    assert f"May 11, 2026 {wording}" in " ".join(" ".join(lines).split())


def test_asked_for_more_it_lists_every_practice_with_its_numbers(run: Run, school: str) -> None:
    short = run(school, "--on", "2026-06-30").stdout
    long = run(school, "--on", "2026-06-30", "-v").stdout
    assert "EC2.L1.GS.1 " not in short
    assert "● EC2.L1.GS.1  met" in long
    assert "partly there, 53% (2 of 5 partnerships, three quarters needed, at least two)" in " ".join(long.split())
    assert "0 of 1 records" not in long
    judged = load_catalogue()
    assert all(f"{one.key}  " in long for code in judged.judged for one in judged.practices_of(code))


def test_too_short_a_log_is_said_to_be_too_early(run: Run, app: Flask) -> None:
    with app.app_context():
        school = a_school(db.session, slug="new-school", district=a_district(db.session))
        bring(db.session, school, "logstart", {"ref": "l", "from_on": "2026-01-10"})
        db.session.commit()
    text = run("new-school", "--on", "2026-03-14").stdout
    assert "Too early to say" in text
    assert "Possible" not in text
    assert any(one["possible"] > one["supported"] for one in answer_of(run, "new-school")["indicators"])


def test_an_unknown_school_is_one_line_with_the_nearest(run: Run, school: str) -> None:
    result = run("marlow-bent")
    assert result.exit_code == 2
    assert result.stderr == "Error: There is no school 'marlow-bent'. Did you mean marlow-bend?\n"
    assert result.stdout == ""


@pytest.mark.parametrize("text", ["30.6.2026", "2026-02-30", "", "tomorrow"])
def test_a_day_that_is_none_is_one_line(run: Run, school: str, text: str) -> None:
    result = run(school, "--on", text)
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
    assert "is not a date; write it as YYYY-MM-DD" in result.stderr


def test_a_day_outside_all_sense_is_one_line(run: Run, school: str) -> None:
    result = run(school, "--on", "0001-01-01")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


def test_without_rules_it_says_what_to_run(run: Run, school: str, db_session: Session) -> None:
    with Session(db_session.get_bind().engine) as session:
        session.execute(delete(RuleSet))
        session.commit()
    result = run(school)
    assert result.exit_code == 2
    assert "Run `continuum init` first." in result.stderr


def test_without_any_school_it_says_how_to_make_one(sqlite_session: Session) -> None:
    with pytest.raises(CannotRun, match="Make one with `continuum create-school"):
        school_named(sqlite_session, "anything")
