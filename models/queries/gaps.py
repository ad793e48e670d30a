"""Gaps and contradictions: what a school says of itself and what is on record, where the two do not fit together.

Every row is worked out anew and stored nowhere, so that it is gone once what it names is repaired. Each sort of gap is
one function of what is `Known` of a school; `SORTS` lists them in the order in which they are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy.orm import Session

from models.continuum.continuum import Continuum
from models.continuum.judging.silence import Silence
from models.continuum.rulebook.catalogue import Catalogue, IndicatorName
from models.partnerships import Partnership
from models.queries.activities import groups_reached
from models.queries.continuum import continuum_of
from models.queries.evaluations_due import EvaluationDue, evaluations_due
from models.queries.gap import Gap, Repair
from models.queries.partnership_health import Concern
from models.queries.partnership_list import PartnershipRow, current_partnerships
from models.queries.partnership_needs import partnerships_lacking
from models.queries.schools import find_school
from models.queries.silence import silences_asked
from models.queries.year_changes import counted_records
from models.queries.years import evidence_of, find_assessment, list_assessments, shown_on
from models.rating_asks import Shown, Stand, stand_of
from models.ratings import Assessment, Rating
from models.school_years import SchoolYear
from models.scope import Scope
from models.wording import counted, day_words, days_words, last_months_words


@dataclass(frozen=True, slots=True)
class Known:
    """What gaps are read from, asked for once.

    Attributes:
        year: The assessment that is worked on; None where none is open.
        judged_on: The day on which that year is judged.
        tied: Indicators of it that some evidence is tied to.
        partnerships: Those in force of which something is told.
        without_agreement: Numbers of those in force that have no agreement on record.
        lacking: Sort of gap of partnerships -> how many there are.
        reached: Stakeholder groups reached since the school year began.
        silent: Roles silent for long, of which the team gave no word.
    """

    today: date
    continuum: Continuum
    rules: Catalogue
    year: Assessment | None
    judged_on: date
    tied: frozenset[str]
    partnerships: Sequence[PartnershipRow]
    without_agreement: frozenset[int]
    lacking: Mapping[str, int]
    evaluations: Sequence[EvaluationDue]
    school_year: SchoolYear
    reached: frozenset[str]
    silent: Sequence[Silence]

    @property
    def rated(self) -> Iterable[tuple[IndicatorName, Rating, Shown]]:
        """Give each indicator that was looked at in the open year, with what records show of it."""
        for rating in self.year.ratings if self.year else ():
            indicator = self.rules.indicators.get(rating.indicator)
            if indicator is not None and rating.reviewed_on is not None and rating.existing is not None:
                yield indicator, rating, shown_on(self.continuum, rating.indicator, self.judged_on)


def list_gaps(session: Session, *, scope: Scope, today: date) -> list[Gap]:
    """List the gaps and contradictions of a school, sort by sort and within each the gravest first.

    A fixed number of statements, however many records there are.

    Args:
        scope: Of one school.

    Raises:
        OutsideScope: The scope has no school, or several.
        NoRules: There are none to judge by.
    """
    return first_gaps(session, scope=scope, today=today)[0]


def first_gaps(
    session: Session, *, scope: Scope, today: date, most: int | None = None
) -> tuple[list[Gap], dict[str, int]]:
    """List the first gaps of each sort, as `list_gaps` does, and count them all: sort -> how many there are.

    Args:
        most: How many of a sort to list.
    """
    known = _known(session, scope=scope, today=today, most=most)
    found: list[Gap] = []
    totals: dict[str, int] = {}
    for code, sort in SORTS.items():
        gaps = sorted(sort.of(known), key=lambda gap: gap.tone != "bad")
        found += gaps[:most]
        totals[code] = known.lacking.get(code, len(gaps))
    return found, totals


def find_gap(session: Session, key: str, *, scope: Scope, today: date) -> Gap | None:
    """Find one gap by its key; None where it is not, or no longer, there."""
    return next((gap for gap in list_gaps(session, scope=scope, today=today) if gap.key == key), None)


def _known(session: Session, *, scope: Scope, today: date, most: int | None) -> Known:
    continuum = continuum_of(session, scope=scope)
    rules = continuum.rules_on(today.toordinal())
    latest = next(iter(list_assessments(session, scope=scope)), None)
    year = find_assessment(session, latest.id, scope=scope) if latest and latest.signed_on is None else None
    school_year = SchoolYear.of(today, find_school(session, scope=scope).district.year_begins_in)
    lacking = partnerships_lacking(session, scope=scope, today=today)
    told = {number for numbers in lacking.values() for number in numbers[:most]}
    rows = current_partnerships(session, scope=scope, today=today, among=told)
    return Known(
        today=today,
        continuum=continuum,
        rules=rules,
        year=year,
        judged_on=year.year.asked_day(today) if year else today,
        tied=frozenset(code for piece in (evidence_of(session, year) if year else ()) for code in piece.indicators),
        partnerships=rows,
        without_agreement=frozenset(lacking["no_agreement"]),
        lacking={sort: len(numbers) for sort, numbers in lacking.items()},
        evaluations=evaluations_due(session, rows, scope=scope, today=today),
        school_year=school_year,
        reached=frozenset(groups_reached(session, rules, scope=scope, start=school_year.start, end=today)),
        silent=silences_asked(session, continuum, scope=scope, today=today),
    )


# ---- What the team says, beside what is on record


def _without_evidence(known: Known) -> Iterable[Gap]:
    for indicator, rating, _ in known.rated:
        if not rating.existing or indicator.code in known.tied:
            continue
        if counted_records(known.continuum, indicator.code, known.judged_on):
            continue
        sentence = f"Rated {known.rules.level_name(rating.existing)}, and nothing on record or tied to it shows it."
        to_do = f"Find evidence for “{indicator.name}”"
        yield _of_rating("no_evidence", indicator, rating, sentence, "bad", Repair.TIE, to_do)


def _rated_above(known: Known) -> Iterable[Gap]:
    for indicator, rating, shown in known.rated:
        stand = stand_of(rating.existing, shown)
        if stand.is_above:
            to_do = f"Log what shows “{indicator.name}”, or rate it again"
            tone = "bad" if stand is Stand.FAR_ABOVE else "warn"
            yield _of_rating("above", indicator, rating, _beside(known, rating, shown), tone, Repair.RATE, to_do)


def _rated_below(known: Known) -> Iterable[Gap]:
    for indicator, rating, shown in known.rated:
        if stand_of(rating.existing, shown) is Stand.BELOW:
            to_do = f"Look at “{indicator.name}” again"
            yield _of_rating("below", indicator, rating, _beside(known, rating, shown), "warn", Repair.RATE, to_do)


def _beside(known: Known, rating: Rating, shown: Shown) -> str:
    said, records = (
        known.rules.level_name(level) if level else "no level yet" for level in (rating.existing, shown.supported)
    )
    return f"The team says {said}; our records show {records}."


def _of_rating(
    sort: str, indicator: IndicatorName, rating: Rating, sentence: str, tone: str, repair: Repair, to_do: str
) -> Gap:
    return Gap(
        sort, indicator.code, indicator.name, sentence, tone, repair, indicator.slug, to_do, indicator.code,
        record=f"{rating.kind}/{rating.ref}", by=indicator.role,
    )  # fmt: skip


def _contradicted(known: Known) -> Iterable[Gap]:
    """Find what somebody of the team says is not so, and records alone would show."""
    day, evidence = known.today.toordinal(), known.continuum.evidence
    objected = [
        practice
        for practice in known.rules.practices.values()
        if practice.counts and evidence.objected(practice.key, day)
    ]
    if not objected:
        return
    said = {one.record for practice in objected for one in evidence.statements[practice.key]}
    silent = known.continuum.as_if(remove=said)
    for practice in objected:
        statement = evidence.objected(practice.key, day)
        if statement is None or silent.share(practice.key, day) < 1:
            continue
        records = len(silent.record_keys(practice.key, known.today))
        sentence = (
            f"The team said on {day_words(date.fromordinal(statement.on))} that it is not so; "
            f"{counted(records, 'record shows', 'records show')} that it is."
        )
        yield Gap(
            "contradicted", practice.key, practice.wording, sentence, "bad", Repair.STATE, practice.key,
            "Settle whether it is so", practice.indicator, practice.key, "/".join(statement.record),
        )  # fmt: skip


# ---- What will be lost


def _lapsing(known: Known) -> Iterable[Gap]:
    ahead = known.rules.thresholds.lapse_days
    for code in known.rules.judged:
        fall = next(iter(known.continuum.falls(code, known.today, days=ahead)), None)
        if fall is None:
            continue
        indicator = known.rules.indicators[code]
        before, after = (known.rules.level_name(level) if level else "no level" for level in (fall.before, fall.after))
        left = (fall.on - known.today).days
        sentence = f"Falls from {before} to {after} on {day_words(fall.on)}, in {days_words(left)}, with nothing added."
        yield Gap(
            "lapsing", code, indicator.name, sentence,
            "bad" if left <= known.rules.thresholds.urgent_days else "warn", Repair.INDICATOR, indicator.slug,
            f"Keep “{indicator.name}” at {before}", code, by=indicator.role, before=fall.on,
        )  # fmt: skip


# ---- Partnerships in force


def _without_point_person(known: Known) -> Iterable[Gap]:
    for row in known.partnerships:
        if row.point_person is None:
            name = row.partnership.partner.name
            sentence = "It is in force, and nobody at the school is its point person."
            yield _of_partnership(
                "no_point_person", row.partnership, sentence, "bad", f"Name a point person for {name}"
            )


def _without_agreement(known: Known) -> Iterable[Gap]:
    for row in known.partnerships:
        if row.partnership.id in known.without_agreement:
            sentence = "It is in force, and no agreement with them is on record."
            to_do = f"Put an agreement with {row.partnership.partner.name} in writing"
            yield _of_partnership("no_agreement", row.partnership, sentence, "warn", to_do, Repair.NEW_AGREEMENT)


def _agreement_expired(known: Known) -> Iterable[Gap]:
    for row in known.partnerships:
        notice = next((one for one in row.notices if one.concern is Concern.AGREEMENT and one.tone == "bad"), None)
        if notice is None or row.agreement is None:
            continue
        name = row.partnership.partner.name
        yield Gap(
            "expired", row.agreement.ref, name, f"It goes on as active. {notice.sentence}", "bad", Repair.AGREEMENT,
            row.agreement.id, f"Renew the agreement with {name}, or end the partnership",
            record=f"{row.agreement.kind}/{row.agreement.ref}", by="leaders",
        )  # fmt: skip


def _without_evaluation(known: Known) -> Iterable[Gap]:
    within = last_months_words(known.rules.thresholds.evaluation_months)
    for one in known.evaluations:
        to_do = f"Evaluate the partnership with {one.row.partnership.partner.name}"
        sentence = f"It was not evaluated within {within}. {one.sentence}"
        yield _of_partnership("no_evaluation", one.row.partnership, sentence, "warn", to_do, Repair.EVALUATE)


def _of_partnership(
    sort: str, partnership: Partnership, sentence: str, tone: str, to_do: str, repair: Repair = Repair.PARTNERSHIP
) -> Gap:
    return Gap(
        sort, partnership.ref, partnership.partner.name, sentence, tone, repair, partnership.id, to_do,
        record=f"{partnership.kind}/{partnership.ref}", by="leaders",
    )  # fmt: skip


# ---- Who was not heard or reached


def _never_reached(known: Known) -> Iterable[Gap]:
    """Find the groups that nothing reached this year, once some of it has passed and something is logged."""
    evidence, begun = known.continuum.evidence, known.school_year.start
    first = evidence.first_activity
    if (
        first is None
        or first > known.today.toordinal()
        or (known.today - begun).days < known.rules.thresholds.silent_days
    ):
        return
    audiences = known.rules.language.vocabularies.audience
    for group, value in known.rules.vocabularies["stakeholder_group"].items():
        exempt = evidence.exempt.get(group)
        if group in known.reached or (exempt is not None and known.today.toordinal() in exempt):
            continue
        codes = [code for code, audience in audiences.items() if audience.group == group]
        if not codes:
            continue
        sentence = f"Nothing on record was for them since the school year began on {day_words(begun)}."
        yield Gap(
            "not_reached", group, value.label, sentence, "warn", Repair.LOG, group,
            f"Reach {value.label.lower()}", fill={"audience": (group if group in codes else codes[0],)},
        )  # fmt: skip


def _silent(known: Known) -> Iterable[Gap]:
    for silence in known.silent:
        label = known.rules.label("by", silence.role)
        sentence = (
            f"Nothing logged for {counted(silence.months, 'month', 'months')}, since {day_words(silence.since)}."
            if silence.since
            else "Nothing logged yet."
        )
        yield Gap(
            "silent", silence.role, label, f"{sentence} Did nothing happen, or was it not logged?", "warn",
            Repair.SILENCE, silence.role, f"Ask {label.lower()} what happened", by=silence.role,
            fill={"by": (silence.role,)},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of gap.

    Attributes:
        title: Above its rows.
        of: Finds them.
    """

    title: str
    of: Callable[[Known], Iterable[Gap]]


SORTS: Mapping[str, Sort] = MappingProxyType(
    {
        "no_evidence": Sort("Rated without evidence", _without_evidence),
        "above": Sort("Rated above what our records show", _rated_above),
        "below": Sort("Rated below what our records show", _rated_below),
        "contradicted": Sort("Said not to be so, and on record", _contradicted),
        "lapsing": Sort("About to lapse", _lapsing),
        "expired": Sort("Active without a valid agreement", _agreement_expired),
        "no_agreement": Sort("In force without an agreement", _without_agreement),
        "no_point_person": Sort("In force without a point person", _without_point_person),
        "no_evaluation": Sort("Not evaluated in time", _without_evaluation),
        "not_reached": Sort("Not reached this year", _never_reached),
        "silent": Sort("Quiet for long", _silent),
    }
)
