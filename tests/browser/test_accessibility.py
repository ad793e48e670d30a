"""Every page of the product, at both widths and in both colour schemes, open and after a refused form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from dashboards import PREFIX
from models.accounts import Role, User
from models.memberships import Membership
from tests.browser.addresses import page_addresses, richest_ids
from tests.browser.axe import cramped, sideways, violations
from tests.browser.conftest import Served
from tests.browser.visits import DESK, Fill, left, opened, settled_dashboard, sign_in
from tests.cast import PARTNER, Cast, partner_named, school_named
from tests.factories import (
    TODAY,
    a_contact,
    a_partnership,
    an_activity,
    an_agreement,
    an_evaluation,
)
from tracker.demo_accounts import DOMAIN
from tracker.extensions import db
from tracker.permissions import PUBLIC, permission_of
from tracker.roles import ROLE_PERMISSIONS

NOBODY = ""
# Tried in this order; the first who may open a page looks at it. Together they must open every one.
READERS = (NOBODY, "point", "alliance", "district", "admin")
FEWEST_PAGES, FEWEST_FORMS = 30, 12
# A form that is folded away asks for something else than its page does; one for a passkey asks the device first.
FORM = "main form:not(details:not([open]) form, [data-passkey])"
# Each sends the forms that those before them may not.
SENDERS = (
    (Cast.NOBODY, None),
    (Cast.SCHOOL_ADMIN, Role.SCHOOL_ADMIN),
    (Cast.DISTRICT_ADMIN, Role.DISTRICT_ADMIN),
    (Cast.ALLIANCE, Role.ALLIANCE_MEMBER),
)


def looked_at(page: Page, address: str) -> list[str]:
    """Open a page, and list everything wrong with it: on a desk when it is light, on a phone in the dark."""
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    answer = page.goto(address)
    assert answer is not None and answer.ok, f"{address} answers {answer and answer.status}"
    if address.startswith(PREFIX):
        settled_dashboard(page)
    wrong = violations(page) + cramped(page)
    page.emulate_media(color_scheme="dark")
    wrong += sideways(page) + cramped(page)
    return wrong + [f"on a phone in the dark: {problem}" for problem in violations(page)]


@pytest.fixture(scope="module")
def demo_pages(demo: Served) -> list[str]:
    """The addresses of all pages of the demo's second school, which has something of everything."""
    with demo.app.app_context():
        person = select(User.id).where(User.email == f"point{DOMAIN}").scalar_subquery()
        school_id = db.session.scalar(select(Membership.school_id).where(Membership.user_id == person))
        assert school_id is not None
        return list(page_addresses(demo.app, richest_ids(db.session, school_id)))


def walked(
    browser: Browser, demo: Served, state_of: Callable[[str], StorageState], addresses: list[str]
) -> Iterator[tuple[str, str, list[str]]]:
    """Look at every address as the first reader who may open it.

    Returns:
        Reader, address and what is wrong there, for every page; addresses that only send on, or answer no page, are
        left out.
    """
    left = list(addresses)
    for reader in READERS:
        with opened(browser, demo.url, storage_state=state_of(reader) if reader else None) as (page, _watch):
            for address in list(left):
                answer = page.request.get(address, max_redirects=0)
                sends_on = 300 <= answer.status < 400
                if answer.status in (401, 403, 404) or (sends_on and reader == NOBODY):
                    continue
                assert sends_on or answer.status == 200, (address, answer.status)
                left.remove(address)
                if not sends_on and answer.headers["content-type"].startswith("text/html"):
                    yield reader, address, looked_at(page, address)
    assert not left, f"none of the readers may open {left}"


def test_the_check_itself_finds_what_is_wrong(page: Page) -> None:
    page.goto("/login")
    page.evaluate("document.querySelectorAll('label').forEach(label => label.remove())")
    page.evaluate("document.body.style.minWidth = '900px'")
    assert any("label" in problem for problem in violations(page))
    assert sideways(page) != []
    assert cramped(page) == []
    page.evaluate("document.querySelector('[name=email]').style.width = '34px'")
    assert cramped(page) != []


@pytest.mark.parametrize(
    "faded",
    [
        "row.style.color = '#999'",
        "row.style.opacity = 0.5",
        "row.parentElement.style.background = '#555'",
        "row.querySelector('input').style.color = '#bbb'",
    ],
)
def test_the_check_itself_finds_the_one_row_of_many_that_is_hard_to_read(page: Page, faded: str) -> None:
    page.goto("/login")
    page.evaluate(
        """document.querySelector("main").insertAdjacentHTML("beforeend", Array(9).fill(
            `<section><div>Some text <input aria-label="Hours" value="12"></div></section>`).join(""))"""
    )
    assert violations(page) == []
    page.evaluate(f"(row => {{ {faded} }})(document.querySelectorAll('main section div')[6])")
    found = violations(page)
    assert len(found) == 1
    assert "color-contrast" in found[0]


