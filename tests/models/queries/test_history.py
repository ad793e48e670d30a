"""The history of a record, in words."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.accounts import School
from models.activities import Activity
from models.history import Action, History, HistoryIsAppendOnly, act_as
from models.partnerships import PartnershipStage, PartnershipTerm, PointPerson, TermName
from models.queries.history import history_of, last_change
from models.scope import Scope
from seed.loader import load_catalogue_rows
from tests.factories import TODAY, a_partner, a_partnership, a_school, a_user, an_activity, an_agreement


@pytest.fixture
def school(session: Session) -> School:
    load_catalogue_rows(session)
    made = a_school(session)
    session.commit()
    return made


def lines(session: Session, school: School, kind: str, record_id: int) -> list[str]:
    entry = history_of(session, Scope.of_school(school.id), kind, record_id)[0]
    return [line.text for line in entry.lines]


def test_a_new_record_is_told_with_what_was_entered_and_by_whom(session: Session, school: School) -> None:
    user = a_user(session, name="Pat Point")
    act_as(session, user.name, user_id=user.id)
    activity = an_activity(session, school, title="Talk to the PTA", people=40, two_way=True)
    session.commit()
    [entry] = history_of(session, Scope.of_school(school.id), "activity", activity.id)
    assert (entry.actor, entry.action, entry.sentence) == ("Pat Point", Action.CREATED, "entered this")
    assert "Title: Talk to the PTA" in [line.text for line in entry.lines]
    assert "Day: Mar 14, 2026" in [line.text for line in entry.lines]
    assert "People reached: 40" in [line.text for line in entry.lines]
    assert "Two-way: yes" in [line.text for line in entry.lines]


def test_codes_are_told_in_the_words_of_the_catalogue(session: Session, school: School) -> None:
    activity = an_activity(session, school, audience=("families",))
    session.commit()
    activity.audience = ("families", "sic")
    session.commit()
    assert lines(session, school, "activity", activity.id) == [
        "For whom: Parents and families, School Improvement Council, was Parents and families"
    ]


@pytest.mark.parametrize(
    ("field", "before", "after", "text"),
    [
        ("title", "Talk", "Evening talk", "Title: Evening talk, was Talk"),
        ("title", None, "Talk", "Title: Talk"),
        ("title", "Talk", None, "Title removed, was Talk"),
        ("planned", True, False, "Planned: no, was yes"),
        ("occurred_on", date(2026, 3, 14), date(2026, 3, 1), "Day: Mar 1, 2026, was Mar 14, 2026"),
        ("note", "2026-13-99", "x", "Note: x, was 2026-13-99"),
    ],
)
def test_a_change_says_what_is_and_what_was(
    session: Session, school: School, field: str, before: object, after: object, text: str
) -> None:
    activity = an_activity(session, school, **{field: before})
    session.commit()
    setattr(activity, field, after)
    session.commit()
    assert lines(session, school, "activity", activity.id) == [text]


def test_archiving_and_restoring_are_told_as_such(session: Session, school: School) -> None:
    activity = an_activity(session, school)
    session.commit()
    activity.archive()
    session.commit()
    activity.restore()
    session.commit()
    told = history_of(session, Scope.of_school(school.id), "activity", activity.id)
    assert [entry.sentence for entry in told] == ["restored this", "archived this", "entered this"]
    assert [entry.lines for entry in told[:2]] == [(), ()]


def test_the_dated_parts_of_a_partnership_are_told_with_it(session: Session, school: School) -> None:
    partnership = a_partnership(session, school, a_partner(session), point_person=None)
    session.commit()
    act_as(session, "Somebody else")
    partnership.stages.append(PartnershipStage(stage="sustaining", from_on=TODAY))
    partnership.point_people.append(PointPerson(person="Ola Okafor", from_on=TODAY))
    partnership.terms.append(PartnershipTerm(name=TermName.ROLES, text="We meet monthly", from_on=TODAY))
    session.commit()
    assert set(lines(session, school, "partnership", partnership.id)) == {
        "Stage: Sustaining, from Mar 14, 2026",
        "Point person: Ola Okafor, from Mar 14, 2026",
        "Roles: We meet monthly, from Mar 14, 2026",
    }


def test_organisations_are_told_by_name_and_other_numbers_not_at_all(session: Session, school: School) -> None:
    partnership = a_partnership(session, school, a_partner(session, "Town Library"))
    agreement = an_agreement(session, partnership)
    session.commit()
    assert any("Town Library" in text for text in lines(session, school, "partnership", partnership.id))
    told = lines(session, school, "agreement", agreement.id)
    assert not any(text.startswith(("Partnership", "Renews", "School")) for text in told)


def test_different_hands_are_told_apart_however_close_in_time(session: Session, school: School) -> None:
    activity = an_activity(session, school)
    session.commit()
    for name in ("Ada", "Ben"):
        act_as(session, name)
        activity.title = f"Talk by {name}"
        session.commit()
    told = history_of(session, Scope.of_school(school.id), "activity", activity.id)
    assert [entry.actor for entry in told] == ["Ben", "Ada", "system"]


def test_nobody_reads_the_history_of_another_schools_record(session: Session, school: School) -> None:
    activity = an_activity(session, school)
    other = a_school(session)
    partner = a_partner(session)
    session.commit()
    assert history_of(session, Scope.of_school(school.id), "activity", activity.id)
    assert history_of(session, Scope.of_school(other.id), "activity", activity.id) == []
    assert history_of(session, Scope(partner_id=partner.id), "activity", activity.id) == []


def test_the_last_change_names_who_saved_last(session: Session, school: School) -> None:
    activity = an_activity(session, school)
    act_as(session, "Sam Second")
    session.commit()
    activity.title = "Changed"
    session.commit()
    change = last_change(session, Activity.kind, activity.id)
    assert change is not None
    assert change.actor == "Sam Second"
    assert last_change(session, Activity.kind, 10**6) is None


def test_history_is_only_added_to(session: Session, school: School) -> None:
    an_activity(session, school)
    session.commit()
    row = session.query(History).first()
    assert row is not None
    row.actor = "Somebody else"
    with pytest.raises(HistoryIsAppendOnly):
        session.flush()
