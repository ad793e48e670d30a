"""What a file brought in can be saved unchanged on its page, and what is typed on the page is exported as it is."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from models.exchange.export import records_csv
from models.operations.imports import import_records
from models.queries.records import rows_of_kind
from models.record_kinds import KINDS
from tests.cast import Cast, school_named
from tests.record_files import bring, bring_what_others_name
from tests.record_rows import ROWS
from tests.tracker.conftest import ClientAs
from tests.tracker.records.entries import entries
from tracker.records.declared import PAGES


def typed_in(page: str) -> dict[str, Any]:
    """Read what a form holds, as a browser would send it."""
    form = BeautifulSoup(page, "html.parser").select_one("form.form")
    assert form is not None
    sent: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), field.get("type")
        if field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[name] = str(chosen["value"]) if chosen else ""
        elif kind in ("checkbox", "radio"):
            if field.has_attr("checked"):
                sent.setdefault(name, []).append(str(field["value"]))
        elif kind != "file":
            sent[name] = (
                field.get_text().removeprefix("\n") if field.name == "textarea" else str(field.get("value", ""))
            )
    return sent


def required_alone(kind: str) -> dict[str, str]:
    """Give the cells of a row that says no more than it must."""
    return {name: ROWS[kind][0].get(name, "A reason") for name, one in KINDS[kind].columns.items() if one.required}


def brought(session: Session, kind: str, *, only_required: bool) -> tuple[int, dict[str, Any]]:
    """Bring one row of a kind to the school as a file does; give its number and what is stored of it."""
    school = school_named(session)
    bring_what_others_name(session, school)
    cells = required_alone(kind) if only_required else {**ROWS[kind][0], "note": "Seen by two of us"}
    bring(session, school, kind, {**cells, "ref": "the-row"})
    session.commit()
    return stored(session, kind)


def stored(session: Session, kind: str) -> tuple[int, dict[str, Any]]:
    """Give the number of the row that was brought and what is stored of it now."""
    session.rollback()
    rows = rows_of_kind(session, school_named(session).id, kind)
    [(number, row)] = [one for one in rows if one[1]["ref"] == "the-row"]
    session.rollback()
    return number, row


@pytest.mark.parametrize("only_required", [False, True])
@pytest.mark.parametrize("kind", PAGES)
def test_what_a_file_brought_is_saved_unchanged(
    client_as: ClientAs, db_session: Session, kind: str, only_required: bool
) -> None:
    number, before = brought(db_session, kind, only_required=only_required)
    client = client_as(Cast.POINT_PERSON)
    address = f"/records/{kind}/{number}/edit"
    sent = client.post(address, data=typed_in(client.get(address).text))
    assert sent.status_code == 302, sent.text
    assert stored(db_session, kind)[1] == before


@pytest.mark.parametrize("kind", PAGES)
def test_what_is_typed_is_exported_and_brought_in_again_as_it_is(
    client_as: ClientAs, db_session: Session, kind: str
) -> None:
    client_as(Cast.POINT_PERSON).post(f"/records/{kind}/new", data=entries(db_session)[kind])
    db_session.rollback()
    school = school_named(db_session)
    rows = [row for _, row in rows_of_kind(db_session, school.id, kind)]
    again = import_records(db_session, school, kind, records_csv(KINDS[kind], rows))
    assert (again.refused, again.added, again.changed, again.unchanged) == ([], 0, 0, 1)
