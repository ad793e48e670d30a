"""Pictures are stored without what the camera wrote beside them, and stay the pictures they were."""

from __future__ import annotations

import io
from functools import cache

import pytest
from PIL import Image, ImageChops, ImageFile, ImageStat
from PIL.PngImagePlugin import PngInfo

from models import pictures
from models.pictures import JPEG, PNG, DamagedPicture, without_notes

SECRETS = (b"SecretCam", b"40.4461", b"a comment", b"Riverside yard")
ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825
# So far may the points of a JPEG be from what they were, of 255 and on the average: its numbers are rounded once more.
ROUNDED = 3


@cache
def drawn(mode: str = "RGB") -> Image.Image:
    """Draw something that has edges and colors."""
    picture = Image.new("RGB", (48, 32))
    picture.putdata([(5 * x, 8 * y, x * y // 6) for y in range(32) for x in range(48)])
    return picture.convert(mode)


def camera_notes(turned: int) -> bytes:
    """Write what a camera notes: its name, how the photo is to be turned, where it was taken."""
    notes = Image.Exif()
    notes[ORIENTATION], notes[MAKER] = turned, "SecretCam 40.4461 N"
    notes[PLACE] = {1: "N", 2: (40.0, 26.0, 46.0)}
    return bytes(notes.tobytes())


def photo(turned: int = 6, mode: str = "RGB") -> bytes:
    """Make a photo as phones do."""
    written = io.BytesIO()
    words = b"<x:xmpmeta>40.4461 Riverside yard</x:xmpmeta>"
    drawn(mode).save(
        written, "JPEG", quality=87, exif=camera_notes(turned), comment=b"a comment", xmp=words, dpi=(300, 300)
    )
    return written.getvalue() + b"a film beside: 40.4461"


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_of_a_photo_stays_what_draws_it_and_how_it_is_turned(mode: str) -> None:
    stored = without_notes(photo(mode=mode), JPEG)
    assert not [secret for secret in SECRETS if secret in stored]
    before, after = opened(photo(mode=mode)), opened(stored)
    assert dict(after.getexif()) == {ORIENTATION: 6}
    assert (after.size, after.mode) == (before.size, before.mode)
    assert max(ImageStat.Stat(ImageChops.difference(before, after)).mean) <= ROUNDED
    drawing = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "dpi", "exif", "adobe", "adobe_transform"}
    assert set(after.info) <= drawing


@pytest.mark.parametrize("turned", [1, 77])
def test_a_photo_that_stands_upright_keeps_no_notes_at_all(turned: int) -> None:
    assert b"Exif" not in without_notes(photo(turned=turned), JPEG)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_of_a_png_stays_what_draws_it(mode: str) -> None:
    noted = PngInfo()
    noted.add_text("Location", "40.4461 Riverside yard")
    noted.add_itxt("Comment", "a comment")
    written = io.BytesIO()
    clear = {"transparency": 3} if mode == "P" else {}
    drawn(mode).save(written, "PNG", pnginfo=noted, exif=camera_notes(6), **clear)
    stored = without_notes(written.getvalue() + b"40.4461", PNG)
    assert not [secret for secret in SECRETS if secret in stored]
    after = opened(stored)
    assert after.tobytes() == drawn(mode).tobytes()
    assert after.info.get("transparency") == clear.get("transparency")
    assert dict(after.getexif()) == {ORIENTATION: 6}


@pytest.mark.parametrize("part", range(10))
def test_a_photo_that_breaks_off_is_refused(part: int) -> None:
    whole = photo()
    with pytest.raises(DamagedPicture):
        without_notes(whole[: len(whole) * part // 12], JPEG)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"\xff\xd8\xff\xe0....", JPEG), (b"\x89PNG\r\n\x1a\n....", PNG), (photo(), PNG), (b"", JPEG)],
)
def test_what_is_no_such_picture_is_refused(content: bytes, media_type: str) -> None:
    with pytest.raises(DamagedPicture):
        without_notes(content, media_type)


def test_a_picture_that_claims_to_be_larger_than_cameras_take_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    large = photo()
    monkeypatch.setattr(pictures, "MOST_POINTS", 48 * 32 - 1)
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("it was unpacked"))
    with pytest.raises(DamagedPicture):
        without_notes(large, JPEG)
