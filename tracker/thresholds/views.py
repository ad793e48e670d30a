"""Look at the district's numbers beside their sentences of the map, see what others would change, put them in force."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.accounts import User
from models.continuum.rulebook.numbers import STRICT, Number
from models.operations.thresholds import ChangedMeanwhile, change_thresholds, checked_change, take_back
from models.queries.catalogue import catalogue_on, left_aside
from models.queries.icmap import list_wordings
from models.queries.thresholds import (
    Effect,
    PartOfNumbers,
    effects_of,
    find_change,
    is_strict,
    latest_change,
    list_changes,
    list_parts,
    list_schools,
)
from models.refusals import Refused
from models.wording import day_words
from tracker.clock import now, today
from tracker.editing import at_once
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import requires
from tracker.reader import reader
from tracker.roles import Permission
from tracker.thresholds.forms import ThresholdForm, field_name, form_of, shown

bp = Blueprint("thresholds", __name__, url_prefix="/thresholds")
NOT_SEEN = "Look first at what these numbers change, then save."


@bp.get("")
@requires(Permission.THRESHOLDS_WRITE)
def index() -> ResponseReturnValue:
    """List the forms of numbers, and what was changed when."""
    changes = list_changes(db.session, scope=reader().scope)
    return render_template(
        "thresholds/index.html",
        parts=_parts(_numbers_now()),
        changes=changes,
        in_force=next((one for one in changes if one.taken_back_at is None and one.in_force_from <= today()), None),
        left_aside=left_aside(db.session, scope=reader().scope),
    )


@bp.get("/<part>")
@requires(Permission.THRESHOLDS_WRITE)
def edit(part: str) -> ResponseReturnValue:
    """Show the numbers of one form."""
    found = _part_or_404(part)
    latest = latest_change(db.session, scope=reader().scope)
    strict = bool(latest and is_strict(latest.numbers))
    data: dict[str, Any] = {field_name(one.place): shown(one) for one in found.settings}
    if strict:
        # Whoever takes the tick away goes on from the numbers that come with the product.
        data |= {field_name(one.place): shown(one.as_it_comes) for one in found.settings if one.place in STRICT}
    data |= {
        "from_on": max(today(), latest.in_force_from) if latest else today(),
        "based_on": str(latest.id) if latest else "",
        "strict": strict,
    }
    return _form(found, form_of(found)(data=data))


@bp.get("/look/<part>")
@requires(Permission.THRESHOLDS_WRITE)
def looked(part: str) -> ResponseReturnValue:
    """Lead whoever opens the address of a look by itself to the form."""
    return redirect(url_for(".edit", part=part))


@bp.post("/look/<part>")
@requires(Permission.THRESHOLDS_WRITE)
def look(part: str) -> ResponseReturnValue:
    """Say what other numbers would change; nothing is stored."""
    found = _part_or_404(part)
    form = form_of(found)()
    if not form.validate():
        form.because.errors = []  # who only looks needs no reason yet
        if form.errors:
            return _form(found, form), 422
    try:
        numbers = _checked(form)
    except Refused as refused:
        return _refused(found, form, refused)
    scope, first = reader().scope, form.from_on.data
    effects = effects_of(db.session, numbers, first, list_schools(db.session, scope=scope), scope=scope)
    form.seen.data = _digest(numbers, first, form.base)
    return _form(found, form, effects=effects, lines=_lines(_numbers_now(), numbers, first))


@bp.post("/<part>")
@requires(Permission.THRESHOLDS_WRITE)
def save(part: str) -> ResponseReturnValue:
    """Put numbers into force whose effect was looked at."""
    found = _part_or_404(part)
    form = form_of(found)()
    if not form.validate_on_submit():
        return _form(found, form), 422
    who = reader()
    by = db.session.get_one(User, who.person.id)
    try:
        numbers = _checked(form)
        if form.seen.data != _digest(numbers, form.from_on.data, form.base):
            raise Refused(NOT_SEEN)
        change_thresholds(db.session, numbers, form.from_on.data, form.because.data, scope=who.scope, by=by, at=now())
    except Refused as refused:
        db.session.rollback()
        return _refused(found, form, refused)
    db.session.commit()
    flash(f"These numbers hold from {day_words(form.from_on.data)} on.", "success")
    return redirect(url_for(".index"))


@bp.get("/changes/<int:change_id>")
@requires(Permission.THRESHOLDS_WRITE)
def show(change_id: int) -> ResponseReturnValue:
    """Show one change: what it changed, from when on, and why."""
    scope = reader().scope
    change = or_404(find_change(db.session, change_id, scope=scope))
    earlier = [
        one
        for one in list_changes(db.session, scope=scope)
        if one.taken_back_at is None and (one.in_force_from, one.id) < (change.in_force_from, change.id)
    ]
    before = earlier[0].numbers if earlier else {}
    lines = _lines(before, change.numbers, change.in_force_from)
    return render_template("thresholds/show.html", change=change, lines=lines, is_planned=_is_planned(change))


@bp.post("/changes/<int:change_id>/take-back")
@requires(Permission.THRESHOLDS_WRITE)
def take_change_back(change_id: int) -> ResponseReturnValue:
    """Take a change back that has judged no day yet."""
    who = reader()
    change = or_404(find_change(db.session, change_id, scope=who.scope))
    by = db.session.get_one(User, who.person.id)
    at_once(
        lambda: take_back(db.session, change, scope=who.scope, by=by, today=today(), at=now()),
        "It is taken back; the numbers before it go on.",
    )
    return redirect(url_for(".show", change_id=change_id))


def _checked(form: ThresholdForm) -> dict[str, Number]:
    return checked_change(
        db.session, form.edits, form.from_on.data, scope=reader().scope, today=today(), based_on=form.base
    )


def _refused(part: PartOfNumbers, form: ThresholdForm, refused: Refused) -> ResponseReturnValue:
    """Show what was refused; after somebody else's change the form goes on from theirs."""
    form.take(refused)
    form.seen.data = ""
    if not isinstance(refused, ChangedMeanwhile):
        return _form(part, form), 422
    latest = latest_change(db.session, scope=reader().scope)
    form.based_on.data = str(latest.id) if latest else ""
    return _form(part, form, meanwhile=latest), 409


