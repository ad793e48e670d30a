"""Turns the markup of one cell into paragraphs and lists."""

from __future__ import annotations

import html
import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from seed.icmap_document.content import Block, BulletList, Paragraph


def html_blocks(markup: str) -> tuple[Block, ...]:
    """Turn a cell's HTML into paragraphs and lists.

    Tags are often left open, so a text belongs to the nearest block around it: a paragraph inside a list that was
    never closed is a paragraph again.
    """
    if "<" not in markup:
        text = tidy(html.unescape(markup))
        return (Paragraph(text),) if text else ()
    soup = BeautifulSoup(markup, "html.parser")
    for line_break in soup.find_all("br"):
        line_break.replace_with(" ")
    pieces: list[tuple[Tag | None, str]] = []
    for string in soup.find_all(string=True):
        if type(string) is not NavigableString:
            continue  # a comment or a declaration is not wording
        around = string.find_parent(["p", "li", "ul", "ol"])
        if pieces and pieces[-1][0] is around:
            pieces[-1] = (around, pieces[-1][1] + str(string))
        else:
            pieces.append((around, str(string)))
    blocks: list[Block] = []
    for around, raw in pieces:
        text = tidy(raw)
        if not text:
            continue
        if around is None or around.name == "p":
            blocks.append(Paragraph(text))
            continue
        items = (text.removeprefix("•").strip(),) if around.name == "li" else _list_items(text)
        if around.name == "li" and blocks and isinstance(last := blocks[-1], BulletList):
            blocks[-1] = BulletList(last.items + items)
        else:
            blocks.append(BulletList(items))
    return tuple(blocks)


def _list_items(text: str) -> tuple[str, ...]:
    """Split the text of a list whose items have no tags of their own.

    Where bullets were kept they part the items. Where they were lost, semicolons do, or else commas (and a full stop
    before a small letter, a slip for a comma); not inside brackets, and nothing after the last item's "and".
    """
    if "•" in text:
        return tuple(item.strip() for item in text.split("•") if item.strip())
    visible = _without_brackets(text)
    separator = r";(?: and\b)?" if ";" in visible else r",(?: and\b)?|\.(?= [a-z])"
    items: list[str] = []
    begin = 0
    for match in re.finditer(separator, visible):
        items.append(text[begin : match.end()].strip())
        begin = match.end()
        if match[0].endswith("and"):
            break
    items.append(text[begin:].strip())
    return tuple(item for item in items if item)


def _without_brackets(text: str) -> str:
    """Blank out what stands in brackets, keeping every position."""
    return re.sub(r"\([^()]*\)", lambda match: " " * len(match[0]), text)


def plain_text(line: str) -> str:
    """Remove tags, entities, padding tabs and doubled spaces from a line."""
    return tidy(BeautifulSoup(line, "html.parser").get_text() if "<" in line else html.unescape(line))


def tidy(text: str) -> str:
    """Make every run of white space, no-break spaces included, one space."""
    return " ".join(text.split())
