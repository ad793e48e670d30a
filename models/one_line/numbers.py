"""Finds sums of money, hours and web addresses in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12, "couple": 2,
}  # fmt: skip


def whole_number(word: str) -> int | None:
    """Read one small word as a number: "12", "twelve"; None where it is none."""
    if word.isascii() and word.isdecimal() and len(word) <= 6:
        return int(word)
    return NUMBER_WORDS.get(word)


_FEW = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty five|forty|ninety"
_MONEY = re.compile(
    r"\$\s?(?P<dollars>\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,2})?)(?!\d|/\d)\s?(?P<times>k\b|thousand\b|m\b|million\b)?"
    r"|(?<![\w$.,])(?P<bare>\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,2})?)\s?(?P<bare_times>k|thousand|million)?"
    r"\s?(?:dollars|bucks|usd)\b"
    r"|(?<!\w)(?P<said>(?:[a-z]+[\s-]+){1,5})(?:dollars|bucks)\b",
    re.IGNORECASE,
)
# "15 x $20", "two $2,500 scholarships"; "$20 gift cards x 15".
_SO_MANY = re.compile(r"(?<![\w$/.,-])(\d{1,3}(?=\s*(?:x|×))|[a-z]+)\s*(?:x|×)?\s*$", re.IGNORECASE)
_TIMES_SO_MANY = re.compile(r"\s*(?:[a-z]+\s+){0,3}?(?:x|×)\s?(\d{1,3})\b", re.IGNORECASE)
# "3 scholarships, $500 each", "two grants of $250".
_EACH = re.compile(r"\s*(?:each|apiece|a piece|per (?:student|person|kid|scholarship|grant))\b", re.IGNORECASE)
_OF_SO_MANY = re.compile(
    r"(?<![\w$/.,-])(\d{1,3}|[a-z]+)\s+(?:[a-z]+\s+){0,2}[a-z]+s(?:\s*,|\s*\(|\s+-)?\s+(?:of|for|at|worth)?\s*$",
    re.IGNORECASE,
)
_LARGE = {"thousand": 1000, "grand": 1000}
_TIMES = {"k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000}
_HOURS = re.compile(
    r"(?<![\w$/:.-])(?:"
    r"(?P<half_day>half\s+an\s+hour|half\s+hour|a\s+half\s+hour|half\s+an\s+hr|1/2\s*(?:an?\s+)?(?:hour|hr)|½\s*(?:hour|hr))"
    r"|(?P<and_half>an\s+hour\s+and\s+a\s+half|one\s+and\s+a\s+half\s+hours?|1\s*(?:½|1/2)\s*(?:hours?|hrs?|h))"
    r"|(?P<couple>(?:a\s+)?couple\s+(?:of\s+)?(?:hours|hrs))"
    r"|(?P<three_quarters>(?:3/4|¾|three\s+quarters)\s*(?:of\s+an\s+)?(?:hour|hr))"
    r"|(?P<hour>an|a)\s+hour(?:\s+long)?"
    r"|(?P<count>\d{1,4}(?:\.\d{1,2})?|\.\d{1,2}|"
    + _FEW
    + r")(?P<fraction>\s*(?:[½¼¾]|1/2|1/4|3/4)|\s+and\s+a\s+half)?"
    r"[\s-]*(?:(?:volunteer|service|mentoring|tutoring|work|staff|person|full|whole|total)\s+(?=hours?\b|hrs?\b))?"
    r"(?P<unit>hours?|hrs?|h|minutes?|mins?|(?<=\d\d)m)"
    r"(?:\s*(?:and\s+)?(?P<rest>\d{1,2})\s*(?:minutes?|mins?|m))?"
    r")\b\.?(?P<each>\s*(?:each|ea\b|apiece|per\s+(?:student|person|kid)|a\s+piece))?",
    re.IGNORECASE,
)
_FRACTIONS = {"¼": Decimal("0.25"), "1/4": Decimal("0.25"), "¾": Decimal("0.75"), "3/4": Decimal("0.75")}
_NO_DURATION = re.compile(
    r"\s*(?:ago|later|drive|away|notice|of\s+code|before|after\s+school\s+starts)\b", re.IGNORECASE
)
# The club, not four hours.
_FOUR_H = re.compile(r"4-[hH]|4H")
# "9:00-12:30", "3:15-5", "10-11:30": the half of the day is left out, and one of them has its minutes.
_CLOCK_TO_CLOCK = re.compile(
    r"(?<![\w$/:.-])(?:(1?\d):([0-5]\d)\s*(?:-|–|to|until|till)\s*(1?\d):([0-5]\d)"
    r"|(1?\d):([0-5]\d)[-–](1?\d)|(1?\d)[-–](1?\d):([0-5]\d))(?![\w:/]|\s*[ap]\.?m\b|\s*[ap]\b)",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"(?<![\w$/:.-])(?:from\s+)?(\d{1,2})(?::(\d\d))?\s*([ap])?\.?(?:m\.?)?\s*(?:-|–|to|until|till)\s*"
    r"(\d{1,2})(?::(\d\d))?\s*([ap])\.?m\b\.?",
    re.IGNORECASE,
)
# How long these take, people say differently: it is asked.
_DAYS_LONG = re.compile(
    r"(?<!\w)(?:all\s+day|half\s+(?:a\s+)?day|full\s+day|whole\s+day|a\s+day\s+at)(?!\w)", re.IGNORECASE
)
_LINK = re.compile(r"https?://[^\s<>\"'\\]{1,490}", re.IGNORECASE)
_TIMES_PEOPLE = re.compile(
    r"(?<![\w$/.,])(\d{1,4})\s+(?:(?:people|ppl|volunteers|engineers|employees|staff|workers|mentors|persons|of\s+them)\s*"
    r"(?:x|×|\*|for|at|,)?|(?:[a-z]+\s+)?[a-z]+\s*(?:x|×|\*))\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount that a line names.

    Attributes:
        start, end: Where it stands in the text.
        amount: Dollars, or decimal hours.
        each: It was said of each person.
    """

    start: int
    end: int
    amount: Decimal
    each: bool = False


