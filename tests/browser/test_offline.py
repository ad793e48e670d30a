"""The log on a phone without a connection: what is written waits on the device, and is stored exactly once."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from models.activities import Activity
from models.needs import Match
from models.stewardship import Recognition
from tests.browser.axe import sideways, violations
from tests.browser.conftest import Served
from tests.browser.visits import PHONE, Watch, opened, sign_in
from tests.cast import OTHER_PARTNER, PARTNER, Cast
from tests.models.test_pictures import photo
from tracker.extensions import db

WHOSE = """async () => {
  const kept = await (await import("/static/js/waiting_store.js")).keptNow();
  return (navigator.serviceWorker.controller && kept?.who) ?? "";
}"""


@pytest.fixture
def phone(browser: Browser, site: Served) -> Iterator[tuple[Page, Watch]]:
    """Somebody's phone."""
    with opened(browser, site.url, viewport=PHONE, has_touch=True, is_mobile=True) as (page, watch):
        watch.is_cut_off = True
        yield page, watch


@pytest.fixture(autouse=True)
def nothing_logged(site: Served) -> None:
    """Take away what the test before logged."""
    with site.app.app_context():
        for activity in db.session.scalars(select(Activity)):
            if activity.record_status != "archived":
                activity.archive()
        db.session.commit()


@pytest.fixture
def dying(site: Served) -> Iterator[Callable[[str], None]]:
    """Let the server die at entries of the log: before it stored them, or after, without an answer."""
    whole, moment = site.app.wsgi_app, [""]

    def serve(environ: dict[str, Any], start: Any) -> Any:
        dies = moment[0] and environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == "/log"
        if not dies:
            return whole(environ, start)
        if moment[0] == "after":
            list(whole(environ, lambda *_: lambda _: None))
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        start("500 Gone", [])
        return []

    site.app.wsgi_app = serve  # type: ignore[method-assign]
    yield lambda when: moment.__setitem__(0, when)
    site.app.wsgi_app = whole  # type: ignore[method-assign]


def logged(site: Served) -> list[tuple[str | None, str | None, list[str]]]:
    """What is stored and counts: title, who entered it, names of files."""
    with site.app.app_context():
        found = db.session.scalars(select(Activity).where(Activity.record_status == "confirmed").order_by(Activity.id))
        return [
            (one.title, one.entered_by and one.entered_by.email, [file.filename for file in one.documents])
            for one in found
        ]


def keep_the_log(page: Page, person: Cast = Cast.POINT_PERSON) -> None:
    """Sign in, and wait until the device keeps the log."""
    sign_in(page, person, to="/log")
    settle(page, lambda: page.evaluate(WHOSE) == page.locator("body").get_attribute("data-who"))


def settle(page: Page, has_come: Callable[[], bool]) -> None:
    """Wait for what no page shows."""
    for _ in range(100):
        if has_come():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it never came")


def write(page: Page, title: str, partner: str = PARTNER, *, tile: str = "visit") -> None:
    """Log a visit by its tile."""
    page.goto(f"/log?tile={tile}")
    page.locator("label.pick", has_text="Teachers").first.click()
    page.locator("#partners").fill(partner)
    page.locator("#title").fill(title)


def save(page: Page) -> None:
    """Press Save."""
    page.locator("#log-form .foot").get_by_role("button", name="Save", exact=True).click()


def cut(page: Page, is_cut: bool = True) -> None:
    """Cut the connection, or bring it back."""
    page.context.set_offline(is_cut)
    if not is_cut:
        # Some versions of the browser take a page opened while it is cut off for connected, and then say nothing.
        page.evaluate("window.dispatchEvent(new Event('online'))")


