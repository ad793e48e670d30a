"""Record files for tests: the demo's, and small ones written in place."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from models.accounts import School
from models.exchange.kinds import KINDS
from models.icmap import RuleSet
from models.operations.imports import ImportSummary, import_records
from models.queries.continuum import kept
from seed.catalogue import catalogue_data
from tests.factories import a_school

DEMO = Path(__file__).parents[1] / "seed" / "demo" / "records"


def store_rules(session: Session) -> None:
    """Put the product's own rules into a database."""
    content = catalogue_data()
    in_force_from = date.fromisoformat(str(content["in_force_from"]))
    session.add(RuleSet(version=str(content["version"]), in_force_from=in_force_from, content=content))
    session.flush()


def a_ruled_school(session: Session) -> School:
    """One empty school in a database that has the rules."""
    store_rules(session)
    return a_school(session)


def file_of(*rows: dict[str, str]) -> str:
    """Write rows as a record file; its columns are those of the first row."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def bring(session: Session, school: School, kind: str, *rows: dict[str, str]) -> ImportSummary:
    """Import rows and insist that all of them are good."""
    summary = import_records(session, school, kind, file_of(*rows))
    assert summary.refused == []
    return summary


def bring_demo(session: Session, school: School, letter: str) -> dict[str, ImportSummary]:
    """Import all files of one demo school, kinds that others name first."""
    files = {kind: DEMO / letter / f"{kind}.csv" for kind in KINDS}
    return {
        kind: import_records(session, school, kind, path.read_bytes()) for kind, path in files.items() if path.exists()
    }


def a_demo_school(session: Session) -> School:
    """The smallest demo school, with the rules, stored; no engine is kept from before."""
    kept.forget()
    made = a_ruled_school(session)
    bring_demo(session, made, "a")
    session.commit()
    return made


def bring_what_others_name(session: Session, school: School) -> None:
    """Import one organisation, need, workforce need, partnership and commitment for other rows to refer to."""
    bring(
        session,
        school,
        "org",
        {"ref": "o1", "name": "Northside Robotics", "category": "nonprofit", "added_on": "2024-01-05"},
        {"ref": "o2", "name": "Weir Power", "category": "business", "added_on": "2024-01-05"},
    )
    bring(session, school, "need", {"ref": "n1", "text": "Tools", "stated_on": "2024-02-01"})
    bring(session, school, "need", {"ref": "n2", "text": "Mentors", "stated_on": "2024-02-02"})
    bring(
        session,
        school,
        "workforce",
        {"ref": "w1", "partner": "Weir Power", "stated_on": "2024-03-01", "text": "Welders"},
    )
    bring(session, school, "partnership", {"ref": "p1", "partner": "Weir Power", "started_on": "2024-04-01"})
    bring(session, school, "commitment", {"ref": "c1", "partnership": "p1", "agreed_on": "2024-05-01"})
