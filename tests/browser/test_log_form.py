"""The log adapts to what the catalogue says of channels and of those who act."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from tests.browser.visits import Fill, sign_in
from tests.cast import Cast, partner_named, school_named
from tests.factories import TODAY, an_activity


@pytest.fixture(scope="module")
def fill() -> Fill:
    """A school that has logged nothing for three years."""

    def long_ago(session: Session) -> None:
        day = TODAY.replace(year=TODAY.year - 3)
        an_activity(session, school_named(session), occurred_on=day, partners=[partner_named(session)])

    return long_ago


def choose(page: Page, field: str, code: str, *, off: bool = False) -> None:
    """Tick or untick one code, wherever it stands."""
    box = page.locator(f"input[name={field}][value={code}]")
    box.set_checked(not off, force=True)


def test_the_log_follows_what_is_said_of_channels_and_actors(page: Page) -> None:
    sign_in(page, Cast.CONTRIBUTOR, to="/log?tile=other")
    kind = page.locator("input[name=kind][value=advocacy]")
    first_screen, two_way = page.locator("[data-slot=main]"), page.locator("[data-part=two_way]")
    expect(kind).not_to_be_checked()

    # Of an information night nobody can guess whether both sides talked; of a meeting everybody can.
    expect(first_screen.locator("[data-part=two_way]")).to_have_count(0)
    choose(page, "channel", "info_night")
    expect(first_screen.locator("[data-part=two_way]")).to_be_visible()
    choose(page, "channel", "info_night", off=True)
    choose(page, "channel", "meeting")
    expect(first_screen.locator("[data-part=two_way]")).to_have_count(0)
    expect(two_way).to_have_count(1)

    # A letter to a legislator is advocacy, and the page says why.
    choose(page, "channel", "letter_legislator")
    expect(kind).to_be_checked()
    expect(page.locator("#switch-notice")).to_contain_text("a letter to a legislator or a letter to the editor")

    # What students did is told by a way of theirs; what leaders did by a purpose.
    choose(page, "channel", "letter_legislator", off=True)
    page.locator("input[name=kind][value=partnership]").check(force=True)
    choose(page, "by", "teachers", off=True)
    choose(page, "by", "leaders")
    expect(page.locator("[data-part=purpose]")).to_be_visible()
    choose(page, "by", "leaders", off=True)
    choose(page, "by", "students")
    expect(page.locator("[data-part=purpose]")).to_be_hidden()
    expect(page.locator("[data-part=way]")).to_be_visible()


def test_back_and_save_leads_to_what_is_stored_and_stores_nothing_more(page: Page) -> None:
    sign_in(page, Cast.CONTRIBUTOR, to="/log?tile=other")
    choose(page, "by", "teachers")
    choose(page, "channel", "presentation")
    choose(page, "audience", "pta")
    page.locator("[name=title]").fill("Robots for the PTA")
    save = page.locator("#log-form button[value=show]")
    save.click()
    expect(page).to_have_url(re.compile(r"/activities/\d+$"))
    stored = page.url
    page.go_back()
    expect(page.locator("[name=title]")).to_have_value("Robots for the PTA")
    save.click()
    expect(page).to_have_url(stored)
    expect(page.get_by_text("This was saved already, and is stored once.")).to_be_visible()
    page.goto("/activities?q=Robots")
    expect(page.locator(".count-line")).to_contain_text("1 activity")


def test_a_no_is_said_in_the_form_and_not_asked_again(page: Page) -> None:
    sign_in(
        page, Cast.CONTRIBUTOR, to="/log?tile=night&by=teachers&audience=families&channel=info_night&topic=stem_purpose"
    )
    no = page.locator("#hint [data-no]:visible").first
    name = no.get_attribute("data-no")
    no.click()
    expect(page.locator(f"#hint [data-no={name}]:visible")).to_have_count(0)
    with page.expect_response("**/log/hint*"):
        page.get_by_label("When?").fill("2026-03-01")
    expect(page.locator(f"#hint [data-no={name}]:visible")).to_have_count(0)
    assert page.locator(f"select[name={name}]").evaluate_all("found => found.every(one => one.value === 'no')")


def test_a_question_of_the_hint_is_answered_there_by_keyboard(page: Page) -> None:
    sign_in(page, Cast.CONTRIBUTOR, to="/log?tile=other")
    choose(page, "by", "leaders")
    choose(page, "channel", "meeting")
    button = page.locator("#hint [data-answer][data-field=topic]").first
    button.focus()
    code = button.get_attribute("data-answer")
    page.keyboard.press("Enter")

    expect(page.locator(f"input[name=topic][value={code}]")).to_be_checked()
    expect(page.locator("#hint [data-answer][data-field=topic]")).to_have_count(0)
    # Who works by keyboard stays in the panel, and nothing was sent but the question.
    expect(page.locator("#hint :focus")).to_have_count(1)
    expect(page.locator("#hint .answered")).to_contain_text("✓ What was it about?")
    expect(page).to_have_url(re.compile(r"/log\?tile=other$"))


def test_with_which_partner_is_answered_in_the_hint(page: Page) -> None:
    sign_in(page, Cast.CONTRIBUTOR, to="/log?tile=other")
    choose(page, "kind", "partnership")
    choose(page, "by", "teachers", off=True)
    choose(page, "by", "students")
    choose(page, "way", "tutoring")
    button = page.locator("#hint [data-answer][data-field=partners]").first
    name = button.get_attribute("data-answer") or ""
    button.click()

    expect(page.locator("input[name=partners]").first).to_have_value(name)
    expect(page.locator("input[name=partners]")).to_have_count(2)
    expect(page.locator("#hint [data-answer][data-field=partners]")).to_have_count(0)
    expect(page.locator("#hint .answered")).to_contain_text(f"✓ With which partner? {name}")
