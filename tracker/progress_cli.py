"""`continuum progress`: which levels a school's records support on a day, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import click
from flask.cli import with_appcontext

from models.continuum.continuum import Continuum
from models.continuum.judging.answers import IndicatorAnswer, PracticeAnswer, Status
from models.continuum.rulebook.rules.base import Count
from models.queries.catalogue import NoRules
from models.queries.continuum import continuum_of
from models.scope import Scope
from tracker.clock import today_at
from tracker.command_line import CannotRun, day_given, school_named
from tracker.extensions import db
from tracker.formatting import count, day, percent

WIDTH = 100
# Colours repeat what the words say; nothing is told by colour alone.
_COLOURS = {0: "bright_black", 1: "yellow", 2: "yellow", 3: "cyan", 4: "green", 5: "green"}
_SIGNS = {
    Status.MET: "●",
    Status.HELD: "◐",
    Status.UNKNOWN: "?",
    Status.PARTLY: "◔",
    Status.NOT_MET: "○",
    Status.OBJECTED: "×",
    Status.NOT_APPLICABLE: "–",
}


@click.command("progress")
@click.argument("school")
@click.option("--on", "on_text", metavar="DATE", help="The day asked about, as YYYY-MM-DD. Default: today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object for scripts.")
@click.option("-v", "--verbose", is_flag=True, help="Every practice, with its numbers.")
@with_appcontext
def progress(school: str, on_text: str | None, as_json: bool, verbose: bool) -> None:
    """Say which level of each indicator the records of SCHOOL (its slug) support, and what is missing."""
    asked = day_given(on_text) if on_text is not None else None
    try:
        found = school_named(db.session, school)
        asked = asked or today_at(found)
        continuum = continuum_of(db.session, scope=Scope.of_school(found.id, district_id=found.district_id))
    except NoRules as problem:
        raise CannotRun(str(problem)) from None
    if as_json:
        click.echo(json.dumps(as_data(continuum, found.slug, asked), ensure_ascii=False, indent=2))
        return
    for line in as_text(continuum, found.name, asked, verbose=verbose):
        click.echo(line)


def as_data(continuum: Continuum, slug: str, asked: date) -> dict[str, Any]:
    """Give a school's answers as plain data; fields may be added, never renamed."""
    answer = continuum.on(asked)
    return {
        "school": slug,
        "on": asked.isoformat(),
        "rules": answer.rules,
        "indicators": [_indicator_data(continuum, indicator) for indicator in answer.indicators.values()],
    }


def _indicator_data(continuum: Continuum, answer: IndicatorAnswer) -> dict[str, Any]:
    return {
        "code": answer.code,
        "supported": answer.supported,
        "possible": answer.possible,
        "progress": _number(answer.progress),
        "gaps": list(answer.gaps),
        "ahead": list(answer.ahead),
        "blockers": [blocker.key for blocker in answer.blockers],
        "lapses": [
            {"on": lapse.on.isoformat(), "key": lapse.key, "supported": lapse.supported}
            for lapse in continuum.lapses(answer.code, answer.on)
        ],
        "practices": [_practice_data(continuum, practice, answer.on) for practice in answer.practices.values()],
    }


def _practice_data(continuum: Continuum, practice: PracticeAnswer, asked: date) -> dict[str, Any]:
    return {
        "key": practice.key,
        "status": practice.status.value,
        "share": _number(practice.share),
        "counts": [{"what": one.what, "have": _number(one.have), "need": _number(one.need)} for one in practice.counts],
        "records": [
            {"kind": record.kind, "ref": record.ref, "on": record.on.isoformat(), "surplus": record.surplus}
            for record in continuum.weighed_records(practice.key, asked)
        ],
    }


def _number(value: float) -> float | int:
    """Write whole numbers without a point, others without the noise of binary fractions."""
    return int(value) if value == int(value) else round(value, 6)


def as_text(continuum: Continuum, name: str, asked: date, *, verbose: bool) -> Iterator[str]:
    """Tell a school's answers to a person, line by line."""
    answer = continuum.on(asked)
    yield click.style(f"{name} on {day(asked)}", bold=True) + f"   (rules {answer.rules})"
    for indicator in answer.indicators.values():
        yield ""
        yield from _indicator_text(continuum, indicator, verbose=verbose)


def _indicator_text(continuum: Continuum, answer: IndicatorAnswer, *, verbose: bool) -> Iterator[str]:
    rules = continuum.rules_on(answer.on.toordinal())
    yield click.style(answer.code, bold=True) + f"  {rules.indicators[answer.code].name}"
    level = click.style(rules.level_name(answer.supported), fg=_COLOURS[answer.supported], bold=True)
    if answer.next_level is None:
        yield f"  {level}"
    else:
        ahead = answer.level(answer.next_level)
        yield (
            f"  {level}, {percent(answer.progress)} of the way to {rules.level_name(answer.next_level)}: "
            f"{ahead.met} of {count(ahead.total, 'part')} complete"
        )
    if answer.too_early:
        yield from _wrapped("Too early to say how high it may be: logging covers less than twelve months.")
    elif answer.possible > answer.supported:
        yield from _wrapped(f"Possible: {rules.level_name(answer.possible)}, if everything unknown were met.")
    if answer.held_until is not None:
        yield from _wrapped(f"Rests on held parts; falls on {day(answer.held_until)} unless they are met again.")
    units = {unit.key: unit for level in answer.levels for unit in level.units}
    for title, keys in (("Gaps", answer.gaps), ("Ahead", answer.ahead)):
        if keys:
            yield f"  {title}"
            for key in keys:
                yield from _wrapped(f"{key}  {units[key].label}", indent=4)
    if answer.blockers:
        yield "  Missing"
        for blocker in answer.blockers:
            yield from _wrapped(f"{blocker.key}  {blocker.missing}", indent=4)
    lapses = continuum.lapses(answer.code, answer.on)
    if lapses:
        yield "  Lapses within 90 days, with nothing added"
        for lapse in lapses:
            falls = f", level {rules.level_name(lapse.supported)}" if lapse.supported < answer.supported else ""
            yield from _wrapped(f"{day(lapse.on)}  {lapse.key}{falls}", indent=4)
    if verbose:
        yield "  Practices"
        for practice in answer.practices.values():
            yield from _practice_text(practice)


def _practice_text(practice: PracticeAnswer) -> Iterator[str]:
    numbers = ", ".join(_count_text(one) for one in practice.counts)
    status = f"{practice.status.value}, {percent(practice.share)}" if 0 < practice.share < 1 else practice.status.value
    yield from _wrapped(
        f"{_SIGNS[practice.status]} {practice.key}  {status}{f' ({numbers})' if numbers else ''}", indent=4
    )
    yield from _wrapped(practice.wording, indent=8)


def _count_text(one: Count) -> str:
    if one.what == "share":
        return f"{percent(one.have)} of {percent(one.need)}"
    return f"{one.have:g} of {one.need:g} {one.what.replace('_', ' ')}"


def _wrapped(text: str, *, indent: int = 2) -> Iterator[str]:
    """Break a line at the width of a terminal; what continues stands two further in."""
    words, line = text.split(" "), " " * indent
    start = line
    for word in words:
        if len(line) + len(word) > WIDTH and line.strip():
            yield line.rstrip()
            line = start + "  "
        line += word + " "
    yield line.rstrip()
