"""Writing records in bulk leaves behind what writing them one by one would."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, inspect, select
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity, activity_partners
from models.exchange import bulk
from models.exchange.kinds import KINDS
from models.exchange.stored import is_one_row, stored_columns
from models.history import Action, History, act_as, add_history, has_unsaved_changes, take_changed_schools
from models.operations.imports import import_records
from models.partners import Partner
from models.records import Record, RecordStatus
from tests.record_files import a_ruled_school, bring, bring_what_others_name, file_of
from tests.record_rows import COMMON, ROWS

IN_BULK = [name for name, kind in KINDS.items() if is_one_row(kind)]
ACTIVITY = {"ref": "a1", "occurred_on": "2026-01-12", "kind": "communication", "by": "leaders", "title": "A night"}
ACTIVITY |= {"channel": "info_night", "audience": "families"}

# What every activity with a title is asked for, as on screen.
ASKED = {"activity": ("title", "purpose", "channel", "audience", "partner")}


@pytest.fixture
def school(session: Session) -> School:
    school = a_ruled_school(session)
    bring_what_others_name(session, school)
    act_as(session, "import of records.csv")
    return school


def full_and_needed(kind: str) -> tuple[dict[str, str], dict[str, str]]:
    """A row with every column filled, and the same record with all emptied that may be empty."""
    full = {**ROWS[kind][0], **COMMON}
    kept = {name for name in full if KINDS[kind].columns[name].required or name in ASKED.get(kind, ())}
    return full, {name: full[name] if name in kept else "" for name in full}


def last_told(session: Session, record: Record) -> tuple[Any, ...]:
    """The latest history row of a record, its changes as they stand in the database, to the order of fields."""
    row = session.scalars(
        select(History)
        .where(History.record_kind == record.kind, History.record_id == record.id)
        .order_by(History.id.desc())
    ).first()
    assert row is not None
    return row.school_id, row.user_id, row.actor, row.action, *map(json.dumps, row.changes.items())


def said_by(record: Record, *, also_empty: bool) -> dict[str, Any]:
    """What a file says of a record, as an operation would set it."""
    nobody: dict[str, Any] = {"partner": {}, "need": {}, "partnership": {}, "commitment": {}, "workforce": {}}
    columns = stored_columns(KINDS[record.kind], refs=nobody, partner_ids={})
    values = {column.attribute: getattr(record, column.attribute) for column in columns if column.attribute != "ref"}
    if isinstance(record, Activity):
        values["partners"] = list(record.partners)
    return {name: value for name, value in values.items() if also_empty or value not in (None, (), [])}


@pytest.mark.parametrize("kind", IN_BULK)
def test_history_tells_what_it_would_tell_of_records_written_one_by_one(
    session: Session, school: School, kind: str
) -> None:
    full, needed = full_and_needed(kind)
    table = KINDS[kind].table
    for start, then in ((full, needed), (needed, full)):
        ref = f"in-bulk-{len(start['record_status'])}"
        bring(session, school, kind, {**start, "ref": ref})
        brought = session.scalars(select(table).where(table.ref == ref)).one()
        single = table(school_id=school.id, **said_by(brought, also_empty=False))
        session.add(single)
        session.flush()
        assert last_told(session, brought)[3] is Action.CREATED
        assert last_told(session, brought) == last_told(session, single)

        bring(session, school, kind, {**then, "ref": ref})
        changed = said_by(brought, also_empty=True)
        with session.no_autoflush:  # all of it at once, not each list of partners by itself
            for name, value in changed.items():
                setattr(single, name, value)
        session.flush()
        assert last_told(session, brought)[3] is Action.CHANGED
        assert last_told(session, brought) == last_told(session, single)
        assert brought.version == single.version == 2


@pytest.mark.parametrize("kind", IN_BULK)
def test_new_records_have_the_defaults_of_records_made_on_screen(session: Session, school: School, kind: str) -> None:
    _, needed = full_and_needed(kind)
    began = datetime.now(UTC)
    bring(session, school, kind, {**needed, "ref": "in-bulk"})
    table = KINDS[kind].table
    brought = session.scalars(select(table).where(table.ref == "in-bulk")).one()
    single = table(school_id=school.id, **said_by(brought, also_empty=False))
    session.add(single)
    session.flush()
    session.expire_all()

    at_this_moment = {"created_at", "updated_at"}
    for name in set(inspect(table).column_attrs.keys()) - {"id", "ref"} - at_this_moment:
        assert getattr(brought, name) == getattr(single, name), name
    assert all(timedelta(0) <= getattr(brought, name) - began < timedelta(minutes=5) for name in at_this_moment)


@pytest.mark.parametrize("kind", KINDS)
def test_new_records_have_the_entry_day_of_their_session_and_changed_ones_keep_it(
    session: Session, school: School, kind: str
) -> None:
    full, needed = full_and_needed(kind)
    table = KINDS[kind].table
    known = set(session.scalars(select(table.id)))
    for day, row in ((date(2026, 1, 13), needed), (date(2026, 1, 14), full)):
        act_as(session, "import of records.csv", on=day)
        bring(session, school, kind, {**row, "ref": "entered"})
    entered = session.scalars(select(table.entered_on).where(table.ref == "entered", table.id.not_in(known))).one()
    assert entered == date(2026, 1, 13)


def test_records_written_in_bulk_are_unsaved_changes_until_they_are_committed(session: Session, school: School) -> None:
    engine = session.get_bind().engine
    for note, finish, changed in (
        ("", session.rollback, False),
        ("", session.commit, True),
        ("seen", session.commit, True),
    ):
        session.commit()
        take_changed_schools(engine)
        assert not has_unsaved_changes(session)
        bring(session, school, "activity", {**ACTIVITY, "note": note})
        assert has_unsaved_changes(session)
        finish()
        assert not has_unsaved_changes(session)
        assert take_changed_schools(engine) == ({school.id} if changed else set())


def test_kinds_of_several_rows_are_not_written_in_bulk() -> None:
    assert set(KINDS) - set(IN_BULK) == {"org", "partnership", "attestation"}


def test_every_record_of_many_keeps_its_own_links_and_history(
    session: Session, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "_TOGETHER", 2)
    northside, weir = "Northside Robotics", "Weir Power"
    before = [[weir], [], [northside, weir], [northside], []]
    after = [[], [northside, weir], [weir], [northside], [weir]]
    for partners in (before, after):
        rows = [
            {**ACTIVITY, "ref": f"a{place}", "title": f"Act {place}", "partner": ";".join(names)}
            for place, names in enumerate(partners)
        ]
        bring(session, school, "activity", *reversed(rows))

    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        record = session.scalars(select(Activity).where(Activity.ref == f"a{place}")).one()
        assert (record.title, [partner.name for partner in record.partners]) == (f"Act {place}", new)
        assert record.version == (1 if old == new else 2)
        created, *changed = session.scalars(
            select(History.changes)
            .where(History.record_kind == "activity", History.record_id == record.id)
            .order_by(History.id)
        )
        assert created["title"] == [None, f"Act {place}"]
        assert created.get("partners") == ([[], old] if old else None)
        assert changed == ([] if old == new else [{"partners": [old, new]}])


def test_ten_times_the_rows_are_not_more_statements(session: Session, school: School) -> None:
    statements: list[str] = []
    listened = session.get_bind()
    event.listen(listened, "before_cursor_execute", lambda *args: statements.append(args[2]))
    counts = []
    for number in (20, 200):
        rows = [{**ACTIVITY, "ref": f"{number}-{place}", "partner": "Weir Power"} for place in range(number)]
        for note in ("", "seen"):
            statements.clear()
            bring(session, school, "activity", *({**row, "note": note} for row in rows))
            counts.append(len(statements))
    # Many rows of history are sent as a stream to PostgreSQL, which is no statement.
    assert all(many <= few for few, many in zip(counts[:2], counts[2:], strict=True))
    assert max(counts) < 20


def test_what_the_session_holds_of_a_changed_record_is_read_anew(session: Session, school: School) -> None:
    bring(session, school, "activity", ACTIVITY)
    held = session.scalars(select(Activity)).one()
    held.title = "Renamed on screen"
    bring(session, school, "activity", {**ACTIVITY, "title": "Renamed by file"})
    assert (held.title, held.version) == ("Renamed by file", 3)
    bring(session, school, "activity", {**ACTIVITY, "title": "Renamed by file", "partner": "Weir Power"})
    assert [partner.name for partner in held.partners] == ["Weir Power"]


def test_an_archived_record_stays_archived_as_what_it_was(session: Session, school: School) -> None:
    for status in ("proposed", "archived", "archived"):
        bring(session, school, "activity", {**ACTIVITY, "record_status": status, "note": status})
    bring(session, school, "activity", {**ACTIVITY, "record_status": "archived", "note": "again"})
    held = session.scalars(select(Activity)).one()
    assert (held.record_status, held.status_before_archive) == (RecordStatus.ARCHIVED, "proposed")
    bring(session, school, "activity", {**ACTIVITY, "record_status": "draft"})
    session.refresh(held)
    assert held.status_before_archive is None
    assert last_told(session, held)[3] is Action.RESTORED


def test_nothing_stays_of_an_import_that_fails_half_way(
    session: Session, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.commit()
    monkeypatch.setattr(bulk, "_TOGETHER", 2)
    calls = []

    def fail_the_second_time(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise OSError("no room")
        add_history(*args)

    monkeypatch.setattr(bulk, "add_history", fail_the_second_time)
    told = session.scalar(select(func.count(History.id)))
    rows = [{**ACTIVITY, "ref": f"a{place}", "partner": "Weir Power"} for place in range(4)]
    with pytest.raises(OSError, match="no room"):
        import_records(session, school, "activity", file_of(*rows))
    session.rollback()
    assert session.scalar(select(func.count(Activity.id))) == 0
    assert session.scalar(select(func.count()).select_from(activity_partners)) == 0
    assert session.scalar(select(func.count(History.id))) == told


def test_many_history_rows_say_what_few_say(session: Session, school: School) -> None:
    act_as(session, "Kim")
    partner = session.scalars(select(Partner)).first()
    assert partner is not None
    changes = {"title": [None, 'Ö; "x"'], "hours": ["1.5", None], "by": [[], ["leaders"]], "planned": [None, True]}
    row = {
        "school_id": None,
        "record_kind": "partner",
        "record_id": partner.id,
        "action": Action.CHANGED,
        "changes": changes,
    }
    add_history(session, [row])
    add_history(session, [row] * 150)
    rows = session.execute(
        select(
            History.school_id, History.user_id, History.actor, History.record_kind, History.record_id, History.action,
            History.changes, History.at,
        ).where(History.record_kind == "partner")
    ).all()  # fmt: skip
    assert len(rows) == 151
    assert all(one[:-1] == rows[0][:-1] for one in rows)
    assert rows[0].changes == changes
    assert abs(rows[-1].at - rows[0].at) < timedelta(minutes=1)
