"""Records that stand: the dialogue process, the coordinator, the team with its groups and roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from models.continuum.rulebook.phrases.asked import AskedRecords
from models.continuum.rulebook.phrases.conditions import described, mark_words
from models.continuum.rulebook.phrases.nouns import noun_of
from models.continuum.rulebook.phrases.words import Words, article
from models.wording import joined, noun, number_word, part_words


class AskedStanding(AskedRecords, Protocol):
    """Records that must stand, confirmed not too long ago."""

    @property
    def reconfirm_months(self) -> int:
        """After so many they are asked about."""

    @property
    def hard_stop_months(self) -> int:
        """After so many without confirmation they count no more."""

    @property
    def vacant_days(self) -> int:
        """A seat that ended counts for so many days more."""


@dataclass(frozen=True, slots=True)
class StandingLack:
    """What does not stand yet.

    Attributes:
        records: How many more must stand.
        groups: How many more groups must be represented.
        absent: The groups that nobody represents.
        holding, among: Standing records with what a share asks for, and of how many; None where none is missing.
    """

    records: int = 0
    groups: int = 0
    absent: Sequence[str] = ()
    holding: int | None = None
    among: int = 0


def standing_sentence(rule: AskedStanding, words: Words, *, single: bool) -> str:
    """Say what must stand, and how often it is confirmed.

    Args:
        single: One that stands is all that is asked.
    """
    needs = dict(rule.needs)
    number = needs.get("records", 1)
    told = described(rule, words, number)
    parts = [article(told) if single else f"at least {number_word(number)} {told}"]
    if "stakeholder_groups" in needs:
        groups = len(words.language.values("stakeholder_group"))
        asked = needs["stakeholder_groups"]
        parts.append(f"standing for {number_word(asked)} of the {number_word(groups)} stakeholder groups")
    if rule.share_of is not None:
        mark, least = rule.share_of
        part = "all" if least == 1 else f"at least {part_words(least)}"
        parts.append(f"{part} of them {mark_words(mark, words.thresholds)}")
    again, most = rule.reconfirm_months, rule.hard_stop_months
    parts.append(f"confirmed every {again} months (and no longer than {most} months ago)")
    return ", ".join(parts)


def missing_standing(rule: AskedStanding, lack: StandingLack, words: Words, *, single: bool) -> str:
    """Say what does not stand yet; groups that nobody represents by name."""
    if single:
        told = described(rule, words, 1)
        return f"{article(told)}, confirmed in the last {rule.hard_stop_months} months"
    called = noun_of(rule, words)
    parts = []
    if lack.records:
        parts.append(f"{lack.records} more {described(rule, words, lack.records)}")
    if lack.groups:
        names = joined((words.group(code) for code in lack.absent), "and" if len(lack.absent) == lack.groups else "or")
        groups = f"{lack.groups} more {noun(lack.groups, 'group', 'groups')}"
        parts.append(f"{called.many if not lack.records else ''} standing for {groups}: {names}".strip())
    if lack.holding is not None and rule.share_of is not None:
        mark, least = rule.share_of
        need = "all" if least == 1 else part_words(least)
        has = mark_words(mark, words.thresholds)
        parts.append(f"more {called.many} {has} (now {lack.holding} of {lack.among}; {need} are needed)")
    return ", ".join(parts)


def one_standing(rule: AskedStanding, words: Words) -> str:
    """Say what one more would have to be."""
    return article(described(rule, words, 1))
