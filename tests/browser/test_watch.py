"""The watch over every page notices what no page may do; otherwise no other test of this folder says much."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Served
from tests.browser.visits import opened

WRONGS = {
    "an error in the console": "() => console.error('something is wrong')",
    "an error in a script": "() => { setTimeout(() => { throw new Error('something is wrong'); }, 0); }",
    "a style against the policy": "() => document.body.setAttribute('style', 'color: red')",
    "a script against the policy": "() => document.head.append(Object.assign(document.createElement('script'),"
    " {textContent: 'window.ran = true'}))",
    "a picture from elsewhere": "() => { new Image().src = 'http://192.0.2.1/picture.png'; }",
}


@pytest.mark.parametrize("wrong", WRONGS.values(), ids=WRONGS.keys())
def test_a_page_that_does_wrong_fails_its_test(browser: Browser, site: Served, wrong: str) -> None:
    with pytest.raises(AssertionError), opened(browser, site.url) as (page, _watch):
        page.goto("/login")
        page.evaluate(wrong)
        page.wait_for_timeout(200)


def test_a_refusal_counts_as_wrong_unless_the_test_expects_it(browser: Browser, site: Served) -> None:
    with opened(browser, site.url) as (page, watch):
        watch.expected.add(404)
        page.goto("/nowhere")
        page.wait_for_timeout(200)
    with pytest.raises(AssertionError, match="404"), opened(browser, site.url) as (page, _watch):
        page.goto("/nowhere")
        page.wait_for_timeout(200)


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="without workers all tests run in their order")
def test_workers_take_a_test_by_the_group_of_its_module(request: pytest.FixtureRequest) -> None:
    """What one test leaves in the module's database the next one finds; handed out singly they come in any order.

    Tests are handed out in groups where a test's name ends with its group, and only there.
    """
    assert request.node.nodeid.endswith("@browser-test_watch"), "run the workers with --dist loadgroup"
