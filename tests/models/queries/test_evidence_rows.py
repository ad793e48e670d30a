"""What the engine reads of a school's tables: the same as from whole rows, without what says nothing."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from models.activities import Activity
from models.continuum.continuum import Continuum
from models.continuum.evidence.evidence import evidence_from_rows
from models.continuum.evidence.rows import compact, is_confirmed
from models.exchange.kinds import KINDS
from models.queries.catalogue import rulebook
from models.queries.evidence_rows import evidence_rows
from models.queries.records import record_rows
from models.records import RecordStatus
from tests.factories import a_school, an_activity
from tests.record_files import bring_demo, store_rules

DAYS = (date(2025, 3, 14), date(2026, 6, 30))


def test_the_engine_reads_of_a_school_what_its_whole_rows_say(session: Session) -> None:
    store_rules(session)
    for letter in "abc":
        school = a_school(session)
        bring_demo(session, school, letter)
        session.commit()
        whole, read = record_rows(session, school.id), evidence_rows(session, school.id)
        whole = {kind: rows for kind, rows in whole.items() if not KINDS[kind].read.unread}
        assert list(read) == list(whole)
        for kind, rows in whole.items():
            confirmed = [compact(kind, row) for row in rows if is_confirmed(row)]
            assert [compact(kind, row) for row in read[kind]] == confirmed
        rules = rulebook(session)
        one, other = (Continuum(evidence_from_rows(rows, rules[-1].language), rules) for rows in (whole, read))
        assert [one.on(day) for day in DAYS] == [other.on(day) for day in DAYS]


def test_a_mark_said_to_be_no_is_read_as_no_and_one_left_open_is_not_read(session: Session) -> None:
    school = a_school(session)
    an_activity(session, school, ref="said", two_way=False, promotes=True, topic=("stem", "careers"))
    an_activity(session, school, ref="open")
    session.commit()
    said, left_open = evidence_rows(session, school.id)["activity"]
    assert said["two_way"] is False
    assert said["promotes"] is True
    assert said["topic"] == ("stem", "careers")
    assert "two_way" not in left_open
    assert "topic" not in left_open


def test_what_is_not_confirmed_is_not_read(session: Session) -> None:
    school = a_school(session)
    for status in RecordStatus:
        an_activity(session, school, ref=status.value, record_status=status)
    session.commit()
    assert [row["ref"] for row in evidence_rows(session, school.id)["activity"]] == ["confirmed"]


def test_rows_that_say_the_same_share_nothing_that_could_be_changed(session: Session) -> None:
    school = a_school(session)
    for ref in ("one", "two"):
        an_activity(session, school, ref=ref)
    session.commit()
    one, two = evidence_rows(session, school.id)[Activity.kind]
    assert one is not two
    assert {**one, "ref": ""} == {**two, "ref": ""}
