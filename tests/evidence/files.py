"""Files as people keep them with sources, and files as they should not."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.assessments.attachments import attachment_add
from cases.assessments.file_kinds import ODT
from cases.assessments.models import Assessment, CitedSource
from cases.assessments.source_register import SourceDetails, source_add
from natoassess.accounts.models import User

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)


def archive(entries: dict[str, bytes]) -> bytes:
    """A ZIP archive; `mimetype` is stored, all else compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries.items():
            out.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return made.getvalue()


DOCX = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
ODT_FILE = archive({"mimetype": ODT.encode(), "content.xml": b"<content/>"})

GOOD = {
    "report.pdf": PDF,
    "photo.png": PNG,
    "photo.JPG": JPEG,
    "minutes.txt": "Protokoll, 23. März".encode(),
    "counts.csv": b"place,killed\nRacak,45\n",
    "note.docx": DOCX,
    "note.odt": ODT_FILE,
}
"""One of each kind that is kept."""

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BOMB = archive({"[Content_Types].xml": b"", "word/document.xml": b"\0" * 101_000_000})
HOSTILE = {
    "a program named as a PDF": ("report.pdf", b"MZ\x90\x00" + b"\0" * 60),
    "a PDF cut off": ("report.pdf", PDF[:-7]),
    "a PDF inside something else": ("report.pdf", b"<html>" + PDF),
    "a web page": ("page.html", b"<!doctype html><p>x"),
    "a web page named as text": ("page.txt", b"  <!DOCTYPE html><script>x</script>"),
    "a drawing": ("drawing.svg", SVG),
    "a drawing named as text": ("drawing.txt", SVG),
    "a drawing named as a picture": ("drawing.png", SVG),
    "a picture with an archive behind it": ("photo.png", PNG + archive({"a": b"b"})),
    "a JPEG with an archive behind it": ("photo.jpg", JPEG + archive({"a": b"b"})),
    "a picture of the other kind": ("photo.jpg", PNG),
    "a text in another encoding": ("minutes.txt", "Protokoll, März".encode("latin-1")),
    "a text with control signs": ("minutes.csv", b"a,b\n\x00\x01"),
    "nothing": ("empty.txt", b""),
    "an archive that unpacks without end": ("note.docx", BOMB),
    "any archive": ("note.docx", archive({"run.exe": b"MZ"})),
    "a document with macros": (
        "note.docx",
        archive({"[Content_Types].xml": b"", "word/document.xml": b"", "word/vbaProject.bin": b""}),
    ),
    "a document that leads elsewhere": (
        "note.docx",
        archive({"[Content_Types].xml": b"", "word/document.xml": b"", "../../etc/passwd": b""}),
    ),
    "half an archive": ("note.docx", DOCX[: len(DOCX) // 2]),
    "one kind of document named as the other": ("note.odt", DOCX),
    "no ending": ("report", PDF),
    "two endings": ("report.pdf.exe", PDF),
    "an ending turned round": ("report\u202efdp.exe", PDF),
    "a name of 300 characters": (f"{'a' * 296}.pdf", PDF),
}
"""What is refused: why, the name and the bytes."""


def upload(name: str = "report.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def source_with_file(assessment: Assessment, editor: User) -> CitedSource:
    """A source of a draft with one PDF kept with it."""
    details = SourceDetails(reliability="B", title="Report of the mission", author="OSCE", dated="1999")
    source = source_add(editor=editor, assessment=assessment, details=details)
    attachment_add(editor=editor, source=source, file=upload())
    return source
