"""How a partnership stands on a day, in words: what is due, what is missing, what keeps it out of the counts.

Everything here is a plain function of rows and a day, so that lists, pages and tests say the same.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from models.agreements import Agreement
from models.continuum.language.language import Language
from models.continuum.language.thresholds import Thresholds
from models.continuum.time.calendar import expiry
from models.partnerships import TERMS, Partnership, TermName
from models.records import RecordStatus
from models.wording import begun_small, counted, day_words, days_ago_words, days_words, joined, since_words

# Terms that every partnership is asked for; who leads it is a property, not a term to be missed.
ASKED_TERMS: tuple[TermName, ...] = tuple(name for name, term in TERMS.items() if not term.is_mark)


class Concern(enum.StrEnum):
    """What a notice is about; the page knows which button mends it."""

    AGREEMENT = "agreement"
    POINT_PERSON = "point_person"
    FACTS = "facts"
    TERMS = "terms"
    STAGE = "stage"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know of a partnership.

    Attributes:
        word: For a tag: at most four words.
        sentence: The same with its reason and its days.
        tone: `bad` for what keeps it out of counts, `warn` for what will, `plain` for what is missing.
        record_id: The agreement it speaks of; None for the partnership itself.
    """

    concern: Concern
    word: str
    sentence: str
    tone: str
    record_id: int | None = None


def out_stages(language: Language) -> frozenset[str]:
    """Give the stages in which nothing is missed of a partnership: it rests, or it is over."""
    return language.marked("stage", "rests") | language.marked("stage", "over")


class Paper(Protocol):
    """What tells which agreement carries a partnership: an agreement, or a row that holds these columns of one."""

    id: Any
    agreement_kind: Any
    record_status: Any
    submitted_on: Any
    signed_on: Any
    starts_on: Any
    ends_on: Any


P = TypeVar("P", bound=Paper)


def carrying_agreement(agreements: Sequence[P], on: date, *, language: Language) -> P | None:
    """Find the agreement whose end decides: of those begun by a day, the one that ends last; None without any end.

    An agreement begins with the first of its dates, as the engine reads it: with its submission, at the latest.

    Args:
        language: Of the rules in force: which kinds carry a partnership, and whether signed papers alone decide.
    """
    carrying = language.marked("agreement_kind", "ends")
    begun = [
        one
        for one in agreements
        if one.agreement_kind in carrying and one.record_status is RecordStatus.CONFIRMED and _has_begun(one, on)
    ]
    if language.derivations.signed_papers_decide:
        signed = [one for one in begun if one.signed_on is not None and one.signed_on <= on]
        if any(one.ends_on is None for one in signed):
            return None
        begun = signed or begun
    ending = [(one.ends_on, one.id, one) for one in begun if one.ends_on is not None]
    return max(ending, default=(None, 0, None))[2]


def _has_begun(one: Paper, on: date) -> bool:
    begins = [day for day in (one.submitted_on, one.signed_on, one.starts_on) if day is not None]
    return not begins or min(begins) <= on


def last_stated_on(partnership: Partnership, on: date) -> date:
    """Find the day on which anything of a partnership was last written, changed or confirmed."""
    days = [partnership.started_on, *partnership.confirmed_on, *(row.from_on for row in partnership.terms)]
    return max((day for day in days if day <= on), default=partnership.started_on)


def missing_terms(partnership: Partnership, on: date) -> list[TermName]:
    """List the terms that every partnership is asked for and that are empty on a day, in the order asked."""
    return [name for name in ASKED_TERMS if partnership.term_on(name, on) is None]


def notices_of(
    partnership: Partnership,
    agreements: Sequence[Agreement],
    on: date,
    *,
    language: Language,
    last_contact_on: date | None = None,
) -> list[Notice]:
    """Say what there is to know of a partnership on a day, the gravest first; empty where all is well.

    Args:
        language: Of the rules in force.
        agreements: All of the partnership's, archived ones too: they have no say.
        last_contact_on: Day of the latest contact with the partner, where the contact interval is to be checked.
    """
    agreement = carrying_agreement(agreements, on, language=language)
    return notices_under(partnership, agreement, on, language=language, last_contact_on=last_contact_on)


def notices_under(
    partnership: Partnership,
    agreement: Agreement | None,
    on: date,
    *,
    language: Language,
    last_contact_on: date | None = None,
) -> list[Notice]:
    """Say the same where it is known which agreement carries the partnership.

    Args:
        agreement: What `carrying_agreement` finds.
    """
    if partnership.ended_on is not None and partnership.ended_on <= on:
        return []
    found = [*_of_agreement(agreement, on, language), *_of_facts(partnership, on, language.thresholds)]
    found.extend(_of_point_person(partnership, on, language.thresholds))
    stage = partnership.stage_on(on)
    if stage is not None and stage in language.marked("stage", "rests"):
        called = begun_small(language.label("stage", stage))
        sentence = f"While it is {called} it does not count toward any level."
        found.append(Notice(Concern.STAGE, called, sentence, "warn"))
    found.extend(_of_contact(partnership, on, last_contact_on))
    missing = missing_terms(partnership, on)
    if missing and stage not in out_stages(language):
        words = f"{counted(len(missing), 'term', 'terms')} missing"
        names = joined(name.label.lower() for name in missing)
        found.append(Notice(Concern.TERMS, words, f"Not in writing yet: {names}.", "plain"))
    order = {"bad": 0, "warn": 1, "plain": 2}
    return sorted(found, key=lambda notice: order[notice.tone])


