"""Stored files: what is accepted, that bytes are on disk first, and that no school sees another's."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from models import tables
from models.accounts import District, School
from models.documents import Document
from models.operations.documents import SIZE_LIMIT, DocumentRefused, check_document, store_document, stored_path
from models.pictures import JPEG, without_notes
from models.queries.documents import find_document
from models.scope import Scope
from tests.models.test_pictures import photo


@pytest.fixture
def session() -> Iterator[Session]:
    engine = create_engine("sqlite://")
    tables.metadata.create_all(engine)
    with Session(engine) as opened:
        district = District(name="Invented District")
        opened.add(district)
        opened.flush()
        opened.add_all(
            School(district_id=district.id, slug=slug, name=slug.title()) for slug in ("riverside", "hillside")
        )
        opened.commit()
        yield opened
    engine.dispose()


def archive_of(*names: str, mimetype: bytes | None = None) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        if mimetype is not None:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return made.getvalue()


WORD_PARTS = ("[Content_Types].xml", "word/document.xml")
WORD = archive_of(*WORD_PARTS)
GENUINE = {
    "plan.pdf": b"%PDF-1.7\n...",
    "plan.docx": WORD,
    "plan.xlsx": archive_of("[Content_Types].xml", "xl/workbook.xml"),
    "plan.pptx": archive_of("[Content_Types].xml", "ppt/presentation.xml"),
    "plan.odt": archive_of(mimetype=b"application/vnd.oasis.opendocument.text"),
    "hours.csv": b"day,hours\n2026-03-14,2\n",
    "notes.txt": "Grüße, naïve café".encode(),
}


@pytest.mark.parametrize("name", ["photo.jpg", "Photo.JPEG"])
def test_a_picture_is_stored_without_what_its_camera_noted(session: Session, tmp_path: Path, name: str) -> None:
    document = store_document(session, tmp_path, school_id=1, stream=io.BytesIO(photo()), filename=name, user_id=None)
    stored = stored_path(tmp_path, document).read_bytes()
    assert stored == without_notes(photo(), JPEG)
    assert document.size_bytes == len(stored)


@pytest.mark.parametrize(("name", "content"), [("photo.jpg", b"\xff\xd8\xff...."), ("a.png", b"\x89PNG\r\n\x1a\n....")])
def test_a_damaged_picture_is_refused_with_what_to_do(
    session: Session, tmp_path: Path, name: str, content: bytes
) -> None:
    with pytest.raises(DocumentRefused, match="is damaged and cannot be read"):
        store_document(session, tmp_path, school_id=1, stream=io.BytesIO(content), filename=name, user_id=None)


@pytest.mark.parametrize("name", GENUINE)
def test_an_accepted_kind_of_file_is_stored_with_its_bytes(session: Session, tmp_path: Path, name: str) -> None:
    document = store_document(
        session, tmp_path, school_id=1, stream=io.BytesIO(GENUINE[name]), filename=name, user_id=None
    )
    session.commit()
    assert document.filename == name
    assert document.size_bytes == len(GENUINE[name])
    assert stored_path(tmp_path, document).read_bytes() == GENUINE[name]


def test_the_folder_of_files_is_for_its_owner_alone(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "data" / "files"
    document = store_document(
        session, folder, school_id=1, stream=io.BytesIO(GENUINE["plan.pdf"]), filename="plan.pdf", user_id=None
    )
    assert folder.stat().st_mode & 0o077 == 0
    assert stored_path(folder, document).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("tool.exe", b"MZ...", "kind that cannot be stored"),
        ("page.html", b"<script>alert(1)</script>", "kind that cannot be stored"),
        ("drawing.svg", b"<svg/>", "kind that cannot be stored"),
        ("nameless", b"text", "kind that cannot be stored"),
        ("plan.pdf", b"<html>", "does not hold what its ending says"),
        ("photo.png", b"\xff\xd8\xff\xe0....", "does not hold what its ending says"),
        ("plan.docx", GENUINE["plan.xlsx"], "does not hold what its ending says"),
        ("plan.docx", b"PK\x03\x04 broken", "does not hold what its ending says"),
        ("plan.odt", WORD, "does not hold what its ending says"),
        (
            "plan.docx",
            archive_of("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "does not hold what its ending says",
        ),
        ("notes.txt", b"text\x00more", "does not hold what its ending says"),
        ("notes.txt", b"", "is empty"),
        ("  ", b"text", "needs a name"),
        ("a" * 300 + ".txt", b"text", "longer than 200 characters"),
        ("notes.txt", b"a" * (SIZE_LIMIT + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_and_leaves_nothing(
    session: Session, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(DocumentRefused, match=reason):
        store_document(session, tmp_path, school_id=1, stream=io.BytesIO(content), filename=name, user_id=None)
    assert list(tmp_path.iterdir()) == []
    assert session.scalar(select(func.count(Document.id))) == 0


def an_archive(packed: int, **parts: str) -> bytes:
    """Make an office file whose parts are packed in one way."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for name, text in parts.items():
            archive.writestr(name, text * 200)
    return out.getvalue()


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("name", ["plan.odt", "plan.docx"])
def test_a_damaged_office_file_is_refused_wherever_it_is_damaged(packed: int, name: str) -> None:
    whole = an_archive(packed, **{"mimetype": "text", "[Content_Types].xml": "<x/>", "word/document.xml": "<y/>"})
    for place in range(0, len(whole), 3):
        for damaged in (
            whole[:place] + b"\xff" + whole[place + 1 :],
            whole[:place],
            whole[:place] + whole[place + 2 :],
        ):
            try:
                check_document(io.BytesIO(damaged), name)
            except DocumentRefused:
                continue


