"""A strategic alliance logs what it gave and did: a tile or a line, and the school confirms it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.accounts import School
from models.activities import Activity
from models.agreements import Contribution
from models.one_line.answers import ReadLine
from models.operations.activity_entries import ActivityEntry
from models.operations.alliance_entries import correct_act, correct_gift, propose_act, propose_gift
from models.partners import Partner
from models.queries.alliance_schools import schools_of
from models.refusals import Refused
from seed.tiles import ALLIANCE_PATH, Tile, load_tiles
from tracker.activities.asking import arranged, called, filled, known_to, unanswered
from tracker.activities.choices import choices_of
from tracker.activities.ticked import carried_by_ticks
from tracker.alliances.blueprint import bp
from tracker.alliances.doubles import double_of_act, double_of_gift
from tracker.alliances.forms import GIFT, HOURS, ActForm, GiftForm
from tracker.asked_parts import asked_choice
from tracker.choices import pairs
from tracker.clock import today
from tracker.editing import Edit, edit_record
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.forms import choices as offer
from tracker.one_line import LONGEST, named_in, read_by, typed_line
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.records.offered import way_given
from tracker.rules import rules_today, terms_today
from tracker.vocabulary import marked

BY = ("alliances",)
# Asks for what no other tile asks.
OPEN = "talk"
FILLED = ("occurred_on", "audience", "channel", "topic", "ask", "way", "people", "students", "hours")


def own_schools() -> list[School]:
    """List the schools at which the reader may enter something."""
    return schools_of(db.session, scope=reader().scope, today=today())


def own_partner() -> Partner:
    """Give the reader's own organisation, or answer 404."""
    number = reader().scope.partner_id
    return or_404(db.session.get(Partner, number) if number is not None else None)


def tiles() -> list[Tile]:
    """List what an alliance may log, as far as the rules in force know its codes."""
    return [known_to(rules_today(), tile) for tile in load_tiles(ALLIANCE_PATH).values()]


@bp.route("/log", methods=["GET", "POST"])
@requires(Permission.ALLIANCE_WRITE)
def log() -> ResponseReturnValue:
    """Log something: by a tile of the address, or by a line that is read; without either, choose."""
    schools = own_schools()
    line = typed_line(request.args.get("line"))[:LONGEST]
    found, values = _read(line, schools) if line and schools else (None, {})
    known = {one.code: one for one in tiles()}
    tile = known.get(asked_choice("tile", "What happened", known) or found or "")
    if tile is None or not schools:
        if request.method == "POST":
            abort(404)
        return render_template("alliances/log.html", tiles=tiles(), schools=schools, line=line)
    values = {"occurred_on": today(), "school": _only(schools), **values}
    return (
        _log_gift(tile, schools, values, line)
        if tile.record == Contribution.kind
        else _log_act(tile, schools, values, line)
    )


def _log_gift(tile: Tile, schools: list[School], values: Mapping[str, Any], line: str) -> ResponseReturnValue:
    form = gift_form(tile, schools, {**_filled_in(tile), **values})
    if form.validate_on_submit():
        try:
            school = _chosen(form, schools)
            entry = form.entry(way_given(form.type.data, rules_today()))
            if (double := double_of_gift(entry, own_partner(), school)) is not None:
                return _page(form, tile, line, double=double), 409
            propose_gift(db.session, own_partner(), school, entry, scope=reader().scope, today=today())
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        else:
            return _sent(school, tile)
    return _page(form, tile, line), 422 if form.errors else 200


def _log_act(tile: Tile, schools: list[School], values: Mapping[str, Any], line: str) -> ResponseReturnValue:
    form = act_form(tile, schools, filled(tile, values))
    if form.validate_on_submit():
        try:
            school, entry = _chosen(form, schools), act_entry(form, tile)
            if (double := double_of_act(entry, school)) is not None:
                return _page(form, tile, line, double=double), 409
            propose_act(
                db.session, own_partner(), school, entry,
                scope=reader().scope, terms=terms_today(), today=today(),
            )  # fmt: skip
        except Refused as refused:
            db.session.rollback()
            take_act(form, refused)
        else:
            return _sent(school, tile)
    return _page(form, tile, line), 422 if form.errors else 200


