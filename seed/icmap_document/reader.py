"""Reads the published IC Map document, exactly as it is, into outcomes, indicators and cells.

The document is a text file written out of a laid-out one. Its At-A-Glance is a tab-separated list; its map changes
shape from page to page: a row of tab-separated cells holding HTML, a table drawn with tabs and dashes, or an
indicator as plain blocks of text. Pages repeat the column headings, and rows are padded with empty columns. Which
cell belongs to which level is told by the column headings above it, never by habit.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from seed.icmap_document.content import (
    INDICATOR_CODES,
    LEVEL_NAMES,
    LEVEL_NUMBERS,
    OUTCOME_CODES,
    Block,
    BulletList,
    Cell,
    DocumentIndicator,
    DocumentOutcome,
    IcMapDocument,
    IncompleteDocument,
    UnreadableDocument,
    Wording,
)
from seed.icmap_document.markup import html_blocks, plain_text, tidy
from seed.icmap_document.wholeness import WHITE_PAPER, doubts, is_announced, is_torn

_CODE = r"(?P<outcome>EC\d+)\.\s*(?P<role>[A-Z][A-Za-z ]*?)\s*(?P<number>\d+)"
_OVERVIEW_ROW = re.compile(rf"^{_CODE}\t+(?P<statement>[^\t]+?)\t*$")
_MAP_STATEMENT = re.compile(rf"^{_CODE}\s*:\s*(?P<statement>.+)$")
_OUTCOME = re.compile(r"^Desired Outcome (?P<code>EC\d+)\s*:\s*(?P<wording>.+)$")
_STANDARD = re.compile(r"^Standard\s*:\s*(?P<wording>.+)$")
_RULED_LINE = re.compile(r"^[-\u2013\u2014_=|+\s]+$")
_DASHED_ITEM = re.compile(r"^[-\u2013*•]\s+(?P<text>.+)$")


# What files that hold no plain text begin with, and what to do about it.
_NO_TEXT = (
    (b"%PDF", "it is the PDF itself. Open it, save its text as a .txt file, and bring that"),
    (b"PK\x03\x04", "it is a Word or OpenDocument file. Save it as plain text (.txt) with the encoding UTF-8"),
    (b"\xd0\xcf\x11\xe0", "it is an old Word file. Save it as plain text (.txt) with the encoding UTF-8"),
    (b"{\\rtf", "it is formatted text (.rtf). Save it as plain text (.txt) with the encoding UTF-8"),
)
_ENCODINGS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_icmap_document(path: Path) -> IcMapDocument:
    """Read the published document from a file.

    Raises:
        OSError: The file cannot be opened.
        UnreadableDocument: It is not plain text.
        IncompleteDocument: Something is missing; all of it is listed.
    """
    return decode_icmap_document(path.read_bytes(), path.name)


def decode_icmap_document(content: bytes, name: str) -> IcMapDocument:
    """Read the published document from the bytes of a file.

    Args:
        content: Text in UTF-8, or in UTF-16 with its mark, as some editors save it.
        name: What the file is called in the refusal.

    Raises:
        UnreadableDocument: It is not plain text; the message says what to do.
        IncompleteDocument: Something is missing; all of it is listed.
    """
    reason = next((words for mark, words in _NO_TEXT if content.startswith(mark)), None)
    if reason is not None:
        raise UnreadableDocument(f"{name} is not a text in UTF-8: {reason}.")
    encoding = next((one for mark, one in _ENCODINGS if content.startswith(mark)), "utf-8-sig")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise UnreadableDocument(f"{name} is not a text in UTF-8. Save it again with that encoding.") from problem
    if "\x00" in text:
        raise UnreadableDocument(f"{name} is not a text in UTF-8: it holds something else than text.")
    return parse_icmap_document(text)


def parse_icmap_document(text: str) -> IcMapDocument:
    """Take the text of the document apart.

    Raises:
        IncompleteDocument: Something is missing; all of it is listed.
    """
    lines = re.split(r"\r\n|\r|\n|\f", text.removeprefix("\ufeff"))
    # The first column headings part the overview, which has none, from the map.
    start = next((number for number, line in enumerate(lines) if _levels_named(line)), len(lines))
    overview = _read_overview(lines[:start])
    drawn = _read_map(lines[start:])
    missing = _missing(overview, drawn)
    if is_announced(lines[:start]) and not drawn.ends:
        missing.append("the White Paper that the table of contents names: the file may be cut before it")
    if missing:
        raise IncompleteDocument(missing)
    return IcMapDocument(
        standard=overview.standard,
        outcomes=tuple(
            DocumentOutcome(code, Wording(overview.outcomes[code], drawn.outcomes[code])) for code in OUTCOME_CODES
        ),
        indicators=tuple(
            DocumentIndicator(
                code=code,
                outcome=code.partition(".")[0],
                role=code.partition(".")[2].rstrip("0123456789"),
                statement=Wording(overview.statements[code], drawn.statements[code]),
                cells=tuple(Cell(level, drawn.cells[code][level]) for level in sorted(LEVEL_NAMES)),
            )
            for code in INDICATOR_CODES
        ),
    )


class _Overview:
    """The At-A-Glance, as far as it was found."""

    def __init__(self) -> None:
        self.standard = ""
        self.outcomes: dict[str, str] = {}
        self.statements: dict[str, str] = {}


class _Map:
    """The map, as far as it was found.

    Attributes:
        doubtful: What could not be told apart, or cannot be whole.
        ends: What follows the map was reached.
    """

    def __init__(self) -> None:
        self.outcomes: dict[str, str] = {}
        self.statements: dict[str, str] = {}
        self.cells: dict[str, dict[int, tuple[Block, ...]]] = {}
        self.doubtful: list[str] = []
        self.ends = False


def _read_overview(lines: Iterable[str]) -> _Overview:
    found = _Overview()
    for line in lines:
        if match := _OVERVIEW_ROW.match(line.strip(" ")):
            found.statements.setdefault(_code(match), tidy(match["statement"]))
        elif match := _OUTCOME.match(plain_text(line)):
            found.outcomes.setdefault(match["code"], match["wording"])
        elif match := _STANDARD.match(plain_text(line)):
            found.standard = found.standard or match["wording"].replace("**", "")
    return found


def _read_map(lines: Iterable[str]) -> _Map:
    """Walk down the map's pages: column headings, outcome, then an indicator and its content."""
    found = _Map()
    headings: list[str] = []
    still_heading = False
    code: str | None = None
    content: list[str] = []

    def finish() -> None:
        if code is not None:
            _keep_cells(found, code, content, headings)

    for line in lines:
        plain = plain_text(line)
        if WHITE_PAPER.match(plain):
            found.ends = True
            break
        if not plain or _RULED_LINE.match(line):
            continue
        if named := _levels_named(line):
            if not still_heading:
                finish()
                code, content, headings = None, [], []
            headings = headings + named
            still_heading = True
            continue
        still_heading = False
        if match := _OUTCOME.match(plain):
            finish()
            code, content = None, []
            found.outcomes.setdefault(match["code"], match["wording"])
        elif match := _MAP_STATEMENT.match(plain):
            finish()
            code, content = _code(match), []
            found.statements.setdefault(code, match["statement"])
        elif code is not None:
            content.append(line)
        else:
            # Below headings that a page repeats: the rest of a cell that began on the page before.
            found.doubtful.append(f"an indicator for what stands below the headings of a page: “{plain[:40]} …”")
    finish()
    return found


