"""Somebody archives a record while another writes in its form: what was typed is kept, and said what happened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.record_kinds import RECORD_KINDS
from models.records import Record, RecordStatus
from tests.cast import Cast, school_named
from tests.factories import an_activity
from tests.tracker.conftest import ClientAs
from tests.tracker.page_forms import PageForm, forms_of
from tests.tracker.walks import addresses

TYPED = "Typed before it was archived"
EDITED = ("/edit", "/terms", "/stage", "/point-person", "/needs", "/end")
FEWEST_FORMS = 14
# School years and lists brought in have ways of their own to an end.
NEVER_ARCHIVED = {"year_id", "import_id"}
# Fields that take any words, and those in which something is to be chosen.
WORDS = (
    "title",
    "note",
    "name",
    "strengths",
    "weaknesses",
    "expected_outcome",
    "person",
    "short_goals",
    "allocated_to",
)
CHOSEN = ("type", "stage")
TABLES = tuple(RECORD_KINDS.values())


def archive_all(session: Session) -> None:
    """Archive every record of every kind."""
    for kind in TABLES:
        for record in session.scalars(select(kind).where(kind.record_status != RecordStatus.ARCHIVED)):
            record.archive()
    session.commit()


def first_pages(app: Flask) -> Iterator[str]:
    """Write the address of every form about a record, one of each kind."""
    for rule in app.url_map.iter_rules():
        asks = {"GET", "POST"} <= (rule.methods or set()) and "dashboards" not in rule.rule
        if asks and rule.arguments and not rule.arguments & NEVER_ARCHIVED:
            yield next(addresses(app, rule))


def own_of(forms: list[PageForm], address: str) -> PageForm:
    """Find the form that a page is for, beside buttons that do something else with the record."""
    return ([form for form in forms if form.action == address] or forms)[-1]


def filled(form: PageForm) -> dict[str, list[str]]:
    """Write something into every field for words, and choose where nothing is chosen."""
    words = {name: [TYPED] for name in form.written if name in WORDS}
    values = form.values | words
    chosen = {name: [form.offered[name]] for name in CHOSEN if name in form.offered and not any(values.get(name, []))}
    return values | chosen


def test_what_was_typed_is_kept_and_the_form_says_that_the_record_is_archived(
    app: Flask, client_as: ClientAs, world: Session
) -> None:
    client = client_as(Cast.POINT_PERSON)
    shown = {}
    for address in first_pages(app):
        answer = client.get(address)
        forms = forms_of(answer.text, at=address) if answer.status_code == 200 else []
        if forms:
            shown[address] = own_of(forms, address)
    archive_all(world)
    wrong = []
    for address, form in shown.items():
        answer = client.post(form.action, data=filled(form))
        if answer.status_code not in (409, 422):
            wrong.append(f"{address} answers {answer.status_code}")
        elif "is archived" not in answer.text:
            wrong.append(f"{address} does not say that it is archived")
        elif form.written and TYPED not in answer.text:
            wrong.append(f"{address} lost what was typed")
        elif address.endswith(EDITED) and "Restore it when I save" not in answer.text:
            wrong.append(f"{address} does not offer to restore it")
    assert wrong == []
    assert len(shown) >= FEWEST_FORMS, list(shown)


def test_ticked_it_is_restored_and_what_was_typed_is_saved(app: Flask, client_as: ClientAs, world: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    for address in [one for one in first_pages(app) if one.endswith("/edit")]:
        shown = client.get(address)
        if shown.status_code != 200:
            continue  # no record of the kind has the first number
        form = own_of(forms_of(shown.text, at=address), address)
        archive_all(world)
        told = client.post(address, data=filled(form))
        assert told.status_code == 409, address
        again = own_of(forms_of(told.text, at=address), address)
        saved = client.post(address, data=again.values | {"restore": "1"})
        assert saved.status_code == 302, address
        world.rollback()
        world.expire_all()
        client.get(saved.headers["Location"])  # what was done is told, and not on the next page
        for kind in TABLES:
            for record in world.scalars(select(kind).where(kind.record_status == RecordStatus.ARCHIVED)):
                record.restore()
        world.commit()


@pytest.fixture
def of_another(world: Session) -> Record:
    """An activity that the contributor of the cast did not enter."""
    made = an_activity(world, school_named(world), title="Entered by somebody else")
    world.commit()
    return made


def test_whoever_may_not_restore_is_told_whom_to_ask_and_restores_nothing(
    client_as: ClientAs, world: Session, of_another: Activity
) -> None:
    client = client_as(Cast.CONTRIBUTOR)
    address = f"/activities/{of_another.id}/edit"
    form = forms_of(client.get(address).text, at=address)[0]
    of_another.archive()
    world.commit()
    for _ in range(2):
        told = client.post(address, data=filled(form) | {"restore": "1"})
        assert told.status_code == 409
        assert "Ask someone who may restore it" in told.text and TYPED in told.text
        form = forms_of(told.text, at=address)[0]
    world.expire_all()
    assert of_another.record_status is RecordStatus.ARCHIVED