def test_two_entries_written_without_a_connection_are_stored_once_each(
    phone: tuple[Page, Watch], site: Served, tmp_path: Path
) -> None:
    page, _ = phone
    keep_the_log(page)
    cut(page)
    page.goto("/partners")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    page.get_by_role("link", name="Log something").click()
    expect(page.locator("#kept-page")).to_be_visible()
    assert violations(page) == [] and sideways(page) == []
    page.locator("#line").fill("PTA talk about robots")
    page.get_by_role("button", name="Fill in the form").click()
    expect(page.locator("#title")).to_have_value("PTA talk about robots")

    (tmp_path / "IMG_7.jpg").write_bytes(photo())
    write(page, "Saw the press shop")
    first = page.locator("input[name=once]").input_value()
    page.locator("#photo").set_input_files(tmp_path / "IMG_7.jpg")
    save(page)
    expect(page.locator("header .waits")).to_have_text("1 entry waits on this device")
    write(page, "Read to the smallest", OTHER_PARTNER)
    assert page.locator("input[name=once]").input_value() != first
    save(page)
    expect(page.locator("#waiting li")).to_have_count(2)
    assert violations(page) == [] and sideways(page) == []
    # It is changed, and stays the same entry.
    page.locator("#waiting li", has_text="press shop").get_by_role("link", name="Change").click()
    expect(page.locator("#title")).to_have_value("Saw the press shop")
    page.locator("#title").fill("Saw the press shop and the lab")
    save(page)
    expect(page.locator("#waiting li").first).to_contain_text("and the lab")
    expect(page.locator("#log-draft")).to_be_hidden()

    cut(page, False)
    expect(page.locator("#waiting li")).to_have_count(0)
    expect(page.locator("#waiting")).to_contain_text("Sent and stored: Saw the press shop and the lab")
    expect(page.locator("header .waits")).to_be_hidden()
    page.reload()
    email = Cast.POINT_PERSON.email
    assert logged(site) == [
        ("Saw the press shop and the lab", email, ["IMG_7.jpg"]),
        ("Read to the smallest", email, []),
    ]


def test_a_thank_you_and_a_request_wait_like_an_activity_and_are_stored_once(
    phone: tuple[Page, Watch], site: Served, tmp_path: Path
) -> None:
    page, watch = phone
    watch.expected |= {422}
    keep_the_log(page)
    cut(page)
    page.goto("/log")
    page.get_by_role("link", name="A thank-you").click()
    expect(page.locator("#kept-page")).to_be_visible()
    assert violations(page) == [] and sideways(page) == []
    page.locator("#partner").select_option(label=PARTNER)
    page.locator("label", has_text="Private").first.click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#waiting li")).to_contain_text(f"Thank-you, {PARTNER}")
    page.get_by_role("link", name="Asked a partner for something").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#waiting li")).to_have_count(2)
    cut(page, False)
    # Nobody was named: it is told, and mended where it waits.
    expect(page.locator("#waiting li")).to_have_count(1)
    expect(page.locator("#waiting li")).to_contain_text("Choose the partner.")
    page.locator("#waiting").get_by_role("link", name="Change").click()
    expect(page.locator("#record-form")).to_contain_text("This entry waits on this device.")
    page.locator("#partner").select_option(label=PARTNER)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#waiting")).to_contain_text("Sent and stored")
    expect(page.locator("#waiting li")).to_have_count(0)
    with site.app.app_context():
        names = {kind: db.session.scalars(select(kind)).all() for kind in (Recognition, Match)}
        assert {kind: len(found) for kind, found in names.items()} == {Recognition: 1, Match: 1}


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_entry_whose_answer_never_came_is_stored_once(
    phone: tuple[Page, Watch], site: Served, dying: Callable[[str], None], moment: str
) -> None:
    page, _ = phone
    keep_the_log(page)
    write(page, f"The server died {moment}")
    dying(moment)
    save(page)
    expect(page.locator("#waiting li")).to_contain_text(f"The server died {moment}")
    assert len(logged(site)) == (moment == "after")
    page.get_by_role("button", name="Send now").click()
    page.wait_for_timeout(300)
    expect(page.locator("#waiting li")).to_have_count(1)
    dying("")
    page.get_by_role("button", name="Send now").click()
    expect(page.locator("#waiting")).to_contain_text("Sent and stored")
    assert [title for title, _, _ in logged(site)] == [f"The server died {moment}"]


def test_what_was_changed_after_its_answer_was_lost_is_asked_about(
    phone: tuple[Page, Watch], site: Served, dying: Callable[[str], None]
) -> None:
    page, watch = phone
    watch.expected |= {409, 422}
    keep_the_log(page)
    write(page, "As it was")
    dying("after")
    save(page)
    page.locator("#waiting").get_by_role("link", name="Change").click()
    expect(page.locator("#title")).to_have_value("As it was")
    page.locator("#title").fill("As it is now")
    dying("")
    save(page)
    expect(page.locator("#waiting li")).to_contain_text("was saved already, before you changed it")
    assert [title for title, _, _ in logged(site)] == ["As it was"]
    page.get_by_role("button", name="It is another one").click()
    expect(page.locator("#waiting li")).to_contain_text("Is yours another one?")  # the same day and partner
    page.get_by_role("button", name="It is another one").click()
    expect(page.locator("#waiting")).to_contain_text("Sent and stored")
    assert [title for title, _, _ in logged(site)] == ["As it was", "As it is now"]