def find_money(text: str) -> list[Quantity]:
    """Find sums of money, in dollars."""
    found = []
    for match in _MONEY.finditer(text):
        if match["said"]:
            said = _in_words(match["said"])
            if said is not None:
                found.append(Quantity(match.start("said") + said[1], match.end(), said[0]))
            continue
        digits = (match["dollars"] or match["bare"]).replace(",", "")
        times = _TIMES.get((match["times"] or match["bare_times"] or "").lower(), 1)
        found.append(_several(text, Quantity(*match.span(), Decimal(digits) * times)))
    return found


def _in_words(said: str) -> tuple[Decimal, int] | None:
    """Read the number at the end of some words, and say where in them it begins; None where they end with none."""
    total = part = 0
    begin: int | None = None
    for match in reversed(list(re.finditer(r"[a-z]+", said.lower()))):
        if match.group() not in NUMBER_WORDS and match.group() not in ("a", "and", *_LARGE):
            break
        begin = match.start()
    if begin is None:
        return None
    for word in re.findall(r"[a-z]+", said[begin:].lower()):
        if word == "hundred":
            part = max(part, 1) * 100
        elif word in _LARGE:
            total, part = total + max(part, 1) * _LARGE[word], 0
        else:
            part += NUMBER_WORDS.get(word, 0)
    return (Decimal(total + part), begin) if total + part else None


def _several(text: str, one: Quantity) -> Quantity:
    """Take a sum as often as the words beside it say: "two $2,500 scholarships"."""
    after = _TIMES_SO_MANY.match(text, one.end)
    if after is not None:
        return Quantity(one.start, after.end(), one.amount * int(after[1]))
    each = _EACH.match(text, one.end)
    listed = _OF_SO_MANY.search(text, max(0, one.start - 50), one.start) if each else None
    if each and listed and (many := _few(listed[1])):
        return Quantity(one.start, each.end(), one.amount * many)
    before = _SO_MANY.search(text, max(0, one.start - 20), one.start)
    so_many = _few(before[1]) if before else 0
    if not before or not so_many or text[one.start] != "$":
        return one
    return Quantity(before.start(), one.end, one.amount * so_many)


