"""What a point person does on a busy Monday, by keys and by thumb: in few presses, and all of it on record."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.agreements import Agreement
from models.days import months_after
from models.evaluations import Evaluation
from models.partnerships import Partnership
from tests.browser.conftest import Served
from tests.browser.hands import Counts, Hands, Keys, Thumb
from tests.browser.role_tasks import A_MINUTE, FILL_IN, FIVE_IN_A_ROW, SAVE
from tests.browser.visits import DESK, PHONE, Fill, opened, sign_in
from tests.cast import OTHER_PARTNER, PARTNER, Cast, partner_named, school_named, user_of
from tests.factories import TODAY, a_partner, a_partnership, a_school_partner, an_activity, an_agreement, an_evaluation
from tracker.extensions import db

WAYS: dict[str, type[Keys] | type[Thumb]] = {"keys": Keys, "thumb": Thumb}
SCREENS: dict[str, Any] = {"keys": DESK, "thumb": PHONE}
FOLLOWER, SIX = "School admin", 6
MARCH = "Gears and levers"
# Each way has its own of everything: who leaves, and which of the cast's partners.
KEEPERS, PARTNERS = {"keys": "Pat Keeper", "thumb": "Lou Keeper"}, {"keys": PARTNER, "thumb": OTHER_PARTNER}


@pytest.fixture(scope="module")
def fill() -> Fill:
    """For each way a partnership whose agreement ends soon, six of somebody who leaves, and a talk without a name."""

    def begun(session: Session) -> None:
        school = school_named(session)
        began = TODAY - timedelta(days=100)
        me = user_of(session, Cast.POINT_PERSON)
        for months in (12, 24, 9):  # one in each of two Marches, and one in June
            an_activity(session, school, title=MARCH, occurred_on=months_after(TODAY, -months))
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


def log_five(hands: Hands) -> None:
    """Log what Friday's notes say, one after the other."""
    for step in FIVE_IN_A_ROW:
        what, *rest = step
        getattr(hands, "finish" if step in (SAVE, FILL_IN) else what)(*rest)


def find(hands: Hands) -> None:
    """Find what was done last March by what is remembered of it."""
    hands.go("Activities")
    hands.write("q", "gears last march")
    hands.finish("Show")
    hands.finish(MARCH)


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
    way = "keys" if hands.counts.by_keys else "thumb"
    hands.write("who", KEEPERS[way][:5])
    hands.finish("Go on")
    hands.write("follows", FOLLOWER)
    hands.finish("Hand over")


# What it is, where it begins, how it is done, and the most presses and keys that it may take.
JOURNEYS = (
    ("renew", "/", renew, 3, 0),
    ("evaluate", "{partnership}", evaluate, 4, 39),
    ("confirm the facts", "{partnership}", confirm, 1, 0),
    ("log five", "/", log_five, 28, 52),
    ("correct one", "{activity}", correct, 3, 21),
    ("find last March's", "/", find, 5, 16),
    ("hand over", "/", hand_over, 7, 17),
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
        logged = db.session.scalar(select(func.max(Activity.id)))
    with opened(browser, site.url, viewport=SCREENS[way], has_touch=way == "thumb") as (page, _watch):
        sign_in(page, Cast.POINT_PERSON)
        for what, at, do, presses, keys in JOURNEYS:
            hands = WAYS[way](page, counts := Counts(by_keys=way == "keys"))
            page.goto(at.format(**places))
            do(hands)
            if do is find:
                expect(page.locator("main")).to_contain_text("Mar 14, 2025")
            else:
                page.locator(".flash").first.wait_for()  # what was sent has been answered
            print(f"{what}, by {way}: {counts.clicks} presses, {counts.typed} keys, of {presses} and {keys}")
            assert counts.clicks <= presses, (what, counts.clicks)
            assert counts.typed <= keys, (what, counts.typed)
            assert counts.seconds <= A_MINUTE, (what, counts.ways)
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
        five = db.session.scalars(select(Activity).where(Activity.id > logged).order_by(Activity.id)).all()
        assert [one.channel for one in five] == [
            ("site_visit",), ("newsletter",), (), ("letter_legislator",), ("conversation",),
        ]  # fmt: skip
        for one in five:  # the same again, by the other hands, would be pointed out
            one.archive()
        db.session.commit()
        kept = [one for one in db.session.scalars(select(Partnership)) if one.partner.name.endswith(f"by {way}")]
        people = [one.point_person_on(TODAY) for one in kept]
        assert people == [FOLLOWER] * SIX
        # Past credit stays with whoever earned it.
        assert [one.point_person_on(TODAY - timedelta(days=30)) for one in kept] == [KEEPERS[way]] * SIX
