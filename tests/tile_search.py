"""Looks for tiles, answers and ticks that log what a rule counts, with nothing that a tile does not ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, count
from typing import Any

from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Rule, walk
from models.continuum.rulebook.rules.joined import AllOf, AnyOf, OfPractice
from models.continuum.rulebook.rules.records import Records
from models.continuum.rulebook.rules.year_before import YearBefore
from seed.catalogue import load_catalogue
from seed.tiles import Tile
from tests.models.continuum.rows import Rows, logging_since, school
from tests.tile_entries import NotSaved, log_tiles, row_by

CATALOGUE = load_catalogue()
ON = date(2026, 6, 30)
SINCE = date(2023, 7, 1)
# Facts that activities give.
OF_ACTIVITIES = ("activity", "alliance_act", "dialogue_reach")
# One organisation of each sort, so that breadth can be reached.
ORGANISATIONS = {
    f"{category.replace('_', ' ').capitalize()} of ours": category
    for category, value in CATALOGUE.language.values("category").items()
    if not value.internal
}
MONTHS = 12
_numbers = count(1)


def logged(*rows: Mapping[str, Any], **others: Any) -> Rows:
    """Give an otherwise empty school with some activities."""
    orgs = [
        {"ref": name, "name": name, "category": category, "added_on": SINCE} for name, category in ORGANISATIONS.items()
    ]
    return {**logging_since(SINCE.isoformat()), "org": orgs, "activity": list(rows), **others}


def is_met(practice: Practice, rows: Rows) -> bool:
    """Whether a practice is met on the asked day."""
    return school(rows).share(practice.key, ON.toordinal()) == 1


def answers_for(tile: Tile, wanted: Mapping[str, Any], spread: frozenset[str], number: int) -> dict[str, Any]:
    """Answer what a tile needs, and of the rest only what the count asks for."""
    answers: dict[str, Any] = {}
    names = list(ORGANISATIONS)
    for name in tile.questions:
        if name == "partners":
            answers[name] = [names[number % len(names)]]
            continue
        if name in ("people", "students", "hours"):
            continue
        asked = wanted.get(name)
        codes = sorted(asked) if isinstance(asked, frozenset) else []
        offered = list(tile.first.get(name, ())) or list(CATALOGUE.vocabularies[name])
        if name == "by" and not codes and "roles" in spread:
            answers[name] = offered
        elif codes:
            answers[name] = codes if name in spread else [codes[number % len(codes)]]
        elif name in spread:
            answers[name] = list(CATALOGUE.vocabularies[name])
        elif name in tile.needs:
            answers[name] = offered[:1]
    return answers


def ticks_of(tile: Tile, fields: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """List the sets of ticks that touch any of some fields, the smallest first."""
    touching = [tick.code for tick in tile.ticks if fields & set(tick.adds)]
    return chain.from_iterable(combinations(touching, size) for size in range(min(len(touching), 3) + 1))


# Property or kind of a fact -> fields of the form that decide it.
DECIDED_BY = {
    "joint": {"roles", "by"},
    "with_alliances": {"roles", "by"},
    "dialogue_reach": {"used_process"},
}
SPREADS = {"stakeholder_groups": "audience", "topics": "topic", "forms": "way", "roles": "roles"}


Way = tuple[Tile, tuple[str, ...], tuple[str, ...]]


@cache
def makers(rule: Records) -> tuple[Way, ...]:
    """Find what makes a record that a count takes: tile, ticks and the channel answered; the widest reaching first."""
    fields = fields_of(rule)
    tiles = sorted(log_tiles(), key=lambda tile: len(spread_of(rule) - set(tile.questions)))
    found = (way_of(tile, rule, channel, fields) for tile in tiles for channel in channels_of(tile, rule))
    return tuple(way for way in found if way is not None)


def fields_of(rule: Records) -> frozenset[str]:
    """Name the fields that decide whether a record counts, and how far it reaches."""
    wanted = (
        {condition.field for condition in rule.where}
        | spread_of(rule)
        | ({rule.share_of[0]} if rule.share_of else set())
    )
    more = {field for name in (*wanted, rule.kind) for field in DECIDED_BY.get(name, ())}
    return frozenset(wanted | more)


def channels_of(tile: Tile, rule: Records) -> list[tuple[str, ...]]:
    """List the answers to how it was done: one proposed channel each; none where the tile does not ask."""
    if "channel" not in tile.questions:
        return [()]
    asked = rule.asked("channel")
    return [(code,) for code in tile.first["channel"] if asked is None or code in asked]


def way_of(tile: Tile, rule: Records, channel: tuple[str, ...], fields: frozenset[str]) -> Way | None:
    """Find the fewest ticks of a tile with which its record counts; None where none does."""
    for ticks in ticks_of(tile, fields):
        row = made(tile, rule, ticks, channel, 0, ON - timedelta(30))
        if row and counts(rule, logged(row)):
            return tile, ticks, channel
    return None


def spread_of(rule: Records) -> frozenset[str]:
    """Name the fields of which a count wants several values."""
    return frozenset(SPREADS[name] for name in rule.spreads() if name in SPREADS)


def made(
    tile: Tile, rule: Records, ticks: tuple[str, ...], channel: tuple[str, ...], number: int, on: date
) -> dict[str, Any] | None:
    """Log one activity by a tile; None where the log would not take it."""
    wanted: dict[str, Any] = {condition.field: condition.values for condition in rule.where}
    if rule.kind == "alliance_act":
        wanted["by"] = frozenset({"alliances"})
    if "outside" in wanted:
        wanted["audience"] = CATALOGUE.language.marked("audience", "beyond_school")
    if rule.within is not None and "audience" not in wanted:
        wanted["audience"] = rule.within
    answers = answers_for(tile, wanted, spread_of(rule), number)
    if channel:
        answers["channel"] = list(channel)
    try:
        return row_by(tile, on, answers, ticks, ref=f"activity-{next(_numbers)}")
    except NotSaved:
        return None


def counts(rule: Records, rows: Rows) -> bool:
    """Whether any fact of the activities is one that a count takes, with the property of which it wants a share."""
    facts = chain.from_iterable(school(rows).evidence.by_record.values())
    share = rule.share_of[0] if rule.share_of else None
    return any(rule.meets(fact) and (share is None or fact.values.get(share)) for fact in facts)


def rows_for(rule: Rule, until: date) -> list[dict[str, Any]] | None:
    """Log what a rule asks for, in the year before a day; None where activities cannot show it."""
    if isinstance(rule, Records):
        return counted_rows(rule, until)
    if isinstance(rule, AllOf):
        parts = [rows_for(part, until) for part in rule.rules]
        return None if any(part is None for part in parts) else [row for part in parts for row in part or ()]
    if isinstance(rule, AnyOf):
        return next((rows for one in rule.rules if (rows := rows_for(one, until)) is not None), None)
    if isinstance(rule, YearBefore):
        return rows_for(rule.rule, until - timedelta(365))
    if isinstance(rule, OfPractice):
        return rows_for(CATALOGUE.practices[rule.key].rule, until)
    return None


def counted_rows(rule: Records, until: date) -> list[dict[str, Any]] | None:
    """Log as many activities as a count needs, as widely spread."""
    ways = makers(rule) if rule.kind in OF_ACTIVITIES else ()
    if not ways:
        return None
    number = max(need for _, need in rule.needs)
    # One way is enough, but where several channels are asked for.
    used = ways if "channels" in rule.spreads() else ways[:1]
    rows = (
        made(tile, rule, ticks, channel, place, day)
        for place, day in enumerate(days_before(until, number))
        for tile, ticks, channel in (used[place % len(used)],)
    )
    return [row for row in rows if row is not None]


def days_before(until: date, number: int) -> list[date]:
    """Spread days evenly over the months of the year that ends with a month."""
    months = [place * MONTHS // number for place in range(number)]
    back = [(until.year * MONTHS + until.month - 1 - month) for month in months]
    return [date(one // MONTHS, one % MONTHS + 1, 4 + place % 20) for place, one in enumerate(back)]


@cache
def reached(key: str) -> bool:
    """Whether activities logged by tiles alone meet a practice."""
    practice = CATALOGUE.practices[key]
    for alternative in practice.rule.alternatives:
        rows = rows_for(alternative, ON)
        if rows and is_met(practice, logged(*rows)):
            return True
    return False


def kinds_shown_by(rule: Rule) -> set[str]:
    """Name the kinds of records that can show what a rule asks, of the practices too that it points to."""
    pointed = (part.points_to for part in walk(rule) if part.points_to)
    return {*rule.kinds(), *(kind for key in pointed for kind in kinds_shown_by(CATALOGUE.practices[key].rule))}


def rests_on_records(practice: Practice) -> bool:
    """Whether a record, and not a statement alone, can show a practice."""
    return practice.counts and bool(kinds_shown_by(practice.rule) - {"attestation"})
