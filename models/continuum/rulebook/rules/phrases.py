"""How the kinds of rules are said: each in one plain sentence, and what of it is missing.

Nothing here is typed twice: change a number in the catalogue and the sentence says the new one. Words for the fixed
parts of the rule language (kinds of record, marks, properties of partnerships) stand here; words for values come from
the vocabularies, where `phrase` is a value's wording in mid-sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from models.continuum.evidence.tallies import Condition
from models.continuum.language.fields import FACTS
from models.continuum.language.language import Language

if TYPE_CHECKING:
    from models.continuum.rulebook.rules.attested import Attested
    from models.continuum.rulebook.rules.base import Asking, Count, Rule
    from models.continuum.rulebook.rules.coverage import Coverage
    from models.continuum.rulebook.rules.joined import OfPractice, YearBefore
    from models.continuum.rulebook.rules.people import HandOvers, NoChange
    from models.continuum.rulebook.rules.records import Records
    from models.continuum.rulebook.rules.standing import Standing

OBJECTED = "an SLT member says that it is not in place"
LATER = "this practice has no rule yet and is not counted"

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
    "roster": ("member of the team", "members of the team"),
    "joiner": ("person who joined the team", "people who joined the team"),
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
    "inducted": "inducted",
    "role": "with a role written down",
    "with_alliances": "with alliances",
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
    "group": "standing for",
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
    "active": "active partnerships",
    "led_by_teachers": "active partnerships led by teachers",
    "long_standing": "partnerships active for 18 months or more",
    "by_alliances": "active partnerships initiated by alliances",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


_QUARTERS = {
    1: "between July and September",
    2: "between October and December",
    3: "between January and March",
    4: "between April and June",
}
_DIMENSIONS = {
    "months": ("in", "month", "months"),
    "quarters": ("in", "quarter", "quarters"),
    "partners": ("with", "partner", "partners"),
    "stakeholder_groups": ("reaching", "stakeholder group", "stakeholder groups"),
    "channels": ("by", "channel", "channels"),
    "topics": ("about", "topic", "topics"),
    "roles": ("reaching", "role group", "role groups"),
    "forms": ("in", "form", "forms"),
    "sources": ("from", "kind of data", "kinds of data"),
}
# Dimensions of which one record may fill several places.
_AT_ONCE = frozenset({"stakeholder_groups", "topics", "roles", "forms", "sources"})
# Property of which a rule asks a share -> what records must do to have it.
_SHARES = {
    "answered": "be answered",
    "allocated": "be put to a stated use",
    "received": "arrive in time",
    "planned": "follow from an agreed commitment",
    "continued": "be followed by use of the dialogue process",
    "inducted": "be followed by an induction",
    "role": "have a role written down",
}
_MUST = {
    "valid": "be active",
    "need_linked": "answer a critical need that has source data",
    "short_goals": "have near-term goals",
    "long_goals": "have goals beyond this year",
    "outcomes": "state expected results",
    "roles": "have roles written down",
    "accountability": "have accountability measures written down",
    "guidelines": "have written guidance",
    "proposal": "have a submitted proposal",
    "trained": "have both sides trained for their roles",
    "aligned_goal": "be tied to an education goal of the school",
    "curricular_outcome": "name a curricular goal with its expected results",
    "point_person": "have a point person",
    "eval_sw": "be evaluated with strengths and weaknesses",
    "eval_academic": "be evaluated for academic wellbeing",
    "eval_social": "be evaluated for social wellbeing",
    "eval_physical": "be evaluated for physical wellbeing",
    "eval_two_years": "be evaluated in two consecutive years, the later time with an action",
    "monitored": "have accountability measures and an evaluation of goal alignment",
    "resource_plan": "have a resource plan",
    "plan_outcomes": "have a resource plan that names expected results",
    "plan_workforce": "have a resource plan that serves a workforce need",
    "both_benefits": "serve students and a workforce need alike",
}
_STANDING = {"process": "an adopted dialogue process", "coordinator": "a named coordinator", "roster": "the team"}
_CHANGES = {
    "any": "people",
    "leadership": "leaders",
    "partner_staff": "partner staff",
    "staff": "staff",
    "students": "student representatives",
}


def and_also(parts: Sequence[str]) -> str:
    """Join what is missing."""
    return joined(parts)


def joined(parts: Sequence[str], word: str = "and") -> str:
    """Join parts as in a sentence."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def percent(part: float) -> str:
    """Say a part of 1 as whole percent, cut."""
    return f"{int(part * 100 + 1e-9)} %"


