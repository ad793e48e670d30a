"""What records must be beside their noun: whose act, toward whom, about what, by which means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from models.continuum.evidence.tallies import Condition
from models.continuum.language.fields import FACTS
from models.continuum.language.thresholds import Thresholds
from models.continuum.rulebook.phrases.asked import AskedRecords
from models.continuum.rulebook.phrases.nouns import Noun, noun_of
from models.continuum.rulebook.phrases.words import Words, article
from models.wording import days_words, joined, number_word

# Mark -> what it says of records. Numbers come from the thresholds; see `_numbers`.
_MARKS = {
    "two_way": "with both sides speaking",
    "critical": "of critical needs",
    "collects_input": "asking for input or feedback",
    "used_process": "using the dialogue process",
    "promotes": "making the case for STEM",
    "beyond_class": "going beyond one's own class",
    "researched": "after looking into the options",
    "student_facing": "with students taking part",
    "serves_workforce": "serving a workforce need",
    "planned": "planned in a commitment",
    "outside": "with people from beyond the school",
    "reaches_community": "reaching families or the community",
    "partner_selected": "with the partner chosen on data",
    "joint": "with teachers and a partner acting together",
    "assessed": "checked for what they can offer",
    "has_need": "answering a recorded need",
    "need_critical": "answering a critical need",
    "requested": "asked of a partner",
    "answered": "answered by the partner",
    "expertise": "chosen for expertise",
    "curricular_goal": "serving a curricular goal",
    "intended_results": "naming intended results",
    "ranked": "ranked",
    "selected": "selected",
    "submitted": "handed to the partner",
    "due": "due",
    "received": "received no later than {late} after the day agreed",
    "allocated": "put to a stated use",
    "teacher_involved": "with teachers taking part",
    "action": "with an action named",
    "action_done": "with an action done",
    "both_sides": "by both sides",
    "asks_both": "asking about student success and workforce needs",
    "results_defined": "with wanted results named",
    "finding": "with a finding",
    "induction": "for newcomers",
    "norms4": "with at least {norms} norms",
    "continued": "followed by use of the dialogue process within {continued}",
    "inducted": "trained within {inducted} of joining",
    "role": "with a role written down",
    "with_alliances": "with alliances",
}
# Field of values -> the words before them, in the order in which fields are told.
_BEFORE_VALUES = {
    "by": "by",
    "raised_by": "raised by",
    "ask": "asking for",
    "way": "",
    "purpose": "for",
    "stage": "",
    "category": "of category",
    "mode": "given",
    "topic": "about",
    "data": "based on",
    "audience": "to",
    "channel": "through",
    "roles": "for",
    "group": "standing for",
    "status": "",
}
# Field -> what is said where any value will do.
_ANY_VALUE = {"way": "of any kind", "data": "based on data"}
# Fields of which the few left out are told, where most are asked for.
_BY_EXCEPTION = frozenset({"status", "stage", "purpose"})

# Fewer values than these are told by name, whether they are asked for or left out.
_FEW = 6
# Marks that begin so follow what stands before them without a comma.
_CLOSE = ("with ", "asking ", "using ", "for ")


def mark_words(mark: str, thresholds: Thresholds) -> str:
    """Say what a mark says of records."""
    return _MARKS[mark].format_map(_numbers(thresholds))


def _numbers(limits: Thresholds) -> dict[str, str]:
    return {
        "late": days_words(limits.received_late_days),
        "norms": number_word(limits.norms_asked),
        "continued": days_words(limits.continued_within_days),
        "inducted": days_words(limits.inducted_within_days),
    }


def described(rule: AskedRecords, words: Words, number: int) -> str:
    """Call so many records, with all that they must be: "acts by students asking the school board for funding"."""
    noun = noun_of(rule, words)
    return " ".join([noun.of(number), *conditions(rule, words, noun, several=number != 1)])


def one_of(rule: AskedRecords, words: Words) -> str:
    """Describe any one of the records: "an act by students asking the school board for funding"."""
    return article(described(rule, words, 1))


def conditions(
    rule: AskedRecords, words: Words, noun: Noun, *, several: bool, but: Sequence[Condition] = ()
) -> list[str]:
    """Say what records must be beside their noun: values in their order, then marks.

    Args:
        several: Whether more than one is spoken of.
        but: Conditions that were said before.
    """
    asked = {one.field: one for one in rule.where if one not in but and one.field not in noun.says}
    told = _Told(rule, words, asked, several=several)
    said: list[str] = []
    for field in _BEFORE_VALUES:
        if field in asked:
            value = told.values(field)
            # What any value will do for is told first, for it is soon told.
            said.insert(0 if value == _ANY_VALUE.get(field) else len(said), value)
        if field == "by":
            said += ["on their own initiative"] if told.own_initiative() else []
            said += ["with partners" if several else "with a partner"] if told.names_partner(noun) else []
    marks = [
        mark_words(name, words.thresholds)
        for name, one in asked.items()
        if one.values is True and name != "has_partner"
    ]
    if len(marks) > 1 and all(mark.startswith("with ") for mark in marks):
        marks = [marks[0], *(mark.removeprefix("with ") for mark in marks[1:])]
    some = [one for one in said if one]
    if some and marks and not marks[0].startswith(_CLOSE):
        # What follows values without a word between them needs a comma.
        some[-1] += ","
    return [*some, *([joined(marks)] if marks else [])]


class _Told:
    """One rule's conditions, as they are said."""

    def __init__(self, rule: AskedRecords, words: Words, asked: Mapping[str, Condition], *, several: bool) -> None:
        self.kind = rule.kind
        self.are = "are" if several else "is"
        self.words = words
        self.asked = asked
        self.sets = dict(rule.sets)
        self.whole = {one.field: one for one in rule.where}

    def own_initiative(self) -> bool:
        """Whether those who act are those who began it."""
        begun, by = self.asked.get("initiated_by"), self.whole.get("by")
        return begun is not None and by is not None and begun.values == by.values

    def names_partner(self, noun: Noun) -> bool:
        """Whether a partner is asked for that the noun does not name, and no number of partners says so."""
        return "has_partner" in self.asked and "partner" not in noun.one.replace("partnership", "")

    def values(self, field: str) -> str:
        """Say the values asked for in a field."""
        if field == "ask" and "audience" in self.asked:
            return f"asking {self._listed('audience')} for {self._listed('ask')}"
        if field == "audience" and "ask" in self.asked:
            return ""
        vocabulary = FACTS[self.kind][field].vocabulary or ""
        wanted = self._wanted(field)
        left_out = [code for code in self.words.language.values(vocabulary) if code not in wanted]
        if field in _ANY_VALUE and self._takes_any(field, wanted, left_out):
            return _ANY_VALUE[field]
        is_any_activity = self.kind == "activity" and "kind" not in self.whole
        before = "for" if field == "audience" and is_any_activity else _BEFORE_VALUES[field]
        if field in _BY_EXCEPTION and len(left_out) < len(wanted) and len(left_out) < _FEW:
            but = self.words.values(vocabulary, left_out)
            return f"{before} anything but {but}" if before else f"that {self.are} not {but}"
        return f"{before} {self._listed(field)}".strip()

    def _takes_any(self, field: str, wanted: frozenset[str], left_out: Sequence[str]) -> bool:
        if field != "way":
            return not left_out
        if len(wanted) < _FEW:
            return False
        ways = self.words.language.values("way")
        whose = {ways[code].of for code in wanted}
        return not any(ways[code].of in whose for code in left_out)

    def _wanted(self, field: str) -> frozenset[str]:
        values = self.asked[field].values
        return values if isinstance(values, frozenset) else frozenset()

    def _listed(self, field: str) -> str:
        named = self.words.language.sets.get(self.sets.get(field, ""))
        if named is not None and named.phrase:
            return named.phrase
        return self.words.values(FACTS[self.kind][field].vocabulary or "", sorted(self._wanted(field)))
