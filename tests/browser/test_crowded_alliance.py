"""An alliance with much on record, on a phone: no page of its own grows with it, and all of it is still reached."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from dashboards.addresses import ENGAGEMENT
from models.needs import Match
from models.partners import WorkforceNeed
from models.partnerships import TermName
from models.records import RecordStatus
from models.stewardship import Recognition
from tests.browser.conftest import Served
from tests.browser.visits import PHONE, Fill, opened, settled_dashboard, sign_in
from tests.cast import OTHER_SCHOOL, SCHOOL, Cast, partner_named, school_named, user_of
from tests.factories import (
    TODAY,
    a_commitment,
    a_contribution,
    a_membership,
    a_partnership,
    a_school,
    a_school_partner,
    a_user,
    an_activity,
    an_agreement,
)

MORE_SCHOOLS = ("Kestrel Early College of Engineering", "Saltgrass Senior High", "Tupelo Fork Elementary")
REQUESTS, ENTRIES, GIFTS, THANKS = 15, 30, 40, 9
# Every page of an alliance ends within so many screens of a phone.
SCREENS = 4
OFFERS = ("tutoring", "mentoring", "career_talks", "shadowing", "equipment")
UNITS = ("hours", "dollars", "items", "hours", "dollars")
MESSAGE = (
    "Could two of your students tutor mathematics on Tuesdays in January? Forty minutes a week, nine students of "
    "grade seven, in the room next to the library; we bring the books, and a teacher is always there with them."
)


@pytest.fixture(scope="module", params=[3, 5])
def many(request: pytest.FixtureRequest) -> int:
    """How many schools there are: all of them fit on the first page, or only some."""
    number: int = request.param
    return number


@pytest.fixture(scope="module")
def fill(many: int) -> Fill:
    """Of everything more than a page should show."""

    def crowded(session: Session) -> None:
        partner, me = partner_named(session), user_of(session, Cast.ALLIANCE)
        schools = [school_named(session, SCHOOL), school_named(session, OTHER_SCHOOL)]
        schools += [a_school(session, name) for name in MORE_SCHOOLS[: many - 2]]
        for school in schools[1:]:
            a_school_partner(session, school, partner)
        for school in schools[2:]:
            a_membership(session, a_user(session, name="Marisol Ortiz-Vandermeer"), school=school)
        together = [
            a_partnership(
                session,
                school,
                partner,
                shown_on=TODAY,
                terms={TermName.SHORT_GOALS: MESSAGE, TermName.LONG_GOALS: MESSAGE},
            )
            for school in schools
        ]
        for at in range(12):
            end = TODAY + timedelta(days=20 + 15 * at)
            an_agreement(session, together[at % many], ends_on=end, submitted_on=TODAY - timedelta(days=370))
        for at in range(REQUESTS):
            asked = TODAY - timedelta(days=at)
            session.add(
                Match(school=schools[at % many], partner=partner, offer=OFFERS[at % 5], occurred_on=asked,
                      message=MESSAGE, answer_by=TODAY + timedelta(days=7), raised_by=("teachers",))
            )  # fmt: skip
        for at in range(ENTRIES):
            a_contribution(
                session, schools[at % many], partner, type=OFFERS[at % 5], entered_by_id=me.id, unit="hours",
                occurred_on=TODAY - timedelta(days=at), record_status=RecordStatus.PROPOSED,
                **({"returned_on": TODAY, "school_word": MESSAGE} if at % 5 == 0 else {}),
            )  # fmt: skip
        for at in range(GIFTS):
            on = TODAY - timedelta(days=30 * at)
            a_contribution(
                session, schools[at % many], partner, type=OFFERS[at % 4], unit=UNITS[at % 5], amount=12 + at,
                occurred_on=on, allocated_to="the seventh grade's robotics laboratory",
            )  # fmt: skip
            a_commitment(session, together[at % many], unit=UNITS[at % 5], type=OFFERS[at % 4], amount=9, due_on=on)
            an_activity(
                session, schools[at % many], partners=[partner], by=("alliances",), activity_kind="advocacy",
                occurred_on=TODAY - timedelta(days=9 * at), hours=2, students=20, people=60,
                audience=("families", "business", "pta"), channel=("presentation",), way=("tutoring",),
            )  # fmt: skip
        for at in range(THANKS):
            on = TODAY - timedelta(days=30 * at)
            session.add(Recognition(school=schools[at % many], partner=partner, occurred_on=on, mode="public"))
            need = f"{at + 2} welders and machinists who read drawings, by the summer of 2027"
            said = {"stated_on": TODAY - timedelta(days=500), "text": need, "entered_by_id": me.id}
            session.add(WorkforceNeed(school=schools[at % many], partner=partner, **said))

    return crowded


def height_of(page: Page) -> int:
    """Say how high a page is."""
    height: int = page.evaluate("document.scrollingElement.scrollHeight")
    return height


def too_long(page: Page, address: str) -> list[str]:
    """List at which heights a page is longer than it may be: as it opens, and with each of its folds open."""
    page.goto(address)
    if address == ENGAGEMENT:
        settled_dashboard(page)
    heights = {"folded": height_of(page)}
    folds = page.locator("main details:not(header details)")
    for at in range(folds.count()):
        fold = folds.nth(at)
        name = fold.locator("summary").first.inner_text()
        fold.evaluate("one => one.open = true")
        heights[f"{name} ({at})"] = height_of(page)
        fold.evaluate("one => one.open = false")
    most = SCREENS * PHONE["height"]
    return [f"{address}, {name}: {height}" for name, height in heights.items() if height > most]


PAGES = ("", "/requests", "/entries", "/agreements", "/given", "/effect", "/why", "/needs", "/partnerships", "/report")


def test_no_page_of_an_alliance_is_longer_than_four_screens(site: Served, browser: Browser) -> None:
    with opened(browser, site.url, viewport=PHONE) as (page, _watch):
        sign_in(page, Cast.ALLIANCE)
        wrong = [one for path in PAGES for one in too_long(page, f"/alliance{path}" if path else ENGAGEMENT)]
    assert not wrong, "\n".join(wrong)


def reached(page: Page, address: str, words: str) -> int:
    """Count the lines with some words on all pages of a list."""
    page.goto(address)
    found = page.locator("main :is(li, article)", has_text=words).count()
    while page.get_by_role("link", name="Next").count():
        page.get_by_role("link", name="Next").click()
        page.wait_for_load_state()
        found += page.locator("main :is(li, article)", has_text=words).count()
    return found


def test_all_of_it_is_still_reached(site: Served, browser: Browser, many: int) -> None:
    with opened(browser, site.url, viewport=PHONE) as (page, _watch):
        sign_in(page, Cast.ALLIANCE)
        page.goto(ENGAGEMENT)
        settled_dashboard(page)
        main = page.locator("main")
        ways = {
            "/alliance/requests": ("more requests", "answer by", REQUESTS),
            "/alliance/entries": ("What you entered", "Take it back", ENTRIES),
            "/alliance/agreements": ("12 in all", "last day", 12),
            "/alliance/partnerships": ("All 5 schools" if many > 3 else "partnerships and people", "Write", many),
            "/alliance/needs": ("What your workforce needs", "welders", THANKS),
        }
        for address, (words, _line, _number) in ways.items():
            assert main.get_by_role("link", name=words).first.get_attribute("href", timeout=500).startswith(address)
        for address, (_words, line, number) in ways.items():
            assert reached(page, address, line) == number, address
        for only, number in {"gifts": GIFTS, "promises": GIFTS, "acts": GIFTS, "thanks": THANKS}.items():
            page.goto("/alliance/given")
            way = page.locator("main").get_by_role("link", name=f"All {number} ").and_(page.locator(f"[href*={only}]"))
            assert reached(page, way.get_attribute("href") or "", "·" if only != "thanks" else "thanked you") == number
