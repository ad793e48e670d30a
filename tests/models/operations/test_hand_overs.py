"""Whoever follows gets everything in one step from a day on; past credit stays, and within the day it can be undone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from models.accounts import Role, School, User
from models.actions import Action
from models.activities import ActivityKind
from models.memberships import Membership
from models.operations.hand_overs import (
    ContactChange,
    HandOverEntry,
    hand_over,
    hand_over_contact,
    note_departure,
    told_of,
    undo_hand_over,
)
from models.operations.invitations import Guest, Offer, give_role, invite, join
from models.operations.team_hand_overs import Passing
from models.partners import Contact
from models.partnerships import Partnership
from models.queries.duties import Holder, duties_of, list_holders
from models.queries.hand_overs import changes_ahead, sheet_of
from models.records import RecordStatus
from models.refusals import Refused
from models.scope import Scope
from models.series import Every, Series
from models.stewardship import Coordinator, RosterMember
from tests.factories import (
    TODAY,
    a_contact,
    a_membership,
    a_partner,
    a_partnership,
    a_school_partner,
    a_user,
    an_activity,
    an_agreement,
)
from tests.record_files import a_ruled_school

DAY = timedelta(days=1)
SIX = 6


class Place:
    """A school with Grace, who keeps six partnerships, and Dana, who follows."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.school: School = a_ruled_school(session)
        self.grace = self.staff("Grace Lee")
        self.dana = self.staff("Dana Díaz")
        self.scope = Scope.of_school(self.school.id, district_id=self.school.district_id, user_id=self.dana.id)
        self.partnerships = [self.partnership(number) for number in range(SIX)]
        self.action = Action(school=self.school, what="Call the library", owner_id=self.grace.id)
        self.done = Action(school=self.school, what="Called", owner_id=self.grace.id, done_on=TODAY)
        self.series = Series(
            school=self.school, name="Tutoring", every=Every.WEEK, from_on=TODAY, last_on=TODAY + 30 * DAY,
            entered_by_id=self.grace.id,
        )  # fmt: skip
        self.draft, self.past = (
            an_activity(
                session, self.school, activity_kind=ActivityKind.PARTNERSHIP, occurred_on=TODAY + days * DAY,
                entered_by_id=self.grace.id, record_status=status,
            )
            for days, status in ((14, RecordStatus.DRAFT), (-7, RecordStatus.CONFIRMED))
        )  # fmt: skip
        session.add_all([self.action, self.done, self.series])
        session.flush()

    def staff(self, name: str, role: Role = Role.POINT_PERSON) -> User:
        user = a_user(self.session, name=name)
        a_membership(self.session, user, role, school=self.school)
        return user

    def partnership(self, number: int, person: str = "Grace Lee") -> Partnership:
        partner = a_partner(self.session, f"Partner {number}", district=self.school.district)
        return a_partnership(self.session, self.school, partner, point_person=person)

    @property
    def holder(self) -> Holder:
        return Holder(self.grace.name, self.grace.id)

    def hand(self, days: int = 0, **more: object):
        entry = HandOverEntry("staff", TODAY + days * DAY, **({"follows": "Dana Díaz"} | more))  # type: ignore[arg-type]
        made = hand_over(self.session, self.holder, entry, by="Ada", scope=self.scope, today=TODAY)
        self.session.flush()
        return made

    def people(self, day_offset: int = 0) -> list[str | None]:
        return [one.point_person_on(TODAY + day_offset * DAY) for one in self.partnerships]


@pytest.fixture
def place(session: Session) -> Place:
    return Place(session)


def test_six_partnerships_and_all_that_is_open_go_over_on_the_day_and_what_was_done_stays(place: Place) -> None:
    made = place.hand(10)
    assert place.people(9) == ["Grace Lee"] * SIX and place.people(10) == ["Dana Díaz"] * SIX
    assert {row.user_id for one in place.partnerships for row in one.point_people if row.person == "Dana Díaz"} == {
        place.dana.id
    }
    assert (place.action.owner_id, place.series.entered_by_id, place.draft.entered_by_id) == (place.dana.id,) * 3
    assert (place.done.owner_id, place.past.entered_by_id) == (place.grace.id,) * 2
    # The change of people is evidence, done on the day on which it takes effect.
    assert (made.transition.leaves, made.transition.done_on) == ("Grace Lee", TODAY + 10 * DAY)
    left = duties_of(place.session, place.holder, scope=place.scope, on=TODAY + 10 * DAY, today=TODAY)
    assert left.number == 0


