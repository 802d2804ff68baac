"""The reference assessments of the library, and the codings that each was settled from.

cases/assessments/library/*.yaml and cases/assessments/library/codings/*.yaml.
"""

from __future__ import annotations

from pathlib import Path

from cases.assessments.answer_checks import check_answers, check_left_over, library_of
from cases.assessments.coding_checks import check_codings
from cases.assessments.ledger_checks import check_ledger
from cases.assessments.models import Assessment
from cases.assessments.models.assessment import Status
from cases.assessments.reference_rows import assessments_write, codings_write, snapshot_renew
from cases.studies.sections import sources_remove_stale
from frameworks.library import registry, standing
from frameworks.library.context import Context
from frameworks.library.writing import Changes
from frameworks.services import FindingsInvalid

LIBRARY = Path(__file__).parent / "library"


class ReferenceSection:
    """One reference assessment a file: an answer, with its reason, to every question of the catalogue."""

    name, order = "assessments", 60

    def paths(self) -> list[Path]:
        """One file an assessment."""
        return sorted(LIBRARY.glob("*.yaml"))

    def check(self, context: Context) -> None:
        """Each answer by itself, against the ledger of its phase; then what of the cases is left over."""
        library = library_of(context)
        for document in context.read("assessments", self.paths(), "assessment.json"):
            data = document.data
            context.define("assessment", data["id"], document)
            context.expect(("case",), data["case"], document, "/case")
            context.expect(("phase",), f"{data['case']}/{data['phase']}", document, "/phase")
            context.expect(("framework",), data["framework"], document, "/framework")
            check_answers(context, document, library)
            check_ledger(context, document, library)
        if not context.unusable:
            check_left_over(context)

    def write(self, context: Context, changes: Changes) -> None:
        """Bring each assessment with its findings to the state of its file; freeze a snapshot where they changed."""
        documents = context.documents["assessments"]
        settled = {each.data["assessment"]: each.data["settled"] for each in context.documents["codings"]}
        assessments = assessments_write([document.data for document in documents], settled, changes)
        sources_remove_stale(context, changes)
        for assessment, document in zip(assessments, documents, strict=True):
            try:
                snapshot_renew(assessment)
            except FindingsInvalid as error:
                for fault in error.faults:
                    context.fault(document, fault.pointer, fault.detail)


class CodingSection:
    """The codings of one reference assessment a file, each as it was made, and how they were settled."""

    name, order = "codings", 70

    def paths(self) -> list[Path]:
        """One file an assessment, under the name of its file."""
        return sorted((LIBRARY / "codings").glob("*.yaml"))

    def check(self, context: Context) -> None:
        """Each belongs to an assessment of the library, and settles its differences; every assessment has one."""
        library = library_of(context)
        references = {document.data["id"]: document for document in context.documents["assessments"]}
        for document in context.read("codings", self.paths(), "coding.json"):
            name = document.data["assessment"]
            context.define("coding file", name, document, "/assessment")
            context.expect(("assessment",), name, document, "/assessment")
            reference = references.get(name)
            check_codings(context, document, reference.data if reference else None, library)
        if not context.unusable:
            for name in sorted(references.keys() - context.ids["coding file"]):
                context.notice(references[name], "", "no codings are kept; add the file of them to codings/")

    def write(self, context: Context, changes: Changes) -> None:
        """Make the codings of every assessment those of its file; one without a file has none."""
        codings_write([document.data for document in context.documents["codings"]], changes)


def references_standing() -> dict[str, dict[str, bool]]:
    """The reference assessments that readers find."""
    published = Assessment.objects.filter(reference__isnull=False, status=Status.PUBLISHED)
    rows = published.values_list("reference", "phase__case__deprecated")
    return {"assessment": {str(reference): not old for reference, old in rows}}


def register() -> None:
    """Add the reference assessments and their codings to the library."""
    registry.register(ReferenceSection())
    registry.register(CodingSection())
    standing.register("assessments", references_standing)
