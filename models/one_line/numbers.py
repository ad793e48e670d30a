"""Finds sums of money, hours and web addresses in a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NUMBER_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90, "hundred": 100, "dozen": 12,
}  # fmt: skip
_FEW = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty five|forty|ninety"
_MONEY = re.compile(
    r"\$\s?(?P<dollars>\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,2})?)\s?(?P<times>k\b|thousand\b|m\b|million\b)?"
    r"|(?<![\w$.,])(?P<bare>\d{1,9}(?:,\d{3}){0,3}(?:\.\d{1,2})?)\s?(?P<bare_times>k|thousand|million)?"
    r"\s?(?:dollars|bucks|usd)\b",
    re.IGNORECASE,
)
_TIMES = {"k": 1000, "thousand": 1000, "m": 1_000_000, "million": 1_000_000}
_HOURS = re.compile(
    r"(?<![\w$/:.-])(?:"
    r"(?P<half_day>half\s+an\s+hour|half\s+hour|a\s+half\s+hour|half\s+an\s+hr|1/2\s*(?:an?\s+)?(?:hour|hr)|½\s*(?:hour|hr))"
    r"|(?P<and_half>an\s+hour\s+and\s+a\s+half|one\s+and\s+a\s+half\s+hours?|1\s*(?:½|1/2)\s*(?:hours?|hrs?|h))"
    r"|(?P<hour>an|a)\s+hour(?:\s+long)?"
    r"|(?P<count>\d{1,4}(?:\.\d{1,2})?|\.\d{1,2}|" + _FEW + r")(?P<fraction>\s*(?:½|1/2)|\s+and\s+a\s+half)?"
    r"[\s-]*(?P<unit>hours?|hrs?|h|minutes?|mins?)"
    r"(?:\s*(?:and\s+)?(?P<rest>\d{1,2})\s*(?:minutes?|mins?|m))?"
    r")\b\.?(?P<each>\s*(?:each|apiece|per\s+(?:student|person|kid)|a\s+piece))?",
    re.IGNORECASE,
)
_NO_DURATION = re.compile(
    r"\s*(?:ago|later|drive|away|notice|of\s+code|before|after\s+school\s+starts)\b", re.IGNORECASE
)
_LINK = re.compile(r"https?://[^\s<>\"'\\]{1,490}", re.IGNORECASE)
_TIMES_PEOPLE = re.compile(
    r"(?<![\w$/.,])(\d{1,4})\s+(?:people|volunteers|engineers|employees|staff|workers|mentors|persons|of\s+them)\s*"
    r"(?:x|×|\*|for|at|,)?\s*$",
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
        digits = (match["dollars"] or match["bare"]).replace(",", "")
        times = _TIMES.get((match["times"] or match["bare_times"] or "").lower(), 1)
        found.append(Quantity(*match.span(), Decimal(digits) * times))
    return found


def find_hours(text: str) -> list[Quantity]:
    """Find how long something took, in decimal hours."""
    found = []
    for match in _HOURS.finditer(text):
        if _NO_DURATION.match(text, match.end()):
            continue
        found.append(Quantity(*match.span(), _hours(match), bool(match["each"])))
    return found


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
    said = " ".join(match["count"].lower().split())
    amount = Decimal(45 if said == "forty five" else NUMBER_WORDS.get(said, 0)) if said[0].isalpha() else Decimal(said)
    if match["fraction"]:
        amount += Decimal("0.5")
    if match["unit"].lower().startswith("m"):
        return (amount / 60).quantize(Decimal("0.01"), ROUND_HALF_UP).normalize()
    rest = Decimal(match["rest"] or 0) / 60
    return (amount + rest).quantize(Decimal("0.01"), ROUND_HALF_UP)
