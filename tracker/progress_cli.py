"""`continuum progress`: which levels a school's records support on a day, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import click
from flask.cli import with_appcontext

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.continuum.judging.answers import IndicatorAnswer, PracticeAnswer, SchoolAnswer, Status
from models.continuum.rulebook.catalogue import Catalogue
from models.count_words import counts_in_words
from models.level_words import (
    FOR_THE_TEAM,
    TOO_EARLY,
    ahead_words,
    carried_words,
    gaps_of,
    held_words,
    is_unit_for_team,
    level_words,
    missing_words,
    one_more_of,
    standing_words,
    status_words,
    without_codes,
)
from models.memory import unlooked_through
from models.queries.catalogue import NoRules
from models.queries.continuum import continuum_of
from models.queries.record_names import NamedRecord, name_records
from models.scope import Scope
from models.wording import counted, last_months_words, sentence_case
from tracker.clock import day_in
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
    with unlooked_through():
        try:
            found = school_named(db.session, school)
            asked = asked or day_in(found.time_zone)
            scope = Scope.of_school(found.id, district_id=found.district_id)
            continuum = continuum_of(db.session, scope=scope)
        except NoRules as problem:
            raise CannotRun(str(problem)) from None
        if as_json:
            click.echo(json.dumps(as_data(continuum, found.slug, asked), ensure_ascii=False, indent=2))
            return
        named = name_records(db.session, holding_records(continuum.on(asked)), scope=scope)
        for line in as_text(continuum, found.name, asked, named=named, verbose=verbose):
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
    rules = continuum.rules_on(answer.on.toordinal())
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
        "carried": answer.carried_until.isoformat() if answer.carried_until else None,
        "held": {
            practice.key: {
                "records": [{"kind": kind, "ref": ref} for kind, ref in practice.held.records],
                "until": practice.held.until.isoformat(),
            }
            for practice in answer.practices.values()
            if practice.held
        },
        "one_more": [
            {
                "practice": more.practice,
                "says": without_codes(more.words, rules),
                "raises": more.raises,
                "level": more.level,
            }
            for more in continuum.one_more(answer.code, answer.on)
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


def holding_records(answer: SchoolAnswer) -> set[RecordKey]:
    """Name the records that hold what is not met any more, to fetch their names at once."""
    return {
        key
        for one in answer.indicators.values()
        for held in (*one.held.values(), *(practice.held for practice in one.practices.values()))
        if held is not None
        for key in held.records
    }


def as_text(
    continuum: Continuum, name: str, asked: date, *, named: Mapping[RecordKey, NamedRecord], verbose: bool
) -> Iterator[str]:
    """Tell a school's answers to a person, line by line.

    Args:
        named: The names of the records that hold something; see `holding_records`.
    """
    answer = continuum.on(asked)
    yield click.style(f"{name} on {day(asked)}", bold=True) + f"   (rules {answer.rules})"
    for indicator in answer.indicators.values():
        yield ""
        yield from _indicator_text(continuum, indicator, named, verbose=verbose)


def _indicator_text(
    continuum: Continuum, answer: IndicatorAnswer, named: Mapping[RecordKey, NamedRecord], *, verbose: bool
) -> Iterator[str]:
    rules = continuum.rules_on(answer.on.toordinal())
    yield click.style(answer.code, bold=True) + f"  {rules.indicators[answer.code].name}"
    yield f"  {_level_text(answer, rules)}"
    if answer.too_early:
        covers = counted(rules.thresholds.known_months, "month", "months")
        yield from _wrapped(f"Too early to say how high it may be: logging covers less than {covers}.")
    if answer.carried_until is not None:
        yield from _wrapped(sentence_case(carried_words(continuum, answer, rules)) + ".")
    elif answer.held_until is not None:
        last = answer.held_until - timedelta(days=1)
        yield from _wrapped(
            f"Counted for now: it rests on what was there within {last_months_words(rules.thresholds.held_months)}, "
            f"and stands until {day(last)} if nothing is added."
        )
    yield from _missing_text(answer, rules, named)
    yield from _one_more_text(continuum, answer, rules)
    if answer.ahead:
        yield from _wrapped(f"Already there from higher levels: {'; '.join(_plain(ahead_words(answer)))}.")
    lapses = continuum.lapses(answer.code, answer.on)
    if lapses:
        yield f"  Lapses within {rules.thresholds.lapse_days} days, with nothing added"
        for lapse in lapses:
            falls = (
                f"; the level falls to {_name(rules, lapse.supported)}" if lapse.supported < answer.supported else ""
            )
            yield from _wrapped(f"{day(lapse.on)}  {_plain([rules.practices[lapse.key].wording])[0]}{falls}", indent=4)
    if verbose:
        yield "  Practices"
        for practice in answer.practices.values():
            yield from _practice_text(practice, named)


def _level_text(answer: IndicatorAnswer, rules: Catalogue) -> str:
    level, rest = level_words(answer, rules), standing_words(answer, rules)
    told = click.style(sentence_case(level), fg=_COLOURS[answer.supported], bold=True) + rest.removeprefix(level)
    if answer.next_level is None or rest == TOO_EARLY or FOR_THE_TEAM in rest:
        return told
    ahead = answer.level(answer.next_level)
    return f"{told}: {ahead.met} of {count(ahead.total, 'thing')} there"


def _missing_text(answer: IndicatorAnswer, rules: Catalogue, named: Mapping[RecordKey, NamedRecord]) -> Iterator[str]:
    """Tell what is missing: first up to the level, then of the next one, then what only the team can say."""
    units = {unit.key: unit for level in answer.levels for unit in level.units}
    gaps = gaps_of(answer, rules)
    open_units = [units[one.key] for one in answer.blockers if one.key not in answer.gaps]
    for_team = [gap.label for gap in gaps if not gap.missing]
    for_team += [unit.label for unit in open_units if is_unit_for_team(unit, answer, rules)]
    lines = []
    for gap in gaps:
        held = f" ({held_words(gap.records, gap.until, named)})" if gap.until else ""
        if gap.missing or held:
            missing = f": {gap.missing}" if gap.missing else ""
            lines.append(f"Missing in {gap.level}: {_plain([gap.label])[0]}{held}{missing}")
    lines += [
        f"{_plain([unit.label])[0]}: {missing_words(unit, answer, rules)}"
        for unit in open_units
        if not is_unit_for_team(unit, answer, rules)
    ]
    if lines:
        yield "  Missing"
        for line in lines:
            yield from _wrapped(line, indent=4)
    if for_team:
        parts = count(len(for_team), "part")
        yield from _wrapped(f"{parts} for the team to say: {'; '.join(_plain(for_team))}.")


def _one_more_text(continuum: Continuum, answer: IndicatorAnswer, rules: Catalogue) -> Iterator[str]:
    steps = one_more_of(continuum, answer.code, answer.on, rules)
    if steps:
        yield "  With one more record"
    for step in steps:
        what = _name(rules, step.raises) if step.raises else f"nearer to {_name(rules, answer.next_level or 0)}"
        yield from _wrapped(f"{what}: {_plain([step.wording])[0]}: {'; or '.join(step.says)}", indent=4)


def _name(rules: Catalogue, level: int) -> str:
    return rules.level_name(level) if level else "no level"


def _plain(wordings: Iterable[str]) -> list[str]:
    """Write sentences of the catalogue inside others."""
    return [wording.rstrip(".") for wording in wordings]


def _practice_text(practice: PracticeAnswer, named: Mapping[RecordKey, NamedRecord]) -> Iterator[str]:
    numbers = ", ".join(counts_in_words(practice.counts))
    words = status_words(practice.status)
    status = f"{words}, {percent(practice.share)}" if 0 < practice.share < 1 else words
    yield from _wrapped(
        f"{_SIGNS[practice.status]} {practice.key}  {status}{f' ({numbers})' if numbers else ''}", indent=4
    )
    yield from _wrapped(practice.wording, indent=8)
    if practice.held is not None:
        yield from _wrapped(sentence_case(held_words(practice.held.records, practice.held.until, named)), indent=8)


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
