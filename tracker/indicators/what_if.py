"""What if: tick what is not so, or leave out what is, and see level, lapses and plan; nothing of it is stored.

The choice stands in the address, so that it can be shared and works without a script.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.continuum.continuum import Continuum
from models.continuum.evidence.facts import RecordKey
from models.continuum.judging.answers import IndicatorAnswer, PracticeAnswer, Status
from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.level_words import latest_first, title_of, toward_words, without_codes
from models.planning.acts import Act
from models.planning.imagining import Imagined, imagine
from models.queries.continuum import continuum_of
from models.queries.plans import ProposedPlan, days_of_plan, desired_levels, proposed_plan, what_of
from models.queries.record_names import NamedRecord, name_records
from models.queries.year_changes import counted_records
from models.queries.years import find_assessment, list_assessments
from models.ratings import Assessment
from models.scope import Scope
from tracker.asked_parts import asked_several, not_found
from tracker.clock import school_year, today
from tracker.extensions import db
from tracker.fetching import or_404
from tracker.indicators.explain import Explained, day_before
from tracker.permissions import Permission, requires
from tracker.reader import reader
from tracker.record_pages import page_of

IF, DROP, NOT = "if", "drop", "not"
# So many wishes are read from an address, and so many records offered to be left out, the latest first.
MOST, OFFERED = 40, 60


@dataclass(frozen=True)
class Choice:
    """One practice that is not there, and may be imagined."""

    practice: PracticeAnswer
    missing: str
    is_chosen: bool
    is_impossible: bool


class WhatIf:
    """Everything the page shows of one indicator, true and imagined."""

    def __init__(self, continuum: Continuum, code: str, on: date, imagined: Imagined, year: Assessment | None) -> None:
        self.on = on
        self.imagined = imagined
        self.rules: Catalogue = continuum.rules_on(on.toordinal())
        self.truth: IndicatorAnswer = continuum.indicator(code, on)
        self.it = Explained(imagined.school, code, on)
        self._continuum, self._year = continuum, year

    @property
    def indicator(self) -> IndicatorName:
        """The indicator."""
        return self.rules.indicators[self.truth.code]

    def choices(self, *, near: bool) -> list[Choice]:
        """List what is not there, up to the next level or beyond it, and what was imagined of it."""
        limit = self.truth.next_level or len(self.rules.levels)
        return [
            Choice(
                one,
                without_codes(one.missing, self.rules),
                one.key in self.imagined.fulfilled,
                one.key in self.imagined.impossible,
            )
            for one in self.truth.practices.values()
            if one.status not in (Status.MET, Status.NOT_APPLICABLE)
            and self.rules.practices[one.key].counts
            and (one.level <= limit) is near
        ]

    @property
    def acts(self) -> list[tuple[Act, str, bool]]:
        """List what is imagined: each act, what it is in words, and whether it was left out again."""
        found = [(act, False) for act in self.imagined.acts] + [(act, True) for act in self.imagined.left_out]
        found.sort(key=lambda one: (one[0].on, one[0].key))
        return [(act, what_of(act, self.rules), out) for act, out in found]

    @cached_property
    def others(self) -> list[tuple[IndicatorName, int, int]]:
        """List the other indicators whose level would be another one: with the true level and the imagined one."""
        if self.imagined.is_true:
            return []
        levels = [
            (code, self._continuum.supported(code, self.on), self.imagined.school.supported(code, self.on))
            for code in self.rules.judged
            if code != self.truth.code
        ]
        return [(self.rules.indicators[code], was, other) for code, was, other in levels if was != other]

    @cached_property
    def aim(self) -> int | None:
        """The level that the plan leads to: what the team desires, else the next one; None at the highest."""
        desired = desired_levels(self._year).get(self.truth.code) if self._year else None
        return desired if desired and desired > self.truth.supported else self.truth.next_level

    @cached_property
    def plans(self) -> tuple[ProposedPlan, ProposedPlan] | None:
        """What would still be to do for that level, truly and as imagined; None at the highest level."""
        if self.aim is None:
            return None
        days = days_of_plan(self._year.year if self._year else school_year(), self.on)
        by = days[0] if days[0] > self.on else max(days)
        wanted = {self.truth.code: self.aim}
        truly = proposed_plan(self._continuum, wanted, today=self.on, by=by)
        same = self.imagined.is_true
        return truly, truly if same else proposed_plan(self.imagined.school, wanted, today=self.on, by=by)


@requires(Permission.DASHBOARDS_READ)
def what_if(slug: str) -> ResponseReturnValue:
    """Show an indicator as it would be with some things done and without some records."""
    scope = reader().scope
    if len(scope.school_ids) != 1:
        abort(404)
    on = today()
    continuum = continuum_of(db.session, scope=scope)
    rules = continuum.rules_on(on.toordinal())
    code = or_404(next((one.code for one in rules.indicators.values() if one.slug == slug), None))
    if code not in rules.judged:
        return redirect(url_for("indicators.show", slug=slug))
    known = {one.key for one in rules.practices_of(code)}
    practices = asked_several(IF, "Practice", known)[:MOST]
    drop, without = _records(DROP), _records(NOT)
    imagined = imagine(continuum, practices, drop, without=without, on=on)
    left = {act.key for act in imagined.left_out}
    for key in [*(one for one in drop if one not in imagined.dropped), *(one for one in without if one not in left)]:
        not_found("Records", "/".join(key))
    found = WhatIf(continuum, code, on, imagined, _open_year(scope))
    return render_template(
        "indicators/what_if.html",
        what=found,
        rules=rules,
        offered=_offered(continuum, code, on, imagined.dropped, scope),
        page_of=page_of,
        title_of=title_of,
        toward_words=toward_words,
        day_before=day_before,
        why=url_for("indicators.show", slug=slug),
    )


def _records(name: str) -> list[RecordKey]:
    pairs = (text.partition("/") for text in request.args.getlist(name)[:MOST] if text)
    return [(kind, ref) for kind, _, ref in pairs]


def _open_year(scope: Scope) -> Assessment | None:
    latest = next((one for one in list_assessments(db.session, scope=scope) if one.signed_on is None), None)
    return find_assessment(db.session, latest.id, scope=scope) if latest else None


def _offered(
    continuum: Continuum, code: str, on: date, dropped: frozenset[RecordKey], scope: Scope
) -> list[NamedRecord]:
    """List the records that can be left out: those that are, what counts today, and what the team says is not so."""
    practices = continuum.rules_on(on.toordinal()).practices_of(code)
    objected = (continuum.evidence.objected(one.key, on.toordinal()) for one in practices)
    keys = counted_records(continuum, code, on) | {one.record for one in objected if one is not None} | dropped
    named = latest_first(name_records(db.session, keys, scope=scope).values())
    return sorted(named, key=lambda one: (one.kind, one.ref) not in dropped)[: max(OFFERED, len(dropped))]