def _digest(numbers: Mapping[str, Number], first: date, base: int | None) -> str:
    said = json.dumps([sorted(numbers.items()), first.isoformat(), base])
    return hashlib.sha256(said.encode()).hexdigest()


def _numbers_now() -> Mapping[str, Number]:
    """Give the numbers that the next change goes on from."""
    latest = latest_change(db.session, scope=reader().scope)
    return latest.numbers if latest else {}


def _parts(numbers: Mapping[str, Number], on: date | None = None) -> list[PartOfNumbers]:
    day = on or today()
    return list_parts(db.session, numbers, day, catalogue_on(db.session, day), list_wordings(db.session))


def _part_or_404(key: str) -> PartOfNumbers:
    return or_404(next((one for one in _parts(_numbers_now()) if one.key == key), None))


def _lines(before: Mapping[str, Number], after: Mapping[str, Number], on: date) -> list[tuple[str, str, Any, Any]]:
    """List the numbers that differ: what they belong to, what they are called, the one before and the one after."""
    known = {
        setting.place: (group.title, setting)
        for part in _parts(before, on)
        for group in part.groups
        for setting in group.settings
    }
    then = {one.place: one for part in _parts(after, on) for one in part.settings}
    return [
        (title, setting.name, setting, then[place])
        for place, (title, setting) in known.items()
        if setting.value != then[place].value
    ]


def _is_planned(change: Any) -> bool:
    return change.taken_back_at is None and change.in_force_from > today()


def _form(
    part: PartOfNumbers,
    form: ThresholdForm,
    *,
    effects: Sequence[Effect] | None = None,
    lines: Sequence[Any] = (),
    meanwhile: Any = None,
) -> str:
    return render_template(
        "thresholds/edit.html",
        part=part,
        form=form,
        effects=effects,
        lines=lines,
        meanwhile=meanwhile,
        rules=catalogue_on(db.session, today()),
        field_name=field_name,
        shown=shown,
    )
