"""Two ways of using a page, both counted: by keys alone, and by thumb on a phone. A task says what is done, not how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import ElementHandle, Page

from tests.browser.visits import left, redrawn

# What a click and a key take somebody who is not hurrying, in seconds.
A_CLICK, A_KEY = 1.3, 0.2
MOST_TABS = 120
# Whether an element that can be seen is the one that is meant: by the name of its field and its value, or by its words.
_IS_MEANT = """(element, [words, field, value]) => {
  const seen = (one) => one?.checkVisibility({ visibilityProperty: true }) && one.offsetWidth > 4;
  if (!element || element.getAttribute("tabindex") === "-1") return false;
  if (!seen(element) && !seen(element.labels?.[0])) return false;
  if (field) return element.name === field && (value === null || element.value === value) && element.type !== "hidden";
  const said = element.getAttribute("aria-label") || element.textContent || element.value || "";
  const plain = said.replace(/\\s+/g, " ").trim();
  return element.matches("a[href], button, summary") && (plain === words || plain.startsWith(words));
}"""
# The first such element, sooner one that says just that; what is drawn by its label is seen where the label is.
_FIND = f"""(told) => {{
  const meant = {_IS_MEANT};
  const all = [...document.querySelectorAll("a[href], button, summary, input, select, textarea")];
  const found = all.filter((element) => meant(element, told));
  return found.find((element) => element.textContent.replace(/\\s+/g, " ").trim() === told[0]) || found[0] || null;
}}"""
# What of it can be tapped, brought out from under what stays at the edge of a phone.
_DRAWN = """(element) => {
  const drawn = ["checkbox", "radio"].includes(element.type) && element.labels.length ? element.labels[0] : element;
  drawn.scrollIntoView({ block: "center", behavior: "instant" });
  return drawn;
}"""
_HAS_FOCUS = "(element) => document.activeElement === element"
# Whether Enter does, where the focus is, what a button of that name does: a form's first button is its usual one.
_ENTER_SAVES = """(words) => {
  const at = document.activeElement;
  const usual = at.form && [...at.form.elements].find((element) => element.matches("button:not([type=button])"));
  return at.matches("input:not([type=date])") && usual?.textContent.trim().startsWith(words);
}"""
# The key that leads on to an element; None where the focus is there.
_NEXT_KEY = """(element) => {
  const at = document.activeElement;
  if (at === element) return null;
  // A table of links is one stop of the Tab key; arrows go from link to link in it.
  if (element.tabIndex < 0 && element.closest("table")?.contains(at)) {
    return element.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_PRECEDING ? "ArrowRight" : "ArrowLeft";
  }
  return element.type === "radio" && at.type === "radio" && at.name === element.name ? "ArrowDown" : "Tab";
}"""


@dataclass(frozen=True)
class Meant:
    """What is used: something by its first words, or a field by its name and, of a choice, its value."""

    words: str | None = None
    field: str | None = None
    value: str | None = None

    @property
    def told(self) -> list[str | None]:
        """As scripts take it."""
        return [self.words, self.field, self.value]


@dataclass
class Counts:
    """What a task took.

    Attributes:
        clicks: Presses of a thumb; by keys alone, presses of Enter and Space that do what a click does.
        typed: Signs that were typed.
        ways: Keys that only lead somewhere, Tab and arrows; none by thumb.
        by_keys: Whether presses are keys too.
    """

    by_keys: bool = False
    clicks: int = 0
    typed: int = 0
    ways: int = 0

    @property
    def seconds(self) -> float:
        """How long it takes: by keys alone, every press is a key."""
        return self.clicks * (A_KEY if self.by_keys else A_CLICK) + (self.typed + self.ways) * A_KEY


class Hands(Protocol):
    """A way of using pages."""

    page: Page
    counts: Counts

    def go(self, words: str) -> None:
        """Open a page from the header."""

    def press(self, words: str) -> None:
        """Press a link, a button or what folds."""

    def finish(self, words: str) -> None:
        """Press what leads to another page, and wait for it."""

    def pick(self, field: str, value: str) -> None:
        """Choose one of the answers that are shown."""

    def write(self, field: str, text: str) -> None:
        """Type into a field; a day as its digits, month first."""

    def choose(self, field: str, words: str) -> None:
        """Choose from a list that unfolds."""


@dataclass
class Thumb:
    """Somebody with a phone."""

    page: Page
    counts: Counts

    def go(self, words: str) -> None:
        self._tap(Meant(words="Menu"))
        self.finish(words)

    def press(self, words: str) -> None:
        with redrawn(self.page):
            self._tap(Meant(words=words))

    def finish(self, words: str) -> None:
        meant = Meant(words=words)
        self._found(meant)
        with left(self.page):
            self._tap(meant)

    def pick(self, field: str, value: str) -> None:
        self._tap(Meant(field=field, value=value))

    def write(self, field: str, text: str) -> None:
        meant = Meant(field=field)
        found = self._found(meant)
        if found.get_attribute("type") == "date":
            # The calendar of a phone: opened, a day chosen, closed.
            found.fill(f"{text[4:]}-{text[:2]}-{text[2:4]}")
            self.counts.clicks += 3
            return
        if not found.evaluate(_HAS_FOCUS):
            self._tap(meant)
            self.page.wait_for_function(_HAS_FOCUS, arg=found)
        self.page.keyboard.insert_text(text)  # as the keyboard of a phone does
        self.counts.typed += len(text)

    def choose(self, field: str, words: str) -> None:
        # The list of a phone: a tap opens it, another chooses.
        self._found(Meant(field=field)).select_option(label=words)
        self.counts.clicks += 2

    def _tap(self, meant: Meant) -> None:
        drawn = self._found(meant).evaluate_handle(_DRAWN).as_element()
        assert drawn is not None
        drawn.tap()
        self.counts.clicks += 1

    def _found(self, meant: Meant) -> ElementHandle:
        handle = self.page.wait_for_function(_FIND, arg=meant.told).as_element()
        assert handle is not None, meant
        return handle


@dataclass
class Keys:
    """Somebody without a mouse."""

    page: Page
    counts: Counts

    def go(self, words: str) -> None:
        self.finish(words)

    def press(self, words: str) -> None:
        self._reach(Meant(words=words))
        with redrawn(self.page):
            self._do("Enter")

    def finish(self, words: str) -> None:
        self.page.wait_for_function(_FIND, arg=Meant(words=words).told)
        if not self.page.evaluate(_ENTER_SAVES, words):
            self._reach(Meant(words=words))
        with left(self.page):
            self._do("Enter")

    def pick(self, field: str, value: str) -> None:
        meant = Meant(field=field, value=value)
        self._reach(meant)
        if not self.page.evaluate("() => document.activeElement.checked"):
            self._do("Space")

    def write(self, field: str, text: str) -> None:
        self._reach(Meant(field=field))
        self.page.keyboard.type(text)
        self.counts.typed += len(text)

    def choose(self, field: str, words: str) -> None:
        self._reach(Meant(field=field))
        self.page.keyboard.type(words)
        self.counts.typed += len(words)

    def _do(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.counts.clicks += 1

    def _reach(self, meant: Meant) -> None:
        """Go forward by Tab, and by arrows within a group of which one is chosen and within a table of links.

        Raises:
            AssertionError: No key leads there.
        """
        target = self.page.wait_for_function(_FIND, arg=meant.told)
        # Nobody goes on before the page has come; until then the focus may still be put into its form.
        self.page.wait_for_load_state()
        for _ in range(MOST_TABS):
            key = target.evaluate(_NEXT_KEY)
            if key is None:
                return
            self.page.keyboard.press(key)
            self.counts.ways += 1
        raise AssertionError(f"no key leads to {meant}")
