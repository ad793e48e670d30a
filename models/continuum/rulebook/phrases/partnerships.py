"""Partnerships that have something: which part of them must, and how many do not yet."""

from __future__ import annotations

from typing import Protocol

from models.continuum.rulebook.phrases.words import Words
from models.wording import noun, number_word, part_words

# Property of a partnership -> what it has. The first is the partnership itself.
_HAS = {
    "valid": "",
    "need_linked": "a critical need backed by data",
    "short_goals": "near-term goals on record",
    "long_goals": "long-range goals on record",
    "outcomes": "expected results on record",
    "roles": "roles of both sides on record",
    "accountability": "accountability measures on record",
    "guidelines": "guidance for educators and partners on record",
    "proposal": "a proposal handed to the partner",
    "trained": "both sides trained for their roles",
    "aligned_goal": "a goal tied to an education goal of the school",
    "curricular_outcome": "a curricular goal with an expected outcome",
    "point_person": "a current point person",
    "eval_sw": "a current evaluation naming strengths and weaknesses",
    "eval_academic": "a current evaluation of academic wellbeing",
    "eval_social": "a current evaluation of social wellbeing",
    "eval_physical": "a current evaluation of physical wellbeing",
    "eval_two_years": "evaluations in two consecutive years with an action named in the later one",
    "monitored": "accountability measures and a current check of goal alignment",
    "resource_plan": "a resource plan confirmed by both sides",
    "plan_outcomes": "a resource plan naming student outcomes",
    "plan_workforce": "a resource plan serving a workforce need",
    "both_benefits": "current work for students and for a workforce need",
}
# Set of partnerships -> what one of it is called; `{}` stands for the word itself.
_CALLED = {
    "active": "active {}",
    "led_by_teachers": "active {} led by teachers",
    "long_standing": "{} active for {months} months or more",
    "by_alliances": "active {} begun by a partner,",
}


class AskedPartnerships(Protocol):
    """A part of the partnerships, or a number of them, that has something."""

    @property
    def predicate(self) -> str:
        """What they have."""

    @property
    def of(self) -> str:
        """Which partnerships."""

    @property
    def share_asked(self) -> float | None:
        """Least part."""

    @property
    def at_least(self) -> int:
        """Least number."""


def partnerships_sentence(rule: AskedPartnerships, words: Words) -> str:
    """Say which part of the partnerships must have something."""
    least, has = rule.at_least, _HAS[rule.predicate]
    if rule.share_asked is None:
        told = f"at least {number_word(least)} {_called(rule, words, least)}"
        return f"{told} with {has}" if has else told.rstrip(",")
    part = "all"
    if rule.share_asked < 1:
        said = part_words(rule.share_asked)
        part = f"at least {said}" if " in " in said else f"at least {said} of all"
    number = f" ({number_word(least)} or more)" if least > 1 else ""
    return f"{has or 'this'} for {part} {_called(rule, words, 2).rstrip(',')}{number}"


def missing_partnerships(
    rule: AskedPartnerships, words: Words, *, lacking: int, have: int, asked: int, needed: int
) -> str:
    """Say how many partnerships lack what.

    Args:
        lacking: How many more must have it.
        have: How many of those asked have it.
        asked: How many are asked.
        needed: How many must have it.
    """
    has, called = _HAS[rule.predicate], _called(rule, words, lacking)
    if not has:
        return f"{lacking} more {called}"
    if asked < have + lacking:
        # There are too few of them, whatever those that are there have.
        return f"{lacking} more {called} with {has} (now {have}; {needed} {noun(needed, 'is', 'are')} needed)"
    least = "all" if needed == asked else str(needed)
    return (
        f"{lacking} more {called} {noun(lacking, 'needs', 'need')} {has} "
        f"({have} of {asked} {noun(have, 'has', 'have')} it; {least} {'is' if least == '1' else 'are'} needed)"
    )


def one_partnership(rule: AskedPartnerships, words: Words) -> str:
    """Say what a single partnership more would have to have."""
    has = _HAS[rule.predicate]
    return f"{has} for one more of the {_called(rule, words, 2)}" if has else f"one more {_called(rule, words, 1)}"


def _called(rule: AskedPartnerships, words: Words, number: int) -> str:
    called = noun(number, "partnership", "partnerships")
    return _CALLED[rule.of].format(called, months=words.thresholds.long_standing_months)
