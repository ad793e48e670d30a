"""What a page must not do to people: break accessibility rules, scroll sideways on a phone, squeeze its fields."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.visits import PHONE

# A field in which nothing can be read any more: "12" and an arrow need that much.
NARROWEST = 56

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")


def violations(page: Page) -> list[str]:
    """List what axe-core finds of all WCAG 2.1 A and AA: rule, what to do, and the first places."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": {"type": "tag", "values": list(WCAG)}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{page.url}: {rule['id']} ({rule['impact']}): {rule['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:120]}" for node in rule["nodes"][:3])
        for rule in found["violations"]
    ]


def cramped(page: Page) -> list[str]:
    """List fields that are too narrow to show what is chosen or written in them."""
    narrow: list[str] = page.evaluate(
        """least => [...document.querySelectorAll("main select, main textarea, main input")]
            .filter(e => !["checkbox", "radio", "hidden", "submit", "file", "range", "color"].includes(e.type))
            .filter(e => e.checkVisibility() && e.getBoundingClientRect().width < least)
            .map(e => `${e.tagName.toLowerCase()}[name=${e.name}]`)""",
        NARROWEST,
    )
    return [f"{page.url} has fields too narrow to be read: {narrow}"] if narrow else []


def sideways(page: Page) -> list[str]:
    """Say whether the page is wider than the phone it is shown on, and which elements stick out."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    width: int = page.evaluate("document.scrollingElement.scrollWidth")
    if width <= PHONE["width"]:
        return []
    wide: list[str] = page.evaluate(
        """limit => [...document.querySelectorAll("body *")]
            .filter(e => e.getBoundingClientRect().right > limit + 1)
            .map(e => e.tagName.toLowerCase() + "." + e.className).slice(0, 5)""",
        PHONE["width"],
    )
    return [f"{page.url} is {width} pixels wide: {wide}"]
