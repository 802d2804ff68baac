"""What an answer says: as it is given, as it is stored, as a change keeps it, and whether two say the same.

Nothing here writes; saving.py does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cases.assessments.evidence_rows import one_line
from cases.assessments.models import Evidence, Finding
from cases.assessments.models.finding import FindingKind
from cases.studies.models import Source

Place = tuple[str, str]
"""Where an answer stands: the kind of its question and the question's code."""

MODERATE = "moderate"
"""The confidence of a rating that names none."""


@dataclass(frozen=True)
class Answer:
    """One answer to be saved. `evidence` None leaves the evidence as it is; a list replaces it.

    `expected` is the version of the stored answer that this one was made from: 0 where there was none, None for
    "whatever is there", which is for callers that hold the version of the whole assessment.
    """

    kind: FindingKind
    code: str
    value: str
    why: str = ""
    confidence: str = ""
    provisions: tuple[str, ...] = ()
    fixed: bool = False
    evidence: tuple[Mapping[str, Any], ...] | None = None
    expected: int | None = None

    @property
    def place(self) -> Place:
        """Kind and code."""
        return str(self.kind), self.code


def content_of(finding: Finding | None) -> tuple[Any, ...]:
    """What an answer says, in a form in which two can be compared; that of no answer is "unknown" and nothing else."""
    if finding is None:
        return "unknown", "", "", (), False, ()
    evidence = tuple(_evidence_key(evidence_form(item)) for item in finding.evidence.all())
    return (
        finding.value,
        plain(finding.why),
        finding.confidence or confidence_of(finding.kind),
        tuple(finding.provisions),
        finding.fixed,
        evidence,
    )


def content_given(answer: Answer, stored: Finding | None) -> tuple[Any, ...]:
    """The same of an answer to be saved; evidence that is left as it is counts as equal."""
    if answer.evidence is None:
        evidence = content_of(stored)[-1]
    else:
        evidence = tuple(_evidence_key(item) for item in answer.evidence)
    return (
        answer.value,
        plain(answer.why),
        answer.confidence or confidence_of(answer.kind),
        tuple(answer.provisions),
        answer.fixed,
        evidence,
    )


def answer_of(finding: Finding) -> Answer:
    """The stored answer as it can be given again, with its evidence, whatever is stored where it goes."""
    return Answer(
        kind=FindingKind(finding.kind),
        code=finding.code,
        value=finding.value,
        why=finding.why,
        confidence=finding.confidence,
        provisions=tuple(finding.provisions),
        fixed=finding.fixed,
        evidence=tuple(evidence_form(item) for item in finding.evidence.all()),
    )


def evidence_form(item: Evidence) -> dict[str, Any]:
    """A use of a source as it can be given again, and as a change keeps it: `citation` and `url` are the source's."""
    return {
        "source_id": item.source_id,
        "citation": item.title,
        "url": item.url,
        "reliability": item.reliability,
        "credibility": item.credibility,
        "note": item.note,
    }


def change_form(finding: Finding) -> dict[str, Any]:
    """An answer whole, as a change keeps it."""
    return {
        "value": finding.value,
        "why": finding.why,
        "confidence": finding.confidence,
        "provisions": list(finding.provisions),
        "fixed": finding.fixed,
        "evidence": [evidence_form(item) for item in finding.evidence.all()],
    }


def answer_from_change(
    kind: FindingKind, code: str, form: Mapping[str, Any], *, expected: int | None = None
) -> Answer:
    """The answer that a change kept. A source of the case that is gone since is cited in words."""
    items = [dict(item) for item in form.get("evidence", ())]
    asked = [int(item["source_id"]) for item in items if item.get("source_id") is not None]
    present = set(Source.objects.filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    evidence = []
    for item in items:
        is_there = item.get("source_id") in present
        evidence.append({**item, "source_id": item["source_id"] if is_there else None})
        if is_there:
            evidence[-1]["citation"] = ""
    return Answer(
        kind=kind,
        code=code,
        value=form["value"],
        why=form["why"],
        confidence=form["confidence"],
        provisions=tuple(form["provisions"]),
        fixed=form["fixed"],
        evidence=tuple(evidence),
        expected=expected,
    )


def plain(text: str) -> str:
    """Line ends as a form sends them and as they are stored count alike."""
    return text.replace("\r\n", "\n").strip()


def confidence_of(kind: str) -> str:
    """The confidence of an answer that names none: only ratings have one."""
    return MODERATE if kind == FindingKind.RATING else ""


def _evidence_key(item: Mapping[str, Any]) -> tuple[Any, ...]:
    """What two uses of a source are compared by; the words of a source of the case are the source's own."""
    source = item.get("source_id")
    citation = "" if source else item.get("citation") or ""
    return (
        source,
        one_line(citation),
        item.get("url") or "",
        item["reliability"],
        item["credibility"],
        plain(item.get("note") or ""),
    )
