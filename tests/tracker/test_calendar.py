"""A person's calendar: what is theirs, by a secret address that a new one kills, as other programs read it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import vobject
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.actions import Action
from models.agreements import Agreement
from models.partnerships import PointPerson
from models.records import RecordStatus
from tests.cast import OTHER_PARTNER, OTHER_SCHOOL, PARTNER, SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_partnership, an_activity, an_agreement
from tests.tracker.conftest import ClientAs

FEED = re.compile(r'value="http://localhost(/calendar/[\w-]{40,}/continuum\.ics)"')


def days_in(text: str) -> dict[str, date]:
    """Read a calendar with another library than the one that wrote it: title -> day."""
    calendar = vobject.readOne(text)
    calendar.validate()
    found = {}
    for event in calendar.contents.get("vevent", ()):
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)
        assert event.url.value.startswith("http")
        found[event.summary.value] = event.dtstart.value
    uids = [event.uid.value for event in calendar.contents.get("vevent", ())]
    assert len(set(uids)) == len(uids)
    return found


def feed_of(client: FlaskClient) -> str:
    """Make the person's calendar, and give its address."""
    found = FEED.search(client.post("/account/calendar", follow_redirects=True).text)
    assert found is not None
    return found[1]


def test_what_a_calendar_program_adds_to_the_address_is_its_own(client_as: ClientAs, world: Session) -> None:
    feed = feed_of(client_as(Cast.POINT_PERSON))
    asked = client_as(Cast.NOBODY).get(f"{feed}?nocache=1764288000")
    assert (asked.status_code, asked.mimetype) == (200, "text/calendar")


@pytest.fixture
def own(world: Session) -> dict[str, int]:
    """What is the point person's own, beside what others have; gives numbers by kind."""
    school, partner = school_named(world), partner_named(world)
    pat = user_of(world, Cast.POINT_PERSON)
    partnership = a_partnership(world, school, partner, point_person=None)
    partnership.point_people = [PointPerson(person=pat.name, user=pat, from_on=partnership.started_on)]
    agreement = an_agreement(world, partnership, ends_on=date(2028, 2, 29))
    planned = an_activity(
        world, school, title="Lab, tour; \\ “two”\nlines", occurred_on=date(2026, 4, 1),
        record_status=RecordStatus.DRAFT, entered_by_id=pat.id,
    )  # fmt: skip
    action = Action(school=school, what="Order the kits " + "x" * 180, owner_id=pat.id, due_on=date(2026, 3, 31))
    world.add(action)
    world.commit()
    return {
        "agreement": agreement.id, "evaluation": partnership.id, "activity": planned.id, "action": action.id,
    }  # fmt: skip


def test_the_feed_holds_what_is_ones_own_and_another_library_reads_it(client_as: ClientAs, own: dict[str, int]) -> None:
    address = feed_of(client_as(Cast.POINT_PERSON))
    answer = client_as(Cast.NOBODY).get(address)
    assert answer.mimetype == "text/calendar"
    assert "Kept-by" not in answer.text and OTHER_SCHOOL not in answer.text
    found = days_in(answer.text)
    assert found.pop("Order the kits " + "x" * 180) == date(2026, 3, 31)
    lab = next(title for title in found if title.startswith("Lab, tour; "))
    assert found.pop(lab) == date(2026, 4, 1)
    assert found.pop(f"The agreement with {PARTNER} ends") == date(2028, 2, 29)
    assert list(found) == [f"Evaluate {PARTNER}"]


def test_a_new_address_kills_the_old_one_and_a_closed_calendar_or_account_shows_nothing(
    client_as: ClientAs, own: dict[str, int], world: Session
) -> None:
    client, stranger = client_as(Cast.POINT_PERSON), client_as(Cast.NOBODY)
    old, new = feed_of(client), feed_of(client)
    assert [stranger.get(address).status_code for address in (old, new)] == [404, 200]
    client.post("/account/calendar/close")
    assert stranger.get(new).status_code == 404
    first, second = (client.post("/account/calendar", follow_redirects=True).text for _ in range(2))
    assert ("The earlier one" in first, "The earlier one" in second) == (False, True)
    again = feed_of(client)
    user_of(world, Cast.POINT_PERSON).is_active = False
    world.commit()
    assert stranger.get(again).status_code == 404


def test_an_alliances_calendar_has_its_own_agreements_and_nobody_elses(client_as: ClientAs, world: Session) -> None:
    answer = client_as(Cast.NOBODY).get(feed_of(client_as(Cast.ALLIANCE)))
    assert OTHER_PARTNER not in answer.text and "Kept-by" not in answer.text and "Said-about" not in answer.text
    ends_on = TODAY + timedelta(days=200)
    assert days_in(answer.text) == {f"The agreement with {name} ends": ends_on for name in (SCHOOL, OTHER_SCHOOL)}


def test_one_click_adds_a_day_and_its_page_offers_it(client_as: ClientAs, own: dict[str, int]) -> None:
    client = client_as(Cast.POINT_PERSON)
    pages = {"agreement": "agreements", "evaluation": "partnerships", "activity": "activities", "action": "actions"}
    for kind, number in own.items():
        address = f"/calendar/{kind}/{number}/event.ics"
        assert len(days_in(client.get(address).text)) == 1
        assert address in client.get(f"/{pages[kind]}/{number}").text
        asked = {Cast.VIEWER: 200 if kind == "activity" else 403, Cast.NOBODY: 302}
        asked |= {Cast.OTHER_POINT_PERSON: 404, Cast.ALLIANCE: 404}
        assert {person: client_as(person).get(address).status_code for person in asked} == asked, kind


def test_what_is_settled_is_in_no_calendar(client_as: ClientAs, own: dict[str, int], world: Session) -> None:
    agreement = world.get_one(Agreement, own["agreement"])
    an_agreement(world, agreement.partnership, renews=agreement, starts_on=date(2028, 3, 1), ends_on=date(2029, 2, 28))
    world.get_one(Action, own["action"]).done_on = TODAY
    world.commit()
    found = days_in(client_as(Cast.NOBODY).get(feed_of(client_as(Cast.POINT_PERSON))).text)
    assert found[f"The agreement with {PARTNER} ends"] == date(2029, 2, 28)
    assert not any(title.startswith("Order") for title in found)