def _sent(school: School, tile: Tile) -> ResponseReturnValue:
    name = school.name
    db.session.commit()
    flash(f"Sent to {name}: it counts once they confirm it.", "success")
    another = request.form.get("then") == "another"
    return redirect(url_for(".log", tile=tile.code) if another else url_for(".show"))


def _page(form: Any, tile: Tile, line: str, **more: Any) -> str:
    return render_template(
        "alliances/log_gift.html" if isinstance(form, GiftForm) else "alliances/log_act.html",
        form=form, tile=tile, line=line, fits={}, **{"entry": None, "conflict": None, "double": None, **more},
    )  # fmt: skip


def _filled_in(tile: Tile) -> dict[str, str]:
    """Give what a gift's tile fills: field -> its one value."""
    return {name: codes[0] for name, codes in tile.fixed.items()}


def gift_form(tile: Tile, schools: list[School], values: Mapping[str, Any]) -> GiftForm:
    """Make the form of a gift, as its tile asks it."""
    language = rules_today().language
    of_hours = language.marked("unit", "hours")
    is_hours = tile.code == HOURS
    units = [one for one in pairs("unit") if (one[0] in of_hours) is is_hours]
    form = GiftForm(data={"unit": units[0][0] if is_hours else None, **values})
    kinds = language.vocabularies.contribution_type.values()
    form.offer(tile, pairs_of(schools), [(one.code, one.label, one.way) for one in kinds], units)
    return form


def act_form(tile: Tile, schools: list[School], values: Mapping[str, Any]) -> ActForm:
    """Make the form of an activity, asked as a tile asks."""
    form = ActForm(data=values)
    form.keep_to(tile)
    choices = choices_of(rules_today(), ())
    ways = rules_today().language.vocabularies.way
    own = [pair for pair in choices.codes["way"] if ways[pair[0]].of == "alliances"]
    form.offer(arranged(replace(choices, codes={**choices.codes, "way": own}), tile))
    form.school.choices = offer(pairs_of(schools))
    for name in tile.needs:
        form[name].flags.required = True
    return form


def act_entry(form: ActForm, tile: Tile) -> ActivityEntry:
    """Give what was typed, named after what it says where nothing was typed.

    Raises:
        Refused: A question of the tile is not answered.
    """
    entry = form.entry()
    if problems := unanswered(tile, entry):
        raise Refused(problems)
    return entry if entry.title else replace(entry, title=called(tile, entry, rules_today()))


def take_act(form: ActForm, refused: Refused) -> None:
    """Show a refusal; of what the tile does not ask, on top."""
    asked = {"school", "occurred_on", "title", "note", *(form.chosen.questions if form.chosen else ())}
    form.take(Refused({name if name in asked else "": text for name, text in refused.fields.items()}))


def edit_gift(gift: Contribution) -> tuple[str, Edit]:
    """Correct a gift that waits; gives the page and what came of it."""
    code = HOURS if gift.unit in marked("unit", "hours") else GIFT
    tile = load_tiles(ALLIANCE_PATH)[code]
    form = gift_form(tile, [gift.school], GiftForm.values_of(gift))
    outcome = edit_record(
        gift,
        form,
        lambda: correct_gift(gift, form.entry(way_given(form.type.data, rules_today())), today=today()),
    )
    return _page(form, tile, "", entry=gift, conflict=outcome.conflict), outcome


def edit_act(act: Activity) -> tuple[str, Edit]:
    """Correct an activity that waits; gives the page and what came of it."""
    tile = known_to(rules_today(), load_tiles(ALLIANCE_PATH)[_tile_of(act)])
    form = act_form(tile, [act.school], ActForm.values_of_act(act))

    def change() -> None:
        correct_act(
            db.session, act, act_entry(form, tile),
            partner=own_partner(), scope=reader().scope, terms=terms_today(), today=today(),
        )  # fmt: skip

    outcome = edit_record(act, form, change)
    return _page(form, tile, "", entry=act, conflict=outcome.conflict), outcome