def health_sentence(
    notices: Sequence[Notice], last_contact_on: date | None, on: date, *, also: Sequence[str] = ()
) -> str:
    """Say in plain words how a partnership stands, with the last contact.

    Args:
        notices: What `notices_of` says of it.
        also: What else is due, in a few words each.
    """
    now = [one.word for one in notices if one.tone == "bad"]
    soon = [*(one.word for one in notices if one.tone == "warn"), *also]
    # Of a partner with whom nobody was ever in touch nobody knows that all is well.
    well = "Nothing is due." if last_contact_on is None else "All is well."
    said = f"It needs you now: {joined([*now, *soon])}." if now else well
    if soon and not now:
        said = f"It is in order so far, and asks for care: {joined(soon)}."
    return f"{said} Last contact: {days_ago_words(last_contact_on, on)}."


def _no_longer_within(day: date, months: int) -> date:
    """Find the first day on which something of a day is no longer within so many months, as the engine counts."""
    return date.fromordinal(expiry(day.toordinal(), months))


def _of_agreement(agreement: Agreement | None, on: date, language: Language) -> list[Notice]:
    if agreement is None or agreement.ends_on is None:
        return []
    out_on = agreement.leaves_counts_on(language.thresholds.agreement_grace_days)
    assert out_on is not None  # it has an end
    left, stops = (agreement.ends_on - on).days, not_counting(out_on, on)
    if out_on <= on:
        sentence = f"Its agreement ended on {day_words(agreement.ends_on)}; {stops}."
        return [Notice(Concern.AGREEMENT, "agreement ended", sentence, "bad", agreement.id)]
    if left < 0:
        sentence = f"Its agreement ended {days_words(-left)} ago and is not renewed: {stops}."
        return [Notice(Concern.AGREEMENT, "not renewed", sentence, "bad", agreement.id)]
    if left <= language.thresholds.lapse_days:
        when = "today" if left == 0 else f"in {days_words(left)}"
        sentence = f"Its agreement ends {when}; without a renewal {stops}."
        return [Notice(Concern.AGREEMENT, f"ends {when}", sentence, "warn", agreement.id)]
    return []


def _of_facts(partnership: Partnership, on: date, thresholds: Thresholds) -> list[Notice]:
    stated_on = last_stated_on(partnership, on)
    out_on = _no_longer_within(stated_on, thresholds.facts_last_months)
    sentence = f"What we agreed was last confirmed on {day_words(stated_on)}; {not_counting(out_on, on)}."
    if out_on <= on:
        return [Notice(Concern.FACTS, "not confirmed", sentence, "bad")]
    if _no_longer_within(stated_on, thresholds.confirm_every_months) <= on:
        return [Notice(Concern.FACTS, "needs confirming", sentence, "warn")]
    return []


def not_counting(out_on: date, on: date) -> str:
    """Say from which day on a partnership counts toward no level."""
    if out_on <= on:
        return f"the partnership has not counted toward any level {since_words(out_on)}"
    return f"the partnership stops counting toward any level on {day_words(out_on)}"


def contact_due_by(partnership: Partnership, last_contact_on: date | None) -> date | None:
    """Give the last day on which the next contact is in time; None where no interval was agreed.

    Args:
        last_contact_on: Day of the latest contact with the partner; None where there was none.
    """
    interval = partnership.contact_interval_days
    return None if interval is None else _in_touch_since(partnership, last_contact_on) + timedelta(days=interval)


def contact_sentence(partnership: Partnership, due_by: date) -> str:
    """Say how often contact was agreed, and by when the last one was due."""
    every = days_words(partnership.contact_interval_days or 0)
    return f"Contact was agreed every {every}; the last one was due by {day_words(due_by)}."


def _in_touch_since(partnership: Partnership, last_contact_on: date | None) -> date:
    return max(last_contact_on or partnership.started_on, partnership.started_on)


def _of_point_person(partnership: Partnership, on: date, limits: Thresholds) -> list[Notice]:
    if partnership.point_person_row_on(on) is None:
        return [Notice(Concern.POINT_PERSON, "no point person", "Nobody at the school is its point person.", "bad")]
    ahead = on + timedelta(days=limits.lapse_days)
    is_over = partnership.ended_on is not None and partnership.ended_on <= ahead
    if is_over or partnership.point_person_row_on(ahead) is not None:
        return []
    last = max((row for row in partnership.point_people if row.until_on), key=lambda row: row.until_on or on)
    assert last.until_on is not None  # somebody is until then, and nobody after
    sentence = f"{last.person} is its point person until {day_words(last.until_on - timedelta(days=1))}; "
    return [Notice(Concern.POINT_PERSON, "point person leaves", f"{sentence}nobody follows yet.", "warn")]


def _of_contact(partnership: Partnership, on: date, last_contact_on: date | None) -> list[Notice]:
    due_by = contact_due_by(partnership, last_contact_on)
    if due_by is None or on <= due_by:
        return []
    quiet = (on - _in_touch_since(partnership, last_contact_on)).days
    return [Notice(Concern.CONTACT, f"quiet {days_words(quiet)}", contact_sentence(partnership, due_by), "warn")]
