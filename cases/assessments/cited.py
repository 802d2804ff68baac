"""Publications and assessments as records to cite: by number or id, version, authors, day and address."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from cases.assessments.models import Assessment, Publication, Snapshot
from cases.studies.cited import CODING
from natoassess.web.citations import Citation, Kind


def publication_address(publication: Publication, site: str) -> str:
    """Where it is read for good."""
    return f"{site}{reverse('published:detail', args=[publication.number])}"


def publication_cited(publication: Publication, url: str) -> Citation:
    """The record of a publication at its address `url`; its snapshot has been read whole."""
    terms = publication.snapshot.record["terms"]
    framework = terms["framework"]
    return Citation(
        key=publication.number,
        kind=Kind.PUBLICATION,
        title=publication.title,
        authors=tuple(publication.authors),
        number=publication.number,
        issued=publication.published_at.date(),
        url=url,
        note=(
            f"Law as of {terms['as_of']}; framework {framework['code']}, version {framework['version']}; "
            f"the authors’ coding, not legal advice; SHA-256 {publication.content_sha256}"
        ),
    )


def assessment_cited(assessment: Assessment, site: str) -> Citation:
    """The record of an assessment: of the library under its id, of a person as it stands, a draft as a draft."""
    phase, snapshot = assessment.phase, next(iter(assessment.snapshots.all()), None)
    case = phase.case
    author = assessment.coded_by or (assessment.author.name if assessment.author else "")
    is_draft = snapshot is None or assessment.is_editable
    return Citation(
        key=assessment.reference or f"assessment-{assessment.pk}",
        kind=Kind.ASSESSMENT,
        title=phase.title if phase.title == case.title else f"{case.title}: {phase.title}",
        authors=(author,) if author else (),
        number=f"reference assessment {assessment.reference}"
        if assessment.reference
        else f"assessment {assessment.pk}",
        version="draft" if is_draft or snapshot is None else f"revision {snapshot.revision}",
        issued=assessment.coded_on or (localdate(assessment.changed_at) if is_draft else _day(snapshot)),
        url=f"{site}{reverse('assessments:detail', args=[assessment.pk])}",
        note=_note(assessment, None if is_draft else snapshot),
    )


def _day(snapshot: Snapshot | None) -> date | None:
    return localdate(snapshot.made_at) if snapshot else None


def _note(assessment: Assessment, snapshot: Snapshot | None) -> str:
    framework = assessment.framework
    said = [
        f"Law as of {assessment.as_of.isoformat()}",
        f"framework {framework.code}, version {framework.version}",
        f"{CODING[0].lower()}{CODING[1:]}"
        if assessment.reference
        else "one person’s coding, not legal advice",
    ]
    return "; ".join([*said, snapshot.evaluation_id] if snapshot else said)
