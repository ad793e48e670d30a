"""How a level is told: what is missing up to it, what holds and carries it, what one more record would do.

Pages, dashboards and the command line say the same thing of the same answer; nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.continuum.judging.answers import IndicatorAnswer, PracticeAnswer, Status, UnitAnswer
from models.continuum.judging.blockers import blocker_of
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rulebook.rules.base import walk
from models.continuum.rulebook.rules.listing import STATEMENT
from models.continuum.time.calendar import month_ends_before
from models.queries.record_names import NamedRecord
from models.wording import counted, day_words, joined, noun, number_word, percent_words

FOR_THE_TEAM = "for the team to say"
NO_LEVEL = "no level on record yet"
TOO_EARLY = "too early to say"
_STATUS: Mapping[str, str] = {
    Status.HELD: "counted for now",
    Status.UNKNOWN: "we cannot tell yet",
    Status.PARTLY: "partly there",
    Status.NOT_MET: "not there yet",
    Status.OBJECTED: "the team says no",
    Status.NOT_APPLICABLE: "does not apply",
}
_KEY = re.compile(r"\bEC\d\.[A-Z]+\d\.[A-Z]{2}\.\d+\b")
_MORE = re.compile(r"\b(\d+) more ")
_NAMED = 3
# Longer than this, what one record must say is too long for a small panel.
_BRIEF = 140


@dataclass(frozen=True, slots=True)
class Gap:
    """A part at or below the level that is not there.

    Attributes:
        key: The practice's or the group's.
        label: What the level asks for, in words.
        missing: What is missing of it; empty where only the team can say.
        records: What holds it for now; empty where nothing does.
        until: The last day on which they do.
    """

    key: str
    label: str
    level: str
    missing: str
    records: tuple[RecordKey, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OneMore:
    """What a single record more would do for one practice.

    Attributes:
        records: What it must say; each of them alone would do.
        statement: Which statement would do as well; empty where none would.
        stated: What it would say: the wording of the practice it is on, which may be a higher one.
        raises: The level that it would raise to; None where it only brings the next one nearer.
    """

    practice: str
    wording: str
    records: tuple[str, ...]
    statement: str
    stated: str
    raises: int | None

    @property
    def says(self) -> tuple[str, ...]:
        """List all ways, what a log can show before what somebody can state."""
        return (*self.records, *filter(None, [self.statement]))

    @property
    def short_says(self) -> tuple[str, ...]:
        """List the ways that are short enough to be read beside others."""
        return tuple(one for one in self.says if len(one) <= _BRIEF or one == self.statement)

    @property
    def brief(self) -> str:
        """Say it alone and where there is little room: the shortest way, else what the practice is."""
        records = [one for one in self.records if len(one) <= _BRIEF]
        if not records and self.statement:
            return f"a statement of the leadership team: “{self.stated}”"
        return min(records, key=len, default=self.wording.rstrip("."))


def gaps_words(answer: IndicatorAnswer) -> str:
    """Say how many parts of a level are not there: "two parts missing"; empty where none is."""
    many = len(answer.gaps)
    return f"{number_word(many)} {noun(many, 'part', 'parts')} missing" if many else ""


def on_record_words(keys: Collection[RecordKey]) -> str:
    """Count what is on record and, apart from it, what the team said: "5 records and 1 statement"."""
    said = sum(kind == STATEMENT for kind, _ in keys)
    both = ((len(keys) - said, "record", "records"), (said, "statement", "statements"))
    return joined([counted(many, one, several) for many, one, several in both if many]) or counted(
        0, "record", "records"
    )


def status_words(status: str) -> str:
    """Say how one thing that a level asks for stands.

    Args:
        status: A `Status`.
    """
    return _STATUS.get(status, status)


def standing_words(answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say the level, what is missing of it and how far the next one is: "Progressing, one part missing; 51% of …"."""
    level, way = level_words(answer, rules), way_words(answer, rules)
    return ("; " if answer.gaps or FOR_THE_TEAM in way else ", ").join(filter(None, [level, way]))