def _few(said: str) -> int:
    return int(said) if said.isdecimal() else NUMBER_WORDS.get(said.lower(), 0)


def find_hours(text: str) -> list[Quantity]:
    """Find how long something took, in decimal hours."""
    found = []
    for match in _HOURS.finditer(text):
        said = match["count"]
        if _NO_DURATION.match(text, match.end()) or _FOUR_H.fullmatch(match.group()):
            continue
        if said and said.isalpha() and match.end("count") == match.start("unit"):
            continue  # "eighth" is not eight h
        found.append(Quantity(*match.span(), _hours(match), bool(match["each"])))
    for match in _FROM_TO.finditer(text):
        length = _between(match)
        if length is not None:
            found.append(Quantity(*match.span(), length))
    taken = [(one.start, one.end) for one in found]
    for match in _CLOCK_TO_CLOCK.finditer(text):
        length = _between_clocks(match)
        if length is not None and all(match.end() <= start or end <= match.start() for start, end in taken):
            found.append(Quantity(*match.span(), length))
    return sorted(found, key=lambda one: one.start)


def find_days_long(text: str) -> list[tuple[int, int]]:
    """Find what took a day or half of one, which is no number of hours."""
    return [match.span() for match in _DAYS_LONG.finditer(text)]


def _between(match: re.Match[str]) -> Decimal | None:
    """Say how long it is from one time of the day to another: "9-11 am", "from 3 to 4:30 pm"."""
    ends = int(match[4]) % 12 * 60 + int(match[5] or 0) + (720 if match[6].lower() == "p" else 0)
    half = (match[3] or match[6]).lower()
    begins = int(match[1]) % 12 * 60 + int(match[2] or 0) + (720 if half == "p" else 0)
    if not match[3] and begins > ends:
        begins -= 720
    if int(match[1]) > 12 or int(match[4]) > 12 or not 0 <= begins < ends:
        return None
    return (Decimal(ends - begins) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _between_clocks(match: re.Match[str]) -> Decimal | None:
    """Say how long it is between two times that leave out which half of the day it is: "9:00-12:30", "11:15-1"."""
    begins, begin_minutes = match[1] or match[5] or match[8], match[2] or match[6] or 0
    ends, end_minutes = match[3] or match[7] or match[9], match[4] or match[10] or 0
    if not (1 <= int(begins) <= 12 and 1 <= int(ends) <= 12):
        return None
    length = (int(ends) * 60 + int(end_minutes) - int(begins) * 60 - int(begin_minutes)) % 720
    return (Decimal(length) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP) if length else None


def find_links(text: str) -> list[tuple[int, int, str]]:
    """Find web addresses, without what closes the sentence around them."""
    links = []
    for match in _LINK.finditer(text):
        address = match.group().rstrip(".,;:!?)]")
        links.append((match.start(), match.start() + len(address), address))
    return links


def heads_before(text: str, at: int) -> tuple[int, int] | None:
    """Find how many people the hours at a place were given by, "8 people x 4 hours".

    Returns:
        Where that begins, and how many.
    """
    begin = max(0, at - 40)
    match = _TIMES_PEOPLE.search(text[begin:at])
    return (begin + match.start(), int(match[1])) if match else None


def _hours(match: re.Match[str]) -> Decimal:
    if match["half_day"]:
        return Decimal("0.5")
    if match["and_half"]:
        return Decimal("1.5")
    if match["hour"]:
        return Decimal(1)
    if match["couple"]:
        return Decimal(2)
    if match["three_quarters"]:
        return Decimal("0.75")
    said = " ".join(match["count"].lower().split())
    amount = Decimal(45 if said == "forty five" else NUMBER_WORDS.get(said, 0)) if said[0].isalpha() else Decimal(said)
    if match["fraction"]:
        amount += _FRACTIONS.get(match["fraction"].strip(), Decimal("0.5"))
    if match["unit"].lower().startswith("m"):
        return (amount / 60).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    rest = Decimal(match["rest"] or 0) / 60
    return (amount + rest).quantize(Decimal("0.01"), ROUND_HALF_UP)