def test_every_page_is_accessible_at_both_widths_and_in_both_colour_schemes(
    browser: Browser, demo: Served, demo_states: Callable[[str], StorageState], demo_pages: list[str]
) -> None:
    seen = list(walked(browser, demo, demo_states, demo_pages))
    assert [problem for _, _, wrong in seen for problem in wrong] == []
    assert len(seen) >= FEWEST_PAGES
    assert {reader for reader, _, _ in seen} >= {NOBODY, "point", "alliance"}


@pytest.fixture(scope="module")
def fill() -> Fill:
    """One record of every kind that has a form."""

    def one_of_each(session: Session) -> None:
        school, partner = school_named(session), partner_named(session, PARTNER)
        a_contact(session, school, partner)
        an_activity(session, school, title="What our robotics unit taught us")
        partnership = a_partnership(session, school, partner)
        an_agreement(session, partnership, signed_on=TODAY - timedelta(days=3))
        an_evaluation(session, partnership)

    return one_of_each


def has_form(rule: Rule) -> bool:
    """Say whether a page is a form that can be refused."""
    return "POST" in (rule.methods or ())


def emptied_and_sent(page: Page) -> None:
    """Take everything out of the page's form, and save."""
    form = page.locator(FORM).last
    form.evaluate(
        """form => form.querySelectorAll("input, select, textarea").forEach(field => {
            if (["checkbox", "radio"].includes(field.type)) field.checked = false;
            else if (field.tagName === "SELECT") field.value = "";
            else if (!["hidden", "file"].includes(field.type)) field.value = "";
        })"""
    )
    with left(page):
        form.locator("button.btn").first.click()


def unhelpful(page: Page) -> list[str]:
    """List the links of the error summary that do not lead to a field which says what is wrong with it."""
    wrong = []
    links = page.locator("#error-summary a")
    for number in range(links.count()):
        said = links.nth(number).inner_text()
        target = (links.nth(number).get_attribute("href") or "").removeprefix("#")
        links.nth(number).click()
        found = page.evaluate(
            """target => {
                const field = document.getElementById(target), focused = document.activeElement;
                if (!field || focused !== field) return {problem: "does not focus #" + target};
                const group = field.closest("fieldset[aria-describedby]");
                const isOne = ["checkbox", "radio"].includes(field.type);
                if (!isOne && field.getAttribute("aria-invalid") !== "true") return {problem: "not marked as invalid"};
                const told = ((isOne && group ? group : field).getAttribute("aria-describedby") || "").split(" ");
                return {told: told.map(id => document.getElementById(id)?.innerText || "").join(" ")};
            }""",
            target,
        )
        if "problem" in found:
            wrong.append(f"{page.url}: {said!r} {found['problem']}")
        elif said not in found["told"]:
            wrong.append(f"{page.url}: {said!r} is not said by its field, which says {found['told']!r}")
    return wrong


def refused_forms(page: Page, addresses: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Send every form of these pages empty.

    Returns:
        Address and what is wrong there, for each form that is refused.
    """
    for address in addresses:
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
        page.goto(address)
        if page.locator(FORM).locator("button.btn").count() == 0:
            continue
        emptied_and_sent(page)
        if page.locator("#error-summary").count() == 0:
            continue
        expect(page.locator("#error-summary")).to_be_focused()
        yield address, unhelpful(page) + violations(page) + sideways(page) + violations(page)


def test_a_refused_form_leads_to_each_field_and_says_there_what_is_wrong(browser: Browser, site: Served) -> None:
    refused, wrong = [], []
    seen = {PUBLIC}
    for person, role in SENDERS:
        may = ROLE_PERMISSIONS[role] - seen if role else {PUBLIC}
        seen |= may
        with site.app.app_context():
            forms = page_addresses(
                site.app,
                richest_ids(db.session, school_named(db.session).id),
                wanted=lambda rule, may=may: has_form(rule) and permission_of(site.app, rule.endpoint) in may,  # type: ignore[misc]
            )
            addresses = list(forms)
        with opened(browser, site.url) as (page, watch):
            # A browser reports refusals as errors, whatever the page says; an alliance has not all that its school has.
            watch.expected |= {400, 401, 404, 422}
            if person is not Cast.NOBODY:
                sign_in(page, person)
            for address, problems in refused_forms(page, addresses):
                refused.append((person, address))
                wrong += problems
    assert wrong == []
    assert len(refused) >= FEWEST_FORMS, refused
    assert {person for person, _ in refused} == {person for person, _ in SENDERS}


def test_lists_with_nothing_in_them_are_accessible_and_say_what_to_do(browser: Browser, site: Served) -> None:
    addresses = list(page_addresses(site.app, {}, wanted=lambda rule: not rule.arguments))
    empty, wrong = [], []
    with opened(browser, site.url) as (page, _watch):
        sign_in(page, Cast.OTHER_POINT_PERSON)
        for address in addresses:
            answer = page.request.get(address, max_redirects=0)
            if answer.status != 200 or not answer.headers["content-type"].startswith("text/html"):
                continue
            wrong += looked_at(page, address)
            if page.locator(".empty").count():
                empty.append(address)
                assert page.locator(".empty a, .actions a, header a.log").count(), f"{address} does not say what to do"
    assert wrong == []
    assert {"/activities", "/partnerships", "/agreements", "/evaluations", "/partners"} <= set(empty)
