"""Pictures are stored without what the camera wrote beside them, and stay the pictures they were."""

from __future__ import annotations

import struct
import zlib

import pytest

from models.pictures import JPEG, PNG, DamagedPicture, without_notes

SECRETS = (b"SecretCam", b"40.4461", b"a comment", b"Riverside yard")


def segment(marker: int, body: bytes) -> bytes:
    """Write one part of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def camera_notes(order: str, turned: int) -> bytes:
    """Write what a camera notes: its name, how the photo is to be turned, where it was taken."""
    head = {"<": b"II*\x00", ">": b"MM\x00*"}[order] + struct.pack(f"{order}I", 8)
    entries = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, turned, 0) + struct.pack(f"{order}HHII", 0x8825, 4, 1, 60)
    return b"Exif\x00\x00" + head + struct.pack(f"{order}H", 2) + entries + b"\x00" * 4 + b"SecretCam 40.4461 N"


DRAWN = (
    segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
    segment(0xE2, b"ICC_PROFILE\x00\x01\x01colors"),
    segment(0xDB, b"\x00" * 65),
    segment(0xC0, b"\x08\x00\x02\x00\x02\x01\x01\x11\x00"),
    segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56",
    segment(0xDA, b"\x01\x01\x00\x01\x3f\x00") + b"\x78\x9a",
)


def photo(order: str = "<", turned: int = 6) -> bytes:
    """Make a photo as phones do."""
    noted = (
        segment(0xE1, camera_notes(order, turned)),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>40.4461</x:xmpmeta>"),
        segment(0xED, b"Photoshop 3.0\x00Riverside yard"),
        segment(0xE2, b"MPF\x00 SecretCam"),
        segment(0xFE, b"a comment"),
    )
    return b"\xff\xd8" + DRAWN[0] + b"".join(noted) + b"".join(DRAWN[1:]) + b"\xff\xd9" + b"a film beside: 40.4461"


def chunk(kind: bytes, body: bytes) -> bytes:
    """Write one part of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


@pytest.mark.parametrize("order", ["<", ">"])
def test_of_a_photo_stays_what_draws_it_and_how_it_is_turned(order: str) -> None:
    stored = without_notes(photo(order), JPEG)
    assert not [secret for secret in SECRETS if secret in stored]
    assert b"".join(DRAWN) in stored
    assert stored.startswith(b"\xff\xd8\xff\xe1") and stored.endswith(b"\xff\xd9")
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in stored
    assert without_notes(stored, JPEG) == stored


def test_a_photo_that_stands_upright_keeps_no_notes_at_all() -> None:
    assert without_notes(photo(turned=1), JPEG) == b"\xff\xd8" + b"".join(DRAWN) + b"\xff\xd9"
    assert b"Exif" not in without_notes(photo(turned=77), JPEG)


def test_of_a_png_stays_what_draws_it() -> None:
    head, data, end = chunk(b"IHDR", b"\x00" * 13), chunk(b"IDAT", zlib.compress(b"\x00\x00")), chunk(b"IEND", b"")
    notes = chunk(b"tEXt", b"Location\x0040.4461") + chunk(b"eXIf", b"MM\x00*SecretCam") + chunk(b"zzZz", b"a comment")
    plain = b"\x89PNG\r\n\x1a\n" + head + data + end
    assert without_notes(b"\x89PNG\r\n\x1a\n" + head + notes + data + end + b"Riverside yard", PNG) == plain


@pytest.mark.parametrize("place", range(2, 200, 7))
def test_a_photo_that_breaks_off_is_refused_or_holds_nothing_of_it(place: int) -> None:
    try:
        stored = without_notes(photo()[:place], JPEG)
    except DamagedPicture:
        return
    assert not [secret for secret in SECRETS if secret in stored]


def test_a_damaged_picture_without_notes_is_left_as_it_is() -> None:
    assert without_notes(b"\xff\xd8\xff\xe0....", JPEG) == b"\xff\xd8\xff\xe0...."
    assert without_notes(b"\x89PNG\r\n\x1a\n....", PNG) == b"\x89PNG\r\n\x1a\n...."
