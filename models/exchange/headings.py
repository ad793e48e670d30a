"""Which column of a list is meant by what stands above it, as people write it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from models.kinds.columns import Column, Holds
from models.kinds.kind import RecordKind
from models.texts import folded

# A heading that is this much like a known one is proposed, and never taken without being shown.
_ALIKE = 86
_ORGANIZATION = (
    "partner", "partners", "organization", "organisation", "organization name", "partner name", "company", "business",
    "agency", "business partner", "community partner", "business or organization", "firm", "employer", "sponsor",
    "donor", "donated by", "given by", "donor name", "from whom", "received from", "vendor", "where we went",
    "host", "with", "with whom", "who we visited", "visited", "whom we visited",
)  # fmt: skip
_HAPPENED = (
    "date", "day", "when", "event date", "activity date", "date of activity", "date of event", "visit date",
    "date of visit", "meeting date", "service date", "date received", "date given", "donation date", "gift date",
    "date of gift", "timestamp", "sent on", "date sent", "posted on", "date posted", "held on", "date held", "received",
    "date of service", "date served",
)  # fmt: skip
_DAY = "occurred_on"
_WHEN_SENT = frozenset(("timestamp",))
_SINCE = ("from", "since", "start", "start date", "started", "begin", "joined", "first day")
_UNTIL = ("until", "end", "end date", "ended", "to", "left", "last day")
# Column -> what people write above it, in any kind that has such a column.
_SAID: Mapping[str, Sequence[str]] = MappingProxyType(
    {
        "ref": ("id", "reference", "record id"),
        "record_status": ("status",),
        "note": ("notes", "comment", "comments", "remarks", "details", "follow up", "page notes"),
        "occurred_on": _HAPPENED,
        "partner": _ORGANIZATION,
        "by": ("who", "who did it", "actor", "led by", "done by", "run by", "organized by", "hosted by", "presented by",
               "sent by", "posted by", "who ran it", "who led it", "who went", "who from school",
               "who from our school", "school staff",
               "our side", "school side"),
        "title": ("what", "what happened", "what we did", "what they did", "what was done", "activity", "event",
                  "event name", "name of event", "program", "description", "subject", "in a few words"),
        "kind": ("kind of activity", "type of activity", "activity type"),
        "channel": ("how", "method", "format", "means", "medium", "how it was done"),
        "audience": ("for", "for whom", "recipients", "stakeholders", "reached", "to", "to whom", "sent to", "who for",
                     "target audience", "who came"),
        "topic": ("topics", "about", "what about"),
        "ask": ("asks", "asked for"),
        "purpose": ("what for", "reason"),
        "two_way": ("both ways", "went both ways", "back and forth"),
        "roles": ("who took part", "who else took part"),
        "people": ("people reached", "attendance", "attendees", "number of people", "number attending", "participants",
                   "headcount", "total attendance", "adults", "number of attendees", "reached", "number reached",
                   "came", "number who came", "how many", "who came"),
        "students": ("number of students", "student count", "students served", "students reached", "no of students",
                     "kids", "number of kids", "kids served", "children"),
        "hours": ("time", "duration", "length", "hrs", "time spent", "volunteer hours", "total hours", "hours each",
                  "how long"),
        "link": ("url", "web link", "web address"),
        "category": ("type", "kind", "sort", "type of organization", "organization type", "kind of organization",
                     "partner type"),
        "town": ("city", "location", "place", "city town"),
        "sector": ("industry", "field"),
        "website": ("web site", "url", "web page", "web"),
        "added_on": ("partner since", "date added", "known since", "first contact", "added", *_SINCE),
        "offers": ("offer", "what they offer", "can offer", "resources", "contributions", "services",
                   "support offered", "can help with", "how they help", "how they can help"),
        "email": ("e mail", "email address", "mail", "contact email"),
        "phone": ("telephone", "phone number", "tel", "cell", "mobile", "contact phone", "cell number", "cell phone",
                  "mobile number", "mobile phone", "phone no"),
        "is_key": ("key", "main contact", "primary"),
        "amount": ("value", "donation", "gift amount", "donation amount", "total", "dollars", "quantity", "qty",
                   "how much", "worth", "worth about",
                   "hours", "volunteer hours", "in kind value", "estimated value", "amount given"),
        "unit": ("units", "measure"),
        "type": ("what", "kind of gift", "type of gift", "what they did", "what was done",
                 "service", "item", "gift", "kind", "contribution", "description", "what was given", "donation type"),
        "allocated_to": ("for", "purpose", "used for", "designated for", "designation"),
        "text": ("need", "needs", "what we need", "what is needed", "needed", "wish", "wish list", "description",
                 "what"),
        "stated_on": (*_HAPPENED, "since when", "since", "known since"),
        "critical": ("urgent", "high priority"),
        "data": ("source", "sources", "evidence", "data source"),
        "requested_on": ("requested", "date asked", "asked on", "date requested"),
        "answered_on": ("answered", "date answered", "response date"),
        "answer": ("response", "outcome", "result", "reply"),
        "offer": ("asked for", "request", "what", "what was asked"),
        "person": ("name", "member", "team member", "member name"),
        "group": ("represents", "represented", "stakeholder group", "stands for", "representing"),
        "role": ("position", "title", "role on team", "role on the team", "what they do"),
        "mode": ("how", "public or private"),
        "from_on": _SINCE,
        "until_on": _UNTIL,
        "started_on": (*_SINCE, "date"),
        "ended_on": _UNTIL,
        "starts_on": _SINCE,
        "ends_on": (*_UNTIL, "expires", "expiration", "expiration date", "expiry"),
        "submitted_on": ("submitted", "date submitted", "handed over"),
        "signed_on": ("signed", "date signed", "signature date"),
        "agreed_on": ("agreed", "date agreed", "date"),
        "due_on": ("due", "due date", "by when"),
        "received_on": ("received", "date received"),
        "adopted_on": ("adopted", "date adopted", "since"),
        "point_person": ("school contact", "responsible", "in charge", "lead"),
    }
)  # fmt: skip
# The same, in one kind only.
_OF_KIND: Mapping[str, Mapping[str, Sequence[str]]] = MappingProxyType(
    {
        # A list of papers says with whom they were signed.
        "agreement": {"partnership": _ORGANIZATION},
        "org": {"name": (*_ORGANIZATION, "name of organization"), "stage": ("status",)},
        "contact": {
            "name": ("contact", "contact name", "contact person", "person", "full name"),
            "title": ("role", "position", "job title"),
        },
        "process": {"name": ("process", "name of process")},
        "training": {"topic": ("training", "subject", "title")},
    }
)
# What people write in other languages: data, for a school may keep its lists in any.
OTHER_LANGUAGES = Path(__file__).parents[1] / "headings.toml"


class Headings(BaseModel):
    """What stands above columns in one language.

    Attributes:
        said: Column -> what people write above it, in any kind that has such a column.
        of_kind: Kind -> the same, in that kind only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    said: Mapping[str, tuple[str, ...]] = {}
    of_kind: Mapping[str, Mapping[str, tuple[str, ...]]] = {}


