"""What has to be asked before a list can be stored: words that no list knows, partners, days; each once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.exchange.cells import NOT_A_PARTNER, NOT_A_VALUE
from models.exchange.choices import Words
from models.exchange.day_texts import (
    AMBIGUOUS,
    NO_YEAR,
    NOT_A_DAY,
    DaySurvey,
    DayWay,
    read_day_text,
    survey_days,
)
from models.exchange.problems import Refusal
from models.exchange.reading import Reading
from models.kinds.columns import Holds
from models.kinds.kind import RecordKind
from models.texts import ALIKE, folded, identity_key, likeness

# More different words than this are not asked one by one: the column is not what it was said to be.
MOST_ASKED = 100
_CANDIDATES = 4
_ALIKE = 62
# So alike are names of one organisation nearly always.
_SURE = 94


@dataclass(frozen=True, slots=True)
class Asked:
    """One word of a list, and in how many rows it stands.

    Attributes:
        about: The list of codes, or the column of days, or empty for partners.
        label: What people call the column.
        said: The word as it stands there.
        rows: In how many rows.
        choices: What may be meant: (code or name, words).
        proposal: What is likely meant; empty where nothing is.
        is_sure: The proposal holds, and is only shown: the names are of one organisation by their key.
    """

    about: str
    label: str
    said: str
    rows: int
    choices: Sequence[tuple[str, str]]
    proposal: str
    is_sure: bool = False


@dataclass(frozen=True, slots=True)
class Questions:
    """All that has to be asked of one list.

    Attributes:
        words: Words that no list knows.
        partners: Organisations that the directory does not know.
        alike: Organisations of a list of partners that look like known ones.
        days: What cannot be read as a day.
        survey: What its days look like.
        readings: A day as it stands there -> as it is read with the month first, and with the day first.
        too_many: How many more words there are than are asked.
    """

    words: list[Asked]
    partners: list[Asked]
    alike: list[Asked]
    days: list[Asked]
    survey: DaySurvey
    readings: list[tuple[str, date | None, date | None]]
    too_many: int

    @property
    def are_there(self) -> bool:
        """Whether anything has to be asked, or ought to be looked at."""
        return bool(self.words or self.partners or self.alike or self.days or self.survey.ambiguous or self.readings)

    @property
    def is_read_one_way(self) -> bool:
        """Whether every day is the same with the month first and the day first, so that nothing is to be chosen."""
        return bool(self.readings) and all(us == other for _, us, other in self.readings)


def questions_of(
    kind: RecordKind, reading: Reading, words: Words, *, partners: Collection[str], new_names: Sequence[str]
) -> Questions:
    """Find what has to be asked.

    Args:
        reading: The list as it is read so far.
        partners: Names in the directory.
        new_names: Names of organisations that the list would add.
    """
    found: dict[tuple[str, str, str], tuple[Refusal, int]] = {}
    for refusal in reading.refusals:
        if refusal.reason in (NOT_A_VALUE, NOT_A_PARTNER, NOT_A_DAY) and refusal.value and refusal.column:
            # "Mercy Hospital" and "Mercy Hospital, Inc." are one organization, and asked about once.
            said = identity_key(refusal.value) if refusal.reason == NOT_A_PARTNER else folded(refusal.value)
            key = (refusal.column, refusal.reason, said)
            first, rows = found.get(key, (refusal, 0))
            found[key] = (first, rows + 1)
    asked = Questions([], [], [], [], _survey(reading), _readings(reading), 0)
    beyond = 0
    for refusal, rows in sorted(found.values(), key=lambda one: -one[1]):
        column = kind.columns[refusal.column]
        label = kind.label_of(column.stored_as)
        place = {NOT_A_VALUE: asked.words, NOT_A_PARTNER: asked.partners, NOT_A_DAY: asked.days}[refusal.reason]
        if refusal.reason == NOT_A_DAY and refusal.hint in (AMBIGUOUS, NO_YEAR):
            continue  # asked of all days together
        if len(place) >= MOST_ASKED:
            beyond += 1
        elif refusal.reason == NOT_A_VALUE:
            choices = words.lists[column.choices or ""]
            likely = choices.proposal(refusal.value) or ""
            place.append(Asked(column.choices or "", label, refusal.value, rows, list(choices.labels.items()), likely))
        elif refusal.reason == NOT_A_PARTNER:
            near = _near(refusal.value, partners, _ALIKE)
            likely = _likely(refusal.value, [name for name, _ in near])
            place.append(Asked("", label, refusal.value, rows, [(name, name) for name, _ in near], likely))
        else:
            place.append(Asked(refusal.column, label, refusal.value, rows, (), ""))
    for name in new_names[: MOST_ASKED * 5]:
        near = _look_alikes(name, partners)
        if near and len(asked.alike) < MOST_ASKED:
            likely = near[0][0] if near[0][1] > _SURE else ""
            sure = identity_key(near[0][0]) == identity_key(name)
            asked.alike.append(Asked("", "Name", name, 1, [(one, one) for one, _ in near], likely, sure))
    return Questions(asked.words, asked.partners, asked.alike, asked.days, asked.survey, asked.readings, beyond)


def _near(name: str, known: Collection[str], cutoff: int) -> list[tuple[str, float]]:
    from rapidfuzz import fuzz, process, utils  # loaded where names are compared, and not by every command

    found = process.extract(
        name,
        list(known),
        scorer=fuzz.WRatio if len(name) > 5 else fuzz.ratio,
        processor=utils.default_process,
        limit=_CANDIDATES,
        score_cutoff=cutoff,
    )
    return [(one, score) for one, score, _ in found]


def _likely(name: str, near: Sequence[str]) -> str:
    """Give the one that is most likely meant; empty where none is: a place in common makes no two names alike."""
    wanted = identity_key(name)
    ranked = [(likeness(wanted, identity_key(one)), one) for one in near]
    best, likely = max(ranked, key=lambda one: one[0], default=(0.0, ""))
    return likely if best >= ALIKE else ""


def _look_alikes(name: str, known: Collection[str]) -> list[tuple[str, float]]:
    """List known names that may be of the same organisation; none where it is known by this very name."""
    from rapidfuzz import process

    if any(folded(one) == folded(name) for one in known):
        return []
    keys = {one: identity_key(one) for one in known}
    wanted = identity_key(name)
    same = [(one, 100.0) for one, key in keys.items() if key == wanted][:1]
    found = process.extract(wanted, keys, scorer=likeness, score_cutoff=ALIKE, limit=_CANDIDATES)
    return same or [(one, score) for _, score, one in found]


def _day_texts(reading: Reading) -> list[str]:
    places = [
        place
        for place, column in enumerate(reading.columns)
        if column is not None and column.holds in (Holds.DATE, Holds.DATES)
    ]
    rows = [*reading.cells.values(), *reading.refused_lines.values()]
    texts = {cells[place].strip() for cells in rows for place in places if place < len(cells)}
    return sorted(texts - {""})


def _survey(reading: Reading) -> DaySurvey:
    return survey_days(_day_texts(reading))


def _readings(reading: Reading) -> list[tuple[str, date | None, date | None]]:
    """Show some days of the list as they would be read with the month first, and with the day first."""
    shown = [text for text in _day_texts(reading) if "-" not in text[:5] or not text[:4].isdigit()]
    both = [(text, _read(text, "us"), _read(text, "day-first")) for text in shown]
    both = [one for one in both if one[1] or one[2]]
    # Those that differ say the most.
    return sorted(both, key=lambda one: one[1] == one[2])[:3]


def _read(text: str, order: str) -> date | None:
    try:
        return read_day_text(text, DayWay("us" if order == "us" else "day-first", is_told=True))
    except ValueError:
        return None


def with_words(
    known: Mapping[str, Mapping[str, str]], more: Mapping[str, Mapping[str, str]]
) -> dict[str, dict[str, str]]:
    """Put what is remembered and what is said now together; what is said now holds."""
    return {about: {**known.get(about, {}), **more.get(about, {})} for about in {*known, *more}}
