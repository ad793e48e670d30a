"""Saved views are kept, named once and counted, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from models.operations.many import change_many
from models.operations.records import archive_record, restore_record
from models.operations.saved_views import MOST, rename_view, save_view
from models.queries.saved_views import every_view, find_view, list_views
from models.refusals import Refused
from models.saved_views import LONGEST_QUERY, SavedView
from models.scope import Scope
from tests.factories import a_school, a_user, an_activity


def test_ones_own_and_the_schools_views_are_kept_apart(session: Session) -> None:
    school, other = a_school(session), a_school(session)
    anna, ben = a_user(session), a_user(session)
    annas, bens = (Scope.of_school(school.id, user_id=one.id) for one in (anna, ben))
    elsewhere = Scope.of_school(other.id, user_id=anna.id)

    def save(scope: Scope, name: str, *, for_school: bool = False) -> SavedView:
        return save_view(session, list_key="partners", name=name, query="q=x", for_school=for_school, scope=scope)

    own, shared = save(annas, "zebra"), save(annas, "École", for_school=True)
    save(bens, "Zebra")
    session.commit()
    assert [(one.name, one.is_schools) for one in list_views(session, "partners", scope=annas)] == [
        ("École", True),
        ("zebra", False),
    ]
    assert [one.name for one in list_views(session, "partners", scope=bens)] == ["École", "Zebra"]
    assert list_views(session, "activities", scope=annas) == list_views(session, "partners", scope=elsewhere) == []
    assert find_view(session, own.id, scope=bens) is None
    assert find_view(session, shared.id, scope=bens) is shared
    assert find_view(session, shared.id, scope=elsewhere) is None
    for wrong in ("ZEBRA", "  ", None, "x" * 61):
        with pytest.raises(Refused) as refusal:
            save(annas, wrong)  # type: ignore[arg-type]
        assert set(refusal.value.fields) == {"name"}
    with pytest.raises(Refused, match="too much"):
        save_view(
            session, list_key="partners", name="long", query="q" * (LONGEST_QUERY + 1), for_school=False, scope=annas
        )
    archive_record(own)
    session.commit()
    assert [one.name for one in list_views(session, "partners", scope=annas)] == ["École"]
    assert [one.name for one in every_view(session, scope=annas)] == ["École", "zebra"]
    with pytest.raises(Refused):
        rename_view(session, own, "lion", scope=annas)
    restore_record(own)
    rename_view(session, own, "lion", scope=annas)
    session.commit()
    assert [one.name for one in list_views(session, "partners", scope=annas)] == ["École", "lion"]


def test_there_is_room_for_some_views_above_a_list(sqlite_session: Session) -> None:
    scope = Scope.of_school(a_school(sqlite_session).id, user_id=a_user(sqlite_session).id)
    for number in range(MOST):
        save_view(sqlite_session, list_key="x", name=f"V{number}", query="q=x", for_school=False, scope=scope)
    with pytest.raises(Refused, match="already"):
        save_view(sqlite_session, list_key="x", name="one more", query="q=x", for_school=False, scope=scope)


def test_one_that_is_refused_stops_no_other_and_is_counted(session: Session) -> None:
    school, other = a_school(session), a_school(session)
    some = [an_activity(session, school) for _ in range(4)]
    foreign = an_activity(session, other)
    archive_record(some[1])
    session.commit()
    seen = {one.id: one.version for one in (*some, foreign)} | {some[2].id: 17, 987654: 1}
    outcome = change_many(
        session,
        type(foreign),
        seen,
        archive_record,
        scope=Scope.of_school(school.id),
        may_change=lambda one: one is not some[3],
    )
    session.commit()
    assert set(outcome.done) == {some[0].id}
    assert outcome.done[some[0].id] == some[0].version
    assert outcome.sentence("archived") == (
        "1 archived, 5 skipped: 2 not found here, 1 this record is archived already, 1 changed meanwhile "
        "and 1 not yours to change."
    )
    assert foreign.record_status.value == "confirmed"
