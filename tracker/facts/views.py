"""Still true? Once a year the team goes through what stands on record, line by line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.assessments import Attestation
from models.operations.partnerships import confirm_facts, confirm_line
from models.operations.record_entries import confirm_record
from models.operations.statements import renew_statement
from models.partnerships import LINES, FactName, Partnership
from models.queries.continuum import continuum_of
from models.queries.paging import page_of
from models.queries.partnerships import find_partnership
from models.queries.record_names import name_records
from models.queries.roster import STUDENTS
from models.queries.standing_facts import StandingFact, find_fact, partnerships_asked, standing_facts
from models.stewardship import RosterMember
from tracker.asked_parts import asked_mark, asked_page
from tracker.clock import today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import can, requires
from tracker.reader import reader
from tracker.record_pages import record_page
from tracker.roles import Permission
from tracker.years.page import scope_of_one_school

bp = Blueprint("facts", __name__, url_prefix="/facts")
# So many partnerships are gone through on one page, line by line.
ON_A_PAGE = 10


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of standing fact.

    Attributes:
        title: Above its lines.
        write: What it takes to say that it is still so.
        by: Who says it, told to whoever may not.
        change: Where a change is written down: endpoint and the name of its argument; None where each line has its own.
    """

    title: str
    write: Permission
    by: str
    change: tuple[str, str] | None


_BY_POINT_PERSON = "The point person or the school’s admin says here whether it is still true."
_BY_TEAM = "The leadership team says here whether it is still true."
SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        "partnership": Sort("What we agreed with partners", Permission.PARTNERSHIPS_WRITE, _BY_POINT_PERSON, None),
        "roster": Sort("The leadership team", Permission.TEAM_WRITE, _BY_TEAM, ("records.roster.edit", "record_id")),
        "coordinator": Sort(
            "The coordinator", Permission.TEAM_WRITE, _BY_TEAM, ("records.coordinator.edit", "record_id")
        ),
        "process": Sort(
            "How we hold dialogue", Permission.RECORDS_WRITE, _BY_TEAM, ("records.process.edit", "record_id")
        ),
        "attestation": Sort(
            "What the team stated", Permission.ATTESTATIONS_WRITE, _BY_TEAM, ("records.attestation.new", "practice")
        ),
    }
)


# A line of a partnership -> where a change of it is written down; terms have one form.
_LINES_CHANGED_AT: Mapping[str, str] = MappingProxyType(
    {
        FactName.STAGE: "partnerships.changes.stage",
        FactName.POINT_PERSON: "partnerships.changes.point_person",
        FactName.NEEDS: "partnerships.changes.needs",
        FactName.CONTACT_INTERVAL: "partnerships.edit",
    }
)


@bp.get("")
@requires(Permission.ATTESTATIONS_READ)
def index() -> ResponseReturnValue:
    """List what is to be said again; on request all that stands."""
    scope = scope_of_one_school()
    continuum = continuum_of(db.session, scope=scope)
    rules = continuum.rules_on(today().toordinal())
    whole = asked_mark("all", "Everything that stands")
    standing = partnerships_asked(db.session, rules, scope=scope, today=today())
    page = page_of([one for one in standing if whole or one.is_asked], asked_page(), size=ON_A_PAGE)
    among = {one.partnership_id for one in page.rows}
    facts = standing_facts(db.session, continuum, scope=scope, today=today(), among=among)
    others = [one for one in facts if one.kind != Partnership.kind]
    first = [one for one in others if page.number == 1 and (whole or one.asked)]
    shown = [*(one for one in facts if one.kind == Partnership.kind), *first]
    named = name_records(db.session, {(one.kind, one.record.ref) for one in shown}, scope=scope)
    return render_template(
        "facts/index.html",
        sorts=[(kind, sort, [one for one in shown if one.kind == kind]) for kind, sort in SORTS.items()],
        asked=sum(one.to_go_through for one in standing) + sum(one.to_go_through for one in others),
        total=sum(one.lines or 1 for one in standing) + len(others),
        whole=whole,
        page=page,
        named=named,
        rules=rules,
        name_of=_name_of,
        change_of=_change_of,
        change_line=partial(_change_line, url_for(".index")),
        record_page=record_page,
    )


@bp.post("/<kind>/<int:record_id>/confirm")
@requires(Permission.ATTESTATIONS_READ)
def confirm(kind: str, record_id: int) -> ResponseReturnValue:
    """Note of one of them that it is still true; the line is gone then."""
    sort = or_404(SORTS.get(kind))
    if not can(sort.write):
        abort(403)
    scope = scope_of_one_school()
    among = {record_id} if kind == Partnership.kind else ()
    continuum = continuum_of(db.session, scope=scope)
    facts = standing_facts(db.session, continuum, scope=scope, today=today(), among=among)
    fact = or_404(find_fact(facts, kind, record_id))
    at_once(lambda: _say_again(fact), "Noted: it is still so.")
    return redirect(_where_asked())


@bp.post("/partnership/<int:record_id>/<line>/confirm")
@requires(Permission.PARTNERSHIPS_WRITE)
def confirm_one(record_id: int, line: str) -> ResponseReturnValue:
    """Note of one line of a partnership that it is still true."""
    partnership = or_404(find_partnership(db.session, record_id, scope=scope_of_one_school()))
    if line not in LINES:
        abort(404)
    at_once(
        lambda: confirm_line(partnership, line, today()),
        lambda whole: (
            f"Noted: all that we agreed with {partnership.partner.name} is still true."
            if whole
            else f"Noted: {LINES[line].lower()} is still true."
        ),
    )
    return redirect(_where_asked())


def _where_asked() -> str:
    """Give the address of the page on which a button was pressed."""
    return url_for(
        ".index",
        all="1" if request.args.get("all") == "1" else None,
        page=request.args.get("page", type=int),
    )


def _change_line(back: str, partnership: Partnership, line: str) -> str:
    """Say where a change of one line is written down; from there one comes back."""
    endpoint = _LINES_CHANGED_AT.get(line, "partnerships.changes.terms")
    return url_for(
        endpoint,
        partnership_id=partnership.id,
        back=back,
        _anchor=line if line not in _LINES_CHANGED_AT else None,
    )


def _say_again(fact: StandingFact) -> None:
    if isinstance(fact.record, Attestation):
        renew_statement(db.session, fact.record, scope=reader().scope, today=today())
    elif isinstance(fact.record, Partnership):
        confirm_facts(fact.record, today())
    else:
        confirm_record(fact.record, today())


def _change_of(fact: StandingFact) -> str | None:
    """Say where a change of it is written down; None where the reader may not."""
    sort = SORTS[fact.kind]
    if not can(sort.write) or sort.change is None:
        return None
    endpoint, argument = sort.change
    if fact.practice:
        return url_for(endpoint, practice=fact.practice, in_place="no", back=url_for(".index"))
    arguments = {argument: fact.record.id}
    return url_for(endpoint, back=url_for(".index"), **arguments)  # type: ignore[arg-type]


def _name_of(fact: StandingFact) -> str:
    """Call it by its name where its record has none that may be told: a student is named nowhere."""
    is_student = isinstance(fact.record, RosterMember) and set(fact.record.group) == {STUDENTS}
    return "The students’ seat" if is_student else ""
