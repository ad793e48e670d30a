"""The list's address: read into a filter, and written back as chips that can be removed one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from models.activities import ActivityKind
from models.days import read_day
from models.queries.activities import SORTS
from models.records import RecordStatus
from models.school_years import SchoolYear
from models.wording import counted, day_words

CODE_FILTERS = ("by", "channel", "audience", "topic")
TEXT_LIMIT = 100
LEVELS = {"GS": 1, "PR": 2, "RE": 3, "FI": 4, "SU": 5}
# What goes with a filter when it is removed: a day or a level alone would mean nothing.
COMPANIONS = {"practice": ("on",), "indicator": ("level", "on"), "sort": ("page",)}


@dataclass(frozen=True, slots=True)
class Known:
    """What an address may name: the words of this school and of the catalogue.

    Attributes:
        codes: Filter -> (code, label) pairs.
        partners: (id, name) of the school's partners.
        indicators: Code -> short name.
        practices: Key -> indicator.
        wordings: Key of a practice -> its words.
        levels: Code -> name.
    """

    codes: Mapping[str, Sequence[tuple[str, str]]]
    partners: Sequence[tuple[int, str]]
    indicators: Mapping[str, str]
    practices: Mapping[str, str]
    wordings: Mapping[str, str] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """What an address asks for.

    Attributes:
        args: The parts of the address that were understood, as they stand in it.
        words: Filter -> its value in words, in the order of the chips.
        ignored: Names of the parts that were not understood.
        on: The day on which records are to have counted.
        level: 1 to 5, together with an indicator.
    """

    args: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    start: date | None = None
    end: date | None = None
    kind: ActivityKind | None = None
    codes: dict[str, str] = field(default_factory=dict)
    partner_id: int | None = None
    status: RecordStatus = RecordStatus.CONFIRMED
    text: str | None = None
    indicator: str | None = None
    level: int | None = None
    practice: str | None = None
    on: date | None = None
    sort: str = "date"
    descending: bool = True
    page: int = 1

    @property
    def is_counted(self) -> bool:
        """Whether only records are wanted that count toward something on a day."""
        return self.practice is not None or self.indicator is not None

    def href(self, base: str, **changes: str | None) -> str:
        """Write the address again with some parts changed, or left out where None; its page is always left out."""
        args = {name: text for name, text in self.args.items() if name != "page"}
        for name, text in changes.items():
            args.pop(name, None)
            if text is not None:
                args[name] = text
        return f"{base}?{urlencode(args)}" if args else base

    def chips(self, base: str) -> list[tuple[str, str, str]]:
        """List the filters in use: name, value in words, address without it."""
        found = []
        for name, words in self.words.items():
            gone = dict.fromkeys((name, *COMPANIONS.get(name, ())))
            found.append((CHIP_NAMES[name], words, self.href(base, **gone)))
        return found


CHIP_NAMES = {
    "practice": "Counts toward",
    "indicator": "Counts toward",
    "year": "Year",
    "kind": "Kind",
    "by": "By",
    "channel": "How",
    "audience": "For",
    "topic": "Topic",
    "partner": "Partner",
    "from": "From",
    "to": "To",
    "status": "Status",
    "q": "Search",
}


def read_address(args: Mapping[str, str], *, known: Known, today: date) -> Asked:
    """Read the parts of an address; what names nothing known is left out and reported in `ignored`."""
    asked = Asked()
    for name, text in args.items():
        text = text.strip()
        if not text:
            continue
        try:
            reader = _READERS[name]
            reader(asked, name, text, known)
        except (KeyError, ValueError):
            asked.ignored.append(name)
        else:
            asked.args[name] = text
    if asked.is_counted:
        asked.on = asked.on or today
        asked.args["on"] = asked.on.isoformat()
        _say_counted(asked, known)
    return asked


def _say_counted(asked: Asked, known: Known) -> None:
    assert asked.on is not None  # the caller has set it
    name = "practice" if asked.practice else "indicator"
    what = known.indicators.get(asked.indicator or "", "")
    level = next((code for code, number in LEVELS.items() if number == asked.level), None)
    if asked.practice:
        what = f"{what}: “{known.wordings.get(asked.practice, asked.practice)}”"
    elif level:
        what = f"{what}, {known.levels.get(level, level)},"
    words = f"{what} on {day_words(asked.on)}"
    asked.words = {name: words} | {
        key: said for key, said in asked.words.items() if key not in ("practice", "indicator")
    }


def _year(asked: Asked, name: str, text: str, known: Known) -> None:
    year = SchoolYear.parse(text)
    asked.start = max(asked.start or year.start, year.start)
    asked.end = min(asked.end or year.end, year.end)
    asked.words[name] = str(year)


def _from(asked: Asked, name: str, text: str, known: Known) -> None:
    first = read_day(text)
    asked.start = max(asked.start or first, first)
    asked.words[name] = day_words(first)


def _to(asked: Asked, name: str, text: str, known: Known) -> None:
    last = read_day(text)
    after = last + timedelta(days=1)
    asked.end = min(asked.end or after, after)
    asked.words[name] = day_words(last)


def _kind(asked: Asked, name: str, text: str, known: Known) -> None:
    asked.kind = ActivityKind(text)
    asked.words[name] = text


def _code(asked: Asked, name: str, text: str, known: Known) -> None:
    asked.words[name] = dict(known.codes[name])[text]
    asked.codes[name] = text


def _partner(asked: Asked, name: str, text: str, known: Known) -> None:
    number = int(text)
    asked.words[name] = dict(known.partners)[number]
    asked.partner_id = number


def _status(asked: Asked, name: str, text: str, known: Known) -> None:
    asked.status = RecordStatus(text)
    asked.words[name] = text


def _search(asked: Asked, name: str, text: str, known: Known) -> None:
    if len(text) > TEXT_LIMIT or not text.isprintable():
        raise ValueError(name)
    asked.text = text
    asked.words[name] = f"“{text}”"


def _practice(asked: Asked, name: str, text: str, known: Known) -> None:
    asked.indicator = known.practices[text]
    asked.practice = text
    asked.words[name] = text


def _indicator(asked: Asked, name: str, text: str, known: Known) -> None:
    if text not in known.indicators:
        raise KeyError(text)
    asked.indicator = text
    asked.words[name] = text


def _level(asked: Asked, name: str, text: str, known: Known) -> None:
    asked.level = LEVELS[text] if text in LEVELS else int(text)
    if asked.level not in LEVELS.values():
        raise ValueError(text)


def _on(asked: Asked, name: str, text: str, known: Known) -> None:
    asked.on = read_day(text)


def _sort(asked: Asked, name: str, text: str, known: Known) -> None:
    column = text.removeprefix("-")
    if column not in SORTS:
        raise KeyError(text)
    asked.sort, asked.descending = column, text.startswith("-")


def _page(asked: Asked, name: str, text: str, known: Known) -> None:
    asked.page = min(max(int(text), 1), 1_000_000)


_READERS = {
    "practice": _practice,
    "indicator": _indicator,
    "level": _level,
    "on": _on,
    "year": _year,
    "kind": _kind,
    "partner": _partner,
    "from": _from,
    "to": _to,
    "status": _status,
    "q": _search,
    "sort": _sort,
    "page": _page,
} | dict.fromkeys(CODE_FILTERS, _code)


def count_in_words(total: int, asked: Asked) -> str:
    """Say how many there are and under which filters: "38 activities, 2025-26, by teachers"."""
    kind = f"{asked.kind.value} " if asked.kind else ""
    status = f"{asked.status.value} " if asked.status is not RecordStatus.CONFIRMED else ""
    parts = [counted(total, f"{status}{kind}activity", f"{status}{kind}activities")]
    phrases = {
        "year": "{}",
        "by": "by {}",
        "channel": "through {}",
        "audience": "for {}",
        "topic": "about {}",
        "partner": "with {}",
        "from": "from {}",
        "to": "until {}",
        "q": "containing {}",
        "practice": "counted toward {}",
        "indicator": "counted toward {}",
    }
    for name, phrase in phrases.items():
        if name in asked.words:
            words = asked.words[name]
            parts.append(
                phrase.format(
                    words[:1].lower() + words[1:] if name in CODE_FILTERS and not words[:2].isupper() else words
                )
            )
    return ", ".join(parts)