def test_who_looks_at_the_page_again_tries_again_where_nothing_told_that_the_connection_is_back(
    phone: tuple[Page, Watch], site: Served
) -> None:
    page, _watch = phone
    keep_the_log(page)
    cut(page)
    write(page, "Saw the press shop")
    save(page)
    expect(page.locator("#waiting li")).to_have_count(1)
    page.context.set_offline(False)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#waiting li")).to_have_count(0)
    assert len(logged(site)) == 1


def test_a_refused_entry_waits_with_its_reason_and_a_double_is_asked_about(
    phone: tuple[Page, Watch], site: Served
) -> None:
    page, watch = phone
    watch.expected |= {409, 422}
    keep_the_log(page)
    cut(page)
    write(page, "Whom did we visit?", "")
    save(page)
    expect(page.locator("#waiting li")).to_contain_text("not sent yet")
    cut(page, False)
    expect(page.locator("#waiting li")).to_contain_text("Name the partner.")
    page.locator("#waiting").get_by_role("link", name="Change").click()
    expect(page.locator("#title")).to_have_value("Whom did we visit?")
    expect(page.locator("#log-form")).to_contain_text("Name the partner.")
    page.locator("#partners").fill(PARTNER)
    save(page)
    expect(page.locator("#waiting")).to_contain_text("Sent and stored")
    cut(page)
    write(page, "Whom did we visit?")
    save(page)
    cut(page, False)
    expect(page.locator("#waiting li")).to_contain_text("Is yours another one?")
    assert len(logged(site)) == 1
    page.get_by_role("button", name="It is another one").click()
    expect(page.locator("#waiting")).to_contain_text("Sent and stored")
    assert len(logged(site)) == 2


def test_another_person_on_the_device_neither_sees_nor_sends_what_waits(
    phone: tuple[Page, Watch], site: Served
) -> None:
    page, _ = phone
    keep_the_log(page)
    cut(page)
    write(page, "Of the point person")
    save(page)
    expect(page.locator("#waiting li")).to_have_count(1)
    page.context.clear_cookies()  # the session ended meanwhile
    cut(page, False)
    expect(page.locator("#waiting")).to_contain_text("You are signed out")
    page.goto("/login")
    settle(page, lambda: page.evaluate(WHOSE) == "")
    keep_the_log(page, Cast.CONTRIBUTOR)
    expect(page.locator("#waiting")).to_be_hidden()
    expect(page.locator("header .waits")).to_be_hidden()
    page.locator("header details.drop summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(f"{site.url}/login")
    assert logged(site) == []
    sign_in(page, Cast.POINT_PERSON, to="/log")
    expect(page.locator("#waiting")).to_contain_text("Sent and stored: Of the point person")
    assert [(title, email) for title, email, _ in logged(site)] == [("Of the point person", Cast.POINT_PERSON.email)]


def test_who_signs_out_is_asked_about_what_waits_and_leaves_no_page_behind(
    phone: tuple[Page, Watch], site: Served
) -> None:
    page, watch = phone
    watch.expected |= {422}
    keep_the_log(page)
    cut(page)
    write(page, "Nobody was there", "")
    save(page)
    cut(page, False)
    expect(page.locator("#waiting li")).to_contain_text("Name the partner.")
    page.locator("header details.drop summary").click()
    page.get_by_role("button", name="Sign out").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 entry waits on this device")
    assert violations(page) == []
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(page.locator("#waiting li")).to_have_count(1)
    page.locator("header details.drop summary").click()
    page.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Drop and sign out").click()
    expect(page).to_have_url(f"{site.url}/login")
    cut(page)
    page.goto("/log")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no connection")
    cut(page, False)
    sign_in(page, Cast.POINT_PERSON, to="/log")
    expect(page.locator("#waiting")).to_be_hidden()