def test_somebody_else_may_follow_in_one_of_them_and_may_have_no_account(place: Place) -> None:
    place.hand(0, others={place.partnerships[2].id: "Robin Ash"})
    assert place.people() == ["Dana Díaz"] * 2 + ["Robin Ash"] + ["Dana Díaz"] * 3
    assert place.partnerships[2].point_people[-1].user_id is None


@pytest.mark.parametrize(
    ("days", "follows", "field"),
    [
        (0, "", "follows"), (0, "  grace LEE ", "follows"), (400, "Dana Díaz", "from_on"),
        (-400, "Dana Díaz", "from_on"), (0, "díaz", "follows"),
    ],
)  # fmt: skip
def test_what_would_leave_a_partnership_without_anybody_or_rewrite_credit_is_refused_whole(
    place: Place, days: int, follows: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        place.hand(days, follows=follows)
    assert field in refused.value.fields
    assert place.people() == ["Grace Lee"] * SIX and place.action.owner_id == place.grace.id


def test_who_took_over_only_lately_cannot_have_left_before(place: Place) -> None:
    place.partnerships[0].point_people[0].from_on = TODAY - 5 * DAY
    with pytest.raises(Refused, match="Partner 0"):
        place.hand(-10)


@pytest.mark.parametrize("days", [5, 10])
def test_where_a_last_day_is_known_whoever_follows_stays_beyond_it_and_a_later_day_is_refused(
    place: Place, days: int
) -> None:
    for one in place.partnerships:
        one.point_people[0].until_on = TODAY + 10 * DAY
    place.session.flush()
    with pytest.raises(Refused, match="only until"):
        place.hand(11)
    made = place.hand(days)
    assert place.people(days - 1) == ["Grace Lee"] * SIX and place.people(20) == ["Dana Díaz"] * SIX
    undo_hand_over(place.session, made, today=TODAY)
    assert place.people(9) == ["Grace Lee"] * SIX and place.people(10) == [None] * SIX


def test_within_the_day_everything_goes_back_but_what_was_changed_since(place: Place) -> None:
    made = place.hand(0)
    place.partnerships[1].point_people[-1].person = "Somebody Third"
    taken = undo_hand_over(place.session, made, today=TODAY)
    place.session.flush()
    assert place.people() == ["Grace Lee", "Somebody Third", *["Grace Lee"] * 4]
    assert (place.action.owner_id, place.series.entered_by_id, place.draft.entered_by_id) == (place.grace.id,) * 3
    assert (taken.kept, made.made_on, made.transition.record_status) == (1, None, RecordStatus.ARCHIVED)
    with pytest.raises(Refused):
        undo_hand_over(place.session, made, today=TODAY)


def test_a_day_later_it_cannot_be_taken_back(place: Place) -> None:
    made = place.hand(0)
    with pytest.raises(Refused, match="only on that day"):
        undo_hand_over(place.session, made, today=TODAY + DAY)


def test_a_departure_known_ahead_is_known_of_her_partnerships_alone_until_it_is_handed_over(place: Place) -> None:
    other = place.partnership(99, person="Dana Díaz")
    entry = HandOverEntry("staff", TODAY + 30 * DAY)
    noted = note_departure(place.session, place.holder, entry, scope=place.scope, today=TODAY)
    (known,) = changes_ahead(place.session, scope=place.scope, today=TODAY)
    assert known.concerns(place.partnerships[0], TODAY) and not known.concerns(other, TODAY) and not known.is_made
    place.session.flush()
    done = hand_over(
        place.session, place.holder, HandOverEntry("staff", TODAY + 30 * DAY, "Dana Díaz"),
        known=noted.transition, by="Ada", scope=place.scope, today=TODAY,
    )  # fmt: skip
    assert done is noted and place.people(30) == ["Dana Díaz"] * SIX
    undo_hand_over(place.session, done, today=TODAY)
    assert [one.is_made for one in changes_ahead(place.session, scope=place.scope, today=TODAY)] == [False]


def test_access_ends_with_it_but_never_the_last_admins(place: Place) -> None:
    entry = HandOverEntry("staff", TODAY + 3 * DAY, "Dana Díaz")
    given = {"by": "Ada", "ends_access": True, "scope": place.scope, "today": TODAY}
    admin = place.staff("Ada Admin", Role.SCHOOL_ADMIN)
    with pytest.raises(Refused, match="last admin"):
        hand_over(place.session, Holder(admin.name, admin.id), entry, **given)  # type: ignore[arg-type]
    done = hand_over(place.session, place.holder, entry, **given)  # type: ignore[arg-type]
    place.session.flush()

    def ends() -> object:
        return place.session.scalar(select(Membership.ended_on).where(Membership.user_id == place.grace.id))

    assert ends() == TODAY + 3 * DAY
    undo_hand_over(place.session, done, today=TODAY)
    place.session.flush()
    assert ends() is None


def test_at_a_partner_the_key_contact_follows_and_goes_back(place: Place) -> None:
    partner = place.partnerships[0].partner
    engaged = a_school_partner(place.session, place.school, partner)
    robin = a_contact(place.session, place.school, partner, name="Robin", is_key=True, from_on=TODAY - 90 * DAY)
    entry = ContactChange("robin", "Alex", TODAY, "alex@example.org")
    made = hand_over_contact(place.session, engaged, entry, by="Ada", scope=place.scope, today=TODAY)
    place.session.flush()
    alex = place.session.scalars(select(Contact).where(Contact.name == "Alex")).one()
    assert (robin.until_on, alex.is_key, alex.email, made.transition.done_on) == (
        TODAY,
        True,
        "alex@example.org",
        TODAY,
    )
    undo_hand_over(place.session, made, today=TODAY)
    assert (robin.until_on, alex.record_status) == (None, RecordStatus.ARCHIVED)


def test_the_sheet_asks_as_much_of_six_partnerships_as_of_one(place: Place) -> None:
    for one in place.partnerships:
        an_agreement(place.session, one)
        a_contact(place.session, place.school, one.partner)
    place.session.flush()
    ids = [one.id for one in place.partnerships]
    numbers = []
    for wanted in (ids, ids[:1], ids):  # the first reads the rules too
        place.session.expunge_all()
        said: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_: object, told: list[str] = said) -> None:
            told.append(statement)

        connection = place.session.connection()
        event.listen(connection, "before_cursor_execute", note)
        lines = sheet_of(place.session, wanted, scope=place.scope, today=TODAY)
        assert all(one.row.partnership.partner.name and one.contacts[0].name for one in lines)
        event.remove(connection, "before_cursor_execute", note)
        numbers.append(len(said))
    assert numbers[1] == numbers[2]


