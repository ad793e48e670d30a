"""What a signed year rests on is archived by nobody who was not told so, from whichever page."""

from __future__ import annotations

import io
import re

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.documents import Document
from models.history import Action, History
from models.imports import Import, ImportedRecord, ImportStatus
from models.merges import PartnerMerge
from models.operations.years import canonical
from models.ratings import Assessment, SignOff
from models.record_kinds import KINDS
from models.records import RecordStatus
from tests.cast import Cast, school_named
from tests.factories import TODAY, a_partner, a_school_partner, an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import forms_of
from tests.tracker.test_imports import columns_of
from tests.tracker.walks import addresses
from tests.tracker.years.steps import LONG
from tests.tracker.years.test_signing import article


def talks(session: Session) -> list[Activity]:
    """Give the activities that the signed year counted."""
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Activity).where(Activity.title.like("Talk %")).order_by(Activity.id)))


def again(page: str) -> dict[str, list[str]]:
    """Read what the asking page sends once more."""
    form = page[page.index('<form method="post" class="section">') :]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="([^"]+)" value="([^"]*)"', form[: form.index("</form>")]):
        found.setdefault(name, []).append(value)
    return found


def test_a_counted_record_is_archived_only_by_who_was_told_of_the_signed_year(
    slt: FlaskClient, signed: str, db_session: Session
) -> None:
    before = article(slt.get(f"{signed}/glance").text)
    talk = talks(db_session)[0]
    asked = slt.post(f"/activities/{talk.id}/archive")
    assert asked.status_code == 409
    assert "The signed year 2025-26 rests on this record" in asked.text and "Talk 0" in asked.text
    assert talks(db_session)[0].record_status is RecordStatus.CONFIRMED
    assert slt.post(f"/activities/{talk.id}/archive", data=again(asked.text)).status_code == 302
    assert talks(db_session)[0].record_status is RecordStatus.ARCHIVED
    assert article(slt.get(f"{signed}/glance").text) == before


def test_many_at_once_are_asked_about_once_and_go_together(slt: FlaskClient, signed: str, db_session: Session) -> None:
    other = an_activity(db_session, school_named(db_session), title="Talk of nobody", occurred_on=TODAY)
    db_session.commit()
    mine = talks(db_session)
    chosen = [f"{one.id}-{one.version}" for one in mine]
    asked = slt.post("/activities/bulk", data={"do": "archive", "chosen": chosen, "query": "kind=advocacy"})
    assert asked.status_code == 409
    assert "rests on some of these records" in asked.text and "1 other record is in no signed year" in asked.text
    assert other.title not in asked.text
    assert {one.record_status for one in talks(db_session)} == {RecordStatus.CONFIRMED}
    answer = slt.post("/activities/bulk", data=again(asked.text))
    assert answer.status_code == 302 and answer.location.endswith("?kind=advocacy")
    assert {one.record_status for one in talks(db_session)} == {RecordStatus.ARCHIVED}


def test_what_no_signed_year_rests_on_is_archived_at_once(slt: FlaskClient, signed: str, db_session: Session) -> None:
    new = an_activity(db_session, school_named(db_session), title="Talk later", occurred_on=TODAY)
    db_session.commit()
    assert slt.post(f"/activities/{new.id}/archive").status_code == 302
    assert slt.post(f"{signed}/reopen", data={"because": LONG}).status_code == 302
    assert slt.post(f"/activities/{talks(db_session)[0].id}/archive").status_code == 302


def test_an_import_that_brought_what_was_counted_is_not_taken_back_unasked(
    client_as: ClientAs, signed: str, db_session: Session
) -> None:
    school = school_named(db_session)
    file = Document(school=school, filename="talks.csv", media_type="text/csv", size_bytes=9)
    imported = Import(school=school, document=file, status=ImportStatus.STORED, record_kind="activity")
    db_session.add(imported)
    db_session.flush()
    talk = db_session.scalars(select(Activity).where(Activity.title == "Talk 0")).one()
    made = ImportedRecord(import_id=imported.id, record_kind="activity", record_id=talk.id, version=talk.version)
    db_session.add(made)
    db_session.commit()
    asked = client_as(Cast.POINT_PERSON).post(f"/imports/{imported.id}/undo")
    assert asked.status_code == 409 and "2025-26" in asked.text


def test_what_happened_is_not_taken_back_unasked(slt: FlaskClient, signed: str, db_session: Session) -> None:
    one, two, _ = talks(db_session)
    chosen = [f"{two.id}-{two.version}"]
    for address, data in (
        (f"/activities/{one.id}/wait-again", {}),
        ("/activities/bulk", {"do": "wait", "chosen": chosen}),
    ):
        asked = slt.post(address, data=data)
        assert asked.status_code == 409 and "Take back it all the same" in asked.text, address
        assert {talk.record_status for talk in talks(db_session)} == {RecordStatus.CONFIRMED}
    assert slt.post(f"/activities/{one.id}/wait-again", data=again(asked.text)).status_code == 302
    assert talks(db_session)[0].record_status is RecordStatus.DRAFT


def test_partners_are_made_one_and_two_again_only_by_who_was_told(
    client_as: ClientAs, signed: str, db_session: Session
) -> None:
    client, talk = client_as(Cast.POINT_PERSON), talks(db_session)[0]
    school = school_named(db_session)
    kept, gone = (a_school_partner(db_session, school, a_partner(db_session, name)) for name in ("Mill", "The Mill"))
    talk.partners = [gone.partner]
    db_session.commit()
    address, data = f"/partners/{kept.id}/merge", {"other": str(gone.partner_id)}
    db_session.rollback()
    asked = client.post(address, data=data)
    assert asked.status_code == 409 and "Merge them all the same" in asked.text and "Talk 0" in asked.text
    assert not db_session.scalars(select(PartnerMerge)).all()
    db_session.rollback()
    assert client.post(address, data=again(asked.text)).status_code == 302
    merge = db_session.scalars(select(PartnerMerge.id)).one()
    db_session.rollback()
    asked = client.post(f"{address}/{merge}/undo")
    assert asked.status_code == 409 and "Divide" in asked.text
    assert client.post(f"{address}/{merge}/undo", data=again(asked.text)).status_code == 302


def test_a_file_puts_away_what_was_counted_only_once_somebody_is_sure(
    client_as: ClientAs, signed: str, db_session: Session
) -> None:
    client, talk = client_as(Cast.POINT_PERSON), talks(db_session)[0]
    heading = "ref,occurred_on,kind,by,title,record_status"
    line = f"{talk.ref},{talk.occurred_on},{talk.activity_kind.value},{talk.by[0]},Talk 0,archived"
    file = f"{heading}\n{line}\n".encode()
    sent = {"kind": "activity", "file": (io.BytesIO(file), "talks.csv")}
    page = client.post("/imports/new", data=sent, content_type="multipart/form-data").location
    client.post(page, data=columns_of(client.get(page).text))
    number = page.split("/")[2]
    asked = client.post(f"/imports/{number}/store")
    assert asked.status_code == 409 and "Store it all the same" in asked.text
    assert talks(db_session)[0].record_status is RecordStatus.CONFIRMED
    assert client.post(f"/imports/{number}/store", data=again(asked.text)).status_code == 302
    assert talks(db_session)[0].record_status is RecordStatus.ARCHIVED


def test_no_page_archives_what_a_signed_year_rests_on_unasked(app: Flask, client_as: ClientAs, world: Session) -> None:
    """Sign a year that counted every record of the school, and press every button that archives one."""
    school = school_named(world)
    keys = [
        (name, ref)
        for name, kind in KINDS.items()
        for ref in world.scalars(select(kind.table.ref).where(kind.table.school_id == school.id))
    ]
    practice = {"records": keys[::2], "held_by": keys[1::2]}
    line = {"practices": [practice], "evidence": []}
    year = world.scalars(select(Assessment).where(Assessment.school_id == school.id)).one()
    report = {"year": "2025-26", "outcomes": [{"indicators": [line]}]}
    world.add(SignOff(school=school, assessment=year, signed_on=TODAY, snapshot=canonical(report), sha256=""))
    world.commit()
    client, asked = client_as(Cast.SCHOOL_ADMIN), 0
    for rule in app.url_map.iter_rules():
        takes_away = "archive" in rule.rule or rule.rule.endswith(("/undo", "/wait-again"))
        if "POST" in (rule.methods or ()) and takes_away:
            asked += sum(client.post(address).status_code == 409 for address in addresses(app, rule))
    archived = set(world.scalars(select(History.record_kind).where(History.action == Action.ARCHIVED)))
    assert {kind for kind in archived if KINDS[kind].read.facts} == set()
    assert asked > 20


def test_an_edit_that_moves_what_a_signed_year_counted_is_saved_once_somebody_ticks_it(
    slt: FlaskClient, signed: str, db_session: Session
) -> None:
    before = article(slt.get(f"{signed}/glance").text)
    talk = talks(db_session)[0]
    edit, day = f"/activities/{talk.id}/edit", talk.occurred_on.isoformat()
    db_session.rollback()
    reworded = forms_of(slt.get(edit).text, at=edit)[0].values | {"title": ["Talk of the town"]}
    assert slt.post(edit, data=reworded).status_code == 302, "other words move nothing"
    moved = forms_of(slt.get(edit).text, at=edit)[0].values | {"occurred_on": ["2023-01-09"]}
    asked = slt.post(edit, data=moved)
    assert asked.status_code == 409 and "The signed year 2025-26 rests on this record" in asked.text
    assert talks(db_session)[0].occurred_on.isoformat() == day
    db_session.rollback()
    once_more = forms_of(asked.text, at=edit)[0].values
    assert once_more["occurred_on"] == ["2023-01-09"], "what was typed stays"
    assert slt.post(edit, data=once_more | {"sure": "yes"}).status_code == 302
    assert talks(db_session)[0].occurred_on.isoformat() == "2023-01-09"
    assert article(slt.get(f"{signed}/glance").text) == before
