"""What reading a damaged archive may end in, for all that open one."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib

# Each way to be packed fails in its own words, and one of them says that a version is not implemented (a RuntimeError).
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    ValueError,
    OSError,
    RuntimeError,
)
