"""What a year's report says in words, cell by cell: pages, PDF and spreadsheet draw the same sheet.

Everything is read from the report alone, so that what was signed says for ever what it said on that day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.rating_asks import Stand
from models.ratings import Below
from models.school_years import SchoolYear
from models.wording import number_word, number_words

NOTHING = "–"
NONE_YET = "None yet"
NOT_REVIEWED = "not reviewed"
SAID_ONLY = "said, not recorded"
FOR_THE_TEAM = "for the team to say"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands on the continuum.

    Attributes:
        number: 1 to 5, 0 for none yet; None where there is no level to show.
        word: What the cell says: one word for a level, or why there is none.
        name: The whole name of the level; the same as `word` where it is none.
        is_quiet: It is said in words alone, without the tint of a level.
    """

    number: int | None
    word: str
    name: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the map: its wording and who stands in it.

    Attributes:
        lines: Paragraphs and list items in order; each with whether it is a list item.
        marks: Of `records`, `rated`, `desired` and `before`, those that stand here.
    """

    level: int
    name: str
    lines: tuple[tuple[str, bool], ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One indicator.

    Attributes:
        head: The first word of its name, the role; `rest` is what follows.
        statement: The map's own sentence where it was loaded, else our short name.
        last, existing, desired, shown: Last year's level, this year's, the wanted one, and what records show.
        moved: By how many levels it rose since last year, negative where it fell; 0 where one of both is not known.
        is_above: The team rates it higher than records show.
        records: How many records count toward it; None where nothing can be said of it.
        said: How many statements of the team do, beside them.
        why: Reasons in the team's words.
        cells: Of the map, Getting Started first.
        practices: What each level asks for, as it stood; see `models.queries.year_reports`.
    """

    code: str
    head: str
    rest: str
    name: str
    statement: str
    is_official: bool
    last: Place
    existing: Place
    desired: Place
    shown: Place
    moved: int
    is_above: bool
    records: int | None
    said: int
    why: str
    kept_up: str
    second_by: str
    evidence: tuple[str, ...]
    cells: tuple[Cell, ...]
    practices: tuple[Mapping[str, Any], ...]

    @property
    def records_words(self) -> str:
        """The number of records as it is printed, and apart from it that of statements."""
        if self.records is None:
            return NOTHING
        return number_words(self.records) + (f" and {number_words(self.said)} said" if self.said else "")

    @property
    def moved_words(self) -> str:
        """Whether it rose or fell, in a word; empty where neither is known."""
        return "rose" if self.moved > 0 else "fell" if self.moved < 0 else ""


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """A desired outcome with its indicators."""

    code: str
    name: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """One of the numbers of partnerships, of this year and of the last one up to the same day.

    Attributes:
        last: None where nothing was logged by then.
    """

    label: str
    this: float
    last: float | None
    this_words: str
    last_words: str

    @property
    def most(self) -> float:
        """The larger of both, by which they are drawn."""
        return max(self.this, self.last or 0)


@dataclass(frozen=True, slots=True)
class Spread:
    """How many indicators stand at a level, this year and a year ago; level 0 is none yet."""

    level: int
    name: str
    last: int
    this: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A year's report as it is drawn.

    Attributes:
        signed: Who signed when, or that it is a draft: one or two lines.
        lead: The year in two or three sentences.
        foot: What stands at the foot of every sheet of paper, beside the page's number.
        levels: Number, short and whole name, Getting Started first.
        numbers: Of partnerships; none where the report was signed before they were counted.
        counted: Of which days the numbers of this year are, and those of the last.
    """

    school: str
    district: str
    year: str
    last_year: str
    next_year: str
    signed: tuple[str, ...]
    lead: str
    foot: str
    rules: str
    is_signed: bool
    levels: tuple[tuple[int, str, str], ...]
    groups: tuple[SheetGroup, ...]
    numbers: tuple[Number, ...]
    counted: tuple[str, str]

    @property
    def is_official(self) -> bool:
        """Whether every sentence of its map is the map's own."""
        return all(line.is_official for line in self.lines)

    @property
    def wanted(self) -> tuple[SheetLine, ...]:
        """Indicators for which a higher level is wanted than the one of this year."""
        return tuple(line for line in self.lines if (line.desired.number or 0) > (line.existing.number or 0))

    @property
    def above(self) -> tuple[SheetLine, ...]:
        """Indicators that the team rates higher than records show."""
        return tuple(line for line in self.lines if line.is_above)

    @property
    def growth(self) -> str:
        """What rose and what fell, by name, in two sentences at most."""
        known = [line for line in self.lines if line.last.number is not None and line.existing.number is not None]
        if not known:
            return "There is no rating of last year to compare with."
        rose = [line.name for line in known if line.moved > 0]
        fell = [line.name for line in known if line.moved < 0]
        if not rose and not fell:
            compared = "Every level" if len(known) == len(self.lines) else "Every level that was looked at"
            return f"{compared} is what it was a year ago."
        said = [f"Higher than a year ago: {'; '.join(rose)}." if rose else "Nothing rose."]
        said.append(f"Lower: {'; '.join(fell)}." if fell else "Nothing fell.")
        return " ".join(said)

    @property
    def spread(self) -> tuple[Spread, ...]:
        """How the indicators are spread over the levels, Sustaining first as on the map; "None yet" where one is."""
        last = Counter(line.last.number for line in self.lines)
        this = Counter(line.existing.number for line in self.lines)
        levels = [*((number, name) for number, _, name in reversed(self.levels)), (0, NONE_YET)]
        found = (Spread(number, name, last[number], this[number]) for number, name in levels)
        return tuple(one for one in found if one.level or one.last or one.this)

    @property
    def lines(self) -> tuple[SheetLine, ...]:
        """Every indicator in the map's order."""
        return tuple(line for group in self.groups for line in group.lines)


