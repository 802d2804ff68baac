"""The four styles: OSCOLA against its golden file, the others read back by readers of their own."""

from __future__ import annotations

import json
import warnings
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from cases.research.citations import release_cited
from frameworks.cited import instrument_cited, law_cited, provision_cited
from frameworks.models import Instrument, Provision
from natoassess.web.citations import STYLES, Citation, Kind, oscola_line
from natoassess.web.citations.bibtex import TYPES as ENTRY_TYPES
from natoassess.web.citations.csl import TYPES
from tests.citations.readers import bibtex_read, latex_read, names_read, ris_read

GOLDEN: dict[str, dict[str, str]] = YAML(typ="safe").load(
    (Path(__file__).parent / "oscola.yaml").read_text(encoding="utf-8")
)
#: The types of CSL 1.0.2 (appendix III) that are in use here; the schema of CSL data knows no others but those.
CSL_TYPES = {"bill", "book", "dataset", "document", "entry", "legal_case", "legislation", "report", "treaty"}
HOSTILE = Citation(
    key="own-été#1 {x},y",
    kind=Kind.PUBLICATION,
    title="50 % of {A} & B_C #1 $x ~ ^ \\end{document} – ‘été’ Łódź Šešelj straße\r\nTY  - CASE\tнет",
    authors=("Ünal, Ayşe and Sons", "O’Neill {Jr}"),
    number="NA-2026-0007",
    issued=date(2026, 3, 1),
    url="https://example.org/a b?x={1}&y=%7B#é",
    note="ER  - \nsecond line",
)

pytestmark = pytest.mark.once


def rows() -> list[Instrument | Provision]:
    """All law of the library."""
    return [*Instrument.objects.all(), *Provision.objects.select_related("instrument")]


def test_oscola_is_as_lawyers_write_it(library: None) -> None:
    expected = {name: line for group in GOLDEN.values() for name, line in group.items()}
    assert len(expected) >= 25
    found = {str(row.pk): oscola_line(law_cited(row)) for row in rows() if row.pk in expected}
    assert found == expected


def test_what_the_site_made_is_cited_by_its_address() -> None:
    made = Citation("x", Kind.PUBLICATION, "Case: phase", authors=("Ada A", "Ben B"), number="NA-2026-0007",
                    issued=date(2026, 3, 1), url="https://example.org/published/NA-2026-0007/")  # fmt: skip
    assert oscola_line(made) == (
        "Ada A, Ben B, ‘Case: phase’ (natoassess, NA-2026-0007, 1 March 2026) "
        "<https://example.org/published/NA-2026-0007/>"
    )


def test_a_release_is_cited_by_its_doi_where_it_has_one() -> None:
    made = release_cited(name="2026.1", title="Law and cases", authors=("Contributors",), day=date(2026, 3, 1),
                         url="https://example.org/r/2026.1/", doi="10.5281/zenodo.1", checksum="ab12")  # fmt: skip
    assert oscola_line(made) == (
        "Contributors, ‘Law and cases’ (natoassess, release 2026.1, 1 March 2026) <https://doi.org/10.5281/zenodo.1>"
    )
    (item,) = json.loads(STYLES["csl-json"].render([made]))
    assert (item["type"], item["version"], item["note"]) == ("dataset", "release 2026.1", "SHA-256 ab12")


def test_no_reference_is_made_up(library: None) -> None:
    """What stands in no treaty series and in no report of the library stands in no citation."""
    for row in Instrument.objects.all():
        record = instrument_cited(row)
        assert (record.series == "UNTS") == (" UNTS " in row.symbol)
        assert (record.series == "ICJ Rep") == row.symbol.startswith("ICJ Reports ")
        assert record.issued == row.adopted_on
        assert record.volume in row.symbol
        assert record.page in row.symbol


def test_bibtex_is_read_back_with_the_same_values(library: None) -> None:
    keys = set()
    for record in [law_cited(row) for row in rows()] + [HOSTILE]:
        kind, key, fields = bibtex_read(STYLES["bibtex"].render([record]))
        keys.add(key)
        assert kind == ENTRY_TYPES.get(record.kind, "misc")
        # LaTeX prints the apostrophe of typewriters as that of print.
        one_line = " ".join(record.title.split()).replace("'", "’")
        assert latex_read(fields["title"]) == one_line
        assert names_read(fields.get("author", "")) == [name.replace("'", "’") for name in record.authors]
        assert latex_read(fields.get("number", "")) == record.number
        assert latex_read(fields.get("pages", "")) == record.page
        assert fields.get("date", "") == (record.issued.isoformat() if record.issued else "")
        assert latex_read(fields.get("note", "")).startswith(record.pinpoint)
    assert len(keys) == len(rows()) + 1


def test_an_address_cannot_leave_its_field() -> None:
    _kind, key, fields = bibtex_read(STYLES["bibtex"].render([HOSTILE]))
    assert fields["url"] == "https://example.org/a%20b?x=%7B1%7D&y=%7B#%C3%A9"
    assert key == "own--t-:1-x-y"


def test_ris_is_read_back_with_the_same_values(library: None) -> None:
    records = [law_cited(row) for row in rows()] + [HOSTILE]
    read = ris_read(STYLES["ris"].render(records))
    assert len(read) == len(records)
    for record, tags in zip(records, read, strict=True):
        assert tags["TI"] == [" ".join(record.title.split())]
        assert tags.get("AU", []) == list(record.authors)
        assert tags.get("SE", []) == ([record.pinpoint] if record.pinpoint else [])
        assert tags.get("DA", []) == ([record.issued.strftime("%Y/%m/%d")] if record.issued else [])
        assert tags["ER"] == [""]


def test_csl_is_read_by_a_processor_of_csl(library: None) -> None:
    """citeproc-py warns of variables that it does not know, and formats the item with a style of its own."""
    from citeproc import Citation as Cited
    from citeproc import CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON

    records = [law_cited(Provision.objects.get(pk=name)) for name in ("nat#art-5", "unsc-1973#op4")]
    records += [
        instrument_cited(Instrument.objects.get(pk=name)) for name in ("icj-corfu", "sc-1999", "tallinn2")
    ]
    items = json.loads(STYLES["csl-json"].render(records))
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        source = CiteProcJSON(items)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    works = CitationStylesBibliography(style, source, formatter.plain)
    for item in items:
        works.register(Cited([CitationItem(item["id"])]))
    printed = [str(line) for line in works.bibliography()]
    assert any("North Atlantic Treaty" in line and "1949" in line for line in printed)
    assert any("Security Council" in line and "2011" in line for line in printed)


def test_csl_has_the_types_and_the_exact_days(library: None) -> None:
    assert set(TYPES.values()) == CSL_TYPES
    assert set(TYPES) == set(Kind)
    (item,) = json.loads(
        STYLES["csl-json"].render([provision_cited(Provision.objects.get(pk="unsc-1973#op4"))])
    )
    assert item["type"] == "legislation"
    assert item["issued"] == {"date-parts": [[2011, 3, 17]]}
    assert item["section"] == "para 4"
    assert item["number"] == "S/RES/1973 (2011)"
