"""Read the same evidence for other people's standards, on a page and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import UnprocessableEntity

from models.accounts import School
from models.continuum.continuum import Continuum
from models.continuum.rulebook.catalogue import Catalogue
from models.crosswalks import Crosswalk
from models.exchange.crosswalk_files import crosswalk_book, crosswalk_csv
from models.level_words import is_for_team, title_of
from models.queries.continuum import continuum_of
from models.queries.crosswalks import Shown, StandardRead, read_for
from models.queries.record_names import NamedRecord, name_records
from models.queries.schools import find_school
from seed.crosswalks import load_crosswalks
from tracker.asked_days import asked_day
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.indicators.explain import FOR_TEAM, MARKS
from tracker.permissions import requires
from tracker.reader import reader
from tracker.record_pages import page_of
from tracker.roles import Permission
from tracker.years.page import scope_of_one_school
from tracker.years.reports import XLSX

bp = Blueprint("crosswalks", __name__, url_prefix="/standards")
RECORDS_NAMED = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page or file of one set of standards is made of.

    Attributes:
        remark: Why the day is another than the address asked for; None where it is not.
        only: The number of the one standard that is asked for; None for all.
    """

    crosswalk: Crosswalk
    school: School
    continuum: Continuum
    on: date
    remark: str | None
    only: str | None

    @property
    def rules(self) -> Catalogue:
        """The rules of the day."""
        return self.continuum.rules_on(self.on.toordinal())

    @property
    def reads(self) -> list[StandardRead]:
        """What the evidence shows, standard by standard."""
        found = read_for(self.crosswalk, self.continuum, self.on)
        return [one for one in found if self.only in (None, one.standard.number)]

    def file_name(self, ending: str) -> str:
        """Call a file: `riverside-cognia-stem-2026-05-20.csv`."""
        part = f"-{self.only}" if self.only else ""
        return f"{self.school.slug}-{self.crosswalk.slug}{part}-{self.on.isoformat()}.{ending}"


@bp.get("")
@requires(Permission.DASHBOARDS_READ)
def index() -> ResponseReturnValue:
    """List the sets of standards; where there is one, show it."""
    found = list(load_crosswalks().values())
    if len(found) == 1:
        return redirect(url_for(".show", crosswalk=found[0].slug))
    return render_template("crosswalks/index.html", crosswalks=found)


@bp.get("/<crosswalk>")
@requires(Permission.DASHBOARDS_READ)
def show(crosswalk: str) -> ResponseReturnValue:
    """Show the school's evidence for each standard of a set."""
    asked = _asked(crosswalk)
    reads = asked.reads
    named = _named(reads)
    return render_template(
        "crosswalks/show.html",
        asked=asked,
        reads=reads,
        lines={one.standard.number: [_line(shown, asked.rules) for shown in one.practices] for one in reads},
        latest={one.standard.number: _latest(one, named) for one in reads},
        most=RECORDS_NAMED,
        rules=asked.rules,
        page_of=page_of,
        title_of=title_of,
    )


@bp.get("/<crosswalk>/evidence.csv")
@requires(Permission.DASHBOARDS_READ)
def csv(crosswalk: str) -> ResponseReturnValue:
    """Give the evidence as CSV."""
    asked = _asked_of_file(crosswalk)
    reads = asked.reads
    return _file(crosswalk_csv(reads, asked.rules, _named(reads)), "text/csv", asked.file_name("csv"))


@bp.get("/<crosswalk>/evidence.xlsx")
@requires(Permission.DASHBOARDS_READ)
def book(crosswalk: str) -> ResponseReturnValue:
    """Give the evidence as a spreadsheet."""
    asked = _asked_of_file(crosswalk)
    reads = asked.reads
    content = crosswalk_book(asked.crosswalk, reads, asked.rules, _named(reads), school=asked.school.name, on=asked.on)
    return _file(content, XLSX, asked.file_name("xlsx"))


def _asked(slug: str, *, instead: str = "this is how it stands today") -> Asked:
    """Find what is asked for, or answer 404."""
    scope = scope_of_one_school()
    crosswalk = or_404(load_crosswalks().get(slug))
    only = request.args.get("standard") or None
    if only is not None:
        or_404(next((one for one in crosswalk.standards if one.number == only), None))
    on, remark = asked_day("on", today=today(), default=today(), instead=instead)
    school = find_school(db.session, scope=scope)
    return Asked(crosswalk, school, continuum_of(db.session, scope=scope), on, remark, only)


def _asked_of_file(slug: str) -> Asked:
    asked = _asked(slug, instead="ask for another")
    if asked.remark:
        raise UnprocessableEntity(asked.remark)
    return asked


def _named(reads: Sequence[StandardRead]) -> dict[tuple[str, str], NamedRecord]:
    keys = {key for one in reads for key in one.keys}
    return name_records(db.session, keys, scope=reader().scope)


def _line(shown: Shown, rules: Catalogue) -> tuple[Shown, str, str]:
    """Give a practice with its mark and tone."""
    return (shown, *(FOR_TEAM if is_for_team(shown.answer, rules) else MARKS[shown.answer.status]))


def _latest(read: StandardRead, named: dict[tuple[str, str], NamedRecord]) -> list[NamedRecord]:
    """Name the latest records of a standard."""
    known = [named[key] for key in read.keys if key in named]
    return sorted(known, key=lambda one: (one.on or date.min, one.ref), reverse=True)[:RECORDS_NAMED]


def _file(content: str | bytes, kind: str, name: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