@cache
def other_languages() -> Mapping[str, Headings]:
    """Give what people write above columns in other languages than English: language -> its headings."""
    data = tomllib.loads(OTHER_LANGUAGES.read_text(encoding="utf-8"))
    return {language: Headings.model_validate(headings) for language, headings in data.items()}


# Two columns that hold one name between them.
_GIVEN = frozenset({"first", "first name", "given name", "given names", "fname"})
_FAMILY = frozenset({"last", "last name", "family name", "surname", "lname"})
# What lists of ours hold beside the record, and no record keeps: the address of its page.
_BESIDE = frozenset({"page"})
# The column of what is not brought in.
LEFT_OUT = ""
# What says of a column that it holds numbers, and not of what.
_ONLY_A_NUMBER = frozenset(
    {"number of", "number", "numbers", "no", "nos", "count", "counts", "qty", "quantity", "how many", "n"}
)
_EITHER = re.compile(r"\s*/\s*|\s+or\s+", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[^\w#$]+|_")


def plain(heading: str) -> str:
    """Write a heading without what makes no difference: case, accents, signs, what stands in brackets."""
    without = re.sub(r"\([^)]*\)|\[[^\]]*\]|['’]", lambda found: " " if len(found[0]) > 1 else "", heading)
    words = _NO_LETTERS.sub(" ", folded(without if without.strip() else heading)).strip()
    if len(words) > 1 and words.endswith("#"):
        words = f"{words[:-1]} number"  # "Cell #", where "# of kids" begins with it
    words = words.replace("# of ", "#").replace("#", " number of ")
    return " ".join(_SHORT.get(word, word) for word in words.replace("$", " ").split())


_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "amt": "amount", "org": "organization", "orgs": "organizations", "organisation": "organization",
        "recd": "received", "num": "number", "nbr": "number", "desc": "description", "dt": "date", "vol": "volunteer",
        "approx": "", "est": "estimated",
    }
)  # fmt: skip
_KNOWN: dict[str, Mapping[str, str]] = {}


