"""Open what a school keeps its lists in: CSV of any encoding and separator, and XLSX; every cell comes as text.

What comes out is rows of text. Real dates, times, marks and numbers of a spreadsheet are written as a record file
writes them, so that one reader reads both.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from models.archives import DAMAGED
from models.refusals import Refused
from models.wording import number_words

# A cell longer than this is damage, not text: usually a quote that was never closed.
LONGEST_CELL = 1_000_000
# Of a workbook: more than this is no list that somebody keeps, and reading it would keep others waiting.
MOST_ROWS, MOST_COLUMNS = 50_000, 300
MOST_UNPACKED = 150 * 1024 * 1024
MOST_PARTS = 2_000
# Before a number that a spreadsheet shows as dollars.
DOLLARS = "US$"
# So many rows without a word, and nothing more is looked for.
_GAP = 2_000
_SEPARATORS = ",;\t|"
_MARKS_OF_ORDER = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))

Rows = Iterator[tuple[int, list[str]]]


class NotReadable(Refused):
    """A file cannot be read; the message says what it is and what to do.

    Attributes:
        line: The line of the file at which reading ended.
    """

    def __init__(self, reason: str, *, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Book:
    """A file that could be opened.

    Attributes:
        sheets: Name of each sheet that holds anything -> what reads it anew: the line on which a row begins and its
            cells; rows without a word are left out. A CSV has one sheet, without a name.
        notes: What had to be supposed to read it, in sentences.
    """

    sheets: Mapping[str, Callable[[], Rows]]
    notes: tuple[str, ...] = ()

    def rows(self, sheet: str | None = None) -> Rows:
        """Read one sheet; the first where none is named or there is no such one.

        Raises:
            NotReadable: It cannot be read on from some place; while the rows are taken.
        """
        named = sheet if sheet is not None and sheet in self.sheets else next(iter(self.sheets))
        return self.sheets[named]()


def open_book(content: bytes | str) -> Book:
    """Open a file by what it holds, whatever it is called.

    Raises:
        NotReadable: It is empty, damaged, too large, or of a kind that cannot be read.
    """
    if isinstance(content, str):
        return _text_book(content.removeprefix("\ufeff"), ())
    if content.startswith(b"PK\x03\x04"):
        return _workbook(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotReadable("this is an old Excel file (.xls) or a protected one; save it as .xlsx or CSV")
    if content.startswith(b"%PDF"):
        raise NotReadable("this is a PDF, which holds no cells; save the list as .xlsx or CSV")
    text, notes = _decoded(content)
    if text.lstrip()[:300].lower().startswith(("<html", "<!doctype html", "<?xml", "<table")):
        raise NotReadable("this is a web page or XML, not a spreadsheet; save it as .xlsx or CSV")
    return _text_book(text, notes)


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    encoding = next((name for mark, name in _MARKS_OF_ORDER if content.startswith(mark)), None)
    notes: tuple[str, ...] = ()
    if encoding is None and b"\x00" in content:
        if content.count(b"\x00", 1, 400) * 3 < len(content[:400]):
            raise NotReadable("this is not a text file (it holds NUL bytes); save it as .xlsx or as CSV in UTF-8")
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError as problem:
        if encoding is not None:
            raise NotReadable("the file is damaged; save it again as CSV in UTF-8") from None
        line = content.count(b"\n", 0, problem.start) + 1
        text = content.decode("cp1252", errors="replace")
        notes = (f"It is not in UTF-8 (see line {line}); its letters were read as those of Windows-1252.",)
    if "\x00" in text:
        raise NotReadable("this is not a text file (it holds NUL bytes); save it as .xlsx or as CSV in UTF-8")
    return text, notes


def _text_book(text: str, notes: tuple[str, ...]) -> Book:
    separator, begins = _separator(text)
    if separator == ";":
        notes = (*notes, "Its columns are separated by semicolons.")
    elif separator == "\t":
        notes = (*notes, "Its columns are separated by tabs.")
    return Book(MappingProxyType({"": lambda: _text_rows(text, separator, begins)}), notes)


def _separator(text: str) -> tuple[str, int]:
    """Find what divides the columns, and where the lines begin that hold any: `sep=;` is a line of Excel's own."""
    first = text[:40].split("\n", 1)[0].rstrip("\r")
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], text.index("\n") + 1 if "\n" in text else len(text)
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:30]
    # The one that divides most lines; a comma where none is better, for texts hold commas too.
    best = max(_SEPARATORS, key=lambda mark: (_divided(lines, mark), mark == ","))
    return (best if _divided(lines, best) else ","), 0


