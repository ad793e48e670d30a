"""Store uploaded files: checked, durable on disk before any row speaks of them, found again by their row alone."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import tempfile
import zipfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.archives import DAMAGED
from models.documents import Document
from models.pictures import MEDIA_TYPES, DamagedPicture, without_notes
from models.refusals import Refused

SIZE_LIMIT = 10 * 1024 * 1024
_CHUNK = 1024 * 1024
_NAME_LIMIT = 200


class DocumentRefused(Refused):
    """A file that may not be stored; the message says why, to the person who sent it."""


def _starts_with(*signatures: bytes) -> Callable[[BinaryIO], bool]:
    def check(stream: BinaryIO) -> bool:
        stream.seek(0)
        return stream.read(16).startswith(signatures)

    return check


def _office_archive(*needed: str) -> Callable[[BinaryIO], bool]:
    """Make a check for a zipped office file: it names every part that such a file must have, and no macros."""

    def check(stream: BinaryIO) -> bool:
        stream.seek(0)
        try:
            with zipfile.ZipFile(stream) as archive:
                names = set(archive.namelist())
        except DAMAGED:
            return False
        return all(name in names for name in needed) and not any(name.endswith("vbaProject.bin") for name in names)

    return check


def _opendocument(stream: BinaryIO) -> bool:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive, archive.open("mimetype") as said:
            return said.read(100).strip() == b"application/vnd.oasis.opendocument.text"
    except DAMAGED:
        return False


def _plain_text(stream: BinaryIO) -> bool:
    """Whether a file holds text only: none of the control characters that binary files are full of."""
    stream.seek(0)
    if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        # The text of spreadsheets that say so: two bytes for each letter.
        stream.seek(0)
        text = stream.read(SIZE_LIMIT + 1).decode("utf-16", errors="ignore")
        return "\x00" not in text
    stream.seek(0)
    forbidden = bytes(code for code in range(32) if code not in (9, 10, 12, 13))
    while chunk := stream.read(_CHUNK):
        if len(chunk.translate(None, forbidden)) != len(chunk):
            return False
    return True


# Extension -> the media type it is served with, and the check that the content is what the name says.
# The type that a browser claims is never looked at: it follows from the name on the sender's machine.
ALLOWED: dict[str, tuple[str, Callable[[BinaryIO], bool]]] = {
    "pdf": ("application/pdf", _starts_with(b"%PDF-")),
    "png": ("image/png", _starts_with(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _starts_with(b"\xff\xd8\xff")),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _office_archive("[Content_Types].xml", "word/document.xml"),
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _office_archive("[Content_Types].xml", "xl/workbook.xml"),
    ),
    "pptx": (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _office_archive("[Content_Types].xml", "ppt/presentation.xml"),
    ),
    "odt": ("application/vnd.oasis.opendocument.text", _opendocument),
    "csv": ("text/csv", _plain_text),
    "txt": ("text/plain", _plain_text),
}
# What somebody can have put their name to by hand: a scan, a photo, or the text with a name drawn into it.
PAPERS = ("pdf", "png", "jpg", "jpeg", "docx", "odt")


def accepted(kinds: Collection[str] = tuple(ALLOWED)) -> str:
    """Say which kinds of files are accepted, for people."""
    return ", ".join(extension for extension in kinds if extension != "jpeg")


def choosable(kinds: Collection[str] = tuple(ALLOWED)) -> str:
    """Say the same for a browser, which then shows these files alone."""
    return ",".join(f".{extension}" for extension in kinds)


ACCEPTED, CHOOSABLE = accepted(), choosable()


def _shown_name(filename: str) -> str:
    """Keep the last part of a name as it was given, without characters that no name needs."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in name if letter.isprintable()).strip()


