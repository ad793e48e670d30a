"""What is typed about evaluations: stored, or refused by the field."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.evaluations import Evaluation
from models.partnerships import Partnership
from models.records import RecordStatus
from tests.cast import Cast
from tests.factories import TODAY, an_evaluation
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import LONG, count_of, look_again

AN_EVALUATION = {"occurred_on": "2026-03-01", "side": "both", "strengths": "They come every week", "teachers": "y"}


def test_an_evaluation_is_stored_with_what_was_typed(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    typed = AN_EVALUATION | {"academic": "mixed", "physical": "not_an_aim", "physical_note": "It is about writing."}
    answer = client_as(Cast.SLT).post(
        f"/evaluations/new?partnership={partnership.id}", data=typed, follow_redirects=True
    )
    assert "It is about writing." in answer.get_data(as_text=True)
    look_again(db_session)
    made = db_session.scalars(select(Evaluation)).one()
    assert (made.side, made.teachers, made.asks_students) == ("both", True, None)
    assert made.social is None
    made.occurred_on = TODAY - timedelta(365)
    db_session.commit()
    form = client_as(Cast.SLT).get(f"/evaluations/new?partnership={partnership.id}").get_data(as_text=True)
    assert "They come every week" in form and "It is about writing." in form


def test_the_list_says_which_evaluation_waits_to_be_confirmed(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    an_evaluation(db_session, partnership, side="school")
    theirs = an_evaluation(db_session, partnership, side="partner", record_status=RecordStatus.PROPOSED)
    db_session.commit()
    client = client_as(Cast.SLT)
    assert client.get("/evaluations").text.count("not confirmed yet") == 1
    theirs.record_status = RecordStatus.CONFIRMED
    db_session.commit()
    assert "not confirmed yet" not in client.get("/evaluations").text


@pytest.mark.parametrize(
    ("typed", "message", "field"),
    [
        ({"physical": "not_an_aim"}, "Say why physical wellbeing is not an aim", "physical_note"),
        ({"social": "wonderful"}, "Choose one of the answers shown.", "social"),
        ({"side": ""}, "Choose who evaluated.", "side"),
        ({"occurred_on": "2026-03-20"}, "still to come", "occurred_on"),
        ({"occurred_on": "2020-03-20"}, "The partnership began on", "occurred_on"),
        ({"strengths": ""}, "Say at least one thing that was found", "strengths"),
        ({"weaknesses": LONG}, "at most 4,000 characters", "weaknesses"),
    ],
)
def test_a_wrong_evaluation_is_refused_by_the_field(
    client_as: ClientAs,
    db_session: Session,
    partnership: Partnership,
    typed: dict[str, str],
    message: str,
    field: str,
) -> None:
    answer = client_as(Cast.SLT).post(f"/evaluations/new?partnership={partnership.id}", data=AN_EVALUATION | typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert f'id="{field}-error"' in page
    assert count_of(db_session, Evaluation) == 0
