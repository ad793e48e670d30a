"""What a point person does on a busy Monday, by keys and by thumb: in few presses, and all of it on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.agreements import Agreement
from models.evaluations import Evaluation
from models.partnerships import Partnership
from tests.browser.conftest import Served
from tests.browser.hands import Counts, Hands, Keys, Thumb
from tests.browser.visits import DESK, PHONE, Fill, opened, sign_in
from tests.cast import OTHER_PARTNER, PARTNER, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_partner, a_partnership, a_school_partner, an_activity, an_agreement, an_evaluation
from tracker.extensions import db

WAYS: dict[str, type[Keys] | type[Thumb]] = {"keys": Keys, "thumb": Thumb}
SCREENS: dict[str, Any] = {"keys": DESK, "thumb": PHONE}
FOLLOWER, SIX = "School admin", 6
# Each way has its own of everything: who leaves, and which of the cast's partners.
KEEPERS, PARTNERS = {"keys": "Pat Keeper", "thumb": "Lou Keeper"}, {"keys": PARTNER, "thumb": OTHER_PARTNER}


@pytest.fixture(scope="module")
def fill() -> Fill:
    """For each way a partnership whose agreement ends soon, six of somebody who leaves, and a talk without a name."""

    def begun(session: Session) -> None:
        school = school_named(session)
        began = TODAY - timedelta(days=100)
        me = user_of(session, Cast.POINT_PERSON)
        for place, way in enumerate(WAYS):
            partner = partner_named(session, PARTNERS[way])
            ending = a_partnership(session, school, partner, started_on=began, point_person=me.name)
            days = {"submitted_on": began, "signed_on": began, "starts_on": TODAY - timedelta(days=345)}
            an_agreement(session, ending, **days, ends_on=TODAY + timedelta(days=20 + place))
            an_evaluation(session, ending, occurred_on=TODAY - timedelta(days=90), strengths="They come")
            an_activity(session, school, title=None, occurred_on=TODAY - timedelta(days=1 + place))
            for number in range(SIX):
                other = a_partner(session, f"Kept {number} by {way}", district=school.district)
                a_school_partner(session, school, other)
                kept = a_partnership(session, school, other, started_on=began, point_person=KEEPERS[way])
                an_agreement(session, kept, ends_on=TODAY + timedelta(days=300))

    return begun


def renew(hands: Hands) -> None:
    """Both have signed: from Home to the signed renewal."""
    hands.press("Renew")
    hands.pick("signed", "yes")
    hands.finish("Renew")


def evaluate(hands: Hands) -> None:
    """Say the shortest of what an evaluation is."""
    hands.press("Evaluate")
    hands.write("strengths", "They keep their word")
    hands.write("weaknesses", "Few hours in spring")
    hands.finish("Save evaluation")


def confirm(hands: Hands) -> None:
    """Say that what was agreed still holds."""
    hands.press("All still true")


def correct(hands: Hands) -> None:
    """Give an activity its right name."""
    hands.press("Edit")
    hands.write("title", "A talk to the council")
    hands.finish("Save")


def hand_over(hands: Hands) -> None:
    """Give all that somebody keeps to another."""
    hands.go("Partnerships")
    hands.press("Hand-overs")
    hands.press("Somebody leaves")
    hands.press(KEEPERS["thumb"])
    hands.write("follows", FOLLOWER)
    hands.finish("Hand over")


# What it is, where it begins, how it is done, and the most presses and keys that it may take.
JOURNEYS = (
    ("renew", "/", renew, 3, 0),
    ("evaluate", "{partnership}", evaluate, 5, 40),
    ("confirm the facts", "{partnership}", confirm, 1, 0),
    ("correct one", "{activity}", correct, 4, 25),
    ("hand over", "/", hand_over, 7, 15),
)


@pytest.mark.parametrize("way", WAYS)
def test_a_busy_monday_takes_few_presses_and_leaves_everything_on_record(
    browser: Browser, site: Served, way: str
) -> None:
    with site.app.app_context():
        of_partner = Partnership.partner_id == partner_named(db.session(), PARTNERS[way]).id
        mine = db.session.scalars(select(Partnership).where(of_partner)).one()
        talk = db.session.scalars(select(Activity).where(Activity.title.is_(None)).order_by(Activity.id)).first()
        assert talk is not None
        places = {"partnership": f"/partnerships/{mine.id}", "activity": f"/activities/{talk.id}"}
        number, talked, before = mine.id, talk.id, len(mine.confirmed_on)
    with opened(browser, site.url, viewport=SCREENS[way], has_touch=way == "thumb") as (page, _watch):
        sign_in(page, Cast.POINT_PERSON)
        # A hand-over by keys alone is counted among the tasks of roles.
        for what, at, do, presses, keys in JOURNEYS[: -1 if way == "keys" else None]:
            hands = WAYS[way](page, counts := Counts(by_keys=way == "keys"))
            page.goto(at.format(**places))
            do(hands)
            page.locator(".flash").first.wait_for()  # what was sent has been answered
            assert counts.clicks <= presses, (what, counts.clicks)
            assert counts.typed <= keys, (what, counts.typed)
    with site.app.app_context():
        mine = db.session.get_one(Partnership, number)
        papers = db.session.scalars(
            select(Agreement).where(Agreement.partnership_id == number).order_by(Agreement.id)
        ).all()
        assert [one.signed_on is not None for one in papers] == [True, True]
        assert papers[1].renews_id == papers[0].id
        last = db.session.scalars(select(Evaluation).order_by(Evaluation.id.desc())).first()
        assert last is not None
        assert (last.partnership_id, last.weaknesses) == (number, "Few hours in spring")
        assert len(mine.confirmed_on) == before + 1
        assert db.session.get_one(Activity, talked).title == "A talk to the council"
        kept = [one for one in db.session.scalars(select(Partnership)) if one.partner.name.endswith(f"by {way}")]
        follower = KEEPERS[way] if way == "keys" else FOLLOWER
        people = [one.point_person_on(TODAY) for one in kept]
        assert people == [follower] * SIX
        # Past credit stays with whoever earned it.
        assert [one.point_person_on(TODAY - timedelta(days=30)) for one in kept] == [KEEPERS[way]] * SIX
