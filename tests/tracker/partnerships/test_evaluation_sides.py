"""Evaluations by one side, the other, or both: beside one another, what they complete, and what they ask to be done."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.actions import Action, Origin
from models.evaluations import Evaluation
from models.partnerships import Partnership
from models.records import RecordStatus
from tests.cast import Cast, user_of
from tests.factories import TODAY, an_evaluation
from tests.tracker.conftest import ClientAs
from tests.tracker.partnerships.conftest import count_of, look_again

SAID = {"occurred_on": "2026-03-01", "side": "school", "strengths": "They come", "weaknesses": "Late invoices"}


def rows_of(client: FlaskClient, evaluation: Evaluation) -> dict[str, list[str]]:
    """Read the table: item -> its cells in words, the item's own marks last."""
    page = client.get(f"/evaluations/{evaluation.id}").text
    table = page.split("Answers side by side</caption>")[1].split("</table>")[0]
    found = {}
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]:
        head, *cells = (" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in re.split(r"<td[^>]*>", row))
        marks = [mark for mark in ("differs", "one side only") if mark in head]
        name = head.removesuffix(marks[0]).strip() if marks else head
        found[name] = [*cells, *marks]
    return found


def both(session: Session, partnership: Partnership) -> Evaluation:
    """Let both sides say how it goes, a year after they did so together."""
    a_year_ago: dict[str, Any] = {"side": "both", "strengths": "Began well", "academic": "mixed"}
    an_evaluation(session, partnership, occurred_on=TODAY - timedelta(days=360), **a_year_ago)
    theirs: dict[str, Any] = {"side": "partner", "academic": "mixed", "social": "positive"}
    an_evaluation(session, partnership, occurred_on=TODAY - timedelta(days=40), strengths="Keen pupils", **theirs)
    ours: dict[str, Any] = {"academic": "positive", "social": "positive", "weaknesses": "Late invoices"}
    own = an_evaluation(session, partnership, occurred_on=TODAY, side="school", strengths="They come", **ours)
    session.commit()
    return own


def test_both_sides_stand_beside_one_another_and_beside_last_year_with_what_differs_marked(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    partnership.started_on = TODAY - timedelta(days=700)
    own = both(db_session, partnership)
    client = client_as(Cast.SLT)
    assert rows_of(client, own) == {
        "What works well": ["They come", "Keen pupils", "Began well"],
        "What does not": ["Late invoices", "nothing said", "nothing said", "one side only"],
        "Academic wellbeing": ["Positive", "Mixed", "Mixed", "differs"],
        "Social wellbeing": ["Positive", "Positive", "nothing said"],
    }
    page = client.get(f"/evaluations/{own.id}").text
    assert "both sides" in page
    assert "1 difference" in page


@pytest.mark.parametrize(
    ("side", "days", "status", "is_alone"),
    [
        ("partner", 60, RecordStatus.CONFIRMED, False),
        ("partner", 61, RecordStatus.CONFIRMED, True),
        ("partner", 10, RecordStatus.PROPOSED, False),
        ("partner", 10, RecordStatus.ARCHIVED, True),
        ("school", 10, RecordStatus.CONFIRMED, True),
    ],
)
def test_one_side_alone_is_marked_as_such(
    client_as: ClientAs,
    db_session: Session,
    partnership: Partnership,
    side: str,
    days: int,
    status: RecordStatus,
    is_alone: bool,
) -> None:
    own = an_evaluation(db_session, partnership, occurred_on=TODAY, side="school", strengths="They come")
    other = an_evaluation(
        db_session, partnership, occurred_on=TODAY - timedelta(days=days), side=side, strengths="Keen pupils"
    )
    other.record_status = status
    joint = an_evaluation(db_session, partnership, occurred_on=TODAY, side="both", strengths="Together")
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    page = client.get(f"/evaluations/{own.id}").text
    assert (">one side only<" in page) is is_alone
    assert ("Keen pupils" in page) is (not is_alone)
    assert ("not confirmed yet" in page) is (status is RecordStatus.PROPOSED)
    assert ">one side only<" not in client.get(f"/evaluations/{joint.id}").text


def test_an_improvement_with_its_owner_and_day_becomes_an_action_and_one_without_does_not(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client, address = client_as(Cast.POINT_PERSON), f"/evaluations/new?partnership={partnership.id}"
    assert client.post(address, data=SAID | {"actions_open": "Meet earlier"}).status_code == 302
    assert count_of(db_session, Action) == 0
    owner = user_of(db_session, Cast.SLT)
    db_session.rollback()
    due = (TODAY + timedelta(days=30)).isoformat()
    asked = {"actions_open": "Meet before June", "action_owner": owner.name, "action_due": due}
    assert client.post(address, data=SAID | asked | {"occurred_on": "2026-01-15"}).status_code == 302
    look_again(db_session)
    [made] = db_session.scalars(select(Action))
    judged = db_session.scalars(select(Evaluation).order_by(Evaluation.id.desc())).first()
    assert judged is not None
    assert (made.what, made.owner_id, made.due_on.isoformat()) == ("Meet before June", owner.id, due)
    assert (made.origin, made.from_record) == (Origin.EVALUATION, f"evaluation/{judged.ref}")
    shown = client.get(f"/evaluations/{judged.id}").text
    assert made.what in shown and "Turn into an action" not in shown
    nothing = client.post(address, data=SAID | {"action_owner": "Somebody Else", "occurred_on": "2025-09-20"})
    assert nothing.status_code == 422
    assert 'id="actions_open-error"' in nothing.text
    assert "Somebody Else" in nothing.text
    assert count_of(db_session, Evaluation) == 2
    assert (
        client.post(
            address, data=SAID | asked | {"action_owner": "Somebody Else", "occurred_on": "2025-11-20"}
        ).status_code
        == 302
    )
    look_again(db_session)
    last = db_session.scalars(select(Action).order_by(Action.id.desc())).first()
    assert last is not None
    assert (last.owner_id, last.owner_name) == (None, "Somebody Else")


def test_each_improvement_becomes_an_action_of_its_own_and_the_rest_waits_for_somebody(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    client, address = client_as(Cast.POINT_PERSON), f"/evaluations/new?partnership={partnership.id}"
    several = {
        "actions_open": "Meet before June\n- Name a deputy", "action_owner": "Ada", "action_due": "2026-05-01",
        "second": "Ask for a second van", "second_owner": "Bo", "third": "Thank the drivers",
    }  # fmt: skip
    assert client.post(address, data=SAID | several).status_code == 302
    look_again(db_session)
    made = db_session.scalars(select(Action).order_by(Action.id)).all()
    assert [(one.what, one.owner_name, one.due_on and one.due_on.isoformat()) for one in made] == [
        ("Meet before June", "Ada", "2026-05-01"), ("Name a deputy", "Ada", "2026-05-01"),
        ("Ask for a second van", "Bo", None),
    ]  # fmt: skip
    judged = db_session.scalars(select(Evaluation)).one()
    assert judged.actions_open == "Meet before June\n- Name a deputy\nAsk for a second van\nThank the drivers"
    page = client.get(f"/evaluations/{judged.id}").text
    assert "No action yet: Thank the drivers" in page
    client.post("/actions/turn", data={"record": f"evaluation/{judged.ref}"})
    look_again(db_session)
    assert [one.what for one in db_session.scalars(select(Action).order_by(Action.id))][3:] == ["Thank the drivers"]
    assert "No action yet" not in client.get(f"/evaluations/{judged.id}").text
    nothing = client.post(address, data=SAID | {"second_owner": "Bo", "occurred_on": "2025-09-20"})
    assert nothing.status_code == 422 and 'id="second-error"' in nothing.text


def test_the_form_is_short_first_and_says_what_it_completes(client_as: ClientAs, partnership: Partnership) -> None:
    client, address = client_as(Cast.POINT_PERSON), f"/evaluations/new?partnership={partnership.id}"
    page = client.get(address).text
    shown = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    for name in ("strengths", "weaknesses", "academic", "physical", "actions_open", "action_owner", "action_due"):
        assert f'name="{name}"' in shown, name
    for name in ("actions_done", "teachers", "asks_workforce", "note"):
        assert f'name="{name}"' not in shown, name
        assert f'name="{name}"' in page, name
    told = page.split("What it completes</h2>")[1].split("</section>")[0]
    assert "Academic wellbeing" in told
    assert 'href="/indicators/' in told
    assert "<details" in page
    assert not re.search(r"<details[^>]*more-fields[^>]* open", page)
    again = client.post(address, data=SAID | {"side": "", "teachers": "y"}).text
    assert re.search(r"<details[^>]*more-fields[^>]* open>\s*<summary>What was improved", again)


def test_an_evaluation_says_what_it_completed(
    client_as: ClientAs, db_session: Session, partnership: Partnership
) -> None:
    partnership.started_on = TODAY - timedelta(days=100)
    db_session.commit()
    client = client_as(Cast.POINT_PERSON)
    answer = client.post(
        f"/evaluations/new?partnership={partnership.id}", data=SAID | {"academic": "mixed"}, follow_redirects=True
    )
    assert "It completes: " in answer.text
    done = answer.text.split("What it completes</h2>")[1].split("</section>")[0]
    assert done.count("<li>") == 2  # strengths with weaknesses, and the academic domain
    first = re.search(r"It completes: ([^<]+?) And 1 more", answer.text)
    assert first is not None
    assert first[1] in done


def test_the_partner_answers_the_same_items(client_as: ClientAs, db_session: Session, partnership: Partnership) -> None:
    address = f"/alliance/partnerships/{partnership.id}/rate"
    sent = {
        "strengths": "Keen pupils",
        "effect": "mixed",
        "social": "positive",
        "physical": "none",
        "change": "Earlier",
    }
    assert client_as(Cast.ALLIANCE).post(address, data=sent).status_code == 302
    look_again(db_session)
    [made] = db_session.scalars(select(Evaluation))
    assert made.side == "partner"
    assert (made.academic, made.social, made.physical) == ("mixed", "positive", "none")
    assert (made.strengths, made.actions_open, made.asks_students) == ("Keen pupils", "Earlier", True)
