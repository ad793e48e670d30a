"""Text is kept as people see it, whichever way it comes in."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.operations.imports import import_records
from models.partners import Partner
from models.texts import visible
from tests.factories import a_school
from tests.record_files import store_rules

TURNED = "\u202emlaP lliM\u202c"


@pytest.mark.parametrize("code", [0xAD, 0x200B, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF])
def test_what_nobody_sees_is_left_out(code: int) -> None:
    assert visible(f"Palm{chr(code)} Mill") == "Palm Mill"


@pytest.mark.parametrize("text", ["Palm Mill", "Café Núñez", "👩‍🔬 lab", "נחל", "a\u00a0b"])
def test_what_is_seen_stays(text: str) -> None:
    assert visible(text) == text


def test_an_import_reads_names_as_they_look(sqlite_session: Session) -> None:
    store_rules(sqlite_session)
    school = a_school(sqlite_session)
    names = ["Palm\u200b Mill", TURNED]
    rows = [f"o{place},{name},business,2026-01-01" for place, name in enumerate(names)]
    import_records(sqlite_session, school, "org", "\n".join(["ref,name,category,added_on", *rows]))
    assert set(sqlite_session.scalars(select(Partner.name))) == {"Palm Mill", "mlaP lliM"}
    head = "ref,occurred_on,kind,by,channel,audience,title,partner"
    row = "a1,2026-01-05,communication,teachers,presentation,pta,T\u200balk,Palm Mill"
    import_records(sqlite_session, school, "activity", f"{head}\n{row}")
    assert sqlite_session.scalars(select(Activity.title)).one() == "Talk"