def sheet_of(report: Mapping[str, Any]) -> Sheet:
    """Put a report, see `models.queries.year_reports`, in the words in which it is drawn."""
    names = {one["number"]: (one["short"], one["name"]) for one in report["levels"]}
    groups = tuple(
        SheetGroup(outcome["code"], outcome["name"], tuple(_line(line, names) for line in outcome["indicators"]))
        for outcome in report["outcomes"]
        if outcome["indicators"]
    )
    year, counted = report["year"], report.get("numbers", {})
    return Sheet(
        school=report["school"],
        district=report["district"],
        year=year,
        last_year=str(SchoolYear(SchoolYear.parse(year).first - 1)),
        next_year=report["next_year"],
        signed=_signed(report),
        lead=report["lead"],
        foot=foot_of(report),
        rules=report["rules"],
        is_signed=bool(report["signed_on"]),
        levels=tuple((number, short, name) for number, (short, name) in names.items()),
        groups=groups,
        numbers=tuple(Number(**one) for one in counted.get("rows", ())),
        counted=(counted.get("this", ""), counted.get("last", "")),
    )


def _signed(report: Mapping[str, Any]) -> tuple[str, ...]:
    if not report["signed_on"]:
        return ("Draft, not signed", f"records as of {report['judged_words']}")
    team = f" for the leadership team of {number_word(report['team'])}" if report["team"] else ""
    return (f"Signed off {report['signed_words']}", f"by {report['signed_by']}{team}")


def foot_of(report: Mapping[str, Any]) -> str:
    """Say what stands at the foot of every sheet of paper, beside the page's number."""
    about = f"{report['school']} · {report['year']}"
    if not report["signed_on"]:
        return f"{about} · draft, records as of {report['judged_words']}"
    return f"{about} · as signed on {report['signed_words']}, never changed since"


_Names = Mapping[int, tuple[str, str]]


def _line(line: Mapping[str, Any], names: _Names) -> SheetLine:
    head, _, rest = line["name"].partition(" ")
    reviewed = line["is_reviewed"]
    existing, last = line["existing"] if reviewed else None, line["last"]
    desired = line["desired"] if reviewed else None
    shown = _shown(line, names)
    stands = {"records": shown.number, "rated": existing, "desired": desired, "before": last}
    return SheetLine(
        code=line["code"],
        head=head,
        rest=rest,
        name=line["name"],
        statement=line["statement"],
        is_official=line["is_official"],
        last=_place(last, names),
        existing=_place(existing, names, NOTHING if reviewed else NOT_REVIEWED),
        desired=_place(desired, names),
        shown=shown,
        moved=existing - last if existing is not None and last is not None else 0,
        is_above=reviewed and Stand(line["stand"]).is_above,
        records=None if line["unknown"] else line["records"],
        said=0 if line["unknown"] else line.get("said", 0),
        why=_why(line),
        kept_up=line["kept_up"],
        second_by=line["second_by"],
        evidence=tuple(piece["title"] for piece in line["evidence"]),
        cells=tuple(
            Cell(
                number,
                name,
                tuple((text, is_item) for text, is_item in line["cells"].get(str(number), ())),
                tuple(mark for mark, level in stands.items() if level == number),
            )
            for number, (_, name) in names.items()
        ),
        practices=tuple(line["practices"]),
    )


def _place(number: int | None, names: _Names, nothing: str = NOTHING) -> Place:
    if number is None:
        return Place(None, nothing, nothing, is_quiet=True)
    short, name = names.get(number, (NONE_YET, NONE_YET))
    return Place(number, short, name)


def _shown(line: Mapping[str, Any], names: _Names) -> Place:
    """Say what records show; of what was only said, that no record stands behind it."""
    place = _place(None if line["unknown"] else line["supported"], names, line["unknown"] or FOR_THE_TEAM)
    if not line["is_said"]:
        return place
    level = f": {place.word}" if place.number else ""
    return Place(place.number, f"{SAID_ONLY}{level}", f"{SAID_ONLY}{level}", is_quiet=True)


def _why(line: Mapping[str, Any]) -> str:
    """Give the team's own words, and why it rates lower than records show, where it said so."""
    rationale, below = line["rationale"], line["below_because"]
    if not below:
        return str(rationale)
    lower = f"Rated lower {'for' if below == Below.OTHER.value else 'because'} {below}."
    if not rationale:
        return lower
    return f"{rationale} {lower}" if rationale.endswith((".", "!", "?", "…")) else f"{rationale}. {lower}"
