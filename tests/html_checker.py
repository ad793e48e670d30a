"""What a checker of HTML refuses in a page: what breaks the grammar, what stands where it must not, what leads nowhere.

The grammar is html5lib's: every error of the standard's own parser. What it lets pass is looked for here: elements
inside those that may not hold them, names given twice, labels and lists of nothing, instants that are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask, Response, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

# Statuses of answers that nobody reads.
SENT_ON = (301, 302, 303, 307, 308)
Attributes = dict[str, str]
PHRASES = frozenset({
    "a", "abbr", "b", "button", "cite", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "kbd", "label", "legend",
    "mark", "p", "pre", "q", "s", "small", "span", "strong", "sub", "summary", "sup", "time", "u",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1",
    "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "pre", "section", "table", "ul",
})  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What may hold a heading although it holds phrases otherwise.
MAY_HOLD_HEADINGS = frozenset({"summary", "legend"})
SCRIPTS = frozenset({"script", "template"})
CHILDREN = {
    "ul": frozenset({"li"}),
    "ol": frozenset({"li"}),
    "dl": frozenset({"dt", "dd", "div"}),
    "select": frozenset({"option", "optgroup", "hr"}),
    "datalist": frozenset({"option"}),
    "tr": frozenset({"td", "th"}),
}
PARENTS = {
    "li": frozenset({"ul", "ol", "menu"}),
    "legend": frozenset({"fieldset"}),
    "summary": frozenset({"details"}),
    "figcaption": frozenset({"figure"}),
    "dt": frozenset({"dl", "div"}),
    "dd": frozenset({"dl", "div"}),
}
PRESSED = frozenset({"a", "button", "details", "input", "label", "select", "summary", "textarea"})
HOLD_NOTHING_PRESSED = frozenset({"a", "button"})
LABELLED = frozenset({"button", "input", "meter", "output", "progress", "select", "textarea"})
TYPED = frozenset({"text", "search", "url", "tel", "email", "password"})
MEASURED = frozenset({"date", "month", "week", "time", "datetime-local", "number", "range"})
# Attribute -> the types of input that may have it.
BELONGS = {
    "maxlength": TYPED, "minlength": TYPED, "pattern": TYPED, "size": TYPED, "placeholder": TYPED | {"number"},
    "min": MEASURED, "max": MEASURED, "step": MEASURED,
    "list": TYPED - {"password"} | MEASURED | {"color"},
    "multiple": frozenset({"email", "file"}), "accept": frozenset({"file"}), "capture": frozenset({"file"}),
    "checked": frozenset({"checkbox", "radio"}),
    "readonly": TYPED | MEASURED - {"range"},
    "required": TYPED | MEASURED - {"range"} | {"checkbox", "radio", "file"},
}  # fmt: skip
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "headers", "form")
REFERRING = frozenset({*REFERENCES, "for", "list", "href"})
NAMES = ("aria-label", "aria-labelledby", "title", "value", "label")
INSTANT = re.compile(
    r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?|--?\d{2}-\d{2}|\d{4}-W\d{2}"
    r"|\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?|P(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d{1,3})?S)?)?"
)
TAG = re.compile(r"<(/?[a-zA-Z][^\s/>]*)((?:\"[^\"]*\"|'[^']*'|[^\"'>]++)*+)>")
PIECE = re.compile(TAG.pattern + "([^<]*)")
ATTRIBUTE = re.compile(r"""\s([a-zA-Z][^\s=>"'/]*)(?:="([^"]*)")?""")
VALUE = re.compile(r"""=\s*("[^"]*"|'[^']*')""")
UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>", re.S)


def problems(page: str) -> list[str]:
    """List what is wrong with a page; what only hangs on its shape is looked for once for each shape."""
    return [*_wrong_values(page), *_wrong_shape_once(page)]


_seen: dict[int, list[str]] = {}


def _is_whole(page: str) -> bool:
    return page.lstrip()[:9].lower() == "<!doctype"


def _wrong_shape_once(page: str) -> list[str]:
    # The same tags one inside the other, however often and around whatever words, are right or wrong together.
    tags = [(_without_values(name, rest), not words or words.isspace()) for name, rest, words in PIECE.findall(page)]
    shape = hash(frozenset(zip(tags, tags[1:], tags[2:], strict=False)))
    if shape not in _seen:
        _seen[shape] = wrong_shape(page)
    return _seen[shape]


# Most tags of a page stand on hundreds of others as well.
@lru_cache(maxsize=1 << 15)
def _without_values(name: str, rest: str) -> str:
    return f"{name}{VALUE.sub('', rest)}"


@lru_cache(maxsize=1 << 15)
def _attributes(rest: str) -> Attributes:
    return {key.lower(): unescape(value) for key, value in ATTRIBUTE.findall(f" {rest}")}


def _wrong_values(page: str) -> Iterator[str]:
    """Look at names, references and instants, which differ from page to page of one shape."""
    tags = [(name.lower(), _attributes(rest)) for name, rest in TAG.findall(UNSEEN.sub("", page)) if rest.strip(" /")]
    ids = Counter(attributes["id"] for _, attributes in tags if "id" in attributes)
    named = {attributes["id"]: (tag, attributes) for tag, attributes in tags if "id" in attributes}
    is_whole = _is_whole(page)  # a piece of a page may speak of the rest
    for name, times in ids.items():
        if times > 1:
            yield f"id {name!r} stands {times} times"
        if not name or re.search(r"\s", name):
            yield f"id {name!r} is empty or has spaces"
    for tag, attributes in tags:
        if is_whole and not attributes.keys().isdisjoint(REFERRING):
            yield from _wrong_references(tag, attributes, named)
        if "datetime" in attributes and not INSTANT.fullmatch(attributes["datetime"]):
            yield f"datetime {attributes['datetime']!r} is no instant"


def _wrong_references(
    tag: str, attributes: dict[str, str], named: dict[str, tuple[str, dict[str, str]]]
) -> Iterator[str]:
    if tag == "label" and "for" in attributes:
        target, its = named.get(attributes["for"], ("nothing", {}))
        if target not in LABELLED or its.get("type") == "hidden":
            yield f"label for {attributes['for']!r} is for {target}"
    if tag == "input" and "list" in attributes and named.get(attributes["list"], ("nothing",))[0] != "datalist":
        yield f"list {attributes['list']!r} is no datalist of the page"
    for reference in REFERENCES:
        for name in attributes.get(reference, "").split():
            if name not in named:
                yield f"{reference} {name!r} is nothing of the page"
    link = attributes.get("href", "")
    if tag == "a" and link.startswith("#") and link[1:] not in named:
        yield f"link to {link!r} leads nowhere on the page"


def wrong_shape(page: str) -> list[str]:
    """Parse a page as the standard says, and look at what stands in what."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    root = parser.parse(page) if _is_whole(page) else parser.parseFragment(page, container="div")
    lines = page.splitlines()
    found = [
        f"line {line}: {code} {values or ''} in {lines[min(line, len(lines)) - 1].strip()[:160]!r}"
        for (line, _), code, values in parser.errors
        # What cannot be stored is shown again as it was typed, control characters too.
        if code != "invalid-codepoint"
    ]
    return [*found, *_within(root, ())]


def _within(element: Element, above: tuple[str, ...]) -> Iterator[str]:
    tag = element.tag
    if not isinstance(tag, str):  # a comment
        return
    yield from _misplaced(element, above)
    for child in element:
        if tag != "svg":
            yield from _within(child, (*above, tag))


def _misplaced(element: Element, above: tuple[str, ...]) -> Iterator[str]:
    tag, parent = str(element.tag), above[-1] if above else ""
    where = f"<{tag}> {dict(list(element.attrib.items())[:3])} inside {' > '.join(above[-4:])}"
    holder = _holder(above)
    if tag in BLOCKS and holder in PHRASES and not (tag in HEADINGS and holder in MAY_HOLD_HEADINGS):
        yield f"{where}: only phrases may stand there"
    if parent in CHILDREN and tag not in CHILDREN[parent] | SCRIPTS:
        yield f"{where}: it may not stand there"
    if tag in PARENTS and parent not in PARENTS[tag]:
        yield f"{where}: it may not stand there"
    if _is_pressed(element) and (around := HOLD_NOTHING_PRESSED & set(above)):
        yield f"{where}: what is pressed may not stand inside {sorted(around)}"
    if tag in ("form", "label") and tag in above:
        yield f"{where}: one inside another"
    yield from _incomplete(element, where)


def _holder(above: tuple[str, ...]) -> str:
    """Name the nearest element around that decides; a link or an insertion lets pass what may stand around it."""
    return next((tag for tag in reversed(above) if tag not in ("a", "ins", "del")), "")


def _is_pressed(element: Element) -> bool:
    tag = element.tag
    if tag == "a":
        return "href" in element.attrib
    if tag == "input":
        return element.get("type") != "hidden"
    return tag in PRESSED or "tabindex" in element.attrib


def _incomplete(element: Element, where: str) -> Iterator[str]:
    tag, attributes = element.tag, element.attrib
    if tag == "img" and "alt" not in attributes:
        yield f"{where}: without alt"
    if tag == "details" and (len(element) == 0 or element[0].tag != "summary"):
        yield f"{where}: does not begin with its summary"
    if tag == "time" and "datetime" not in attributes and not INSTANT.fullmatch("".join(element.itertext()).strip()):
        yield f"{where}: says no instant"
    if tag == "input":
        kind = attributes.get("type", "text")
        for name in attributes:
            if name in BELONGS and kind not in BELONGS[name]:
                yield f"{where}: an input of type {kind} has no {name}"
    if tag == "select" and "required" in attributes and "multiple" not in attributes:
        first = next(iter(element.iter("option")), None)
        if first is None or first.get("value", first.text or "") != "":
            yield f"{where}: a required choice begins with an empty one"
    if tag in ("label", "button", "a", "h1", "h2", "h3", "legend", "summary", "option") and _is_mute(element):
        yield f"{where}: says nothing"


def _is_mute(element: Element) -> bool:
    if element.tag == "option" and element.get("value") == "":
        return False
    return (
        not "".join(element.itertext()).strip()
        and not any(element.get(name) for name in NAMES)
        and not any(image.get("alt") for image in element.iter("img"))
    )


def check_pages(app: Flask) -> list[str]:
    """Check every page that an application serves from now on; what is wrong is added to the list given."""
    wrong: list[str] = []

    @app.after_request
    def check(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.direct_passthrough and response.status_code not in SENT_ON:
            found = problems(response.get_data(as_text=True))
            wrong.extend(f"{request.method} {request.path}: {problem}" for problem in found)
        return response

    return wrong


class CheckedClient(FlaskClient):
    """A client that fails on any page which a checker of HTML would refuse."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask as any client does.

        Raises:
            AssertionError: The answer is a page, and something is wrong with it.
        """
        answer = super().open(*args, **kwargs)
        if answer.mimetype == "text/html" and answer.status_code not in SENT_ON:
            wrong = problems(answer.text)
            assert not wrong, f"{answer.request.method} {answer.request.path}: " + "\n".join(wrong)
        return answer
