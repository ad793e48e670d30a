"""An admin's first morning: six of a list join, on a phone too; one leaves with four partnerships, one forgot."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from oidc_provider_mock import User as Known
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Page, expect
from pyotp import TOTP
from sqlalchemy.orm import Session

from models.operations.second_factors import STEP
from tests.browser.conftest import Served
from tests.browser.visits import PHONE, Fill, left, opened, sign_in
from tests.cast import PARTNER, SCHOOL, Cast, school_named
from tests.factories import PASSWORD, a_partner, a_partnership
from tracker.extensions import db

PROVIDER = "School Mail"
LEAVES, FOLLOWS = "Slt", "Lee Park"
CHOSEN = "heron gravel tuesday lamp"
LIST = f"""Ada Moss, ada@school.example, teacher
Lee Park <lee@school.example>, point person + SLT
Kim Ruiz, kim@mill.example, alliance: {PARTNER}
Sol Vega, sol@school.example, viewer
Ines Roy, ines@school.example, SLT
Tom Hale, tom@school.example
"""


@pytest.fixture(scope="module")
def fill() -> Fill:
    """Somebody is the point person of four partnerships."""

    def kept(session: Session) -> None:
        for name in ("Anvil Works", "Birch Bank", "Cedar Clinic", "Delta Dairy"):
            a_partnership(session, school_named(session), a_partner(session, name), point_person=LEAVES)

    return kept


@pytest.fixture
def provider(site: Served) -> Iterator[str]:
    """A real provider of the district's own accounts, which the site trusts for the addresses of the cast."""
    known = [Known(sub="viewer", claims={"email": Cast.VIEWER.email, "email_verified": True})]
    before = site.app.config["SETTINGS"]
    with run_server_in_thread(user_claims=known, require_nonce=True) as server:
        issuer = f"http://localhost:{server.server_port}"
        site.app.config["SETTINGS"] = replace(before, sign_in_with=f"{PROVIDER}, {issuer}, continuum, secret")
        with site.app.app_context():
            school_named(db.session).district.sign_in_domains = (Cast.VIEWER.email.partition("@")[2],)
            db.session.commit()
        yield issuer
    site.app.config["SETTINGS"] = before


def invited(page: Page) -> list[str]:
    """Invite the list, and give the address that the admin hands to each."""
    sign_in(page, Cast.SCHOOL_ADMIN, to="/people")
    page.get_by_role("link", name="Invite people").click()
    page.get_by_label("Whom?").fill(LIST)
    with left(page):
        page.get_by_role("button", name="Look what would be sent").click()
    expect(page.locator("#error-summary")).to_have_count(0)
    expect(page.get_by_role("heading", name="5 invitations would be sent")).to_be_visible()
    expect(page.locator("tr", has_text="tom@school.example")).to_contain_text("Say as what")
    page.locator("label", has_text=re.compile("^Contributor$")).click()
    with left(page):
        page.get_by_role("button", name="Look again").click()
    with left(page):
        page.get_by_role("button", name="Send 6 invitations").click()
    boxes = page.get_by_label(re.compile("The address to give")).all()
    assert len(boxes) == 6
    return [box.input_value() for box in boxes]


def take_up(page: Page, address: str) -> None:
    """Open an invitation and join."""
    page.goto(address)
    page.get_by_label("New password", exact=True).fill(CHOSEN)
    page.get_by_label("New password again").fill(CHOSEN)
    with left(page):
        page.get_by_role("button", name="Join").click()


def test_six_people_of_a_list_join_by_their_addresses_and_one_leaves_with_four_partnerships(
    site: Served, browser: Browser
) -> None:
    with opened(browser, site.url) as (page, watch):
        watch.expected.add(422)  # one line says not as what
        _six_people_join(page, invited(page), site, browser)


def _six_people_join(page: Page, addresses: list[str], site: Served, browser: Browser) -> None:
    seen = []
    for address in addresses:
        with opened(browser, site.url, viewport=PHONE) as (theirs, _watch):
            take_up(theirs, address)
            expect(theirs.locator(".flash.good")).to_contain_text("Welcome")
            width = theirs.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
            assert width[0] <= width[1]
            seen.append(theirs.locator("header .place-name").inner_text())
    assert sorted(set(seen)) == sorted({SCHOOL, PARTNER})

    page.goto("/people")
    lee = page.locator("tr", has_text="lee@school.example")
    expect(lee).to_contain_text("Point person")
    expect(lee).to_contain_text("SLT member")
    expect(page.locator("tr", has_text="Kim Ruiz")).to_contain_text(PARTNER)
    expect(page.get_by_role("button", name="Withdraw")).to_have_count(0)
    _one_leaves_with_four_partnerships(page)


def _one_leaves_with_four_partnerships(page: Page) -> None:
    row = page.locator("tr", has=page.get_by_role("link", name=LEAVES, exact=True))
    expect(row).to_contain_text("4 partnerships")
    with left(page):
        row.get_by_role("button", name="Leaves").click()
    expect(page.get_by_role("heading", name="4 partnerships")).to_be_visible()
    page.get_by_label("Who follows?").fill(FOLLOWS)
    page.get_by_label("They leave the school").check()
    with left(page):
        page.get_by_role("button", name="Hand over", exact=True).click()
    expect(page.locator(".flash.good")).to_contain_text(f"{FOLLOWS} follows {LEAVES}: 4 partnerships")
    page.goto("/people")
    expect(page.locator("tr", has_text=FOLLOWS)).to_contain_text("4 partnerships")
    expect(row).to_have_count(0)
    page.goto("/people?state=left")
    with left(page):
        page.get_by_role("link", name=LEAVES, exact=True).click()
    expect(page.locator("main")).to_contain_text(f"Left {SCHOOL}.")


