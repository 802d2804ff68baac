"""The document of a publication: all that its readers are shown, put together from what was frozen, and its digest.

The answers with their citations, the terms and what was judged are kept with the snapshot (record.py); the names, the
dissents and the number with the publication. Nothing here reads a row that may still change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date

from cases.assessments.evaluation import KINDS
from cases.assessments.models import Assessment, CitedSource, Evidence, Finding, Publication, Snapshot
from cases.assessments.models.finding import FindingKind


def dissents_of(assessment: Assessment) -> list[dict[str, str]]:
    """The dissents that are published with an assessment, in the words in which they were made."""
    return [
        {
            "author": row.author_name,
            "question": row.question,
            "value": row.value,
            "text": row.text,
            "made_at": row.made_at.isoformat(),
        }
        for row in assessment.dissents.order_by("pk")
    ]


def document_of(record: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """The whole document: the publication's own members, what was judged, the answers, the evaluation.

    `findings` is the body of POST /score/ that the engine was given, `answers` the same with the texts of evidence.
    """
    return {
        **record,
        **{
            name: snapshot.record[name] for name in ("answers", "terms", "subject") if name in snapshot.record
        },
        "findings": snapshot.findings,
        "evaluation": snapshot.evaluation,
    }


def as_text(document: Mapping[str, Any]) -> str:
    """The document as JSON: the same bytes for the same content, whatever database held it."""
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of `as_text`, in hexadecimal digits."""
    return hashlib.sha256(as_text(document).encode()).hexdigest()


def publication_document(publication: Publication) -> dict[str, Any]:
    """The document of `publication`, as its digest was taken."""
    return document_of(publication.record, publication.snapshot)


def findings_frozen(snapshot: Snapshot) -> list[Finding]:
    """The answers of a snapshot as findings with their evidence, for pages that show findings. Not rows: never saved.

    Their keys are negative, and the evidence stands ready, so that nothing is read of the rows of today.
    """
    found: list[Finding] = []
    for part, answers in snapshot.record.get("answers", {}).items():
        for code, answer in answers.items():
            finding = _finding(KINDS[part], code, answer)
            finding.pk = -len(found) - 1
            evidence = [_evidence(finding, item) for item in answer.get("evidence", ())]
            finding._prefetched_objects_cache = {"evidence": evidence}  # type: ignore[attr-defined]  # as prefetching does
            found.append(finding)
    return found


def _finding(kind: FindingKind, code: str, answer: Mapping[str, Any]) -> Finding:
    return Finding(
        kind=kind,
        code=code,
        value=str(answer["value"] if "value" in answer else answer["level"]),
        confidence=answer.get("confidence", ""),
        why=answer.get("why", ""),
        provisions=list(answer.get("provisions", ())),
        fixed=answer.get("fixed", False),
    )


def _evidence(finding: Finding, item: Mapping[str, Any]) -> Evidence:
    document = CitedSource(citation=item.get("citation", ""), url=item.get("url", ""))
    grades = {name: item[name] for name in ("reliability", "credibility")}
    return Evidence(finding=finding, cited=document, note=item.get("note", ""), **grades)


def days_of(snapshot: Snapshot) -> tuple[Any, Any, Any]:
    """The first and the last day of what was judged, and the day of its law, as dates; None for an open end."""
    subject, terms = snapshot.record["subject"], snapshot.record["terms"]
    ends_on = subject["ends_on"]
    return (
        parse_date(subject["starts_on"]),
        parse_date(ends_on) if ends_on else None,
        parse_date(terms["as_of"]),
    )
