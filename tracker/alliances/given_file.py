"""All that an alliance gave, promised and did, as a file for a spreadsheet: what its page tells, and no more."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from flask import Response
from flask.typing import ResponseReturnValue

from models.agreements import Commitment, Contribution
from models.continuum.language.vocabularies import FROM_SCHOOL
from models.exchange.export import BYTE_ORDER_MARK
from models.exchange.formulas import guarded
from models.queries.alliances import Engagement, SharedAct
from models.wording import sentence_case
from tracker.alliances.blueprint import bp
from tracker.alliances.views import engagement_or_404
from tracker.permissions import Permission, requires
from tracker.vocabulary import label

HEADS = ("day", "school", "kind", "what", "for", "amount", "counted in", "students", "state")


@bp.get("/given.csv")
@requires(Permission.ALLIANCE_SEE)
def given_file() -> ResponseReturnValue:
    """Send what the reader's organisation gave, promised and did with schools, the latest first."""
    lines = (_line(row) for row in _rows(engagement_or_404()))
    text = "".join([BYTE_ORDER_MARK + _line(HEADS), *lines])
    headers = {"Content-Disposition": 'attachment; filename="given.csv"'}
    return Response(text, mimetype="text/csv", headers=headers)


def _rows(it: Engagement) -> Iterator[tuple[str, ...]]:
    for gift in it.contributions:
        kind = "from the school" if gift.direction == FROM_SCHOOL else "given"
        yield (gift.occurred_on.isoformat(), gift.school.name, kind, *_amount(gift), "", "")
    for promise in it.commitments:
        day = promise.due_on.isoformat() if promise.due_on else ""
        state = f"received {promise.received_on.isoformat()}" if promise.received_on else "to come"
        yield (day, promise.school.name, "promised", *_amount(promise), "", state)
    for act in it.acts:
        hours = f"{act.hours.normalize():f}" if act.hours is not None else ""
        students = str(act.students) if act.students is not None else ""
        counted = "hours" if hours else ""
        yield (act.occurred_on.isoformat(), act.school, "activity", _what(act), "", hours, counted, students, "")


def _amount(record: Contribution | Commitment) -> tuple[str, str, str, str]:
    """Give what it was, for what, how much, and what that counts."""
    ways = record.way if isinstance(record, Contribution) else tuple(filter(None, (record.way,)))
    what = label(record.type, "contribution_type") if record.type else _labels(ways, "way")
    amount = f"{record.amount.normalize():f}" if record.amount is not None else ""
    unit = label(record.unit, "unit") if record.unit and amount else ""
    return sentence_case(what or "contribution"), record.allocated_to or "", amount, unit


def _what(act: SharedAct) -> str:
    for codes, name in ((act.purpose, "purpose"), (act.way, "way"), (act.channel, "channel")):
        if codes:
            return sentence_case(_labels(codes, name))
    return sentence_case(label(act.kind, "kind"))


def _labels(codes: tuple[str, ...], name: str) -> str:
    return "; ".join(label(code, name) for code in codes)


def _line(cells: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(map(guarded, cells))
    return buffer.getvalue()