def _tile_of(act: Activity) -> str:
    said = {name: getattr(act, name) for name in ("channel", "way")} | {"kind": act.activity_kind.value}
    return _tile_by(said)


def _only(schools: list[School]) -> str | None:
    return str(schools[0].id) if len(schools) == 1 else None


def pairs_of(schools: list[School]) -> list[tuple[str, str]]:
    """List schools for a choice among them."""
    return [(str(school.id), school.name) for school in schools]


def _chosen(form: Any, schools: list[School]) -> School:
    return next(school for school in schools if str(school.id) == form.school.data)


def _read(line: str, schools: list[School]) -> tuple[str | None, dict[str, Any]]:
    """Read a line by the names of the own schools: the tile that asks such a thing, and what it fills.

    Returns:
        Code of the tile, None where the line does not say clearly what it was; and field -> value.
    """
    names = [school.name for school in schools]
    read = read_by(line, names, who=BY)
    title = read.rest
    at = _school_in(read, schools)
    if at is None:
        # "Gave $300 to Marlow Bend" names to whom it went, which for a school's own log is nobody who acted.
        said = named_in(line, names)
        at = next((str(school.id) for school in schools if [school.name] == said), None)
        # Of a gift the line says to whom; what is not said is a school all the same.
        read = read_by(f"{line} at {names[0]}", names, who=BY)
    values: dict[str, Any] = {"school": at} if at else {}
    if read.record == Contribution.kind:
        values |= {name: read.values[name] for name in ("occurred_on", "amount", "unit", "type") if name in read.values}
        values["note"] = line
        return HOURS if read.values.get("unit") in marked("unit", "hours") else GIFT, values
    if read.record != Activity.kind:
        return None, {**values, "title": title, "note": line}
    tile = _tile_by(read.values)
    if "hours" in read.values and tile in (OPEN, "tutoring") and not _several(read, "audience"):
        kinds = rules_today().language.vocabularies.contribution_type
        # "Tutored" is told by what happened, where its way says only that it took people's time.
        named = (*_several(read, "way"), read.values.get("tile"))
        given = next((one for one in named if one in kinds), load_tiles(ALLIANCE_PATH)[HOURS].fixed["type"][0])
        values |= {"occurred_on": read.values["occurred_on"]} if "occurred_on" in read.values else {}
        return HOURS, {**values, "amount": read.values["hours"], "type": given, "note": line}
    values |= {name: read.values[name] for name in FILLED if name in read.values}
    ticked = carried_by_ticks(load_tiles(ALLIANCE_PATH)[tile], read.values).get("also")
    values |= {"also": ticked} if ticked else {}
    return tile, values | {"title": title}


def _school_in(read: ReadLine, schools: list[School]) -> str | None:
    named = read.values.get("partner") or next(iter(_several(read, "partners")), None)
    return next((str(school.id) for school in schools if school.name == named), None)


def _tile_by(said: Mapping[str, Any]) -> str:
    """Say which tile asks such an activity: the one that fills its channel, asks what it asks for, or its way."""
    tiles, ways = load_tiles(ALLIANCE_PATH).values(), said.get("way") or ()
    for channel in said.get("channel") or ():
        for tile in tiles:
            if channel in tile.fixed.get("channel", ()):
                return tile.code
    speaks_up = next(tile for tile in tiles if "ask" in tile.questions)
    if said.get("kind") == speaks_up.kind or said.get("ask") or set(ways) & set(speaks_up.fixed["way"]):
        return speaks_up.code
    by_way = (tile.code for way in ways for tile in tiles if way in tile.first.get("way", ()))
    return next(by_way, OPEN)


def _several(read: ReadLine, name: str) -> tuple[str, ...]:
    value = read.values.get(name)
    return value if isinstance(value, tuple) else ()
