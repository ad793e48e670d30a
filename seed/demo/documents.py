"""Small real files for the demo: minutes and signed papers that open when somebody clicks them."""

from __future__ import annotations

import io

from models.documents import Document
from models.operations.documents import store_document
from seed.demo.school import DemoSchool


def pdf(lines: list[str]) -> bytes:
    """Write a page of text as a PDF.

    Args:
        lines: Plain ASCII, one line of the page each.
    """
    shown = "".join(f"({line.translate({40: '[', 41: ']', 92: '/'})}) Tj T*\n" for line in lines)
    content = f"BT /F1 12 Tf 72 740 Td 18 TL\n{shown}ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for place, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (place, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def add_document(demo: DemoSchool, filename: str, lines: list[str]) -> Document:
    """Store a small file of a school, or only its name where the demo has no folder for files.

    Args:
        filename: Ends in ``.pdf`` or ``.txt``.
        lines: What it says, in plain ASCII.
    """
    content = pdf(lines) if filename.endswith(".pdf") else "\n".join([*lines, ""]).encode()
    user_id = demo.people["coordinator"].id
    if demo.files_dir is not None:
        return store_document(
            demo.session, demo.files_dir,
            school_id=demo.school.id, stream=io.BytesIO(content), filename=filename, user_id=user_id,
        )  # fmt: skip
    document = Document(
        school_id=demo.school.id,
        filename=filename,
        media_type="application/pdf" if filename.endswith(".pdf") else "text/plain",
        size_bytes=len(content),
        uploaded_by_id=user_id,
    )
    demo.session.add(document)
    demo.session.flush()
    return document
