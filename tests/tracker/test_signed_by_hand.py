"""An organization brings a paper that it signed by hand: as good as a signature on screen, and refused alike."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from dashboards.addresses import ENGAGEMENT
from models.documents import Document
from models.operations.agreements import attach_to_agreement
from models.operations.documents import store_document
from models.queries.catalogue import latest_catalogue
from models.signatures import Signature
from tests.cast import OTHER_PARTNER, PARTNER, SCHOOL, Cast, user_of
from tests.factories import TODAY, an_agreement
from tests.models.operations.test_documents import WORD, WORD_PARTS, archive_of
from tests.tracker.conftest import ClientAs
from tests.tracker.letters_read import SITE, letters
from tests.tracker.mail_server import Mailbox
from tests.tracker.test_signing import PDF, sent_paper, sign, stored

SCAN = b"%PDF-1.4\n%signed\n%%EOF\n"
YESTERDAY = TODAY - timedelta(days=1)
FIELDS = {"name": "Ann Weaver", "position": "Director", "signed_on": YESTERDAY.isoformat()}


def bring(
    client: FlaskClient, number: int, *, file: tuple[bytes, str] | None = (SCAN, "signed.pdf"), **said: str
) -> TestResponse:
    """Upload a signed paper on the page of its agreement, as it was read."""
    page = client.get(f"/alliance/agreements/{number}").text
    version = re.search(r'id="paper-version"[^>]*value="(\d+)"', page)
    data: dict[str, object] = {"version": version[1] if version else "1", **FIELDS, **said}
    if file is not None:
        data["file"] = (BytesIO(file[0]), file[1])
    return client.post(f"/alliance/agreements/{number}/signed-copy", data=data)


def a_file_with(app: Flask, session: Session, number: int, content: bytes) -> None:
    """Let a file lie with an agreement."""
    paper = stored(session, number)
    folder = Path(app.config["FILES_DIR"])
    given = {"stream": BytesIO(content), "filename": "terms.pdf", "user_id": None}
    attach_to_agreement(paper, store_document(session, folder, school_id=paper.school_id, **given))
    session.commit()


def test_a_signed_paper_is_the_signature_of_its_side_and_the_school_opens_it(
    client_as: ClientAs, db_session: Session, mailbox: Mailbox
) -> None:
    point_person = user_of(db_session, Cast.POINT_PERSON)
    number = sent_paper(db_session, point_person=point_person.name)
    db_session.rollback()
    point, alliance = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE)
    school_page, own_page = f"/agreements/{number}", f"/alliance/agreements/{number}"
    assert "Read, then sign" in alliance.get(ENGAGEMENT).text
    assert bring(alliance, number).status_code == 302
    assert "Read, then sign" not in alliance.get(ENGAGEMENT).text
    (told,) = letters(mailbox)
    assert f"Ann Weaver, Director, signed by hand for {PARTNER}" in told and "Now your side" in told
    assert f"{SITE}{school_page}\r\n" in told
    seen, own = point.get(school_page).text, alliance.get(own_page).text
    for page in (seen, own):
        assert "<b>Ann Weaver</b>, Director, for " in page and "signed.pdf" in page
    assert "Sign it for" in seen and "Signed by hand" not in own
    (way,) = re.findall(r'href="(/documents/\d+)"', seen)
    (own_way,) = re.findall(rf'href="({own_page}/files/\d+)"', own)
    assert point.get(way, buffered=True).data == alliance.get(own_way, buffered=True).data == SCAN
    assert sign(point, f"{school_page}/sign-here", school_page, "Pat Point") == 302
    assert stored(db_session, number).signed_on == TODAY
    assert len(letters(mailbox)) == 2 and "Signed by both sides" in mailbox.mails[1]["Subject"]


def test_what_the_school_signed_on_screen_stays_what_it_signed_when_the_paper_comes(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    number = sent_paper(db_session)
    a_file_with(app, db_session, number, PDF)
    point, alliance = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE)
    school_page = f"/agreements/{number}"
    assert sign(point, f"{school_page}/sign-here", school_page, "Pat Point") == 302
    answer = bring(alliance, number)
    assert answer.status_code == 302
    assert "Signed by both sides" in alliance.get(answer.location).text
    paper = stored(db_session, number)
    first, second = db_session.scalars(select(Signature).order_by(Signature.id)).all()
    assert paper.signed_on == TODAY and second.signed_on == YESTERDAY  # the later of both days
    language = latest_catalogue(db_session).language
    assert first.holds(language) and second.holds(language)
    assert second.document is not None and second.document not in paper.documents
    assert "has changed since" not in point.get(school_page).text


@pytest.mark.parametrize("days_ago", [1, 2])
def test_where_the_paper_is_of_no_earlier_day_than_the_schools_signature_its_day_is_that_of_the_agreement(
    app: Flask, client_as: ClientAs, db_session: Session, days_ago: int
) -> None:
    number = sent_paper(db_session)
    point, alliance = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE)
    app.config["TODAY"] = TODAY - timedelta(days=days_ago)
    assert sign(point, f"/agreements/{number}/sign-here", f"/agreements/{number}") == 302
    app.config["TODAY"] = TODAY
    assert bring(alliance, number).status_code == 302
    assert stored(db_session, number).signed_on == YESTERDAY


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"name": " "}, "Say who signed it."),
        ({"position": ""}, "Say in which position."),
        ({"signed_on": ""}, "Say on which day it was signed."),
        ({"signed_on": (TODAY + timedelta(days=1)).isoformat()}, "still to come"),
        ({"signed_on": (TODAY - timedelta(days=4)).isoformat()}, "cannot be signed before"),
        ({"signed_on": "31 Nov"}, "Enter a real date"),
        ({"position": "student Ann Weaver"}, "FERPA"),
        ({"version": "999"}, "Read it again"),
    ],
)
def test_what_is_refused_says_why_keeps_what_was_typed_and_leaves_no_file(
    app: Flask, client_as: ClientAs, db_session: Session, said: dict[str, str], reason: str
) -> None:
    number = sent_paper(db_session)
    answer = bring(client_as(Cast.ALLIANCE), number, **said)
    assert answer.status_code == 422 and reason in answer.text
    kept = [value for field, value in FIELDS.items() if field not in said]
    assert all(f'value="{value}"' in answer.text for value in kept)
    assert "choose it again" in answer.text and 'class="more-fields section" open' in answer.text
    assert 'aria-describedby="paper-file-hint paper-again"' in answer.text
    assert db_session.scalars(select(Signature)).all() == []
    assert list(Path(app.config["FILES_DIR"]).glob("*")) == []


def test_a_wrong_day_and_a_file_that_is_no_paper_are_told_at_once(client_as: ClientAs, db_session: Session) -> None:
    number, long_ago = sent_paper(db_session), (TODAY - timedelta(days=4)).isoformat()
    answer = bring(client_as(Cast.ALLIANCE), number, file=(b"", "signed.pdf"), signed_on=long_ago)
    assert answer.status_code == 422
    page = answer.text
    assert "is empty" in page[page.index('id="paper-file-error"') :].partition("</p>")[0]
    assert "cannot be signed before" in page[page.index('id="paper-signed_on-error"') :].partition("</p>")[0]


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (None, "Choose the file of the signed copy."),
        ((b"", "signed.pdf"), "is empty"),
        ((b"MZ not a PDF", "signed.pdf"), "does not hold what its ending says"),
        ((archive_of(*WORD_PARTS, "word/vbaProject.bin"), "signed.docx"), "does not hold what its ending says"),
        (
            (b"a,b\n", "signed.csv"),
            "is of a kind that cannot be stored. Choose one of these: pdf, png, jpg, docx, odt.",
        ),
        ((SCAN + b"x" * 2000, "signed.pdf"), "larger than 10 MB"),
    ],
)
def test_what_is_no_paper_is_refused(
    client_as: ClientAs,
    db_session: Session,
    monkeypatch: pytest.MonkeyPatch,
    file: tuple[bytes, str] | None,
    reason: str,
) -> None:
    monkeypatch.setattr("models.operations.documents.SIZE_LIMIT", 2000)
    number = sent_paper(db_session)
    answer = bring(client_as(Cast.ALLIANCE), number, file=file)
    assert answer.status_code == 422 and reason in answer.text and 'value="Ann Weaver"' in answer.text
    assert db_session.scalar(select(func.count()).select_from(Document)) == 0


def test_a_text_of_word_is_a_paper_as_well(client_as: ClientAs, db_session: Session) -> None:
    number = sent_paper(db_session)
    assert bring(client_as(Cast.ALLIANCE), number, file=(WORD, "signed.docx")).status_code == 302


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"submitted_on": None}, 404),
        ({"submitted_on": TODAY - timedelta(days=40), "ends_on": YESTERDAY}, 422),
        ({"signed_on": YESTERDAY}, 422),
    ],
)
def test_a_draft_is_not_found_and_what_is_over_or_signed_takes_no_paper(
    client_as: ClientAs, db_session: Session, fields: dict[str, date | None], status: int
) -> None:
    number = sent_paper(db_session, **fields)
    alliance = client_as(Cast.ALLIANCE)
    said = {"version": str(stored(db_session, number).version)}
    answer = bring(alliance, number, **said)
    assert answer.status_code == status
    if status == 422:
        assert "upload the signed copy" not in alliance.get(f"/alliance/agreements/{number}").text
        assert "There is a problem" in answer.text and ("has ended" in answer.text or "signed already" in answer.text)
    assert db_session.scalars(select(Signature)).all() == []


def test_once_for_each_side_however_it_signed_and_a_form_sent_twice_is_stored_once(
    client_as: ClientAs, db_session: Session
) -> None:
    number, alliance = sent_paper(db_session), client_as(Cast.ALLIANCE)
    own_page = f"/alliance/agreements/{number}"
    once = "a-key-that-its-page-gave"
    assert bring(alliance, number, once=once).status_code == 302
    version = str(stored(db_session, number).version)
    again = bring(alliance, number, once=once)
    assert again.status_code == 302 and "stored once" in alliance.get(again.location).text
    later = bring(alliance, number, version=version)
    assert later.status_code == 422 and "Your side has signed it already" in later.text
    assert alliance.post(f"{own_page}/sign", data={"version": version, "name": "Jo"}).status_code == 422
    assert db_session.scalar(select(func.count()).select_from(Signature)) == 1


def test_an_archived_agreement_takes_no_paper(client_as: ClientAs, db_session: Session) -> None:
    number, alliance = sent_paper(db_session), client_as(Cast.ALLIANCE)
    stored(db_session, number).archive()
    db_session.commit()
    assert bring(alliance, number).status_code == 404


def test_nobody_else_finds_the_paper_or_brings_one(client_as: ClientAs, db_session: Session) -> None:
    number, theirs = sent_paper(db_session), sent_paper(db_session, OTHER_PARTNER)
    alliance, other = client_as(Cast.ALLIANCE), client_as(Cast.OTHER_ALLIANCE)
    assert bring(alliance, number).status_code == 302
    file_id = db_session.scalars(select(Signature.document_id)).one()
    db_session.rollback()
    for address in (f"{number}", f"{number}/files/{file_id}", f"{theirs}/files/{file_id}"):
        assert other.get(f"/alliance/agreements/{address}").status_code == 404, address
    assert alliance.get(f"/documents/{file_id}").status_code == 403
    assert client_as(Cast.OTHER_POINT_PERSON).get(f"/documents/{file_id}").status_code == 404
    assert client_as(Cast.CONTRIBUTOR).get(f"/documents/{file_id}").status_code == 403
    assert bring(alliance, theirs).status_code == 404
    for person, status in ((Cast.POINT_PERSON, 403), (Cast.VIEWER, 403), (Cast.NOBODY, 302)):
        client = client_as(person)
        answer = client.post(f"/alliance/agreements/{number}/signed-copy", data={"version": "1", **FIELDS})
        assert answer.status_code == status, person


def test_a_partner_that_became_part_of_another_does_not_sign_for_both_sides(
    client_as: ClientAs, db_session: Session
) -> None:
    number, alliance = sent_paper(db_session), client_as(Cast.ALLIANCE)
    assert bring(alliance, number).status_code == 302
    signature = db_session.scalars(select(Signature)).one()
    signature.partner_id = stored(db_session, sent_paper(db_session, OTHER_PARTNER)).partnership.partner_id
    db_session.commit()
    version = str(stored(db_session, number).version)
    assert bring(alliance, number, version=version).status_code == 422
    assert stored(db_session, number).signed_on is None


def test_who_brought_a_paper_reads_that_it_is_kept(client_as: ClientAs, db_session: Session) -> None:
    number, alliance = sent_paper(db_session), client_as(Cast.ALLIANCE)
    assert bring(alliance, number).status_code == 302
    assert "signed by hand that you brought" in alliance.get("/account/kept").text
    (kept,) = alliance.get("/account/kept.json").json["signatures"]
    assert (kept["name"], kept["position"], kept["paper"]) == ("Ann Weaver", "Director", "signed.pdf")
    assert kept["signed"] == YESTERDAY.isoformat() and SCHOOL in kept["under"]


def a_renewal_sent(session: Session) -> tuple[int, str]:
    """Send the renewal of an agreement that ends soon: its number, and the page of its partnership."""
    number = sent_paper(session)
    partnership = stored(session, number).partnership
    ending = an_agreement(session, partnership, signed_on=YESTERDAY, ends_on=TODAY + timedelta(days=20))
    stored(session, number).renews = ending
    session.commit()
    return number, f"/partnerships/{partnership.id}"


def test_home_says_that_the_partner_signed_a_renewal_and_whose_turn_it_is(
    client_as: ClientAs, db_session: Session
) -> None:
    number, shown = a_renewal_sent(db_session)
    point, alliance = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE)
    for page in ("/", shown):
        assert "Its renewal was handed over on" in point.get(page).text
    assert bring(alliance, number).status_code == 302
    for page in ("/", shown):
        assert "The partner signed its renewal on Mar 13, 2026: sign it for the school." in point.get(page).text
    assert sign(point, f"/agreements/{number}/sign-here", f"/agreements/{number}") == 302
    assert "signed its renewal" not in point.get("/").text


def test_home_asks_the_school_to_sign_no_renewal_that_changed_since_its_partner_signed(
    app: Flask, client_as: ClientAs, db_session: Session
) -> None:
    number, shown = a_renewal_sent(db_session)
    point, alliance = client_as(Cast.POINT_PERSON), client_as(Cast.ALLIANCE)
    assert bring(alliance, number).status_code == 302
    a_file_with(app, db_session, number, PDF)
    assert "has changed since" in point.get(f"/agreements/{number}").text
    for page in ("/", shown):
        assert "signed its renewal" not in point.get(page).text
        assert "Its renewal was handed over on" in point.get(page).text
    assert bring(alliance, number).status_code == 302
    for page in ("/", shown):
        assert "The partner signed its renewal on Mar 13, 2026: sign it for the school." in point.get(page).text