def missing_records(rule: Records, counts: Sequence[Count]) -> int:
    """Say how many records at least are missing: one may reach several groups, but falls in one month."""
    at_once = _AT_ONCE | {"partners"} if rule.kind == "activity" else _AT_ONCE
    short = ((count.what, int(count.need - count.have)) for count in counts if count.what != "share")
    return max((1 if what in at_once else lacking for what, lacking in short if lacking > 0), default=0)


def missing_of(rule: Records, counts: Sequence[Count], quarters_open: Sequence[int], language: Language) -> str:
    """Say what a count of records still needs.

    Args:
        counts: What there is against what is needed.
        quarters_open: School-year quarters without a record, 1 to 4.
    """
    short = {
        count.what: int(count.need - count.have) for count in counts if count.what != "share" and not count.fulfilled
    }
    number = missing_records(rule, counts)
    spread = []
    for what, lacking in short.items():
        if what == "records":
            continue
        before, one, many = _DIMENSIONS[what]
        if what == "quarters" and lacking == len(quarters_open):
            spread.append(joined([f"1 {_QUARTERS[at]}" if number > 1 else _QUARTERS[at] for at in quarters_open]))
        else:
            spread.append(f"{before} {f'another {one}' if lacking == 1 else f'{lacking} more {many}'}")
    words = ""
    if number:
        words = f"{number} more {_Sayer(language).noun(rule)[number != 1]}"
        if spread:
            words = f"{words}, {joined(spread)}"
    share = next((count for count in counts if count.what == "share" and not count.fulfilled), None)
    if share is not None and rule.share_of is not None:
        told = f"{percent(share.need)} of them must {_SHARES[rule.share_of[0]]}, now {percent(share.have)}"
        words = f"{words}; {told}" if words else told
    return words


def one_record(rule: Records, language: Language) -> str:
    """Say what a single record more would have to be."""
    sayer = _Sayer(language)
    return " ".join([f"1 {sayer.noun(rule)[0]}", *sayer.conditions(rule)])


def missing_coverage(rule: Coverage, lacking: int, have: int, asked: int) -> str:
    """Say how many partnerships lack what."""
    goal = f", at least {percent(rule.share_asked)}" if rule.share_asked is not None else ""
    noun = "partnership" if lacking == 1 else "partnerships"
    return f"{lacking} more {noun} must {_MUST[rule.predicate]} (now {have} of {asked}{goal})"


def one_partnership(rule: Coverage) -> str:
    """Say what a single partnership more would have to have."""
    return f"1 more partnership must {_MUST[rule.predicate]}"


def coverage(rule: Coverage) -> str:
    """Say which part of the partnerships has something."""
    partnerships = _PARTNERSHIPS[rule.of]
    has = _PREDICATES[rule.predicate]
    if rule.share_asked is None:
        noun = partnerships if rule.at_least > 1 else partnerships.replace("partnerships", "partnership", 1)
        return f"at least {_count(rule.at_least)} {noun}" + (f" with {has.rstrip(',')}" if has else "")
    share = "all" if rule.share_asked == 1 else f"at least {_percent(rule.share_asked)} of"
    least = f", at least {_NUMBERS[rule.at_least] if rule.at_least < len(_NUMBERS) else rule.at_least}"
    return f"{has or 'this'} for {share} {partnerships}" + (least if rule.at_least > 1 else "")


def statement(rule: Attested) -> str:
    """Say what a statement comes with."""
    on = f" on {rule.of}" if rule.of else ""
    return f"a leadership team member's statement{on} with a {rule.evidence}, from the last {rule.valid_months} months"


