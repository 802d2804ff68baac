"""The only place that turns findings into the engine's input, and its output into what is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cases.assessments.models import Assessment, Evidence, Finding
from cases.assessments.models.finding import FindingKind
from frameworks.services import DEFAULT_DRAWS, findings_evaluate

PARTS = {FindingKind.FACT: "facts", FindingKind.RATING: "ratings", FindingKind.SOVEREIGNTY: "sovereignty"}
"""Where each kind of finding stands in the body of POST /score/."""

KINDS = {part: kind for kind, part in PARTS.items()}


def body_of(assessment: Assessment) -> dict[str, Any]:
    """The findings of `assessment` in the form of POST /score/: facts, ratings, sovereignty, standpoint."""
    body: dict[str, Any] = {
        "standpoint": assessment.standpoint,
        "facts": {},
        "ratings": {},
        "sovereignty": {},
    }
    for finding in assessment.findings.prefetch_related("evidence"):
        body[PARTS[FindingKind(finding.kind)]][finding.code] = finding_body(finding)
    return body


def finding_body(finding: Finding) -> dict[str, Any]:
    """One finding in the form of POST /score/."""
    body: dict[str, Any] = {}
    if finding.kind == FindingKind.FACT:
        body["value"] = finding.value
        if finding.provisions:
            body["provisions"] = list(finding.provisions)
        if finding.fixed:
            body["fixed"] = True
    else:
        body["level"] = int(finding.value) if finding.value.isdigit() else finding.value
        if finding.confidence and finding.kind == FindingKind.RATING:
            body["confidence"] = finding.confidence
    evidence = [evidence_body(item) for item in finding.evidence.all()]
    if evidence:
        body["evidence"] = evidence
    if finding.why:
        body["why"] = finding.why
    return body


def evidence_body(item: Evidence) -> dict[str, Any]:
    """The grade of one piece of evidence, as the engine takes it."""
    return {"reliability": item.reliability, "credibility": item.credibility}


def evaluate(
    assessment: Assessment,
    *,
    body: dict[str, Any] | None = None,
    draws: int = DEFAULT_DRAWS,
    seed: int | None = None,
    as_of: date | None = None,
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, Any]:
    """The evaluation of `assessment` as it stands, in the form of POST /score/.

    `body`, `as_of` and `weights` take the place of its answers, of its date and of the published weights; without a
    `seed` one follows from the answers. Raises FindingsInvalid where an answer or a weight cannot stand.
    """
    return findings_evaluate(
        framework=assessment.framework,
        body=body if body is not None else body_of(assessment),
        as_of=as_of or assessment.as_of,
        draws=draws,
        seed=seed,
        weights=weights,
    ).as_dict()


def summary_of(evaluation: dict[str, Any]) -> dict[str, Any]:
    """The few numbers of an evaluation that lists and maps show."""
    legality, legitimacy, sovereignty = (
        evaluation[name] for name in ("legality", "legitimacy", "sovereignty")
    )
    distribution = legitimacy["distribution"] or {}
    return {
        "verdict": legality["verdict"],
        "at_least": legality["at_least"],
        "at_most": legality["at_most"],
        "readings": {name: reading["verdict"] for name, reading in legality["readings"].items()},
        "legitimacy": {
            **{name: legitimacy[name] for name in ("index", "low", "high", "band", "coverage")},
            "band_at_least": legitimacy["band_at_least"],
            "band_at_most": legitimacy["band_at_most"],
            "distribution": {name: distribution[name] for name in ("p05", "p95")} if distribution else None,
        },
        "sovereignty": {
            name: sovereignty[name]
            for name in (
                "gross",
                "gross_low",
                "gross_high",
                "adjusted",
                "adjusted_low",
                "adjusted_high",
                "coverage",
                "worst",
            )
        },
    }
