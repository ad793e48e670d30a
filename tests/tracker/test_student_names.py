"""No form stores the name of a student, and it says why; the people of partners are named as before."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from tests.cast import Cast
from tests.factories import log_entry
from tests.tracker.conftest import ClientAs


def test_a_form_that_names_a_student_is_refused_with_the_reason_and_keeps_what_was_typed(
    client_as: ClientAs, db_session: Session
) -> None:
    point = client_as(Cast.POINT_PERSON)
    refused = point.post("/log", data=log_entry("Student Maria Lopez presented"))
    assert refused.status_code == 422 and "FERPA" in refused.text and "Student Maria Lopez presented" in refused.text
    assert db_session.scalars(select(Activity)).all() == []
    db_session.rollback()
    assert point.post("/log", data=log_entry("Maria Lopez of Kestrel met 20 students")).status_code == 302
