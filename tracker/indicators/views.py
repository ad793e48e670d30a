"""The page "Why this level?" and the list of indicators that leads to it."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from models.continuum.continuum import Continuum
from models.level_words import begin_with, title_of
from models.queries.actions import practices_taken
from models.queries.continuum import continuum_of
from models.queries.icmap import find_wording
from models.queries.record_names import name_records
from models.queries.roster import reads_team
from models.queries.silence import question_of
from models.wording import quoted
from tracker.asked_days import asked_day
from tracker.came_from import came_from
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.indicators.explain import Explained, day_before, record_keys
from tracker.indicators.silence import nothing_happened, nothing_happened_by
from tracker.indicators.what_if import what_if
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.record_pages import page_of
from tracker.rules import rules_on

bp = Blueprint("indicators", __name__, url_prefix="/indicators")
bp.get("/<slug>/what-if")(what_if)
bp.post("/<slug>/nothing-happened")(nothing_happened)
bp.post("/by/<role>/nothing-happened")(nothing_happened_by)


@bp.get("/<slug>")
@requires(Permission.DASHBOARDS_READ)
def show(slug: str) -> ResponseReturnValue:
    """Show why the evidence supports an indicator's level on a day."""
    day, remark = asked_day("on", today=today(), default=today(), instead="this is how it stands today")
    rules = rules_on(day)
    indicator = or_404(next((one for one in rules.indicators.values() if one.slug == slug), None))
    wording = or_404(find_wording(db.session, indicator.code))
    if indicator.code not in rules.judged:
        return render_template(
            "indicators/not_judged.html", indicator=indicator, wording=wording, rules=rules, remark=remark
        )
    level, unknown = _asked_level(len(rules.levels))
    remark = remark or unknown
    scope = reader().scope
    if len(scope.school_ids) != 1:
        abort(404)
    continuum: Continuum = continuum_of(db.session, scope=scope)
    explained = Explained(continuum, indicator.code, day)
    named = name_records(db.session, record_keys(explained), scope=scope)
    return render_template(
        "indicators/show.html",
        it=explained,
        wording=wording,
        rules=rules,
        day_asked=day,
        remark=remark,
        level_asked=level,
        named=named,
        page_of=page_of,
        day_before=day_before,
        back=came_from(),
        title_of=title_of,
        taken=practices_taken(db.session, scope=scope),
        question=question_of(continuum, explained.answer, indicator.role) if day == today() else None,
        begin_with=begin_with(explained.answer, rules),
        of_team=any(reads_team(one) for one in rules.practices.values() if one.indicator == indicator.code),
    )


def _asked_level(highest: int) -> tuple[int | None, str | None]:
    """Read which level the address asks about, to be shown open; where it is none, a sentence says so."""
    text = request.args.get("level", "").strip()
    if not text:
        return None, None
    found = next((level for level in range(1, highest + 1) if text == str(level)), None)
    return found, None if found else f"“{quoted(text)}” is no level of the map; all of them stand below."
