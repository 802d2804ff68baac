"""What was judged, whole and frozen: every answer with the citations of its evidence, the terms, and what it is about.

The engine takes of evidence the grades alone (evaluation.py). Whoever reads a revision later wants the documents too,
as they were cited on that day; so a snapshot keeps both.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from cases.assessments.answers import evidence_form
from cases.assessments.evaluation import KINDS, PARTS, finding_body
from cases.assessments.models import Assessment, Evidence
from cases.assessments.models.finding import FindingKind
from cases.assessments.sources import sources_frozen


def answers_of(assessment: Assessment) -> dict[str, dict[str, Any]]:
    """The answers as they can be filed again: facts, ratings, sovereignty, evidence with its texts."""
    answers: dict[str, dict[str, Any]] = {part: {} for part in KINDS}
    evidence = Prefetch("evidence", queryset=Evidence.objects.select_related("source", "cited"))
    for finding in assessment.findings.prefetch_related(evidence):
        body = finding_body(finding)
        if "evidence" in body:
            body["evidence"] = [_evidence_shown(item) for item in finding.evidence.all()]
        answers[PARTS[FindingKind(finding.kind)]][finding.code] = body
    return answers


def _evidence_shown(item: Evidence) -> dict[str, Any]:
    """A use of a source without the key of its row, which tells a reader nothing."""
    return {name: value for name, value in evidence_form(item).items() if name != "source_id"}


def record_of(assessment: Assessment) -> dict[str, Any]:
    """What Snapshot.record keeps: {"answers", "terms", "subject", "sources", "author"}.

    `answers` as above. `terms`: as_of, standpoint, framework {code, version, title, checksum}. `subject`: what is
    judged, in the words of that day: case, title, summary, target, acting, starts_on, ends_on. `sources`: the register,
    with the names and checksums of its files. Days are ISO 8601.
    """
    phase, framework = assessment.phase, assessment.framework
    return {
        "answers": answers_of(assessment),
        "terms": {
            "as_of": assessment.as_of.isoformat(),
            "standpoint": str(assessment.standpoint),
            "framework": {
                "code": framework.code,
                "version": framework.version,
                "title": framework.title,
                "checksum": framework.checksum,
            },
        },
        "subject": {
            "case": phase.case.title,
            "title": phase.title,
            "summary": phase.summary,
            "target": phase.case.target_label,
            "acting": phase.acting_names or ", ".join(actor.name for actor in phase.acting.all()),
            "starts_on": phase.starts_on.isoformat(),
            "ends_on": phase.ends_on.isoformat() if phase.ends_on else None,
        },
        "sources": sources_frozen(assessment),
        "author": assessment.author.name if assessment.author else assessment.coded_by,
    }
