"""Where everything of the time line stands: days turned into places on a wide sheet, or on a narrow one for phones."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from models.days import months_after
from models.queries.agreement_time_line import Bar, Line, Span
from models.wording import day_words, short_month_name

TOP = 78
# Longer than this a tick stands for a year, and not for a quarter.
MANY_MONTHS = 48
DAY = timedelta(days=1)
# Where a day stands.
At = Callable[[date], float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture is drawn on.

    Attributes:
        left, right: Where the days begin and end.
        high: How high a line is.
        bar: How far below its upper edge its bars begin.
    """

    width: int
    left: int
    right: int
    high: int
    bar: int


WIDE = Sheet(1192, 290, 1048, 56, 13)
# Names stand above the bars.
NARROW = Sheet(780, 6, 764, 88, 54)
# Of one partnership alone: nobody needs its name.
ALONE = Sheet(780, 6, 764, 68, 36)


@dataclass(frozen=True, slots=True)
class Piece:
    """A bar: what it is, from where, how wide.

    Attributes:
        says: What it is, for whoever points at it.
        goes_on: It ends beyond the edge.
        joint: The place where it follows another; None where it does not.
        notice: The place from which notice can no longer be given as before, and how wide that is; None without one.
    """

    bar: Bar
    x: float
    width: float
    says: str
    number: int
    goes_on: bool
    joint: float | None
    notice: tuple[float, float] | None
    word: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the picture.

    Attributes:
        grace: Where and how wide the days are for which it still counts; None where another follows.
        over: What is said of one that no longer counts, and from where.
    """

    line: Line
    y: int
    pieces: Sequence[Piece]
    grace: tuple[float, float] | None
    over: tuple[float, str] | None


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture.

    Attributes:
        ticks: Place, month, and the year where one begins.
    """

    sheet: Sheet
    rows: Sequence[Row]
    ticks: Sequence[tuple[float, str, str]]
    now: float
    start: date
    end: date

    @property
    def label(self) -> float:
        """Where the middle of the label of today stands, within the sheet."""
        return min(max(self.now, 84), self.sheet.width - 84)

    @property
    def last(self) -> date:
        """The last day drawn."""
        return self.end - DAY

    @property
    def height(self) -> int:
        """How high the sheet is."""
        return TOP + self.sheet.high * len(self.rows) + 6


def picture_of(lines: Sequence[Line], start: date, end: date, today: date, sheet: Sheet = WIDE) -> Picture:
    """Draw lines between two days, ``[start, end)``."""
    days = (end - start).days

    def at(day: date) -> float:
        return round(sheet.left + (sheet.right - sheet.left) * min(max((day - start).days / days, 0), 1), 1)

    rows = []
    for number, line in enumerate(lines):
        pieces = [_piece(span, at, start, end) for span in line.spans if _is_seen(span, start, end)]
        rows.append(
            Row(line, TOP + sheet.high * number, pieces, _grace(line, at, start, end), _over(line, at, start, today))
        )
    return Picture(sheet, rows, list(_ticks(start, end, at)), at(today), start, end)


def _is_seen(span: Span, start: date, end: date) -> bool:
    return span.begins_on < end and (span.ends_on is None or span.ends_on >= start)


def _piece(span: Span, at: At, start: date, end: date) -> Piece:
    last = span.ends_on + DAY if span.ends_on else end
    x, width = at(span.begins_on), max(at(last) - at(span.begins_on), 2)
    notice = None
    days = span.agreement.notice_days
    if span.bar is Bar.IN_FORCE and span.ends_on is not None and days and last - timedelta(days=days) < end:
        begins = at(max(span.begins_on, last - timedelta(days=days)))
        notice = begins, max(at(last) - begins, 0)
    until = f" to {day_words(span.ends_on)}" if span.ends_on else ", no end"
    sent = span.agreement.submitted_on
    word = "" if span.bar is not Bar.UNSIGNED else f"sent {day_words(sent)}" if sent else "draft"
    joint = x if span.follows and span.begins_on >= start else None
    goes_on = span.ends_on is None or last > end
    says = f"{day_words(span.begins_on)}{until}{', not signed yet' if word else ''}"
    return Piece(span.bar, x, round(width, 1), says, span.agreement.id, goes_on, joint, notice, word)


def _grace(line: Line, at: At, start: date, end: date) -> tuple[float, float] | None:
    if line.carrying is None or line.carrying.ends_on is None or line.out_on is None:
        return None
    first = line.carrying.ends_on + DAY
    if first >= end or line.out_on <= start or first >= line.out_on:
        return None
    return at(first), round(at(line.out_on) - at(first), 1)


def _over(line: Line, at: At, start: date, today: date) -> tuple[float, str] | None:
    if line.out_on is None or line.out_on > today or line.waiting is not None:
        return None
    return at(max(line.out_on, start)) + 8, f"has not counted since {day_words(line.out_on)}"


def _ticks(start: date, end: date, at: At) -> Iterator[tuple[float, str, str]]:
    day, step = start, 12 if (end - start).days > MANY_MONTHS * 31 else 3
    while day < end:
        yield at(day), short_month_name(day.month), str(day.year) if day == start or day.month <= step else ""
        day = months_after(day, step)


def chain_picture(line: Line, today: date) -> Picture:
    """Draw the agreements of one partnership from the first of them until after the last, and today."""
    ends = [span.ends_on or span.begins_on for span in line.spans]
    first = min(min(span.begins_on for span in line.spans), today)
    start, end = date(first.year, 1, 1), date(max(*ends, today, line.out_on or today).year + 1, 1, 1)
    return picture_of([line], start, end, today, ALONE)