def check_document(stream: BinaryIO, filename: str, *, kinds: Collection[str] = tuple(ALLOWED)) -> tuple[str, str, int]:
    """Decide whether a file may be stored.

    Args:
        stream: The file, seekable; read from its start, left at an unknown place.
        filename: As the sender named it.
        kinds: The extensions that are accepted.

    Returns:
        The name to show, the media type to serve it with, and its size in bytes.

    Raises:
        DocumentRefused: No name, too long a name, an extension that is not accepted, empty, over 10 MB, or a
            content that is not what the extension says.
    """
    name = _shown_name(filename)
    if not name:
        raise DocumentRefused("The file needs a name.")
    if len(name) > _NAME_LIMIT:
        raise DocumentRefused(f"The file's name is longer than {_NAME_LIMIT} characters. Give it a shorter one.")
    extension = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    if extension not in kinds:
        raise DocumentRefused(f"“{name}” is of a kind that cannot be stored. Choose one of these: {accepted(kinds)}.")
    size = stream.seek(0, os.SEEK_END)
    if size == 0:
        raise DocumentRefused(f"“{name}” is empty.")
    if size > SIZE_LIMIT:
        raise DocumentRefused(f"“{name}” is larger than 10 MB. Choose a smaller file.")
    media_type, is_genuine = ALLOWED[extension]
    if not is_genuine(stream):
        raise DocumentRefused(f"“{name}” does not hold what its ending says. Save it again as {extension} and retry.")
    return name, media_type, size


def store_document(
    session: Session,
    files_dir: Path,
    *,
    school_id: int,
    stream: BinaryIO,
    filename: str,
    user_id: int | None,
    kinds: Collection[str] = tuple(ALLOWED),
) -> Document:
    """Store an uploaded file and add its row; of pictures, nothing that tells where they were taken.

    The bytes are on disk, synced and under their final name before the row is added: a committed row never points
    at nothing. What a rollback leaves behind is a file that no row names, which harms nobody.

    Args:
        session: The row is added and flushed, so that it has an id; the caller commits.
        files_dir: Folder of the stored files; made where it is missing.
        school_id: Whose file it is; nobody of another school can fetch it.
        stream: The file, seekable; always read from its start, so that a view may be run again.
        filename: As the sender named it; shown, never used as a path.
        user_id: Who sent it.
        kinds: The extensions that are accepted.

    Returns:
        The new row, or the one that holds the same content under the same name at this school already.

    Raises:
        DocumentRefused: See `check_document`; or a damaged picture.
    """
    name, media_type, size = check_document(stream, filename, kinds=kinds)
    if media_type in MEDIA_TYPES:
        stream, size = _without_notes(stream, name, media_type)
    digest = _digest(stream)
    known = session.scalars(
        select(Document)
        .where(
            Document.school_id == school_id,
            Document.sha256 == digest,
            Document.filename == name,
            Document.archived_at.is_(None),
        )
        .order_by(Document.id)
    ).first()
    if known is not None and known.stored_name is not None and stored_path(files_dir, known).is_file():
        return known
    # Named by content; the suffix keeps two schools' equal files apart, so that neither depends on the other's.
    stored_name = f"{digest}-{secrets.token_hex(6)}"
    _write_durably(stream, files_dir / stored_name)
    document = Document(
        school_id=school_id,
        filename=name,
        media_type=media_type,
        size_bytes=size,
        sha256=digest,
        stored_name=stored_name,
        uploaded_by_id=user_id,
    )
    session.add(document)
    session.flush()
    return document


def _without_notes(stream: BinaryIO, name: str, media_type: str) -> tuple[BinaryIO, int]:
    stream.seek(0)
    try:
        picture = without_notes(stream.read(), media_type)
    except DamagedPicture:
        raise DocumentRefused(f"“{name}” is damaged and cannot be read. Save the picture again and retry.") from None
    return io.BytesIO(picture), len(picture)


def stored_path(files_dir: Path, document: Document) -> Path:
    """Say where a document's bytes lie.

    Raises:
        FileNotFoundError: Only its name is known, as after an import.
    """
    if document.stored_name is None:
        raise FileNotFoundError(document.filename)
    return files_dir / document.stored_name


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    digest = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _write_durably(stream: BinaryIO, target: Path) -> None:
    """Write a file so that after a power cut it is whole or absent: sync it, rename it, sync its folder."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    stream.seek(0)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".upload-", delete=False) as draft:
        try:
            while chunk := stream.read(_CHUNK):
                draft.write(chunk)
            draft.flush()
            os.fsync(draft.fileno())
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    Path(draft.name).replace(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
