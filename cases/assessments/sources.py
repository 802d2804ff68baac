"""What is read of sources: which may be cited in an answer, and where each is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from cases.assessments.models import Assessment, Attachment, CitedSource, Evidence
from cases.studies.models import Source

OWN = "own-"
"""What stands before the number of a source of the assessment where it is offered beside those of the case."""


@dataclass(frozen=True)
class Offered:
    """A source that an answer may rest on. `source_id` is set for one of the case under study."""

    key: str
    citation: str
    url: str
    reliability: str
    source_id: int | None = None


@dataclass(frozen=True)
class Entry:
    """A source in the register with its uses, in the order of the answers, and its files."""

    source: Source | CitedSource
    uses: tuple[Evidence, ...]
    files: tuple[Attachment, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it belongs to the assessment, so that its author may change it."""
        return isinstance(self.source, CitedSource)

    @property
    def anchor(self) -> str:
        """Where it stands on the page of sources."""
        return f"source-{self.source.pk}" if self.is_own else f"case-source-{self.source.pk}"

    @property
    def differing(self) -> tuple[Evidence, ...]:
        """The uses whose reliability is not that of the source."""
        return tuple(use for use in self.uses if use.reliability != self.source.reliability)


def sources_offered(assessment: Assessment) -> dict[str, Offered]:
    """What an answer may cite, by the key that a form sends: own sources first, then those of the case. 2 queries."""
    own = (
        Offered(f"{OWN}{source.pk}", source.citation, source.url, source.reliability)
        for source in assessment.cited_sources.all()
    )
    case = (
        Offered(str(source.pk), source.citation, source.url, source.reliability, source.pk)
        for source in assessment.phase.case.sources.all()
    )
    return {offered.key: offered for offered in (*own, *case)}


def offered_key(item: Evidence) -> str:
    """The key under which the source of a stored item is offered; empty where it has none."""
    return f"{OWN}{item.cited_id}" if item.cited_id else str(item.source_id or "")


def register_of(assessment: Assessment) -> list[Entry]:
    """The sources of the assessment, then those of its case, each with its uses and files. 4 queries."""
    uses: dict[tuple[str, int], list[Evidence]] = {}
    for item in evidence_of(assessment):
        if item.cited_id:
            uses.setdefault((OWN, item.cited_id), []).append(item)
        elif item.source_id:
            uses.setdefault(("", item.source_id), []).append(item)
    own = [
        Entry(source, tuple(uses.get((OWN, source.pk), ())), tuple(source.attachments.all()))
        for source in assessment.cited_sources.prefetch_related("attachments__added_by")
    ]
    case = [
        Entry(source, tuple(uses.get(("", source.pk), ()))) for source in assessment.phase.case.sources.all()
    ]
    return own + case


def evidence_of(assessment: Assessment) -> QuerySet[Evidence]:
    """Every use of a source in the assessment, with its answer and its document."""
    return (
        Evidence.objects.filter(finding__assessment=assessment)
        .select_related("finding", "source", "cited")
        .order_by("finding__kind", "finding_id", "position", "pk")
    )


def sources_frozen(assessment: Assessment) -> list[dict[str, Any]]:
    """The register as a snapshot keeps it: what each source is, its grade, the names and checksums of its files."""
    rows = assessment.cited_sources.prefetch_related("attachments")
    return [
        {
            "citation": source.citation,
            "url": source.url,
            "reliability": source.reliability,
            "files": [file_named(file) for file in source.attachments.all()],
        }
        for source in rows
    ]


def file_named(file: Attachment) -> Mapping[str, Any]:
    """What identifies a file: its name, type, size in bytes and SHA-256."""
    return {
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def files_of(assessment: Assessment) -> QuerySet[Attachment]:
    """The files kept with the sources of an assessment."""
    return Attachment.objects.filter(source__assessment=assessment)


def keys_of(assessments: Iterable[Assessment]) -> list[str]:
    """The names under which the files of assessments lie."""
    return list(
        Attachment.objects.filter(source__assessment__in=list(assessments)).values_list("key", flat=True)
    )
