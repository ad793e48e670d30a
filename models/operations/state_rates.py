"""Say in which state a district is, and bring what an hour is worth there, year by year. Nothing here commits."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from models.accounts import User
from models.exchange.formulas import unguarded
from models.hour_rates import states
from models.operations.records import one_line
from models.queries.state_rates import list_state_rates, state_of
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.state_rates import DistrictState, StateRate
from models.texts import folded
from models.wording import counted, joined

# An hour of nobody is worth more; it is a slip of the point.
MOST = Decimal(1000)
FIRST_YEAR = 1980
HEADINGS = ("state", "year", "rate", "source")
MOST_LINES = 5000
MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Estimate:
    """The estimate of one state, two letters, for one calendar year: dollars for an hour, and who says so."""

    state: str
    year: int
    dollars: Decimal
    source: str


def choose_state(session: Session, state: str | None, *, scope: Scope, by: User, at: datetime) -> DistrictState:
    """Let a district be in a state, or in none.

    Raises:
        Refused: There is no such state, or it is the one already.
    """
    if state is not None and state not in states():
        raise Refused({"state": "Choose a state of the list."})
    before = state_of(session, scope.district_id)
    if (before.state if before else None) == state:
        raise Refused({"state": f"It is {states()[state]} already." if state else "No state is chosen already."})
    made = DistrictState(district_id=scope.district_id, state=state, made_at=at, user_id=by.id, actor=by.name)
    session.add(made)
    return made


def bring_estimates(session: Session, brought: list[Estimate], *, scope: Scope, by: User, at: datetime) -> int:
    """Put estimates on record; what holds already is left out.

    Returns:
        How many are new.
    """
    known = list_state_rates(session, scope=scope)
    standing = {(one.state, one.year): (one.dollars, one.source) for one in reversed(known) if not one.taken_back_at}
    new = [one for one in brought if standing.get((one.state, one.year)) != (one.dollars, one.source)]
    session.add_all(
        StateRate(
            district_id=scope.district_id, state=one.state, year=one.year, dollars=one.dollars, source=one.source,
            made_at=at, user_id=by.id, actor=by.name,
        )
        for one in new
    )  # fmt: skip
    return len(new)


def estimate_of(state: str, year: int | None, dollars: Decimal | None, source: str | None, *, latest: int) -> Estimate:
    """Make an estimate of what was typed.

    Args:
        latest: The last year of which there can be one.

    Raises:
        Refused: By field: a year of which there is none, no dollars, or nobody who says so.
    """
    problems = {}
    if year is None or not FIRST_YEAR <= year <= latest:
        problems["year"] = f"Enter the year of the estimate, {FIRST_YEAR} to {latest}."
    if dollars is None or not 0 < dollars <= MOST:
        problems["state_dollars"] = "Enter what an hour is worth, more than nothing."
    if not one_line(source) or len(one_line(source)) > 200:
        problems["state_source"] = "Say who says so, such as Independent Sector, and when."
    refuse_if(problems)
    assert year is not None and dollars is not None  # nothing was refused
    return Estimate(state, year, dollars, one_line(source))


def read_estimates(content: bytes, *, latest: int) -> list[Estimate]:
    """Read a file of estimates: CSV with the headings state, year, rate and source. All of it or nothing.

    Args:
        latest: The last year of which there can be one.

    Raises:
        Refused: It is no such file, or lines of it are wrong; the first of them are named.
    """
    try:
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise Refused({"file": "This is no CSV file in UTF-8. Save the sheet as “CSV UTF-8”."}) from None
    heads = [folded(cell) for cell in rows[0]] if rows else []
    if missing := [name for name in HEADINGS if name not in heads]:
        raise Refused({"file": f"The first line has no {joined(missing)}. It reads: {','.join(HEADINGS)}"})
    if len(rows) > MOST_LINES:
        raise Refused({"file": f"At most {MOST_LINES} lines at once."})
    places = [heads.index(name) for name in HEADINGS]
    read: list[Estimate] = []
    wrong = []
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        try:
            read.append(_line([unguarded(cells[at].strip()) if at < len(cells) else "" for at in places], latest))
        except Refused as refused:
            wrong.append(f"line {number}: {next(iter(refused.fields.values()))}")
    if wrong:
        more = f" And {counted(len(wrong) - MOST_TOLD, 'more line', 'more lines')}." if len(wrong) > MOST_TOLD else ""
        raise Refused({"file": f"Nothing was stored. {' '.join(_big(wrong[:MOST_TOLD]))}{more}"})
    if not read:
        raise Refused({"file": "There is no estimate in this file."})
    return read


def _line(cells: Sequence[str], latest: int) -> Estimate:
    state, year, rate, source = cells
    codes = {folded(name): code for code, name in states().items()} | {folded(code): code for code in states()}
    code = codes.get(folded(state))
    if code is None:
        raise Refused({"state": f"“{state[:40]}” is no state."})
    try:
        dollars = Decimal(rate.replace("$", "").replace(",", "").strip()).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise Refused({"state_dollars": f"“{rate[:40]}” is no rate."}) from None
    number = int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None
    return estimate_of(code, number, dollars, source, latest=latest)


def _big(lines: list[str]) -> Iterator[str]:
    return (f"L{line[1:]}" for line in lines)