def missing_statement(rule: Attested, language: Language) -> str:
    """Say which statement is missing."""
    length = language.thresholds.note_length
    with_what = "a file" if rule.evidence == "file" else f"a note of at least {length} characters, or a file"
    return f"one statement by an SLT member, with {with_what}"


def standing(rule: Standing, language: Language) -> str:
    """Say what must stand."""
    sayer = _Sayer(language)
    confirmed = f"confirmed every {rule.reconfirm_months} months, at the latest after {rule.hard_stop_months}"
    if rule.kind != "roster":
        noun = " ".join([_NOUNS[rule.kind][0], *sayer.conditions(rule)])
        return f"a {noun}, {confirmed}"
    needs = dict(rule.needs)
    count = needs.get("records", 1)
    parts = [" ".join([f"at least {_count(count)} {_NOUNS['roster'][count != 1]}", *sayer.conditions(rule)])]
    if "stakeholder_groups" in needs:
        parts.append(f"standing for {needs['stakeholder_groups']} stakeholder groups")
    if rule.share_of is not None:
        parts.append(f"{_percent(rule.share_of[1])} of them with a role written down")
    return ", ".join([*parts, confirmed])


def missing_standing(rule: Standing, counts: Sequence[Count], at: Asking, day: int) -> tuple[str, int]:
    """Say what does not stand yet, and how many records that is at least."""
    if rule.kind != "roster":
        return f"{_STANDING[rule.kind]}, confirmed within {rule.hard_stop_months} months", 1
    parts, number = [], 0
    for count in counts:
        lacking = int(count.need - count.have)
        if count.fulfilled:
            continue
        if count.what == "records":
            number = max(number, lacking)
            told = " ".join([_NOUNS["roster"][lacking != 1], *_Sayer(at.language).conditions(rule)])
            parts.append(f"{lacking} more {told}")
        elif count.what == "stakeholder_groups":
            number = max(number, 1)
            there = rule.groups_there(at, day)
            known = [code for code in at.language.values("stakeholder_group") if code not in there]
            names = joined([at.language.label("stakeholder_group", code).lower() for code in known], "or")
            parts.append(f"{lacking} more of the groups on the team: {names}")
        elif rule.share_of is not None:
            number = max(number, 1)
            parts.append(f"{percent(count.need)} of the team must {_SHARES[rule.share_of[0]]}, now {percent(count.have)}")
    return joined(parts), max(number, 1)


def one_standing(rule: Standing, language: Language) -> str:
    """Say what one more would have to be."""
    if rule.kind != "roster":
        return _STANDING[rule.kind]
    return " ".join([f"1 more {_NOUNS['roster'][0]}", *_Sayer(language).conditions(rule)])


def hand_overs(rule: HandOvers, language: Language) -> str:
    """Say which part of hand-overs is done in time."""
    return (
        f"at least {_percent(rule.share_in_time)} of the changes of {_change(rule.what, language)} "
        f"in the last {rule.window_months} months handed over within {rule.within_days} days"
    )


def missing_hand_overs(rule: HandOvers, done: int, of: int, language: Language) -> str:
    """Say how many hand-overs were not done in time."""
    who = _CHANGES.get(rule.what) or _change(rule.what, language)
    if not of:
        return f"no change of {who} with its hand-over is on record"
    return (
        f"{percent(rule.share_in_time)} of the hand-overs of {who} done within {rule.within_days} days,"
        f" now {done} of {of}"
    )


def no_change(rule: NoChange, language: Language) -> str:
    """Say for how long nobody changed."""
    return f"no change of {_change(rule.what, language)} in the last {rule.window_months} months"


def missing_no_change(rule: NoChange, language: Language) -> str:
    """Say for how long nobody must have changed."""
    who = _CHANGES.get(rule.what) or _change(rule.what, language)
    return f"{rule.window_months} months on record without a change of {who}"


