"""Photos and files at an activity: sent with it or later, once, and seen by those who may."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.activities import Activity
from models.documents import Document
from tests.cast import Cast
from tests.factories import log_entry
from tests.models.test_pictures import SECRETS, photo
from tests.tracker.conftest import ClientAs
from tracker.documents.views import files_dir


def with_photo(client: FlaskClient, place: str, content: bytes, **fields: object) -> object:
    """Send a form with a photo."""
    return client.post(place, data={**fields, "files": (io.BytesIO(content), "IMG_0001.jpg")})


@pytest.fixture
def talk(client_as: ClientAs) -> str:
    """A talk that a teacher logged with a photo; its address."""
    client = client_as(Cast.CONTRIBUTOR)
    entry = log_entry("A talk with a photo") | {"once": "the-key-of-this-form-alone"}
    first, second = (with_photo(client, "/log", photo(), **entry) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]  # type: ignore[attr-defined]
    return str(first.headers["Location"])  # type: ignore[attr-defined]


def test_a_photo_sent_twice_with_its_entry_is_stored_once_and_without_the_place(
    talk: str, app: Flask, db_session: Session
) -> None:
    assert db_session.scalar(select(func.count()).select_from(Activity)) == 1
    document = db_session.scalars(select(Document)).one()
    with app.app_context():
        stored = (files_dir() / str(document.stored_name)).read_bytes()
    assert not [secret for secret in SECRETS if secret in stored]
    assert document.size_bytes == len(stored) < len(photo())


def test_another_photo_with_the_same_words_is_not_taken_for_the_first(talk: str, client_as: ClientAs) -> None:
    entry = log_entry("A talk with a photo") | {"once": "the-key-of-this-form-alone"}
    again = with_photo(client_as(Cast.CONTRIBUTOR), "/log", photo(turned=3), **entry)
    assert again.status_code == 422  # type: ignore[attr-defined]
    assert "was saved already, before you changed it" in again.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (Cast.CONTRIBUTOR, 200),  # their own
        (Cast.POINT_PERSON, 200),
        (Cast.VIEWER, 403),
        (Cast.OTHER_POINT_PERSON, 404),
        (Cast.ALLIANCE, 403),
        (Cast.NOBODY, 302),
    ],
)
def test_who_may_read_its_files_sees_the_picture(
    talk: str, client_as: ClientAs, db_session: Session, person: Cast, status: int
) -> None:
    picture = f"{talk}/pictures/{db_session.scalars(select(Document.id)).one()}"
    client = client_as(person)
    shown = client.get(picture)
    shown.close()
    assert shown.status_code == status
    if status == 200:
        assert shown.mimetype == "image/jpeg"
        assert f'<img src="{picture}"' in client.get(talk).text
    if person is Cast.VIEWER:
        assert "<img" not in client.get(talk).text


def test_a_photo_is_added_after_saving(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    talk = client.post("/log", data=log_entry("A talk")).headers["Location"]
    key = re.findall(r'name="once" value="([^"]+)" data-kept', client.get(talk).text)[0]
    for _ in range(2):
        assert with_photo(client, f"{talk}/files", photo(), once=key).status_code == 302  # type: ignore[attr-defined]
    activity = db_session.scalars(select(Activity)).one()
    assert [document.filename for document in activity.documents] == ["IMG_0001.jpg"]
    assert activity.version == 2
    plain = client.post(f"{talk}/files", data={"files": (io.BytesIO(b"minutes"), "minutes.txt")})
    assert plain.status_code == 302
    db_session.rollback()
    document = db_session.scalars(select(Document.id).where(Document.filename == "minutes.txt")).one()
    assert client.get(f"{talk}/pictures/{document}").status_code == 404


def test_what_is_no_picture_is_refused_beside_the_field(client_as: ClientAs, db_session: Session) -> None:
    client = client_as(Cast.POINT_PERSON)
    talk = client.post("/log", data=log_entry("A talk")).headers["Location"]
    for sent in (
        {},
        {"files": (io.BytesIO(b"MZ"), "photo.jpg")},
        {"files": (io.BytesIO(b"\xff\xd8\xff\xe1Exif\0\0"), "a.jpg")},
    ):
        refused = client.post(f"{talk}/files", data=sent)
        assert refused.status_code == 422
        assert 'id="files-error"' in refused.text and "choose it again" in refused.text
    entry = log_entry("Typed and kept")
    refused = client.post("/log", data=entry | {"files": (io.BytesIO(b"MZ"), "photo.jpg")})
    assert refused.status_code == 422
    assert "Typed and kept" in refused.text and "choose it again" in refused.text
    client.post(f"{talk}/archive")
    assert with_photo(client, f"{talk}/files", photo()).status_code == 422  # type: ignore[attr-defined]
    assert db_session.scalar(select(func.count()).select_from(Document)) == 0
