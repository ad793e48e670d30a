"""What is printed of a signed year stays what it was, byte for byte, however its templates and styles change."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from models.ratings import SignedForEver, SignedPage, SignOff
from tests.tracker.years.steps import LONG
from tracker import pdf_files
from tracker.doctor_cli import signed_problems
from tracker.years import reports

WHAT = ("glance", "map", "summary")


def printed(client: FlaskClient, year: str, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Gather what is laid out as PDF, what a browser prints, and the styles it prints it by."""
    laid_out: list[object] = []

    def note(html: str, styles: list[str]) -> bytes:
        return f"%PDF- {html} {styles}".encode()

    monkeypatch.setattr(pdf_files, "pdf_of", note)
    for what in WHAT:
        for paper in ("letter", "a4"):
            laid_out.append(client.get(f"{year}/{what}/pdf?paper={paper}").data)
        page = client.get(f"{year}/{what}").text
        assert 'href="/static/site.css' in page
        laid_out.append(page[page.index('<div class="report">') : page.index("</main>")])
    return [*laid_out, client.get(f"{year}/paper.css").text, client.get(f"{year}/glance.xlsx").data]


def test_a_changed_template_and_changed_styles_change_nothing_of_what_was_signed(
    app: Flask, slt: FlaskClient, signed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = printed(slt, signed, monkeypatch)
    assert 'media="screen"' in slt.get(f"{signed}/glance").text
    other = {
        **{
            f"years/_{what}.html": f"{{% macro {what}(sheet, title, tokens) %}}Otherwise{{% endmacro %}}"
            for what in WHAT
        },
        "years/printed.html": "<html><body>Otherwise</body></html>",
        "years/paper.css": "@page { margin: 0 }",
    }
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([DictLoader(other), app.jinja_env.loader]))
    monkeypatch.setattr(app.jinja_env, "cache", {})
    monkeypatch.setattr("tracker.years.printed.styles_named", lambda *_: ["* { color: red }"])
    monkeypatch.setattr(reports, "year_book", lambda *_: b"otherwise")
    assert printed(slt, signed, monkeypatch) == before
    # A year that is open is drawn by what holds today, and so is this one once it is signed anew.
    assert slt.post(f"{signed}/reopen", data={"because": LONG}).status_code == 302
    assert "Otherwise" in slt.get(f"{signed}/glance").text
    assert "Otherwise" not in slt.get(f"{signed}/signed/1/summary").text


def test_a_pdf_that_was_given_out_is_given_for_ever_whatever_lays_pages_out_later(
    slt: FlaskClient, signed: str, db_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_files, "pdf_of", lambda *_: b"%PDF as it was laid out first")
    assert slt.get(f"{signed}/glance/pdf?paper=a4").data == b"%PDF as it was laid out first"
    monkeypatch.setattr(pdf_files, "pdf_of", lambda *_: b"%PDF by a later library")
    assert slt.get(f"{signed}/glance/pdf?paper=a4").data == b"%PDF as it was laid out first"
    assert slt.get(f"{signed}/signed/1/glance/pdf?paper=a4").data == b"%PDF as it was laid out first"
    assert slt.get(f"{signed}/glance/pdf?paper=letter").data == b"%PDF by a later library", "another paper"
    names = set(db_session.scalars(select(SignedPage.name)))
    assert {"glance-a4.pdf", "glance-letter.pdf"} <= names
    assert list(signed_problems(db_session)) == []
    db_session.rollback()
    assert slt.post(f"{signed}/reopen", data={"because": LONG}).status_code == 302
    for later in (b"%PDF of today", b"%PDF of tomorrow"):
        monkeypatch.setattr(pdf_files, "pdf_of", lambda *_, made=later: made)
        assert slt.get(f"{signed}/glance/pdf?paper=a4").data == later, "a draft is laid out anew"
    assert slt.get(f"{signed}/signed/1/glance/pdf?paper=a4").data == b"%PDF as it was laid out first"


def test_what_is_kept_is_small_never_changed_and_never_something_else(signed: str, db_session: Session) -> None:
    kept = db_session.scalars(select(SignedPage).order_by(SignedPage.id)).all()
    assert {one.name for one in kept} == {*WHAT, "styles", "print", "xlsx"}
    assert sum(len(one.packed) for one in kept) < 200_000
    assert list(signed_problems(db_session)) == []
    kept[0].sha256 = "0" * 64
    with pytest.raises(SignedForEver):
        db_session.flush()
    db_session.rollback()
    db_session.execute(text("UPDATE signed_pages SET sha256 = 'x' WHERE name = 'map'"))
    db_session.expire_all()
    with pytest.raises(SignedForEver):
        _ = db_session.scalars(select(SignedPage).where(SignedPage.name == "map")).one().text
    assert len(list(signed_problems(db_session))) == 1
    db_session.rollback()


def test_what_was_signed_before_pages_were_kept_is_drawn_from_its_report(
    slt: FlaskClient, signed: str, db_session: Session
) -> None:
    before = slt.get(f"{signed}/glance").text
    db_session.execute(text("DELETE FROM signed_pages"))
    db_session.commit()
    after = slt.get(f"{signed}/glance").text
    assert db_session.scalars(select(SignOff)).one()
    assert after[after.index("<article") :] == before[before.index("<article") :]