def test_what_needs_an_account_is_looked_after_by_whoever_hands_over_until_there_is_one(place: Place) -> None:
    made = place.hand(follows="Nel Newcomer")
    assert place.people() == ["Nel Newcomer"] * SIX
    assert (place.action.owner_id, place.action.owner_name) == (None, "Nel Newcomer")
    assert (place.series.entered_by_id, place.draft.entered_by_id) == (place.dana.id,) * 2
    assert made.moved["looked_after_by"] == "Dana Díaz"
    undo_hand_over(place.session, made, today=TODAY)
    assert (place.series.entered_by_id, place.draft.entered_by_id) == (place.grace.id,) * 2
    # Who hands over what is their own leaves it to an admin.
    admin = place.staff("Ada Min", Role.SCHOOL_ADMIN)
    place.scope = Scope.of_school(place.school.id, district_id=place.school.district_id, user_id=place.grace.id)
    assert place.hand(follows="Nel Newcomer").moved["looked_after_by"] == admin.name
    assert (place.series.entered_by_id, place.draft.entered_by_id) == (admin.id,) * 2


def test_who_followed_before_they_had_an_account_takes_series_and_drafts_over_once_they_have_one(place: Place) -> None:
    made = place.hand(follows="Nel Newcomer")
    guest = Guest("nel@school.example", "Nel Newcomer", [Offer(Role.POINT_PERSON, school=place.school)])
    at = datetime(2026, 3, 14, 9, tzinfo=UTC)
    invitation = invite(place.session, guest, school=place.school, by=place.dana, now=at, days=14)
    somebody = a_user(place.session, name="Sam Else")
    give_role(place.session, somebody, Offer(Role.POINT_PERSON, school=place.school), today=TODAY)
    assert place.series.entered_by_id == place.dana.id, "it waits for whoever follows"
    joined = {"name": "Nelly Newcomer-Stone", "password": "a long quiet river 7"}
    nel = join(place.session, invitation, **joined, now=at, today=TODAY)
    assert (place.series.entered_by_id, place.draft.entered_by_id, place.past.entered_by_id) == (
        nel.id, nel.id, place.grace.id,
    )  # fmt: skip
    assert "looked_after_by" not in made.moved
    undo_hand_over(place.session, made, today=TODAY)
    assert (place.series.entered_by_id, place.draft.entered_by_id) == (place.grace.id,) * 2


