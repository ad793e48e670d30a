"""Says each rule in one plain English sentence, out of the rule itself and the labels of the vocabularies.

Nothing here is typed twice: change a number in the catalogue and the sentence says the new one. Words for the fixed
parts of the rule language (kinds of record, marks, properties of partnerships) stand below; words for values come
from the vocabularies, where `phrase` is a value's wording in mid-sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from models.continuum.language.fields import FACTS
from models.continuum.rulebook.catalogue import Catalogue
from models.continuum.rules import (
    AllOf,
    Attested,
    Condition,
    Coverage,
    HandOvers,
    Later,
    NoChange,
    Records,
    Rule,
    Standing,
    YearBefore,
)
from models.continuum.words import joined

# Kind of fact -> what one record is called, and several.
_NOUNS = {
    "activity": ("activity", "activities"),
    "org": ("organization", "organizations"),
    "need": ("school need", "school needs"),
    "match": ("match with a partner", "matches with partners"),
    "agreement": ("agreement", "agreements"),
    "commitment": ("commitment", "commitments"),
    "contribution": ("contribution", "contributions"),
    "evaluation": ("partnership evaluation", "partnership evaluations"),
    "commreview": ("review of communication", "reviews of communication"),
    "procreview": ("check of the dialogue process", "checks of the dialogue process"),
    "recognition": ("act of recognition", "acts of recognition"),
    "training": ("training", "trainings"),
    "workforce": ("workforce need stated by an alliance", "workforce needs stated by alliances"),
    "process": ("dialogue process in place", "dialogue processes in place"),
    "coordinator": ("named coordinator of partnerships", "named coordinators of partnerships"),
    "alliance_act": ("act of support or advocacy by an alliance", "acts of support or advocacy by alliances"),
    "dialogue_reach": ("training in dialogue or use of its process", "trainings in dialogue or uses of its process"),
    "after_transition": ("change of people", "changes of people"),
}
_ACTIVITY_NOUNS = {
    frozenset({"partnership"}): ("partnership activity", "partnership activities"),
    frozenset({"communication"}): ("communication activity", "communication activities"),
    frozenset({"advocacy"}): ("act of advocacy", "acts of advocacy"),
    frozenset({"communication", "advocacy"}): ("act of communication or advocacy", "acts of communication or advocacy"),
}
_REQUEST = ("request to a partner", "requests to partners")

# Mark -> the word it puts before the noun.
_BEFORE_NOUN = {"two_way": "two-way", "critical": "critical"}
# Mark -> what it says after the noun; an empty text where the noun says it already.
_MARKS = {
    "collects_input": "asking for input or feedback",
    "used_process": "using the dialogue process",
    "promotes": "making the case for STEM",
    "beyond_class": "going beyond one's own class",
    "researched": "after looking into the options",
    "student_facing": "with students taking part",
    "serves_workforce": "serving a workforce need",
    "planned": "planned in a commitment",
    "has_partner": "with a partner",
    "outside": "with people from beyond the school",
    "reaches_community": "reaching families or the community",
    "partner_selected": "with the partner chosen on data",
    "joint": "by teachers and a partner together",
    "assessed": "appraised for what they could contribute",
    "has_need": "answering a recorded need",
    "need_critical": "answering a critical need",
    "requested": "",
    "answered": "answered",
    "expertise": "sought for expertise",
    "curricular_goal": "serving a curricular goal",
    "intended_results": "naming intended results",
    "ranked": "ranked",
    "selected": "selected",
    "submitted": "handed to the partner",
    "due": "due",
    "received": "received in time",
    "allocated": "put to a stated use",
    "teacher_involved": "with teachers taking part",
    "action": "with an action named",
    "action_done": "with an action done",
    "both_sides": "by both sides",
    "asks_both": "asking about student success and workforce needs",
    "results_defined": "with wanted results named",
    "finding": "with a finding",
    "induction": "for newcomers",
    "norms4": "with at least four norms",
    "continued": "followed by use of the dialogue process",
}

# Field of values -> the words before them, in the order in which fields are told.
_BEFORE_VALUES = {
    "by": "by",
    "raised_by": "raised by",
    "stage": "at stage",
    "category": "of category",
    "mode": "given",
    "purpose": "for",
    "way": "",
    "ask": "asking for",
    "topic": "about",
    "data": "based on",
    "channel": "through",
    "audience": "to",
    "roles": "reaching",
}
# Sets too long to be listed.
_SETS = {"beyond_school": "audiences beyond the school"}

# Property of a partnership -> what it has.
_PREDICATES = {
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
    "eval_academic": "a current evaluation judging academic wellbeing",
    "eval_social": "a current evaluation judging social wellbeing",
    "eval_physical": "a current evaluation judging physical wellbeing",
    "eval_two_years": "evaluations in two consecutive years, the later one naming an action,",
    "monitored": "accountability measures and a current check of goal alignment",
    "resource_plan": "a resource plan confirmed by both sides",
    "plan_outcomes": "a resource plan naming student outcomes",
    "plan_workforce": "a resource plan serving a workforce need",
    "both_benefits": "current work for students and for a workforce need",
}
_PARTNERSHIPS = {
    "all": "active partnerships",
    "led_by_teachers": "active partnerships led by teachers",
    "long_standing": "partnerships active for 18 months or more",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def sentence(rule: Rule, catalogue: Catalogue) -> str:
    """Say a rule in one sentence, with a capital and a full stop.

    Args:
        rule: Any rule of a practice, or a part of one.
        catalogue: Gives the words for codes.
    """
    said = _Sayer(catalogue).clause(rule)
    return said[0].upper() + said[1:] + "."


def phrase_of(catalogue: Catalogue, vocabulary: str, code: str) -> str:
    """Say a value in mid-sentence: its phrase, else its label with a small first letter, abbreviations as they are."""
    return catalogue.language.phrase(vocabulary, code)


class _Sayer:
    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def clause(self, rule: Rule, *, nested: bool = False) -> str:
        """Say a rule without capital and full stop; ``nested`` inside another list of rules."""
        if isinstance(rule, Records):
            return self.records(rule)
        if isinstance(rule, Coverage):
            return _coverage(rule)
        if isinstance(rule, Standing):
            noun = " ".join([_NOUNS[rule.kind][0], *self.conditions(rule)])
            return (
                f"a {noun}, confirmed every {rule.reconfirm_months} months, at the latest after {rule.hard_stop_months}"
            )
        if isinstance(rule, Attested):
            return (
                f"a leadership team member's statement with a {rule.evidence}, from the last {rule.valid_months} months"
            )
        if isinstance(rule, HandOvers):
            return (
                f"at least {_percent(rule.share_in_time)} of the changes of {self.change(rule.what)} "
                f"in the last {rule.window_months} months handed over within {rule.within_days} days"
            )
        if isinstance(rule, NoChange):
            return f"no change of {self.change(rule.what)} in the last {rule.window_months} months"
        if isinstance(rule, YearBefore):
            return self.year_before(rule, None)
        if isinstance(rule, Later):
            return "this practice has no rule yet and is not counted"
        said = self.list_of(rule.rules)
        if isinstance(rule, AllOf):
            return (" together with " if nested else ", and ").join(said)
        return f"either {' or '.join(said)}" if nested else ", or ".join(said)

    def list_of(self, rules: Sequence[Rule]) -> list[str]:
        """Say rules that stand side by side; one like the rule before it says only what is different."""
        said: list[str] = []
        before: Rule | None = None
        for rule in rules:
            if isinstance(rule, YearBefore):
                said.append(self.year_before(rule, before))
            elif isinstance(rule, Records):
                said.append(self.records(rule, like=before))
            else:
                said.append(self.clause(rule, nested=True))
            before = rule
        return said

    def year_before(self, rule: YearBefore, before: Rule | None) -> str:
        if rule.rule == before:
            return "the same the year before"
        if isinstance(rule.rule, Records):
            return self.records(rule.rule, like=before, of="the year before")
        return f"the year before {self.clause(rule.rule, nested=True)}"

    def records(self, rule: Records, *, like: Rule | None = None, of: str | None = None) -> str:
        """Say a count of records.

        Args:
            rule: The count.
            like: The rule said just before it, whose noun and conditions need not be said again.
            of: The period, where it is not the rule's own look-back.
        """
        needs = dict(rule.needs)
        count = needs["records"]
        told = self.new_conditions(rule, like)
        if told is None:
            told = self.conditions(rule)
            head = f"at least {_count(count)} {self.noun(rule)[count != 1]}"
        else:
            head = f"at least {_count(count)}"
        tail = self.breadth(rule, needs)
        if rule.share is not None:
            name, part = rule.share
            tail.append(f"at least {_percent(part)} of them {_MARKS[name]}")
        comma = ", " if len(told) > 1 or any("," in part for part in told) else " "
        described = comma.join([" ".join([head, *told]), _period(rule, needs, of)])
        return ", ".join([described, *tail])

    def new_conditions(self, rule: Records, like: Rule | None) -> list[str] | None:
        """Say only what ``rule`` asks beyond or unlike the rule before it; None where it has to be said in full."""
        if not isinstance(like, Records) or like.kind != rule.kind or self.noun(like) != self.noun(rule):
            return None
        if not {one.field for one in like.where} <= {one.field for one in rule.where}:
            return None
        return self.conditions(replace(rule, where=tuple(one for one in rule.where if one not in like.where)))

    def noun(self, rule: Records) -> tuple[str, str]:
        asked = {condition.field for condition in rule.where}
        words = _NOUNS[rule.kind]
        if rule.kind == "activity":
            words = _ACTIVITY_NOUNS.get(rule.asked("kind") or frozenset(), words)
        elif rule.kind == "match" and asked & {"requested", "answered"}:
            words = _REQUEST
        formality = sorted(rule.asked("formality") or ())
        adjectives = [
            *(phrase_of(self.catalogue, "formality", code) for code in formality[:1] if len(formality) == 1),
            *(word for mark, word in _BEFORE_NOUN.items() if mark in asked),
        ]
        one, several = (" ".join([*adjectives, word]) for word in words)
        return one, several

    def conditions(self, rule: Records | Standing) -> list[str]:
        """Say what the records must be: who with whom, then values, then marks."""
        asked = {condition.field: condition for condition in rule.where}
        marks = [name for name, condition in asked.items() if condition.values is True and name not in _BEFORE_NOUN]
        if "answered" in marks:
            asked.pop("status", None)  # an answered request is accepted, in part or whole: nothing to add
        said: list[str] = []
        for field, before in _BEFORE_VALUES.items():
            if field in asked:
                said.append(self.values(rule.kind, asked, field, before))
            if field == "by":
                said += ["with a partner"] if "has_partner" in marks else []
                said += ["on their own initiative"] if self.own_initiative(asked) else []
        marked = [_MARKS[name] for name in marks if name != "has_partner" and _MARKS[name]]
        if len(marked) > 1 and all(words.startswith("with ") for words in marked):
            marked = [marked[0], *(words.removeprefix("with ") for words in marked[1:])]
        if "status" in asked:
            marked.append(self.values(rule.kind, asked, "status", "with the answer"))
        if marked and len(said) + len(marked) > 2 and not marked[0].startswith("with "):
            said[-1:] = [f"{last}," for last in said[-1:]]
        return [*said, *([joined(marked, "and")] if marked else [])]

    def own_initiative(self, asked: Mapping[str, Condition]) -> bool:
        """Whether those who act are those who began it."""
        begun = asked.get("initiated_by")
        return begun is not None and "by" in asked and begun.values == asked["by"].values

    def values(self, kind: str, asked: Mapping[str, Condition], field: str, before: str) -> str:
        """Say the values asked for in a field; of answers and stages the few left out, where most are asked for."""
        values = asked[field].values
        wanted = values if isinstance(values, frozenset) else frozenset()
        words = next((words for name, words in _SETS.items() if wanted == self.catalogue.sets.get(name)), None)
        if words is None:
            vocabulary = FACTS[kind][field].vocabulary or ""
            known = list(self.catalogue.vocabularies[vocabulary])
            left_out = [code for code in known if code not in wanted]
            if field in ("status", "stage") and len(left_out) < len(wanted):
                return f"not {joined([phrase_of(self.catalogue, vocabulary, code) for code in left_out], 'or')}"
            words = joined([phrase_of(self.catalogue, vocabulary, code) for code in known if code in wanted], "or")
        if field == "audience" and "ask" in asked:
            return f"put to {words}"
        return f"{before} {words}".strip()

    def phrases(self, vocabulary: str, codes: Sequence[str]) -> list[str]:
        return [phrase_of(self.catalogue, vocabulary, code) for code in codes]

    def breadth(self, rule: Records, needs: Mapping[str, int]) -> list[str]:
        """Say over how many partners, groups, channels … the records must be spread."""
        groups = "groups beyond the school" if rule.outside_only else "stakeholder groups"
        topics = len(rule.asked("topic") or ())
        every = "both topics" if topics == 2 else f"all {topics} topics"
        words = {
            "partners": "with {} different partners",
            "stakeholder_groups": f"reaching {{}} {groups}",
            "channels": "through {} different channels",
            "topics": f"covering {every if needs.get('topics') == topics else '{} topics'}",
            "roles": "reaching {} role groups",
            "forms": "in {} different forms",
        }
        return [said.format(needs[name]) for name, said in words.items() if name in needs]

    def change(self, what: str) -> str:
        return "people" if what == "any" else phrase_of(self.catalogue, "transition", what)


def _period(rule: Records, needs: Mapping[str, int], of: str | None) -> str:
    """Say the look-back and the spread over it: "in 4 months and 3 quarters of the last 12 months"."""
    period = of or f"the last {rule.window_months} months"
    if rule.grace_months and of is None:
        period += f" and {rule.grace_days} days"
    spread = [f"{needs[key]} {key}" for key in ("months", "quarters") if key in needs]
    if spread == [f"{needs.get('months')} months"] and of is None:
        return f"in {needs['months']} of {period}"
    return f"in {joined(spread, 'and')} of {period}" if spread else f"in {period}"


def _coverage(rule: Coverage) -> str:
    partnerships = _PARTNERSHIPS[rule.of]
    has = _PREDICATES[rule.predicate]
    if rule.share is None:
        noun = partnerships if rule.at_least > 1 else partnerships.replace("partnerships", "partnership", 1)
        return f"at least {_count(rule.at_least)} {noun}" + (f" with {has.rstrip(',')}" if has else "")
    share = "all" if rule.share == 1 else f"at least {_percent(rule.share)} of"
    least = f", at least {_NUMBERS[rule.at_least] if rule.at_least < len(_NUMBERS) else rule.at_least}"
    return f"{has or 'this'} for {share} {partnerships}" + (least if rule.at_least > 1 else "")


def _percent(part: float) -> str:
    return f"{part * 100:.4g} %"


def _count(number: int) -> str:
    return "one" if number == 1 else str(number)
