"""Pictures without what the camera wrote beside them: where and when they were taken, by which device, in which words.

Of the parts of a file only those are kept that are needed to draw it, named one by one, so that what nobody has thought
of is left out too. The picture itself is not drawn anew: a scanned paper stays as sharp as it was, and no picture of
strangers is ever unpacked on the server. How it is to be turned is kept, or photos of phones would lie on their side.
"""

from __future__ import annotations

import re
import struct

JPEG, PNG = "image/jpeg", "image/png"
MEDIA_TYPES = frozenset({JPEG, PNG})

_ORIENTATION = 0x0112
_EXIF = b"Exif\x00\x00"
# What betrays that a damaged file holds notes of a camera all the same.
_NOTES = (_EXIF, b"ns.adobe.com/xap", b"eXIf", b"XML:com.adobe.xmp", b"Photoshop 3.0")
# Segment of a JPEG -> how it must begin to be needed: size, colors, and how the colors are stored.
_NEEDED = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
_COMMENT, _SCAN, _END = 0xFE, 0xDA, 0xD9
_STANDALONE = frozenset({0x01, *range(0xD0, 0xD8)})
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_CHUNKS = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"bKGD", b"hIST",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"


class DamagedPicture(ValueError):
    """A picture whose parts cannot be told apart, and that may hold what must not be kept."""


def without_notes(content: bytes, media_type: str) -> bytes:
    """Give a picture without everything that is not needed to draw it.

    Args:
        content: The whole file, whose first bytes were seen to be of that type.
        media_type: One of `MEDIA_TYPES`.

    Raises:
        DamagedPicture: It cannot be read part by part, and holds notes of a camera.
    """
    try:
        return b"".join(_jpeg_parts(content) if media_type == JPEG else _png_parts(content))
    except (IndexError, struct.error):
        if any(mark in content for mark in _NOTES):
            raise DamagedPicture from None
        return content


def _jpeg_parts(content: bytes) -> list[bytes]:
    """Take a JPEG apart.

    Raises:
        IndexError, struct.error: It breaks off, or is none.
    """
    parts: list[bytes] = []
    turned = 1
    at = 2
    while True:
        while content[at] == 0xFF and content[at + 1] == 0xFF:
            at += 1  # filling
        if content[at] != 0xFF:
            raise IndexError(at)
        marker = content[at + 1]
        if marker == _END:
            break
        if marker in _STANDALONE:
            at += 2
            continue
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        body = content[at + 4 : end]
        if end > len(content):
            raise IndexError(end)
        if marker == _SCAN:  # what follows runs on to the next part that is none of its own
            following = _NEXT_MARKER.search(content, end)
            if following is None:
                parts.append(content[at:])
                break
            end = following.start()
        if marker == 0xE1 and body.startswith(_EXIF):
            turned = _orientation(body[len(_EXIF) :]) or turned
        if _is_needed(marker, body):
            parts.append(content[at:end])
        at = end
    return [b"\xff\xd8", _turning(turned), *parts, b"\xff\xd9"]


def _is_needed(marker: int, body: bytes) -> bool:
    if 0xE0 <= marker <= 0xEF:
        begins = _NEEDED.get(marker)
        return begins is not None and body.startswith(begins)
    return marker != _COMMENT


def _orientation(tiff: bytes) -> int | None:
    """Read how a picture is to be turned, 1 to 8; None where its notes do not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (number,) = struct.unpack_from(f"{order}H", tiff, start)
        for place in range(number):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * place)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _turning(orientation: int) -> bytes:
    """Write notes that say how the picture is to be turned, and nothing else."""
    if orientation == 1:
        return b""
    tiff = struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + len(_EXIF) + len(tiff)) + _EXIF + tiff


def _png_parts(content: bytes) -> list[bytes]:
    """Take a PNG apart.

    Raises:
        IndexError, struct.error: It breaks off, or is none.
    """
    parts = [_PNG_HEAD]
    at = len(_PNG_HEAD)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise IndexError(end)
        if kind in _CHUNKS:
            parts.append(content[at:end])
        if kind == b"IEND":
            return parts
        at = end
