"""What may be kept with a source: found in the content, in agreement with the name."""

from __future__ import annotations

import io

import pytest

from cases.assessments.file_kinds import FileRefused, checked_name, kind_of
from tests.evidence.files import DOCX, GOOD, HOSTILE, PDF

pytestmark = pytest.mark.once


def kept(name: str, content: bytes) -> str:
    """The media type under which a file would be kept."""
    return kind_of(checked_name(name), io.BytesIO(content), len(content)).media_type


def test_each_kind_is_known_by_its_content() -> None:
    assert {name: kept(name, content).rpartition("/")[2][:12] for name, content in GOOD.items()} == {
        "report.pdf": "pdf",
        "photo.png": "png",
        "photo.JPG": "jpeg",
        "minutes.txt": "plain",
        "counts.csv": "csv",
        "note.docx": "vnd.openxmlf",
        "note.odt": "vnd.oasis.op",
    }


@pytest.mark.parametrize("why", HOSTILE)
def test_what_is_none_of_them_is_refused(why: str) -> None:
    name, content = HOSTILE[why]
    with pytest.raises(FileRefused) as refused:
        kept(name, content)
    assert len(str(refused.value)) > 15, "it says why"


def test_a_list_that_lies_about_its_sizes_is_no_document() -> None:
    """Two entries over the same bytes would unpack to more than the file holds."""
    where = DOCX.rindex(b"PK\x01\x02")
    size = int.from_bytes(DOCX[where + 20 : where + 24], "little")
    lying = DOCX[: where + 20] + (size + 100_000).to_bytes(4, "little") + DOCX[where + 24 :]
    with pytest.raises(FileRefused, match="damaged"):
        kept("note.docx", lying)


@pytest.mark.parametrize("damage", [(b"mimetype", b"mimetypX"), (b"application/vnd", b"applicatiom/vnd")])
def test_a_document_whose_first_entry_is_damaged_is_refused(damage: tuple[bytes, bytes]) -> None:
    """Its name, or its content against the checksum."""
    with pytest.raises(FileRefused, match="damaged"):
        kept("note.odt", GOOD["note.odt"].replace(*damage, 1))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("../../etc/report.pdf", "report.pdf"),
        ("C:\\Users\\ana\\report.pdf", "report.pdf"),
        ("re\x00port\n.pdf", "report.pdf"),
        ("gnp.\u202etroper.pdf", "gnp.troper.pdf"),
        ("a<b>:c?.pdf", "a b c.pdf"),
        (".pdf", "file.pdf"),
        ("...", "file"),
        ("Übersicht  2000.PDF", "Übersicht 2000.pdf"),
        (f"{'x' * 150}.pdf", f"{'x' * 100}.pdf"),
    ],
)
def test_names_are_cleaned(given: str, name: str) -> None:
    assert checked_name(given) == name


def test_a_file_of_more_than_ten_megabytes_is_refused() -> None:
    with pytest.raises(FileRefused, match="larger than 10 MB"):
        kind_of("report.pdf", io.BytesIO(PDF), 10_000_001)
