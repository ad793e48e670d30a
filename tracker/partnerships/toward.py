"""From what a level misses to the form that adds it: with the one partnership that is near, or with one of several."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.continuum.continuum import Continuum
from models.continuum.language.fields import DOMAINS
from models.continuum.rulebook.catalogue import Practice
from models.continuum.rulebook.rules.base import Rule
from models.level_words import without_codes
from models.partnerships import Partnership
from models.planning.acts import Act
from models.planning.filling import filled_by
from models.planning.making import PLANNED
from models.planning.nearest import Nearest, nearest
from models.queries.continuum import continuum_of
from models.queries.record_names import record_numbers
from models.wording import sentence_case
from tracker.actions.changing import change_address
from tracker.actions.making import ACTION, made_address
from tracker.actions.ticking import for_action
from tracker.came_from import back_or
from tracker.clock import today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.permissions import requires
from tracker.reader import reader
from tracker.record_pages import record_page
from tracker.roles import Permission
from tracker.rules import rules_today

# A plan has to assume these; whoever writes it down knows them. Whose view an evaluation is stands there as usual,
# unless it has to be both sides'.
_ONLY_THEY_KNOW = frozenset({"raised_by", "type", "roles", *DOMAINS})
_SIDE, _BOTH = "side", "both_sides"
# Of more partnerships than these nobody reads all: they are in the list.
MOST = 12
_BEGIN = "Start another partnership"
Numbers = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to add what is missing.

    Attributes:
        text: What is done with whom.
        href: The form, filled; the record's page where the reader may not open it, None where not that either.
        before: What has to be written down first, where the form is that of it.
    """

    text: str
    href: str | None
    before: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is missing: what would do, in one sentence, and the ways to add it."""

    sentence: str
    choices: Sequence[Choice]
    more: int


@requires(Permission.PARTNERSHIPS_READ)
def toward() -> ResponseReturnValue:
    """Open the form that brings a practice nearer; where several partnerships could, ask with which."""
    scope, rules = reader().scope, rules_today()
    if len(scope.school_ids) != 1:
        abort(404)
    if "practice" not in request.args:
        return redirect(url_for(".index"))
    practice = or_404(rules.practices.get(request.args["practice"]))
    indicator = rules.indicators[practice.indicator]
    back = back_or(url_for("indicators.show", slug=indicator.slug, _anchor=practice.key))
    continuum = continuum_of(db.session, scope=scope)
    parts = _parts(continuum, practice, back)
    if len(parts) == 1 and len(parts[0].choices) == 1 and (href := parts[0].choices[0].href):
        answer = redirect(href)
        answer.set_data("")  # a page that names the address, practice and all, is for nobody to read
        return answer
    return render_template("partnerships/toward.html", practice=practice, indicator=indicator, parts=parts, back=back)


def _parts(continuum: Continuum, practice: Practice, back: str) -> list[Part]:
    found = nearest(continuum, practice, today())
    numbers = record_numbers(db.session, _named(found), scope=reader().scope)
    words = continuum.rules_on(today().toordinal()).words.of_day(today())
    told: set[str] = set()
    parts = []
    for one in found:
        # What serves two parts is told once, of the first.
        choices = [
            choice
            for acts in one.ways
            if (choice := _choice(one.rule, acts, numbers, back)) and choice.text not in told
        ]
        told |= {choice.text for choice in choices}
        sentence = without_codes(one.rule.sentence(words), rules_today())
        parts.append(Part(sentence_case(sentence), choices[:MOST], max(0, len(choices) - MOST)))
    parts = [part for part in parts if part.choices]
    known = [part for part in parts if [choice.text for choice in part.choices] != [_BEGIN]]
    return known or parts


def _named(found: Sequence[Nearest]) -> set[tuple[str, str]]:
    """Name the records that the ways change, or within which they make one."""
    acts = [act for one in found for acts in one.ways for act in acts]
    within = {(Partnership.kind, str(act.said["partnership"])) for act in acts if "partnership" in act.said}
    return within | {act.key for act in acts if not act.ref.startswith(PLANNED)}


def _choice(rule: Rule, acts: Sequence[Act], numbers: Numbers, back: str) -> Choice | None:
    """Say what is done in one way; None where its record is none that the reader sees."""
    first, last = acts[0], acts[-1]
    begins = first.kind == Partnership.kind and first.ref.startswith(PLANNED)
    text = _BEGIN if begins else sentence_case(last.words)
    before = "" if begins or len(acts) == 1 else sentence_case(first.words)
    wish = rule.wish()
    left = _ONLY_THEY_KNOW | (frozenset() if wish and _BOTH in wish.says else {_SIDE})
    whole = filled_by(first)
    fill = {name: texts for name, texts in whole.items() if name not in left}
    if (action := for_action()) is not None:
        fill[ACTION] = [action]
    asked = next((name for name, texts in whole.items() if name != _SIDE and (not texts or name in left)), None)
    if first.ref.startswith(PLANNED):
        within = numbers.get((Partnership.kind, str(first.said.get("partnership"))))
        if begins:
            fill.pop("partner", None)  # which one is theirs to choose
        elif "partnership" in first.said and within is None:
            return None
        return Choice(text, made_address(first.kind, fill, within, back=back, asked=asked) or _page(within), before)
    number = numbers.get(first.key)
    if number is None:
        return None
    columns: Collection[str] = [*first.said, *first.adds]
    href = change_address(first.kind, number, columns, back=back, action=action) or record_page(first.kind, number)
    return Choice(text, href, before)


def _page(partnership: int | None) -> str | None:
    return record_page(Partnership.kind, partnership) if partnership is not None else None