def test_places_in_the_team_end_or_are_passed_on_and_come_back(place: Place) -> None:
    began, ends = TODAY - 300 * DAY, TODAY + 100 * DAY
    seat = RosterMember(school=place.school, person="Grace Lee", group=("teachers",), role="Chair", from_on=began)
    later = RosterMember(school=place.school, person="Grace Lee", group=("families",), from_on=TODAY + 20 * DAY)
    lead = Coordinator(school=place.school, person="grace lee", from_on=began, until_on=ends)
    place.session.add_all([seat, later, lead])
    place.session.flush()

    def stand(table: type[RosterMember] | type[Coordinator]) -> list[tuple[object, ...]]:
        rows = place.session.scalars(select(table).order_by(table.from_on, table.id))
        return [(one.person, one.from_on, one.until_on) for one in rows if one.record_status is RecordStatus.CONFIRMED]

    before = stand(RosterMember), stand(Coordinator)
    made = place.hand(10)
    assert (stand(RosterMember), stand(Coordinator)) == before, "nobody was asked about them"
    undo_hand_over(place.session, made, today=TODAY)
    day = TODAY + 10 * DAY
    made = place.hand(10, seats=Passing.ENDS, coordination=Passing.FOLLOWS)
    assert stand(RosterMember) == [("Grace Lee", began, day)], "what would have begun later was never held"
    assert stand(Coordinator) == [("grace lee", began, day), ("Dana Díaz", day, ends)]
    assert told_of(made.moved).endswith("and 3 places in the team")
    undo_hand_over(place.session, made, today=TODAY)
    assert (stand(RosterMember), stand(Coordinator)) == before
    made = place.hand(10, seats=Passing.FOLLOWS)
    heirs = [one for one in stand(RosterMember) if one[0] == "Dana Díaz"]
    assert heirs == [("Dana Díaz", day, None), ("Dana Díaz", TODAY + 20 * DAY, None)]
    chair = place.session.scalars(select(RosterMember).where(RosterMember.person == "Dana Díaz")).first()
    assert chair is not None and (chair.role, chair.group) == ("Chair", ("teachers",))
    seat.until_on = TODAY + 30 * DAY  # by somebody else, since
    assert undo_hand_over(place.session, made, today=TODAY).kept == 1
    # Who sits there already does not sit there twice.
    mine = RosterMember(school=place.school, person="Dana Díaz", group=("teachers",), from_on=began)
    place.session.add(mine)
    place.hand(10, seats=Passing.FOLLOWS)
    sitting = [one for one in stand(RosterMember) if one[0] == "Dana Díaz"]
    assert sitting == [("Dana Díaz", began, None), ("Dana Díaz", TODAY + 20 * DAY, None)]


def test_everybody_may_leave_whether_they_have_an_account_or_not(place: Place) -> None:
    for number, name in enumerate(("Ann Written", "Bea Written", "Cy Written"), start=SIX):
        place.partnership(number, name)
    names = [one.name for one in list_holders(place.session, scope=place.scope, today=TODAY)]
    assert names == ["Ann Written", "Bea Written", "Cy Written", "Dana Díaz", "Grace Lee"]