def test_a_forgotten_password_is_chosen_anew_by_the_address_that_the_admin_makes(
    page: Page, site: Served, browser: Browser
) -> None:
    sign_in(page, Cast.SCHOOL_ADMIN, to="/people")
    page.get_by_role("link", name="Viewer", exact=True).click()
    with left(page):
        page.get_by_role("button", name="Make an address for a new password").click()
    address = page.get_by_label(re.compile("this address")).input_value()
    with opened(browser, site.url, viewport=PHONE) as (theirs, watch):
        theirs.goto("/login")
        theirs.get_by_role("link", name="Forgotten password?").click()
        expect(theirs.locator("main")).to_contain_text("find you under People")
        theirs.goto(address)
        theirs.get_by_label("New password", exact=True).fill(CHOSEN)
        theirs.get_by_label("New password again").fill(CHOSEN)
        with left(theirs):
            theirs.get_by_role("button", name="Save the new password").click()
        expect(theirs.locator(".flash.good")).to_contain_text("You have a new password")
        watch.expected.add(410)
        theirs.goto(address)
        expect(theirs.get_by_role("heading")).to_contain_text("opens nothing any more")


def test_a_passkey_of_the_phone_is_added_and_signs_in_after_the_password_and_alone(
    site: Served, browser: Browser
) -> None:
    # No passkey is made for a number: the address has to be a name.
    url = site.url.replace("127.0.0.1", "localhost")
    with opened(browser, url, viewport=PHONE) as (page, watch):
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        wishes = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
        device.send("WebAuthn.addVirtualAuthenticator", {"options": {**wishes, "isUserVerified": True}})
        sign_in(page, Cast.CONTRIBUTOR, to="/account/passkeys")
        page.get_by_label("Name of this device").fill("My phone")
        page.get_by_label("Present password").fill("wrong")
        watch.expected.add(401)
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("not your present password")
        page.get_by_label("Present password").fill(PASSWORD)
        with left(page):
            page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("heading", name="Print these, or write them down")).to_be_visible()
        page.goto("/account/passkeys")
        expect(page.locator("main")).to_contain_text("not used yet")
        page.get_by_label("Present password").fill(PASSWORD)
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("alert")).to_contain_text("has a passkey for your account already")

        page.context.clear_cookies()
        page.goto("/login?next=/account/passkeys")
        page.get_by_label("E-mail").fill(Cast.CONTRIBUTOR.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        with left(page):
            page.get_by_role("button", name="Sign in").click()
        with left(page):
            page.get_by_role("button", name="Use my passkey").click()
        expect(page.locator("main")).to_contain_text("last used")

        page.context.clear_cookies()
        page.goto("/login?next=/account/passkeys")
        with left(page):
            page.get_by_role("button", name="Use a passkey").click()
        expect(page.locator("main")).to_contain_text("My phone")
        width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert width[0] <= width[1]


# The provider's own code is older than the library beneath it, and runs in a thread of the tests.
@pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")
def test_the_districts_own_account_opens_the_door_and_so_do_a_code_of_the_phone_and_one_on_paper(
    site: Served, browser: Browser, provider: str
) -> None:
    # Not watched: the provider's own page is elsewhere, as it is meant to be, and brings its own style from there.
    with browser.new_context(base_url=site.url, viewport=PHONE) as outside:
        page = outside.new_page()
        page.route(lambda url: "localhost" not in url and "127.0.0.1" not in url, lambda route: route.abort())
        page.goto("/login?next=/activities")
        page.get_by_role("link", name=f"Sign in with {PROVIDER}").click()
        page.locator("input[name=sub]").fill("viewer")
        with left(page):
            page.locator("button[type=submit], input[type=submit]").first.click()
        expect(page).to_have_url(re.compile(r"/activities$"))
    with opened(browser, site.url, viewport=PHONE) as (page, watch):
        sign_in(page, Cast.OTHER_POINT_PERSON, to="/account/second-step")
        totp = TOTP(page.locator("main code").inner_text().replace(" ", ""))
        _type_code(page, totp.now(), "Turn it on")
        paper = page.locator("main code").first.inner_text()
        for code in (totp.at(int(time.time()) + STEP), paper):
            page.context.clear_cookies()
            page.goto("/login?next=/account")
            page.get_by_label("E-mail").fill(Cast.OTHER_POINT_PERSON.email)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            with left(page):
                page.get_by_role("button", name="Sign in").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
            _type_code(page, code, "Sign in")
            expect(page.get_by_role("heading", level=1)).to_have_text("My account")
        assert not watch.expected


def _type_code(page: Page, code: str, button: str) -> None:
    page.get_by_label("Code", exact=False).fill(code)
    with left(page):
        page.get_by_role("button", name=button).click()
