"""Which files may be kept with a source: what they are is found in their content, and must agree with their name.

Nothing is unpacked or run. Of an archive only the list of what is in it is read, within limits.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_BYTES = 10_000_000
"""Size of a file."""

NAME_LENGTH = 200
"""Characters of its name as it is sent; what is kept is `STEM_LENGTH` and the ending."""

STEM_LENGTH = 100
CHUNK = 65_536
MOST_ENTRIES = 5_000
MOST_UNPACKED = 100_000_000
"""What a document of the office kind may hold: files, and bytes once they are unpacked."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
MARKUP = re.compile(r"<\s*(!doctype|html|head|body|script|svg|\?xml|!--|iframe)", re.IGNORECASE)


class FileRefused(Exception):
    """A file that cannot be kept; says why, and what may be."""


@dataclass(frozen=True)
class FileKind:
    """A kind of file: its media type, its word, the endings of its name, and what says why a file is none of it."""

    media_type: str
    word: str | Promise
    endings: tuple[str, ...]
    fault: Callable[[IO[bytes], int], str | None]


def checked_name(given: str) -> str:
    """The name under which a file is kept: without folders, signs that cannot be seen, or signs that systems reserve.

    Raises FileRefused for a name that is too long.
    """
    if len(given) > NAME_LENGTH:
        raise FileRefused(
            _("The name of the file is longer than %(most)d characters; give it a shorter one.")
            % {"most": NAME_LENGTH}
        )
    text = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C")
    plain = " ".join(FORBIDDEN.sub(" ", shown).split())
    stem, dot, ending = plain.rpartition(".")
    stem = (stem if dot else plain).strip(". ")[:STEM_LENGTH].strip(". ")
    return f"{stem or _('file')}.{ending.lower()}" if dot and ending else stem or _("file")


def kind_of(name: str, content: IO[bytes], size: int) -> FileKind:
    """The kind of a file by its name, once its content has been found to be that. Raises FileRefused."""
    if size == 0:
        raise FileRefused(_("The file is empty."))
    if size > MOST_BYTES:
        raise FileRefused(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 1_000_000})
    kind = next((kind for kind in KINDS if PurePosixPath(name).suffix.lower() in kind.endings), None)
    if kind is None:
        raise FileRefused(
            _("Files of this kind are not kept. Taken are %(kinds)s.") % {"kinds": kinds_taken()}
        )
    content.seek(0)
    fault = kind.fault(content, size)
    content.seek(0)
    if fault:
        raise FileRefused(
            _("The name says %(kind)s, but the file is none: %(why)s.") % {"kind": kind.word, "why": fault}
        )
    return kind


def kinds_taken() -> str:
    """The kinds of file that may be kept, in words."""
    return ", ".join(str(kind.word) for kind in KINDS)


def endings_taken() -> str:
    """Their endings, as a file chooser takes them."""
    return ",".join(ending for kind in KINDS for ending in kind.endings)


def _pdf(content: IO[bytes], size: int) -> str | None:
    if content.read(5) != b"%PDF-":
        return _("it does not begin as a PDF does")
    return None if b"%%EOF" in _tail(content, size, 2_048) else _("its end is missing")


def _png(content: IO[bytes], size: int) -> str | None:
    """A signature and chunks up to IEND, with nothing behind it."""
    if content.read(8) != b"\x89PNG\r\n\x1a\n":
        return _("it does not begin as a PNG does")
    place, first = 8, True
    while place + 12 <= size:
        content.seek(place)
        head = content.read(8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if first and name != b"IHDR":
            return _("it does not begin as a PNG does")
        place, first = place + 12 + length, False
        if name == b"IEND":
            return None if place == size else _("something else is appended to it")
    return _("its end is missing")


def _jpeg(content: IO[bytes], size: int) -> str | None:
    if content.read(3) != b"\xff\xd8\xff":
        return _("it does not begin as a JPEG does")
    end = _tail(content, size, 1_024).rstrip(b"\0")
    return None if end.endswith(b"\xff\xd9") else _("its end is missing, or something else is appended to it")


def _text(content: IO[bytes], size: int) -> str | None:
    """UTF-8 without control signs, and no page or drawing in disguise."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    first = True
    try:
        while chunk := content.read(CHUNK):
            text = decoder.decode(chunk)
            if any(sign < " " and sign not in "\t\n\r\f" for sign in text):
                return _("it holds control signs")
            if first and MARKUP.match(text.lstrip()):
                return _("it is a web page or a drawing in markup")
            first = False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _("it is not text in UTF-8")
    return None


def _docx(content: IO[bytes], size: int) -> str | None:
    archive = _archive(content, size)
    if isinstance(archive, str):
        return archive
    names = set(archive.namelist())
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        return _("it holds no text document")
    if any(PurePosixPath(name).name.lower().startswith("vbaproject") for name in names):
        return _("it holds macros")
    return None


def _odt(content: IO[bytes], size: int) -> str | None:
    archive = _archive(content, size)
    if isinstance(archive, str):
        return archive
    first = archive.infolist()[0]
    stored = first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED
    try:
        says = archive.read(first) if stored and first.file_size <= 100 else b""
    except (zipfile.BadZipFile, EOFError, OSError):
        return _("it is damaged")
    if says != ODT.encode():
        return _("it does not say that it is a text document")
    names = archive.namelist()
    if "content.xml" not in names:
        return _("it holds no text document")
    return _("it holds macros") if any(name.startswith(("Basic/", "Scripts/")) for name in names) else None


def _archive(content: IO[bytes], size: int) -> zipfile.ZipFile | str:
    """The archive, or why it is none that can be kept. Sizes are read from its list; nothing is unpacked."""
    if content.read(4) != b"PK\x03\x04":
        return _("it does not begin as such a document does")
    try:
        archive = zipfile.ZipFile(content)
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError, OSError):
        return _("it is damaged")
    if not entries:
        return _("it is damaged")
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        return _("it would be far too large once it is unpacked")
    if sum(entry.compress_size for entry in entries) > size or len(set(archive.namelist())) < len(entries):
        return _("it is damaged")
    if any(entry.flag_bits & 1 for entry in entries):
        return _("it is encrypted")
    unsafe = any(name.startswith("/") or ".." in PurePosixPath(name).parts for name in archive.namelist())
    return _("it holds names that lead elsewhere") if unsafe else archive


def _tail(content: IO[bytes], size: int, length: int) -> bytes:
    content.seek(max(0, size - length))
    return content.read(length)


KINDS = (
    FileKind("application/pdf", gettext_lazy("PDF"), (".pdf",), _pdf),
    FileKind("image/png", gettext_lazy("PNG"), (".png",), _png),
    FileKind("image/jpeg", gettext_lazy("JPEG"), (".jpg", ".jpeg"), _jpeg),
    FileKind("text/plain", gettext_lazy("plain text"), (".txt",), _text),
    FileKind("text/csv", gettext_lazy("CSV"), (".csv",), _text),
    FileKind(DOCX, gettext_lazy("Word document (DOCX)"), (".docx",), _docx),
    FileKind(ODT, gettext_lazy("OpenDocument text (ODT)"), (".odt",), _odt),
)
"""What may be kept."""
