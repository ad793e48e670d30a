"""What a page must not do to the people who use it: break accessibility rules, or scroll sideways on a phone."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.visits import PHONE

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


def violations(page: Page) -> list[str]:
    """List what axe-core finds against WCAG 2.1 A and AA: rule, what to do, and the first places."""
    found: dict[str, Any] = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
    return [
        f"{page.url}: {rule['id']} ({rule['impact']}): {rule['help']}: "
        + "; ".join(str(node["target"]) for node in rule["nodes"][:3])
        for rule in found["violations"]
    ]


def sideways(page: Page) -> list[str]:
    """Say whether the page is wider than the phone it is shown on, and which elements stick out."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    width: int = page.evaluate("document.documentElement.scrollWidth")
    if width <= PHONE["width"]:
        return []
    wide: list[str] = page.evaluate(
        """limit => [...document.querySelectorAll("body *")]
            .filter(e => e.getBoundingClientRect().right > limit + 1)
            .map(e => e.tagName.toLowerCase() + "." + e.className).slice(0, 5)""",
        PHONE["width"],
    )
    return [f"{page.url} is {width} pixels wide: {wide}"]
