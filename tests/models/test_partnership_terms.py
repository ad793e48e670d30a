"""Every term of a partnership says all of itself in one place, and what it says is so."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest
from sqlalchemy.orm import Session

from models.continuum.language.fields import PREDICATES
from models.history import act_as
from models.partnerships import PARTNERSHIP, PARTS, TERMS, YES, Part, Partnership, PartnershipTerm, TermName
from models.queries.history import history_of
from models.records import Record
from models.scope import Scope
from seed.loader import load_catalogue_rows
from tests.factories import TODAY, a_partner, a_partnership, a_school
from tests.models.continuum.rows import school as engine_for
from tests.record_rows import ROWS

every_term = pytest.mark.parametrize("name", TermName)


def test_every_term_is_declared_once() -> None:
    assert set(TERMS) == set(TermName)
    assert len({term.label for term in TERMS.values()}) == len(TERMS)
    assert all(term.name is name and term.label and term.hint for name, term in TERMS.items())


@every_term
def test_a_term_has_its_column_under_its_own_label(name: TermName) -> None:
    column = PARTNERSHIP.columns[name.value]
    assert column.label == name.label
    assert PARTNERSHIP.label_of(name.value) == name.label


def _partnership_without(name: TermName | None) -> Any:
    """Give the engine one partnership with every term but one, evaluated as accountability asks."""
    since = date(2025, 1, 10)
    terms = {term.value: ((since, True if TERMS[term].is_mark else "Written"),) for term in TermName}
    if name is not None:
        terms[name.value] = ()
    partnership = {**ROWS["partnership"][1], "ref": "p1", "started_on": since, "ended_on": None, **terms}
    evaluation = {**ROWS["evaluation"][1], "ref": "e1", "partnership": "p1"}
    [days] = engine_for({"partnership": [partnership], "evaluation": [evaluation]}).evidence.partnerships.values()
    return days


@every_term
def test_the_engine_reads_a_term_as_what_it_declares_to_answer(name: TermName) -> None:
    whole, without = _partnership_without(None), _partnership_without(name)
    lost = {predicate for predicate in PREDICATES if whole.has[predicate] != without.has[predicate]}
    # Anything that is written also says on its day that the partnership still runs; here the others say so too.
    assert lost == set(TERMS[name].answers)
    assert (whole.of["led_by_teachers"] != without.of["led_by_teachers"]) == (name is TermName.LED_BY_TEACHERS)


@every_term
def test_the_history_tells_a_term_by_its_label(sqlite_session: Session, name: TermName) -> None:
    load_catalogue_rows(sqlite_session)
    school = a_school(sqlite_session)
    partnership = a_partnership(sqlite_session, school, a_partner(sqlite_session))
    sqlite_session.commit()
    act_as(sqlite_session, "Somebody else")
    text = YES if TERMS[name].is_mark else "As agreed"
    partnership.terms.append(PartnershipTerm(name=name, text=text, from_on=TODAY))
    sqlite_session.commit()
    [entry, *_] = history_of(sqlite_session, Scope.of_school(school.id), "partnership", partnership.id)
    assert [line.text for line in entry.lines] == [f"{name.label}: {text}, from Mar 14, 2026"]


def test_every_dated_part_of_a_partnership_has_its_words_in_the_history() -> None:
    parts = {
        mapper.class_
        for mapper in Partnership.registry.mappers
        if "partnership" in mapper.relationships and not issubclass(mapper.class_, Record)
    }
    assert set(PARTS) == parts == set(get_args(Part))
    assert all(PARTS.values())
