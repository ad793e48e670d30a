"""What a page must not do to people: break accessibility rules, scroll sideways on a phone, squeeze its fields."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.visits import PHONE

# A field in which nothing can be read any more: "12" and an arrow need that much.
NARROWEST = 56

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")
# Contrast takes most of the time, and of twenty rows that look alike one tells: what it depends on is how a text is
# written and what lies behind it, all the way up.
RUN = """async tags => {
    const behind = new Map();
    const seenBehind = element => {
        if (!element) return "";
        if (!behind.has(element)) {
            const style = getComputedStyle(element);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.position];
            behind.set(element, `${seenBehind(element.parentElement)}|${own}`);
        }
        return behind.get(element);
    };
    const alike = new Map();
    for (const element of document.querySelectorAll("body, body *")) {
        const isField = element.matches("input, select, textarea, button");
        const isText = isField || [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!isText || !element.checkVisibility()) continue;
        const style = getComputedStyle(element);
        const written = [style.color, style.fontSize, style.fontWeight, style.textShadow, element.matches(":disabled")];
        const look = `${element.localName};${written};${seenBehind(element)}`;
        if (!alike.has(look)) alike.set(look, element);
    }
    const asked = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"], preload: false};
    const found = await axe.run(document, {...asked, rules: {"color-contrast": {enabled: false}}});
    const contrast = await axe.run(
        {include: [...alike.values()]}, {...asked, runOnly: {type: "rule", values: ["color-contrast"]}}
    );
    return [...found.violations, ...contrast.violations];
}"""


def violations(page: Page) -> list[str]:
    """List what axe-core finds of all WCAG 2.1 A and AA: rule, what to do, and the first places."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN, list(WCAG))
    return [
        f"{page.url}: {rule['id']} ({rule['impact']}): {rule['help']}: "
        + "; ".join(f"{node['target']} {node['html'][:120]}" for node in rule["nodes"][:3])
        for rule in found
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