def test_a_path_in_the_name_is_cut_off() -> None:
    assert check_document(io.BytesIO(b"text"), "../../etc/notes.txt")[0] == "notes.txt"
    assert check_document(io.BytesIO(b"text"), "C:\\papers\\no\u202etes.txt")[0] == "notes.txt"


def test_the_same_file_sent_twice_is_stored_once(session: Session, tmp_path: Path) -> None:
    first, second = (
        store_document(session, tmp_path, school_id=1, stream=io.BytesIO(b"text"), filename="a.txt", user_id=None)
        for _ in range(2)
    )
    assert first.id == second.id
    assert len(list(tmp_path.iterdir())) == 1


def test_two_schools_hold_the_same_file_apart(session: Session, tmp_path: Path) -> None:
    first, second = (
        store_document(session, tmp_path, school_id=school, stream=io.BytesIO(b"text"), filename="a.txt", user_id=None)
        for school in (1, 2)
    )
    assert first.id != second.id
    assert first.stored_name != second.stored_name


def test_a_view_that_runs_again_stores_the_whole_file(session: Session, tmp_path: Path) -> None:
    stream = io.BytesIO(b"whole")
    store_document(session, tmp_path, school_id=1, stream=stream, filename="a.txt", user_id=None)
    session.rollback()
    again = store_document(session, tmp_path, school_id=1, stream=stream, filename="a.txt", user_id=None)
    assert stored_path(tmp_path, again).read_bytes() == b"whole"


def test_another_school_and_an_alliance_do_not_find_a_document(session: Session, tmp_path: Path) -> None:
    document = store_document(
        session, tmp_path, school_id=1, stream=io.BytesIO(b"text"), filename="a.txt", user_id=None
    )
    assert find_document(session, document.id, scope=Scope.of_school(1)) is document
    assert find_document(session, document.id, scope=Scope.of_school(2)) is None
    assert find_document(session, document.id, scope=Scope(school_ids=frozenset({1}), partner_id=7)) is None


def test_a_document_known_by_name_only_has_no_bytes(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"plan\.pdf"):
        stored_path(tmp_path, Document(school_id=1, filename="plan.pdf", media_type="application/pdf", size_bytes=0))