def _divided(lines: list[str], mark: str) -> int:
    """Count the most lines that one separator divides alike, weighed by the number of columns it makes."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=mark)]
    except csv.Error:
        widths = [line.count(mark) + 1 for line in lines]
    wide = [width for width in widths if width > 1]
    return max((wide.count(width) * min(width, 8) for width in set(wide)), default=0)


def _text_rows(text: str, separator: str, begins_at: int) -> Rows:
    csv.field_size_limit(LONGEST_CELL)
    passed = text.count("\n", 0, begins_at)
    reader = csv.reader(io.StringIO(text[begins_at:], newline=""), strict=True, delimiter=separator)
    while True:
        begins = reader.line_num + 1 + passed
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            reason = f"the file cannot be read on from here ({problem}); check the quotes"
            raise NotReadable(reason, line=begins) from None
        if any(map(str.strip, values)):
            yield begins, values


def _workbook(content: bytes) -> Book:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bombs(archive)
            names = set(archive.namelist())
            if "xl/workbook.xml" not in names:
                raise NotReadable(_other_archive(archive, names))
    except DAMAGED as problem:
        if isinstance(problem, NotReadable):
            raise
        raise NotReadable("the spreadsheet is damaged and cannot be opened; save it again as .xlsx") from None
    found: dict[str, Callable[[], Rows]] = {}
    for name in _sheet_names(content):
        rows = _reading(content, name)
        if next(rows(), None) is not None:
            found[name] = rows
    if not found:
        raise NotReadable("the spreadsheet is empty")
    return Book(MappingProxyType(found))


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotReadable(
            f"the spreadsheet holds more than {MOST_UNPACKED // 1024**2} MB when unpacked; save the list alone as CSV"
        )
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as said:
                if b"<!DOCTYPE" in said.read(2_000).upper():
                    raise NotReadable(
                        "the spreadsheet was not written by a spreadsheet program; save it again as .xlsx"
                    )


def _other_archive(archive: zipfile.ZipFile, names: set[str]) -> str:
    said = archive.read("mimetype")[:100] if "mimetype" in names else b""
    if b"opendocument.spreadsheet" in said:
        return "this is an OpenDocument file (.ods); save it as .xlsx or CSV"
    if "xl/workbook.bin" in names:
        return "this is a binary Excel file (.xlsb); save it as .xlsx or CSV"
    return "this is no spreadsheet; save the list as .xlsx or CSV"


def _sheet_names(content: bytes) -> list[str]:
    book = _loaded(content)
    try:
        return [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    finally:
        book.close()


def _loaded(content: bytes) -> Any:
    from openpyxl import load_workbook  # takes as long to load as a command to run, and few files need it

    try:
        return load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception:  # whatever a damaged part makes of the library's own reading
        raise NotReadable("the spreadsheet is damaged and cannot be opened; save it again as .xlsx") from None


def _reading(content: bytes, name: str) -> Callable[[], Rows]:
    def rows() -> Rows:
        book = _loaded(content)
        try:
            sheet = book[name]
            sheet.reset_dimensions()  # what a file says of its own size may be wrong
            yield from _sheet_rows(sheet)
        except NotReadable:
            raise
        except Exception:  # as above: a part of the sheet is damaged
            raise NotReadable("the spreadsheet is damaged and cannot be read; save it again as .xlsx") from None
        finally:
            book.close()

    return rows


def _sheet_rows(sheet: Any) -> Rows:
    last = 0
    kept = 0
    for line, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
        cells = [_written(cell) for cell in row]
        if not any(cells):
            if line - last > _GAP:
                return
            continue
        last = line
        kept += 1
        if kept > MOST_ROWS:
            raise NotReadable(f"the sheet has more than {number_words(MOST_ROWS)} rows; split it", line=line)
        yield line, cells


def _written(cell: Any) -> str:
    """Write what a cell shows: a number that is formatted as dollars as such, which says what it counts."""
    value = cell.value
    text = _text(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return f"{DOLLARS}{text}" if is_number and value >= 0 and _is_dollars(cell.number_format) else text


@lru_cache(maxsize=256)
def _is_dollars(number_format: str) -> bool:
    # "[$$-409]" is a dollar of the United States, "[$€-2]" a euro, and "[$-409]" a language alone.
    return "$" in re.sub(r"\[\$([^\]-]*)(?:-[^\]]*)?\]", r"\1", number_format)


def _text(value: Any) -> str:
    """Write what stands in a cell of a spreadsheet as a record file writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, time):
        return f"{value.hour}:{value.minute:02}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float):
        return f"{value:.10g}" if "e" not in f"{value:.10g}" else f"{value:.0f}"
    return str(value).replace("_x000D_", "").strip()
