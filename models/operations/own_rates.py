"""Set what an hour is worth in a district, from a day on, and take that back. Nothing here commits."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from models.accounts import User
from models.operations.records import one_line
from models.own_rates import OwnRate
from models.queries.own_rates import list_own_rates
from models.refusals import Refused, refuse_if
from models.scope import Scope
from models.state_rates import StateRate
from models.wording import day_words

MOST_AHEAD = timedelta(days=366)
# Where the estimates hold again nobody has to say who says so.
AS_PUBLISHED = "As estimated"


def set_own_rate(
    session: Session,
    dollars: Decimal | None,
    from_on: date,
    source: str | None,
    *,
    scope: Scope,
    by: User,
    at: datetime,
    today: date,
) -> OwnRate:
    """Let an hour be worth so much in a district from a day on, whatever it was worth from that day on before.

    Args:
        dollars: None for the estimates again.
        source: Who says so.

    Raises:
        Refused: By field: no source, nothing to go back from, a day more than a year ahead, or the same holds already.
    """
    standing = [one for one in list_own_rates(session, scope=scope) if one.taken_back_at is None]
    problems = {}
    if from_on - today > MOST_AHEAD:
        problems["from_on"] = "This day is more than a year ahead. Set it once it is closer."
    if dollars is not None and not dollars:
        problems["dollars"] = "Enter more than nothing. Leave it empty for the estimates."
    if dollars is not None and not one_line(source):
        problems["source"] = "Say who says so, such as Independent Sector for your state, and of which year."
    before = next((one for one in standing if one.from_on <= from_on), None)
    said = AS_PUBLISHED if dollars is None else one_line(source)
    if dollars is None and (before is None or before.dollars is None):
        problems.setdefault("dollars", "The estimates hold already. Enter what an hour is worth.")
    elif before is not None and (before.dollars, before.source, before.from_on) == (dollars, said, from_on):
        problems.setdefault("dollars", f"This holds already from {day_words(from_on)}.")
    refuse_if(problems)
    made = OwnRate(
        district_id=scope.district_id, from_on=from_on, dollars=dollars, source=said, made_at=at, user_id=by.id,
        actor=by.name,
    )  # fmt: skip
    session.add(made)
    return made


def take_back_rate(rate: OwnRate | StateRate, *, by: User, at: datetime) -> None:
    """Take a district's own rate, or an estimate it brought, back: for its days holds what held before.

    Raises:
        Refused: It is taken back already.
    """
    if rate.taken_back_at is not None:
        raise Refused("It is taken back already.")
    rate.taken_back_at, rate.taken_back_by = at, by.name
