"""Counts of records in one sentence: how many of what, spread how widely, in which time."""

from __future__ import annotations

from datetime import date

from models.continuum.rulebook.phrases.asked import AskedCount
from models.continuum.rulebook.phrases.conditions import conditions, mark_words
from models.continuum.rulebook.phrases.nouns import noun_of
from models.continuum.rulebook.phrases.words import Words
from models.wording import day_words, days_words, joined, last_months_words, noun, number_word, part_words

SEASONS = 4


def count_sentence(rule: AskedCount, words: Words, *, like: AskedCount | None = None, of: str | None = None) -> str:
    """Say a count of records.

    Args:
        like: The count said just before it, of which nothing need be said again.
        of: The period, where it is not the rule's own look-back.
    """
    needs = dict(rule.needs)
    number = needs["records"]
    called = noun_of(rule, words)
    shortened = like is not None and _is_like(rule, like, words)
    told = conditions(rule, words, called, several=number != 1, but=like.where if like and shortened else ())
    head = f"at least {number_word(number)}" + ("" if shortened else f" {called.of(number)}")
    period = _period(rule, needs, of, words)
    if shortened and like is not None and of is None and period == _period(like, dict(like.needs), None, words):
        period = ""
    parts = [" ".join([head, *told])]
    if period:
        # Behind a short description the period needs no comma.
        parts = [", ".join([*parts, period])] if len(told) > 1 or "," in parts[0] else [" ".join([*parts, period])]
    parts += _breadth(rule, needs, words)
    if rule.share_of is not None:
        name, least = rule.share_of
        part = part_words(least)
        parts.append(f"{'all' if least == 1 else f'at least {part}'} of them {mark_words(name, words.thresholds)}")
    return ", ".join(parts)


def _is_like(rule: AskedCount, like: AskedCount, words: Words) -> bool:
    """Whether a count asks for the same as the one before it and for more, or for other values there."""
    return (
        like.kind == rule.kind
        and noun_of(like, words) == noun_of(rule, words)
        and {one.field for one in like.where} <= {one.field for one in rule.where}
        and bool(set(rule.where) & set(like.where))
    )


def _since(rule: AskedCount, words: Words) -> str:
    """Say since when records count on the words' day, where that is not a plain number of months ago."""
    if words.on is None or not rule.grace_months or rule.while_active:
        return ""
    return f"since {day_words(date.fromordinal(rule.first_day(words.language, words.on)))}"


def _period_words(rule: AskedCount, words: Words) -> str:
    """Say how far a count looks back: "the last 12 months (or up to 60 days before)"."""
    grace = words.thresholds.grace_month_days * rule.grace_months
    period = last_months_words(rule.window_months)
    if rule.while_active:
        return f"{period} (or longer, while its partnership lives on)"
    return f"{period} (or up to {days_words(grace)} before)" if grace else period


def _period(rule: AskedCount, needs: dict[str, int], of: str | None, words: Words) -> str:
    """Say the look-back and the spread over it: "in four months and three seasons of the last 12 months"."""
    since = "" if of else _since(rule, words)
    period = of or _period_words(rule, words)
    months, seasons = needs.get("months"), needs.get("quarters")
    spread = []
    if months is not None and seasons is None and of is None and not since:
        return f"in {number_word(months)} of {period}"
    if months is not None:
        spread.append(f"{number_word(months)} {noun(months, 'month', 'months')}")
    if seasons is not None:
        spread.append("all four seasons" if seasons == SEASONS else f"{number_word(seasons)} seasons")
    if since:
        return f"in {joined(spread)} {since}" if spread else since
    return f"in {joined(spread)} of {period}" if spread else f"in {period}"


def _breadth(rule: AskedCount, needs: dict[str, int], words: Words) -> list[str]:
    """Say over how many partners, groups, channels … the records must be spread."""
    topics = next(
        (len(one.values) for one in rule.where if one.field == "topic" and isinstance(one.values, frozenset)), 0
    )
    groups = len(words.language.values("stakeholder_group"))
    said = {
        "partners": "with {} different partners",
        "stakeholder_groups": "reaching {} different groups"
        if rule.within is not None
        else f"reaching {{}} of the {number_word(groups)} stakeholder groups",
        "channels": "through {} different channels",
        "topics": "covering {} of these topics",
        "roles": "reaching {} different roles",
        "forms": "in {} different forms",
        "sources": "from {} different kinds of data",
    }
    if needs.get("topics") == topics:
        said["topics"] = "covering both topics" if topics == 2 else "covering all {} topics"
    return [text.format(number_word(needs[name])) for name, text in said.items() if needs.get(name, 0) > 1]
