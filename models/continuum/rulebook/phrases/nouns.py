"""What one record of a kind is called, and several."""

from __future__ import annotations

from dataclasses import dataclass

from models.continuum.language.language import Language
from models.continuum.rulebook.phrases.asked import AskedRecords
from models.continuum.rulebook.phrases.words import Words
from models.wording import joined


@dataclass(frozen=True, slots=True)
class Noun:
    """What records are called.

    Attributes:
        says: Fields of which nothing more need be said.
    """

    one: str
    many: str
    says: frozenset[str] = frozenset()

    def of(self, number: int) -> str:
        """Choose by the number."""
        return self.one if number == 1 else self.many


# Kind of fact -> what one record is called, and several.
_NOUNS = {
    "activity": Noun("activity", "activities"),
    "org": Noun("partner organization", "partner organizations"),
    "need": Noun("school need", "school needs"),
    "match": Noun("match with a partner", "matches with partners"),
    "agreement": Noun("agreement", "agreements"),
    "commitment": Noun("commitment", "commitments"),
    "contribution": Noun("contribution", "contributions"),
    "evaluation": Noun("partnership evaluation", "partnership evaluations"),
    "commreview": Noun("review of communication", "reviews of communication"),
    "procreview": Noun("check of the dialogue process", "checks of the dialogue process"),
    "recognition": Noun("recognition of a partner", "recognitions of partners"),
    "training": Noun("training", "trainings"),
    "workforce": Noun("workforce need stated by a partner", "workforce needs stated by partners"),
    "process": Noun("dialogue process in use", "dialogue processes in use"),
    "coordinator": Noun("named coordinator of partnerships", "named coordinators of partnerships"),
    "alliance_act": Noun("act of support or advocacy by an alliance", "acts of support or advocacy by alliances"),
    "dialogue_reach": Noun(
        "training in dialogue or use of its process", "trainings in dialogue or uses of its process"
    ),
    "after_transition": Noun("change of people", "changes of people"),
    "roster": Noun("member of the team", "members of the team"),
    "joiner": Noun("person who joined the team", "people who joined the team"),
    "given": Noun("gift", "gifts"),
}
# Kind of fact -> mark that has a noun of its own, the first that is asked for: what it is then called.
_BY_MARK = {
    "match": {
        "answered": Noun("request that a partner answered", "requests that partners answered"),
        "requested": Noun("request to a partner", "requests to partners"),
        "need_critical": Noun("match of a critical need with a partner", "matches of critical needs with partners"),
        "has_need": Noun("match of a recorded need with a partner", "matches of recorded needs with partners"),
    },
}
# What is asked for says what kind of act it is.
_ASKING = Noun("act", "acts", frozenset({"kind"}))
# What an answered request is besides, and what else need not be said of it.
_IMPLIED = {"answered": frozenset({"requested", "status"})}
# Mark -> the word it puts before the noun.
_BEFORE = {"critical": "critical"}


def noun_of(rule: AskedRecords, words: Words) -> Noun:
    """Call the records that a rule asks for, as far as one noun can."""
    asked = {one.field: one.values for one in rule.where}
    noun = _NOUNS[rule.kind]
    for mark, other in _BY_MARK.get(rule.kind, {}).items():
        if mark in asked:
            noun = Noun(other.one, other.many, frozenset({mark}) | _IMPLIED.get(mark, frozenset()))
            break
    if "ask" in asked:
        noun = _ASKING
    elif rule.kind == "activity":
        kinds = asked.get("kind")
        noun = _of_activity(kinds if isinstance(kinds, frozenset) else frozenset(), "two_way" in asked, words.language)
    adjectives = [word for mark, word in _BEFORE.items() if mark in asked]
    says = noun.says | {mark for mark in _BEFORE if mark in asked}
    formality = asked.get("formality")
    if isinstance(formality, frozenset):
        adjectives.append(words.values("formality", formality))
        says |= {"formality"}
    return Noun(" ".join([*adjectives, noun.one]), " ".join([*adjectives, noun.many]), says)


def _of_activity(kinds: frozenset[str], two_way: bool, language: Language) -> Noun:
    known = [value for code, value in language.values("kind").items() if code in kinds]
    says = frozenset({"kind", "two_way"} if two_way else {"kind"})
    if two_way:
        value = known[0] if len(known) == 1 else None
        one, many = (value.talk, value.talks) if value else (None, None)
        return Noun(one or "conversation", many or "conversations", says)
    if not known:
        return _NOUNS["activity"]
    told = joined((language.phrase("kind", value.code) for value in known), "or")
    if len(known) > 1:
        return Noun(f"act of {told}", f"acts of {told}", says)
    return Noun(known[0].noun or f"act of {told}", known[0].nouns or f"acts of {told}", says)
