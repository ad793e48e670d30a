"""Pictures without what the camera wrote beside them: where and when they were taken, by which device, in which words.

A picture is read by Pillow and written anew with nothing but what draws it: its points, its colors, and how it is to be
turned, or photos of phones would lie on their side. A JPEG keeps its own tables, so that a scanned paper stays as sharp
as it was.
"""

from __future__ import annotations

import struct
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

JPEG, PNG = "image/jpeg", "image/png"
_FORMATS = {JPEG: "JPEG", PNG: "PNG"}
MEDIA_TYPES = frozenset(_FORMATS)
# More than the largest camera of a phone takes: what claims more is meant to fill the memory of whoever reads it.
MOST_POINTS = 120_000_000
_ORIENTATION = 0x0112
_TURNED = range(2, 9)


class DamagedPicture(ValueError):
    """A picture that cannot be read, or is larger than any camera takes."""


def without_notes(content: bytes, media_type: str) -> bytes:
    """Give a picture without everything that is not needed to draw it.

    Args:
        content: The whole file, whose first bytes were seen to be of that type.
        media_type: One of `MEDIA_TYPES`.

    Raises:
        DamagedPicture: It cannot be read, or is too large.
    """
    from PIL import Image  # loaded where pictures are stored, and nowhere else

    written = BytesIO()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the limit below is ours
            with Image.open(BytesIO(content), formats=[_FORMATS[media_type]]) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    raise DamagedPicture
                picture.load()
                kept = _kept(picture, media_type)
                picture.info.clear()  # words and notes would be written again from here
                picture.save(written, _FORMATS[media_type], **kept)
    except DamagedPicture:
        raise
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError) as problem:
        raise DamagedPicture from problem
    return written.getvalue()


def _kept(picture: Image.Image, media_type: str) -> dict[str, Any]:
    """Say what is written with the points of a picture."""
    from PIL import Image, JpegImagePlugin

    kept: dict[str, Any] = {"icc_profile": picture.info.get("icc_profile")}
    turned = picture.getexif().get(_ORIENTATION)
    if turned in _TURNED:
        notes = Image.Exif()
        notes[_ORIENTATION] = turned
        kept["exif"] = notes.tobytes()
    if media_type == PNG:
        return kept | {"transparency": clear} if (clear := picture.info.get("transparency")) is not None else kept
    kept["qtables"] = picture.quantization  # type: ignore[attr-defined]
    sampling = JpegImagePlugin.get_sampling(picture)
    return kept if sampling < 0 else kept | {"subsampling": sampling}