def _keep_cells(found: _Map, code: str, content: Sequence[str], headings: Sequence[str]) -> None:
    """Give every cell of an indicator its level, or note why that cannot be done."""
    drawn_as_row = any("\t" in line.strip() for line in content)
    cells = _row_cells("\n".join(content)) if drawn_as_row else _block_cells(content)
    columns = list(dict.fromkeys(headings))
    if code in found.cells:
        found.doubtful.append(f"{code}: a single place in the map, it stands there twice")
    elif len(cells) > len(columns):
        found.doubtful.append(f"{code}: cells that can be told apart, {len(cells)} stand under {len(columns)} headings")
        found.cells[code] = {}
    else:
        found.cells[code] = {
            LEVEL_NUMBERS[name]: blocks for name, blocks in zip(columns, cells, strict=False) if blocks
        }
        if drawn_as_row and len(content) > 1:
            found.doubtful.append(f"{code}: the end of its row, {len(content) - 1} more lines stand below it")
        if any(is_torn(part) for line in content for part in line.split("\t")):
            found.doubtful.append(f"{code}: the end of a cell, it stops within a tag")
        found.doubtful += doubts(code, found.cells[code])


def _row_cells(row: str) -> list[tuple[Block, ...]]:
    """Split a row at its tabs; padding at the end, or between five filled cells, is no cell."""
    texts = [text.strip() for text in row.rstrip().split("\t")]
    filled = [text for text in texts if text]
    return [html_blocks(text) for text in (filled if len(filled) == len(LEVEL_NUMBERS) else texts)]


def _block_cells(content: Iterable[str]) -> list[tuple[Block, ...]]:
    """Read cells that stand as plain blocks: a paragraph begins a cell, dashed lines below it are its list."""
    cells: list[list[Block]] = []
    for line in content:
        item = _DASHED_ITEM.match(line.strip())
        if item is None or not cells or not cells[-1]:
            cells.append(list(html_blocks(line.strip())))
        elif isinstance(last := cells[-1][-1], BulletList):
            cells[-1][-1] = BulletList((*last.items, tidy(item["text"])))
        else:
            cells[-1].append(BulletList((tidy(item["text"]),)))
    return [tuple(cell) for cell in cells if cell]


def _levels_named(line: str) -> list[str]:
    """List the levels of a line of column headings; empty for every other line."""
    names = [plain_text(part) for part in line.split("\t") if part.strip()]
    return names if names and all(name in LEVEL_NUMBERS for name in names) else []


def _code(match: re.Match[str]) -> str:
    return f"{match['outcome']}.{tidy(match['role'])}{match['number']}"


def _missing(overview: _Overview, drawn: _Map) -> list[str]:
    """List what a complete document would have and this one has not, in the order of the map."""
    missing: list[str] = []
    if not (overview.standard or overview.outcomes or overview.statements):
        missing.append("the At-A-Glance page")
    else:
        missing += [] if overview.standard else ["the standard (At-A-Glance)"]
        missing += [
            f"{code}: its statement (At-A-Glance)" for code in INDICATOR_CODES if code not in overview.statements
        ]
        missing += [
            f"{code}: the desired outcome (At-A-Glance)" for code in OUTCOME_CODES if code not in overview.outcomes
        ]
    missing += [f"{code}: the desired outcome (map)" for code in OUTCOME_CODES if code not in drawn.outcomes]
    missing += drawn.doubtful
    for code in INDICATOR_CODES:
        if code not in drawn.statements:
            missing.append(f"{code}: the whole indicator (map)")
            continue
        cells = drawn.cells.get(code, {})
        missing += [f"{code}: {LEVEL_NAMES[level]}" for level in sorted(LEVEL_NAMES) if not cells.get(level)]
    return missing
