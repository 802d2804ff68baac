"""What a report is about: the assessment with the record that was frozen with it, or one of its answers as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.assessments.models import Assessment, Publication, Snapshot
from cases.assessments.record import record_of


@dataclass(frozen=True)
class Matter:
    """An assessment, its record (see record.record_of), the revision frozen, and the publication if there is one."""

    assessment: Assessment
    record: Mapping[str, Any]
    revision: int | None
    publication: Publication | None

    @property
    def answers(self) -> Mapping[str, Mapping[str, Any]]:
        """The answers that were evaluated, by part and code, with the texts of their evidence."""
        answers: Mapping[str, Mapping[str, Any]] = self.record["answers"]
        return answers

    @property
    def subject(self) -> Mapping[str, Any]:
        """What was judged, in the words of that day."""
        subject: Mapping[str, Any] = self.record["subject"]
        return subject

    @property
    def terms(self) -> Mapping[str, Any]:
        """The law, the standpoint and the yardstick it was judged by."""
        terms: Mapping[str, Any] = self.record["terms"]
        return terms

    @property
    def title(self) -> str:
        """The case, and the phase where it is called otherwise."""
        case, phase = str(self.subject["case"]), str(self.subject["title"])
        return case if phase == case else f"{case}: {phase}"


def matter_of(assessment: Assessment, snapshot: Snapshot | None) -> Matter:
    """What was frozen, once it was submitted; else the record of the answers as they stand.

    What was frozen before records were kept with it, and the library's own, are told by their rows, which nobody edits.
    """
    frozen = snapshot if snapshot is not None and not assessment.is_editable else None
    record = frozen.record if frozen is not None else {}
    return Matter(
        assessment=assessment,
        record=record if record.keys() >= {"answers", "subject", "terms"} else record_of(assessment),
        revision=frozen.revision if frozen is not None else None,
        publication=getattr(assessment, "publication", None),
    )