def _known(kind: RecordKind) -> Mapping[str, str]:
    """List every heading that is known for a kind: plain heading -> column; a column's own name comes first."""
    if kind.name not in _KNOWN:
        _KNOWN[kind.name] = _headings_of(kind)
    return _KNOWN[kind.name]


def _headings_of(kind: RecordKind) -> Mapping[str, str]:
    found: dict[str, str] = {}
    own = _OF_KIND.get(kind.name, {})
    for name in kind.columns:
        found.setdefault(plain(name), name)
    for name in kind.columns:
        for said in own.get(name, ()):
            found.setdefault(plain(said), name)
    for name in kind.columns:
        found.setdefault(plain(kind.label_of(name)), name)
        found.setdefault(plain(name.removesuffix("_on")), name)
    for name in kind.columns:
        for said in _SAID.get(name, ()):
            found.setdefault(plain(said), name)
    for headings in other_languages().values():
        for said_of in (headings.of_kind.get(kind.name, {}), headings.said):
            for name in kind.columns:
                for said in said_of.get(name, ()):
                    found.setdefault(plain(said), name)
    return found


def meant(kind: RecordKind, heading: str) -> str | None:
    """Find the column that a heading names for certain: its name, its label, or what people call it."""
    exact = heading.strip().casefold()
    known = _known(kind)
    if exact in kind.columns or plain(heading) in known:
        return exact if exact in kind.columns else known[plain(heading)]
    # "Amount / value" names one column twice; "Date/Time" names two.
    several = {known.get(plain(part)) for part in _EITHER.split(heading)}
    return several.pop() if len(several) == 1 else None


def halves_of_names(kind: RecordKind, header: Sequence[str]) -> tuple[int, int] | None:
    """Find the columns that hold a person's given and family name apart; None where no name is divided so.

    Only for kinds that name a person; a list that has the whole name as well is read by that.
    """
    column = next((name for name in ("person", "name") if name in kind.columns and kind.name != "org"), None)
    said = [plain(heading) for heading in header]
    given = next((place for place, text in enumerate(said) if text in _GIVEN), None)
    family = next((place for place, text in enumerate(said) if text in _FAMILY), None)
    if column is None or given is None or family is None:
        return None
    return None if column in matched(kind, header) else (given, family)


