"""The reference assessments of the library, and the codings that each was settled from.

cases/assessments/library/*.yaml and cases/assessments/library/codings/*.yaml.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils import timezone

from cases.assessments.evaluation import KINDS, body_of
from cases.assessments.models import Assessment, Coding, Evidence, Finding, Snapshot
from cases.assessments.models.assessment import Status
from cases.assessments.services import snapshot_make
from cases.studies.models import Phase, Source
from frameworks.library import registry
from frameworks.library.context import LAW, Context
from frameworks.library.reading import Document
from frameworks.library.writing import Changes, day, remove, sync, upsert
from frameworks.selectors import framework_get
from frameworks.services import ENGINE_VERSION, FindingsInvalid
from natoassess.accounts.models import Visibility

LIBRARY = Path(__file__).parent / "library"


class ReferenceSection:
    """One reference assessment a file: an answer, with its reason, to every question of the catalogue."""

    name, order = "assessments", 60

    def paths(self) -> list[Path]:
        """One file an assessment."""
        return sorted(LIBRARY.glob("*.yaml"))

    def check(self, context: Context) -> None:
        """References lead somewhere, and no question of the catalogue is left out or made up."""
        catalogues = [document.data for document in context.documents["catalogue"]]
        sources = {
            f"{document.data['id']}/{source['id']}": source["reliability"]
            for document in context.documents["cases"]
            for source in document.data["sources"]
        }
        for document in context.read("assessments", self.paths(), "assessment.json"):
            data = document.data
            context.define("assessment", data["id"], document)
            context.expect(("case",), data["case"], document, "/case")
            context.expect(("phase",), f"{data['case']}/{data['phase']}", document, "/phase")
            context.expect(("framework",), data["framework"], document, "/framework")
            for part in KINDS:
                for code, answer in data[part].items():
                    where = f"/{part}/{code}"
                    context.expect_all(LAW, answer.get("provisions"), document, f"{where}/provisions")
                    for index, item in enumerate(answer.get("evidence", [])):
                        name = f"{data['case']}/{item['source']}"
                        context.expect(("source",), name, document, f"{where}/evidence/{index}/source")
            if catalogues:
                _check_complete(context, document, catalogues[-1])
            _check_grades(context, document, sources)

    def write(self, context: Context, changes: Changes) -> None:
        """Upsert each assessment with its findings; freeze a new snapshot where the findings changed."""
        for document in context.documents["assessments"]:
            assessment = _write_assessment(document.data, changes)
            try:
                _freeze(assessment)
            except FindingsInvalid as error:
                for fault in error.faults:
                    context.fault(document, fault.pointer, fault.detail)
        known = context.ids["assessment"]
        for stale in Assessment.objects.filter(reference__isnull=False).exclude(reference__in=known):
            remove(stale, changes)


def _check_complete(context: Context, document: Document, catalogue: dict[str, Any]) -> None:
    for part, items in (("facts", "facts"), ("ratings", "criteria"), ("sovereignty", "sovereignty")):
        asked = {item["code"] for item in catalogue[items]}
        given = set(document.data[part])
        for code in sorted(asked - given):
            context.fault(
                document, f"/{part}", f"{code} has no answer; answer it, or say that it is unknown and why"
            )
        for code in sorted(given - asked):
            context.fault(document, f"/{part}/{code}", f"the catalogue has no {code}")


def _check_grades(context: Context, document: Document, sources: dict[str, str]) -> None:
    """Evidence is graded: the reliability is the source's own, the credibility is the item's."""
    data = document.data
    for part in KINDS:
        for code, answer in data[part].items():
            for index, item in enumerate(answer.get("evidence", [])):
                where = f"/{part}/{code}/evidence/{index}"
                own = sources.get(f"{data['case']}/{item['source']}")
                if "credibility" not in item:
                    context.fault(document, where, "evidence needs a credibility from 1 to 6")
                if own and item.get("reliability", own) != own:
                    context.fault(document, f"{where}/reliability", f"the case grades this source {own}")


def _write_assessment(data: dict[str, Any], changes: Changes) -> Assessment:
    phase = Phase.objects.get(case__slug=data["case"], slug=data["phase"])
    values = {
        "phase": phase,
        "framework": framework_get(data["framework"], data.get("framework_version")),
        "visibility": Visibility.PUBLIC,
        "status": Status.PUBLISHED,
        "as_of": day(data["as_of"]),
        "standpoint": data["standpoint"],
        "coded_by": data["coded_by"],
        "coded_on": day(data["coded_on"]),
        "review_note": data["review"],
        "changes": data["changes"],
        "differs": (data.get("differs") or "").strip(),
    }
    assessment = upsert(Assessment, {"reference": data["id"]}, values, changes)
    sources = {source.slug: source for source in Source.objects.filter(case_id=phase.case_id)}
    for part, kind in KINDS.items():
        for code, answer in data[part].items():
            finding = upsert(
                Finding,
                {"assessment": assessment, "kind": kind, "code": code},
                _finding_values(answer),
                changes,
            )
            _write_evidence(finding, answer.get("evidence", []), sources)
    return assessment


def _finding_values(answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "value": str(answer["value"] if "value" in answer else answer["level"]),
        "confidence": answer.get("confidence", ""),
        "why": answer["why"].strip(),
        "provisions": answer.get("provisions", []),
        "fixed": answer.get("fixed", False),
    }


def _write_evidence(finding: Finding, items: list[dict[str, Any]], sources: dict[str, Source]) -> None:
    wanted = [
        {
            "source": sources[item["source"]],
            "reliability": item.get("reliability") or sources[item["source"]].reliability,
            "credibility": item["credibility"],
            "note": item.get("note") or "",
            "position": number,
        }
        for number, item in enumerate(items)
    ]
    present = [
        {name: getattr(row, name) for name in ("source", "reliability", "credibility", "note", "position")}
        for row in finding.evidence.select_related("source")
    ]
    if present != wanted:
        finding.evidence.all().delete()
        Evidence.objects.bulk_create(Evidence(finding=finding, **values) for values in wanted)


def _freeze(assessment: Assessment) -> None:
    """A snapshot of what is published now, unless the last one says the same."""
    last = assessment.snapshots.order_by("-revision").first()
    today = (assessment.framework.checksum, ENGINE_VERSION)
    if last and last.findings == body_of(assessment) and _yardstick(last) == today:
        return
    snapshot_make(assessment=assessment)
    Assessment.objects.filter(pk=assessment.pk).update(
        published_at=timezone.now(), submitted_at=timezone.now()
    )


def _yardstick(snapshot: Snapshot) -> tuple[str, str]:
    """The framework's checksum and the engine's version that a snapshot was made with."""
    return snapshot.evaluation["framework"]["checksum"], snapshot.evaluation["engine"]


class CodingSection:
    """The codings of one reference assessment a file, each as it was made, and how they were settled."""

    name, order = "codings", 70

    def paths(self) -> list[Path]:
        """One file an assessment, under the name of its file."""
        return sorted((LIBRARY / "codings").glob("*.yaml"))

    def check(self, context: Context) -> None:
        """Each belongs to an assessment of the library, and is the only file of it."""
        for document in context.read("codings", self.paths(), "coding.json"):
            context.define("codings", document.data["assessment"], document, "/assessment")
            context.expect(("assessment",), document.data["assessment"], document, "/assessment")

    def write(self, context: Context, changes: Changes) -> None:
        """Make the codings of every assessment those of its file; one without a file has none."""
        references = Assessment.objects.filter(reference__isnull=False)
        found = {document.data["assessment"]: document.data for document in context.documents["codings"]}
        for assessment in references:
            data = found.get(str(assessment.reference), {"codings": [], "settled": []})
            upsert(Assessment, {"pk": assessment.pk}, {"settled": data["settled"]}, changes)
            rows = [_coding_values(number, row) for number, row in enumerate(data["codings"])]
            sync(Coding, {"assessment": assessment}, "slug", rows, changes)


def _coding_values(number: int, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "slug": row["id"],
        "coder": row["coder"],
        "coded_on": day(row["coded_on"]),
        "basis": row["basis"],
        "body": {
            "facts": {code: {"value": value} for code, value in row["facts"].items()},
            "ratings": row["ratings"],
            "sovereignty": row["sovereignty"],
        },
        "why": row.get("why", {}),
        "position": number,
    }


def register() -> None:
    """Add the reference assessments and their codings to the library."""
    registry.register(ReferenceSection())
    registry.register(CodingSection())