def of_practice(rule: OfPractice) -> str:
    """Point to another practice."""
    return f"whatever shows {rule.key}"


def in_the_year_before(missing: str) -> str:
    """Say that something is missing of the year before."""
    return f"{missing}, in the year before"


def _change(what: str, language: Language) -> str:
    return "people" if what == "any" else language.phrase("transition", what)


def side_by_side(rules: Sequence[Rule], language: Language) -> list[str]:
    """Say rules that stand side by side; one like the rule before it says only what is different."""
    said: list[str] = []
    before: Rule | None = None
    for rule in rules:
        said.append(rule.sentence_after(before, language))
        before = rule
    return said


def records(rule: Records, language: Language, *, like: Records | None = None, of: str | None = None) -> str:
    """Say a count of records.

    Args:
        rule: The count.
        like: The rule said just before it, whose noun and conditions need not be said again.
        of: The period, where it is not the rule's own look-back.
    """
    sayer = _Sayer(language)
    needs = dict(rule.needs)
    count = needs["records"]
    told = sayer.new_conditions(rule, like)
    if told is None:
        told = sayer.conditions(rule)
        head = f"at least {_count(count)} {sayer.noun(rule)[count != 1]}"
    else:
        head = f"at least {_count(count)}"
    tail = sayer.breadth(rule, needs)
    if rule.share_of is not None:
        name, part = rule.share_of
        tail.append(f"at least {_percent(part)} of them {_MARKS[name]}")
    comma = ", " if len(told) > 1 or any("," in part for part in told) else " "
    described = comma.join([" ".join([head, *told]), _period(rule, needs, of, language)])
    return ", ".join([described, *tail])


class _Sayer:
    def __init__(self, language: Language) -> None:
        self.language = language

    def set_of(self, name: str) -> frozenset[str] | None:
        found = self.language.sets.get(name)
        return found.codes if found else None

    def new_conditions(self, rule: Records, like: Records | None) -> list[str] | None:
        """Say only what ``rule`` asks beyond or unlike the rule before it; None where it has to be said in full."""
        if like is None or like.kind != rule.kind or self.noun(like) != self.noun(rule):
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
            *(self.language.phrase("formality", code) for code in formality[:1] if len(formality) == 1),
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
        words = next((words for name, words in _SETS.items() if wanted == self.set_of(name)), None)
        if words is None:
            vocabulary = FACTS[kind][field].vocabulary or ""
            known = list(self.language.values(vocabulary))
            left_out = [code for code in known if code not in wanted]
            if field in ("status", "stage") and len(left_out) < len(wanted):
                return f"not {joined([self.language.phrase(vocabulary, code) for code in left_out], 'or')}"
            words = joined([self.language.phrase(vocabulary, code) for code in known if code in wanted], "or")
        if field == "audience" and "ask" in asked:
            return f"put to {words}"
        return f"{before} {words}".strip()

    def phrases(self, vocabulary: str, codes: Sequence[str]) -> list[str]:
        return [self.language.phrase(vocabulary, code) for code in codes]

    def breadth(self, rule: Records, needs: Mapping[str, int]) -> list[str]:
        """Say over how many partners, groups, channels … the records must be spread."""
        groups = "groups beyond the school" if rule.within is not None else "stakeholder groups"
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



def _period(rule: Records, needs: Mapping[str, int], of: str | None, language: Language) -> str:
    """Say the look-back and the spread over it: "in 4 months and 3 quarters of the last 12 months"."""
    period = of or f"the last {rule.window_months} months"
    if rule.grace_months and of is None:
        period += f" and {rule.grace_days(language)} days"
    spread = [f"{needs[key]} {key}" for key in ("months", "quarters") if key in needs]
    if spread == [f"{needs.get('months')} months"] and of is None:
        return f"in {needs['months']} of {period}"
    return f"in {joined(spread, 'and')} of {period}" if spread else f"in {period}"


def _percent(part: float) -> str:
    return f"{part * 100:.4g} %"


def _count(number: int) -> str:
    return "one" if number == 1 else str(number)