def matched(kind: RecordKind, header: Sequence[str]) -> list[str | None]:
    """Find the column of every heading that names one for certain; of several for one column the nearest named."""
    own = [heading.strip().casefold() for heading in header]
    columns: list[str | None] = [name if name in kind.columns else None for name in own]
    taken = {name for name in columns if name}
    if any(meant(kind, heading) == _DAY for heading in header if plain(heading) not in _WHEN_SENT):
        # A form notes when it was sent; the day of what happened is asked for apart.
        columns = [LEFT_OUT if plain(heading) in _WHEN_SENT else columns[at] for at, heading in enumerate(header)]
    for position, heading in enumerate(header):
        if own[position] in _BESIDE:
            columns[position] = LEFT_OUT
        name = meant(kind, heading) if columns[position] is None else None
        if name is not None and name not in taken:
            columns[position] = name
            taken.add(name)
    return columns


def proposed(kind: RecordKind, header: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str | None]:
    """Propose the column of every heading: those it names, those it is like, and those that its cells are like.

    Args:
        samples: For each heading some of the cells below it.
    """
    from rapidfuzz import fuzz, process  # loaded by those who need it, not by every command

    columns = matched(kind, header)
    for position, cells in enumerate(samples):
        if cells and _holds_numbers(cells) and not _takes_numbers(kind, columns[position]):
            # "Reached" is whom, or how many.
            columns[position] = _number_called(kind, header[position], columns)
    free = {said: name for said, name in _known(kind).items() if name not in columns}
    for position, heading in enumerate(header):
        if columns[position] is None and plain(heading):
            found = process.extractOne(plain(heading), list(free), scorer=fuzz.token_sort_ratio, score_cutoff=_ALIKE)
            if found and free[found[0]] not in columns:
                columns[position] = free[found[0]]
    for column in kind.columns.values():
        if column.required and column.holds is Holds.DATE and column.name not in columns:
            place = _likest(columns, samples)
            if place is not None:
                columns[place] = column.name
    return columns


def _takes_numbers(kind: RecordKind, name: str | None) -> bool:
    """Whether a heading named a column, and none of codes."""
    return name is not None and (name not in kind.columns or kind.columns[name].holds not in (Holds.CODE, Holds.CODES))


def _holds_numbers(cells: Sequence[str]) -> bool:
    return all(cell.replace(",", "").isdecimal() for cell in cells)


def counts_something(heading: str, cells: Sequence[str]) -> bool:
    """Whether a heading says no more than that there are numbers below it, and these do not number the rows."""
    if plain(heading) not in _ONLY_A_NUMBER or not cells or not _holds_numbers(cells):
        return False
    numbers = [int(cell.replace(",", "")) for cell in cells]
    return numbers != list(range(numbers[0], numbers[0] + len(numbers))) or len(numbers) == 1


def _number_called(kind: RecordKind, heading: str, taken: Sequence[str | None]) -> str | None:
    """Find the column of numbers that a heading may name as well."""
    numbers = [name for name, column in kind.columns.items() if column.holds in (Holds.NUMBER, Holds.DECIMAL)]
    said = plain(heading)
    return next((one for one in numbers if one not in taken and said in map(plain, _SAID.get(one, ()))), None)


def _likest(columns: Sequence[str | None], samples: Sequence[Sequence[str]]) -> int | None:
    """Find the free column whose cells look most like days."""
    shares = [
        (sum(1 for cell in cells if _LOOKS_LIKE_A_DAY.search(cell)) / len(cells), -position)
        for position, cells in enumerate(samples)
        if columns[position] is None and cells
    ]
    best = max(shares, default=(0.0, 0))
    return -best[1] if best[0] > 0.6 else None


_LOOKS_LIKE_A_DAY = re.compile(
    r"^\d{4}-\d{1,2}-\d{1,2}|^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    r"|^\d{0,2}[ -]?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .-]+\d",
    re.IGNORECASE,
)


def shown_name(kind: RecordKind, column: Column) -> str:
    """Say what people call a column."""
    return kind.label_of(column.stored_as)
