"""A value that no code knows is imported by its label, stored, exported and told in the history: in every open list."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.continuum.rulebook.reader import parse_catalogue
from models.exchange.choices import Words, vocabularies_of
from models.exchange.export import row_cells
from models.icmap import RuleSet
from models.kinds.columns import Holds
from models.queries.history import history_of
from models.queries.records import record_rows
from models.record_kinds import KINDS
from models.scope import Scope
from tests.factories import a_school
from tests.made_up import OPEN, made_up_catalogue
from tests.record_files import bring, bring_what_others_name
from tests.record_rows import COMMON, ROWS

CATALOGUE = parse_catalogue(made_up_catalogue())
LISTS = Words.of(CATALOGUE).lists


def made_up_cells(kind: str) -> dict[str, tuple[str, str]]:
    """Give the columns of a kind that take a made-up value, each with code and label."""
    found = {}
    for name, column in KINDS[kind].columns.items():
        labels = LISTS[column.choices].labels if column.choices else {}
        code = next((code for code in labels if code.startswith("made_up")), None)
        if code is not None:
            found[name] = (code, labels[code])
    return found


ASKED = [kind for kind in KINDS if made_up_cells(kind)]


def test_every_open_list_is_the_list_of_some_column_but_the_groups_themselves() -> None:
    reached = {
        vocabulary
        for kind in ASKED
        for name in made_up_cells(kind)
        for vocabulary in vocabularies_of(KINDS[kind].columns[name].choices or "")
    }
    assert reached == set(OPEN) - {"stakeholder_group"}


@pytest.mark.parametrize("kind", ASKED)
def test_made_up_values_are_imported_by_their_labels_stored_and_exported(session: Session, kind: str) -> None:
    content = made_up_catalogue()
    session.add(RuleSet(version="made up", in_force_from=date(2000, 1, 1), content=content))
    school = a_school(session)
    bring_what_others_name(session, school)
    said = made_up_cells(kind)
    file = {"ref": "the-row", **ROWS[kind][0], **COMMON, **{name: label for name, (_, label) in said.items()}}
    if kind == "transition":  # what may be said beside the value is another matter
        file |= {"leaves": "", "follows": "", "reached_at": ""}

    bring(session, school, kind, file)
    session.commit()
    session.expire_all()

    [row] = [row for row in record_rows(session, school.id)[kind] if row["ref"] == "the-row"]
    for name, (code, _) in said.items():
        holds = KINDS[kind].columns[name].holds
        stored = row[name] if holds is Holds.CODE else row[name][-1][-1] if holds is Holds.STAGES else row[name][0]
        assert stored == code, name
    cells = row_cells(KINDS[kind], row)
    for name, (code, _) in said.items():
        assert code in cells[name], name
    assert bring(session, school, kind, file).unchanged == 1
    record = session.query(KINDS[kind].table).filter_by(ref="the-row").one()
    also = [("partner", record.partner_id)] if kind == "org" else ()
    told = history_of(session, Scope.of_school(school.id), kind, record.id, also=also)
    written = " ".join(str(one) for one in told)
    for name, (_, label) in said.items():
        column = KINDS[kind].columns[name]
        # Of the directory the history of all its schools tells, of a stage that of its part.
        assert label in written or column.in_directory or column.holds is Holds.STAGES, name