def level_words(answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say the level with what is missing of it: "Refining and Expanding, two parts missing"."""
    if unknown_words(answer, rules) == TOO_EARLY:
        return TOO_EARLY
    name = rules.level_name(answer.supported) if answer.supported else NO_LEVEL
    return ", ".join(filter(None, [name, gaps_words(answer)]))


def way_words(answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say how far the next level is there, or what it waits for; empty at the highest, and too early."""
    if answer.next_level is None or unknown_words(answer, rules) == TOO_EARLY:
        return ""
    onto = rules.level_name(answer.next_level)
    if waits_for_team(answer, rules):
        return f"{onto} is {FOR_THE_TEAM}"
    return toward_words(answer, rules)


def toward_words(answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say how much of the next level is there, or that it waits for what lies below; empty at the highest."""
    if answer.next_level is None:
        return ""
    onto = rules.level_name(answer.next_level)
    if answer.progress >= 1:
        return f"only what is missing below keeps it from {onto}"
    return f"{percent_words(answer.progress)} of the way to {onto}"


def waits_for_team(answer: IndicatorAnswer, rules: Catalogue) -> bool:
    """Say whether nothing of the next level is there, and all of it is for the team to say."""
    if answer.next_level is None or answer.progress > 0:
        return False
    return all(is_unit_for_team(unit, answer, rules) for unit in unmet(answer, answer.next_level))


def unknown_words(answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say why nothing can be said of an indicator: "too early to say", "for the team to say"; empty where it can."""
    if not answer.nothing_known:
        return ""
    return FOR_THE_TEAM if waits_for_team(answer, rules) else TOO_EARLY


def unmet(answer: IndicatorAnswer, level: int) -> list[UnitAnswer]:
    """List the parts of a level that are not there."""
    return [unit for unit in answer.level(level).units if not unit.met]


def is_for_team(practice: PracticeAnswer, rules: Catalogue) -> bool:
    """Say whether nothing but somebody's word is missing: no record shows any of it, and a statement settles it."""
    return practice.status is Status.UNKNOWN and practice.share == 0 and statement_would_do(practice.key, rules)


def statement_would_do(key: str, rules: Catalogue) -> bool:
    """Say whether a statement serves a practice, by its own rule or by that of another one that it points to."""
    practice = rules.practices.get(key)
    if practice is None:
        return False
    return any(
        part.is_statement or (part.points_to is not None and statement_would_do(part.points_to, rules))
        for part in walk(practice.rule)
    )


def is_unit_for_team(unit: UnitAnswer, answer: IndicatorAnswer, rules: Catalogue) -> bool:
    """Say whether nothing of a part is on record, and the team could say that it is there."""
    if unit.met or unit.held or unit.share > 0:
        return False
    return sum(is_for_team(answer.practices[key], rules) for key in unit.practices) >= unit.needed


def gaps_of(answer: IndicatorAnswer, rules: Catalogue) -> list[Gap]:
    """List what is missing up to the level, lowest level first."""
    found = []
    for level in answer.levels[: answer.supported]:
        for unit in level.units:
            if unit.met:
                continue
            held = answer.held.get(unit.key)
            missing = "" if is_unit_for_team(unit, answer, rules) else missing_words(unit, answer, rules)
            found.append(
                Gap(
                    unit.key,
                    unit.label,
                    rules.level_name(level.level),
                    missing,
                    held.records if held else (),
                    held.until if held else None,
                )
            )
    return found


def missing_words(unit: UnitAnswer, answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say what is missing of a part, without codes."""
    return without_codes(blocker_of(unit, answer.practices).missing, rules)


def without_codes(text: str, rules: Catalogue) -> str:
    """Put a practice's words in the place of its key."""

    def words(found: re.Match[str]) -> str:
        practice = rules.practices.get(found.group())
        return f"“{practice.wording.rstrip('.')}”" if practice else found.group()

    return _KEY.sub(words, text)


def ahead_words(answer: IndicatorAnswer) -> list[str]:
    """Name what is there already above the next level."""
    labels = {unit.key: unit.label for level in answer.levels for unit in level.units}
    return [labels[key] for key in answer.ahead]


def one_more_of(continuum: Continuum, code: str, on: date, rules: Catalogue) -> list[OneMore]:
    """List what a single record more would do, one entry for each practice; see `Continuum.one_more`."""
    says: dict[str, list[str]] = {}
    raised: dict[str, int | None] = {}
    for more in continuum.one_more(code, on):
        says.setdefault(more.practice, []).append(more.words)
        raised[more.practice] = max(raised.get(more.practice) or 0, more.level) if more.raises else None
    found = []
    for key, words in says.items():
        statements = _statements(key, rules)
        records = [without_codes(one, rules) for one in words if one not in statements]
        stated = {of: one for one in words for of in statements.get(one, ())}
        # A statement on the practice itself is nearer than one on a higher practice that includes it.
        stated_on = key if key in stated else min(stated, default="")
        statement = without_codes(stated[stated_on], rules) if stated_on else ""
        stated_words = rules.practices[stated_on].wording.rstrip(".") if stated_on else ""
        wording = rules.practices[key].wording
        found.append(OneMore(key, wording, tuple(dict.fromkeys(records)), statement, stated_words, raised[key]))
    return found


def _statements(key: str, rules: Catalogue) -> dict[str, list[str]]:
    """Find what the statements that serve a practice are asked for with, and which practices they are on."""
    found: dict[str, list[str]] = {}
    rule = rules.practices[key].rule
    for of, takes in rule.statements(rules.words):
        found.setdefault(takes, []).append(of or key)
    for other in (part.points_to for part in walk(rule)):
        for words, practices in _statements(other, rules).items() if other is not None else ():
            found.setdefault(words, []).extend(practices)
    return found


def first_missing(answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say the first thing that the next level still needs, as "what it asks for: what is missing"; empty where none is.

    What only the team can say comes last, and is no missing record.
    """
    units = {unit.key: unit for level in answer.levels for unit in level.units}
    lacking = [units[blocker.key] for blocker in answer.blockers]
    others = [unit for unit in lacking if not is_unit_for_team(unit, answer, rules)]
    if not others:
        return f"{counted(len(lacking), 'part', 'parts')} {FOR_THE_TEAM}" if lacking else ""
    return f"{others[0].label.rstrip('.')}: {missing_words(others[0], answer, rules)}"


def begin_with(answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say what to log first where nothing is known yet; empty where only the team can say something."""
    missing = first_missing(answer, rules)
    if FOR_THE_TEAM in missing:
        return ""
    # Of several ways the nearest; and nothing is "more" than nothing.
    nearest = missing.partition(": ")[2].rpartition("Nearest: ")[2] or missing
    return _MORE.sub(r"\1 ", nearest).rstrip(".")


def last_reached(continuum: Continuum, answer: IndicatorAnswer) -> date | None:
    """Find the last day on which the level from which this one is carried was reached; None where it is not carried."""
    if answer.carried_from is None:
        return None
    day, higher = answer.on, answer.carried_from
    first = day.replace(day=1)
    while not _reached(continuum, answer.code, first - timedelta(days=1), higher):
        day = first - timedelta(days=1)
        first = day.replace(day=1)
    while not _reached(continuum, answer.code, day, higher):
        day -= timedelta(days=1)
    return day


def _reached(continuum: Continuum, code: str, day: date, level: int) -> bool:
    return continuum.levels(code, day.toordinal())[level - 1].reached


def is_carried(continuum: Continuum, code: str, day: date) -> bool:
    """Say whether a level is supported on a day only because a higher one was reached not long before."""
    level, at = continuum.supported(code, day), day.toordinal()
    most = continuum.rules_on(at).thresholds.carried_most_months
    # Only what fell can be carried, and levels that were asked for before are known: judging them all again is dear.
    if not any(continuum.supported(code, date.fromordinal(end)) > level for end in month_ends_before(at, most)):
        return False
    return level > max((one.level for one in continuum.levels(code, at) if one.reached), default=0)


def carried_words(continuum: Continuum, answer: IndicatorAnswer, rules: Catalogue) -> str:
    """Say until when a level is carried, and since when the higher one is gone; empty where it is not carried."""
    if answer.carried_until is None or answer.carried_from is None:
        return ""
    until = f"carried until {day_words(answer.carried_until)}"
    last = last_reached(continuum, answer)
    return f"{until}: {rules.level_name(answer.carried_from)} was reached until {day_words(last)}" if last else until


def title_of(record: NamedRecord) -> str:
    """Call a record by what it is about, else by what it is; of a statement everybody knows what it is about."""
    return "the leadership team’s statement" if record.kind == STATEMENT else record.about or record.what


def record_words(record: NamedRecord) -> str:
    """Call a record in mid-sentence: "the activity “STEM night” of Sep 12, 2025"."""
    of_day = f" of {day_words(record.on)}" if record.on else ""
    if record.kind == STATEMENT:
        return f"the leadership team’s statement{of_day}"
    about = f" “{record.about}”" if record.about else ""
    return f"the {record.what}{about}{of_day}"


def held_words(records: Iterable[RecordKey], until: date, named: Mapping[RecordKey, NamedRecord]) -> str:
    """Say what holds a part that is not met any more, and until when."""
    known = [named[key] for key in records if key in named]
    names = [record_words(one) for one in latest_first(known)[:_NAMED]]
    if len(known) > _NAMED:
        names.append(counted(len(known) - _NAMED, "other record", "other records"))
    thanks = f" thanks to {joined(names)}," if names else ""
    return f"{status_words(Status.HELD)}{thanks} until {day_words(until)}"


def latest_first(records: Iterable[NamedRecord]) -> list[NamedRecord]:
    """Put records in order, the latest first."""
    return sorted(records, key=lambda one: (one.on or date.min, one.kind, one.id), reverse=True)
