"""Cases, reference assessments and codings as rows: what changed in a file, and nothing else, changes in the tables."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.assessments.models import Assessment, Coding, Evidence, Snapshot
from cases.assessments.models.finding import FindingKind
from cases.studies.models import Case, Claim, LedgerEntry, Source
from frameworks.library.loading import check_library, load_library
from frameworks.models import Provision
from tests.library.conftest import Spoil

pytestmark = pytest.mark.django_db
KFOR = "assessments/kosovo-1999.kfor.yaml"


def kfor() -> Assessment:
    """The reference assessment whose file is `KFOR`."""
    return Assessment.objects.get(
        phase__case__slug="kosovo-1999", phase__slug="kfor", reference__isnull=False
    )


def frozen() -> int:
    """How many snapshots there are of all reference assessments but that one."""
    return Snapshot.objects.filter(assessment__reference__isnull=False).exclude(assessment=kfor()).count()


def test_a_changed_reason_is_one_row_and_one_snapshot(spoil: Spoil) -> None:
    others = frozen()
    spoil(KFOR, 'why: "', 'why: "Looked at again. ')
    changes = load_library().changes
    assert changes.as_dict() == {"added": {}, "changed": {"finding": 1}, "removed": {}}
    assert [snapshot.revision for snapshot in kfor().snapshots.all()] == [2, 1]
    assert frozen() == others
    assert load_library(force=True).changes.total == 0


def test_a_grade_changed_is_counted(spoil: Spoil) -> None:
    """Evidence has no name; that of the one finding is written anew."""
    before = Evidence.objects.count()
    spoil(KFOR, "credibility: 1}", "credibility: 2}")
    changes = load_library().changes
    assert set(changes.added) == set(changes.removed) == {"evidence"}
    assert changes.added == changes.removed
    assert Evidence.objects.count() == before
    assert kfor().snapshots.count() == 2
    assert load_library(force=True).changes.total == 0


def test_codings_are_kept_as_they_were_made(copy: dict[str, Path]) -> None:
    """Every coding of every file is a row, whole; without its file it goes, and what it settled with it."""
    files = {document.data["assessment"]: document.data for document in check_library().documents["codings"]}
    assert files
    assert Coding.objects.count() == sum(len(data["codings"]) for data in files.values())
    name, data = next((name, data) for name, data in files.items() if data["settled"])
    assessment = Assessment.objects.get(reference=name)
    assert assessment.settled == data["settled"]
    first, told = assessment.codings.all()[0], data["codings"][0]
    assert (first.slug, first.coder, first.body["ratings"]) == (told["id"], told["coder"], told["ratings"])
    assert {code: answer["value"] for code, answer in first.body["facts"].items()} == told["facts"]
    [path] = [path for path in copy["assessments"].glob("codings/*.yaml") if name in path.read_text("utf-8")]
    path.unlink()
    changes = load_library().changes
    assert changes.removed == {"coding": len(data["codings"])}
    assert changes.changed == {"assessment": 1}
    assert Assessment.objects.get(reference=name).settled == []


def test_the_ledger_of_a_case_is_that_of_its_file() -> None:
    """Dates, phases and sources too; and whom an objection answers."""
    for document in check_library().documents["cases"]:
        data = document.data
        case = Case.objects.get(slug=data["id"])
        rows = LedgerEntry.objects.filter(case=case).select_related("phase", "source")
        assert {
            (
                row.slug,
                row.kind,
                row.on.isoformat(),
                row.phase and row.phase.slug,
                row.source and row.source.slug,
            )
            for row in rows
        } == {
            (row["id"], row["kind"], row["on"], row.get("phase"), row.get("source"))
            for row in data.get("ledger", [])
        }
        answers = dict(Claim.objects.filter(case=case).values_list("slug", "answers"))
        assert answers == {row["id"]: row.get("answers", []) for row in data["claims"]}


def test_what_the_council_found_is_on_the_clause() -> None:
    found = dict(Provision.objects.exclude(determines="").values_list("pk", "determines"))
    assert found["unsc-1199#preamble"] == "threat_to_the_peace"
    assert found["unsc-660#preamble"] == "breach_of_the_peace"
    assert not any(name.startswith(("unsc-1160#", "unsc-1970#")) for name in found), "they determine nothing"


def test_a_source_that_the_file_no_longer_has_goes_once_nothing_cites_it() -> None:
    case = Case.objects.get(slug="kosovo-1999")
    unused = Source.objects.create(case=case, slug="unused", citation="A leaflet", reliability="F")
    cited = Source.objects.create(case=case, slug="cited", citation="A diary", reliability="D")
    finding = kfor().findings.filter(kind=FindingKind.FACT).first()
    assert finding is not None
    scenario = Assessment.objects.create(
        phase=finding.assessment.phase, framework=finding.assessment.framework, as_of="1999-06-12"
    )
    answer = scenario.findings.create(kind=FindingKind.FACT, code="uses_force", value="yes")
    answer.evidence.create(source=cited, reliability="D", credibility=3)
    assert load_library(force=True).changes.removed == {"source": 1}
    assert not Source.objects.filter(pk=unused.pk).exists()
    assert Source.objects.filter(pk=cited.pk).exists()
