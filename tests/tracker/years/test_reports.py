"""What is given out of a year: page, spreadsheet and the foot of paper say the same, and of a signed year what was."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ratings import SignOff
from tests.cast import Cast, school_named
from tests.tracker.conftest import ClientAs
from tests.tracker.years.steps import SLUG, save

EVIL = 'R"; } body { display: none } </style><b>&\\'


def test_the_foot_of_paper_names_the_school_whatever_it_is_called(
    slt: FlaskClient, year: str, db_session: Session
) -> None:
    school_named(db_session).name = EVIL
    db_session.commit()
    page = slt.get(f"{year}/glance").text
    assert f'<link rel="stylesheet" href="{year}/paper.css" media="print">' in page
    styles = slt.get(f"{year}/paper.css")
    assert styles.mimetype == "text/css"
    assert "<" not in styles.text and "&" not in styles.text and "display" not in styles.text.split("content")[0]
    assert styles.text.count("{") == styles.text.count("}")
    assert "2025-26" in styles.text and "counter(pages)" in styles.text


def test_a_spreadsheet_of_a_signed_year_is_what_was_signed(slt: FlaskClient, signed: str, db_session: Session) -> None:
    number = db_session.scalars(select(SignOff.id)).one()
    answer = slt.get(f"{signed}/glance.xlsx")
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    assert 'filename="riverside-at-a-glance-2025-26.xlsx"' in answer.headers["Content-Disposition"]
    assert slt.get(f"{signed}/signed/{number}/glance.xlsx").status_code == 200
    assert slt.get(f"{signed}/signed/{number + 1}/glance.xlsx").status_code == 404


def test_a_viewer_has_the_report_and_nobody_else_has(client_as: ClientAs, year: str) -> None:
    for what in ("glance", "glance.xlsx", "paper.css"):
        assert client_as(Cast.VIEWER).get(f"{year}/{what}").status_code == 200
        assert client_as(Cast.OTHER_POINT_PERSON).get(f"{year}/{what}").status_code == 404
        assert client_as(Cast.ALLIANCE).get(f"{year}/{what}").status_code == 403
        assert client_as(Cast.NOBODY).get(f"{year}/{what}").status_code == 302


def test_every_reason_and_every_piece_of_evidence_is_printed(slt: FlaskClient, year: str) -> None:
    """Nothing is folded away: paper cannot be opened."""
    assert save(slt, f"{year}/{SLUG}", rationale="<b>Because</b> " + "x" * 300)[0] == 302
    for number in range(6):
        fields = {"link": f"https://example.org/{number}", "title": f"Piece {number}", "indicators": "EC3.Teachers1"}
        assert slt.post(f"{year}/{SLUG}/evidence", data=fields).status_code == 302
    page = slt.get(f"{year}/glance").text
    assert "&lt;b&gt;Because" in page and "x" * 300 in page
    assert "Piece 0; Piece 1; Piece 2; Piece 3; Piece 4; Piece 5" in page
