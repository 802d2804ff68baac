"""How reference assessments and their codings become rows, and when a new snapshot of one is frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models.fields.json import KT
from django.utils import timezone

from cases.assessments.evaluation import KINDS, body_of
from cases.assessments.models import Assessment, Coding, Evidence, Finding
from cases.assessments.models.assessment import Status
from cases.assessments.services import snapshot_make
from cases.studies.models import Phase, Source
from frameworks.library.writing import ROWS_AT_ONCE, Changes, day, sync_rows
from frameworks.models import Framework
from frameworks.selectors import framework_get
from frameworks.services import ENGINE_VERSION
from natoassess.accounts.models import Visibility

GRADES = ("source_id", "reliability", "credibility", "note", "position")


def assessments_write(
    files: Sequence[Mapping[str, Any]], settled: Mapping[str, list[dict[str, Any]]], changes: Changes
) -> list[Assessment]:
    """The reference assessments, in the order of `files`, with the findings and the evidence that these give.

    `settled` says by the id of an assessment how differences between its codings were settled.
    """
    places = {(phase.case.slug, phase.slug): phase for phase in Phase.objects.select_related("case")}
    frameworks: dict[tuple[str, int | None], Framework] = {}
    rows = []
    for data in files:
        yardstick = data["framework"], data.get("framework_version")
        if yardstick not in frameworks:
            frameworks[yardstick] = framework_get(*yardstick)
        phase = places[data["case"], data["phase"]]
        values = _assessment_values(data, phase.pk, frameworks[yardstick].pk)
        rows.append({**values, "settled": settled.get(data["id"], [])})
    library = Assessment.objects.filter(reference__isnull=False)
    written = sync_rows(library, ("reference",), rows, changes)
    _write_findings(written, files, changes)
    fresh = library.select_related("framework").in_bulk()
    return [fresh[assessment.pk] for assessment in written]


def _assessment_values(data: Mapping[str, Any], phase: int, framework: int) -> dict[str, Any]:
    return {
        "reference": data["id"],
        "phase_id": phase,
        "framework_id": framework,
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


def _write_findings(
    assessments: Sequence[Assessment], files: Sequence[Mapping[str, Any]], changes: Changes
) -> None:
    told = [
        (assessment.pk, kind, code, answer)
        for assessment, data in zip(assessments, files, strict=True)
        for part, kind in KINDS.items()
        for code, answer in data[part].items()
    ]
    rows = [
        {"assessment_id": assessment, "kind": kind, "code": code, **_finding_values(answer)}
        for assessment, kind, code, answer in told
    ]
    present = Finding.objects.filter(assessment__in=assessments)
    findings = sync_rows(present, ("assessment_id", "kind", "code"), rows, changes)
    cases = {assessment.pk: data["case"] for assessment, data in zip(assessments, files, strict=True)}
    sources = {(source.case.slug, source.slug): source for source in Source.objects.select_related("case")}
    wanted = {
        finding.pk: [
            _grade_values(number, item, sources[cases[assessment], item["source"]])
            for number, item in enumerate(answer.get("evidence", []))
        ]
        for finding, (assessment, _kind, _code, answer) in zip(findings, told, strict=True)
    }
    _write_evidence(assessments, wanted, changes)


def _finding_values(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "value": str(answer["value"] if "value" in answer else answer["level"]),
        "confidence": answer.get("confidence", ""),
        "why": answer["why"].strip(),
        "provisions": answer.get("provisions", []),
        "fixed": answer.get("fixed", False),
    }


def _grade_values(number: int, item: Mapping[str, Any], source: Source) -> tuple[Any, ...]:
    """The fields of GRADES."""
    reliability = item.get("reliability") or source.reliability
    return source.pk, reliability, item["credibility"], item.get("note") or "", number


def _write_evidence(
    assessments: Sequence[Assessment], wanted: Mapping[int, list[tuple[Any, ...]]], changes: Changes
) -> None:
    """Evidence has no name of its own: that of a finding is written anew where any of it differs."""
    present: dict[int, list[tuple[Any, ...]]] = {finding: [] for finding in wanted}
    library = Evidence.objects.filter(finding__assessment__in=assessments)
    for finding, *grades in library.order_by("position", "pk").values_list("finding_id", *GRADES):
        present[finding].append(tuple(grades))
    differing = [finding for finding, grades in wanted.items() if present[finding] != grades]
    removed = sum(len(present[finding]) for finding in differing)
    for start in range(0, len(differing) if removed else 0, ROWS_AT_ONCE):
        Evidence.objects.filter(finding__in=differing[start : start + ROWS_AT_ONCE]).delete()
    added = [
        Evidence(finding_id=finding, **dict(zip(GRADES, grades, strict=True)))
        for finding in differing
        for grades in wanted[finding]
    ]
    Evidence.objects.bulk_create(added, batch_size=ROWS_AT_ONCE)
    for counter, number in ((changes.added, len(added)), (changes.removed, removed)):
        if number:
            counter["evidence"] += number


def snapshot_renew(assessment: Assessment) -> None:
    """Freeze what is published now, unless the last snapshot says the same by the same yardstick.

    Raises FindingsInvalid where an answer cannot stand.
    """
    last = (
        assessment.snapshots.order_by("-revision")
        .annotate(checksum=KT("evaluation__framework__checksum"), engine=KT("evaluation__engine"))
        .values("findings", "checksum", "engine")
        .first()
    )
    today = {"checksum": assessment.framework.checksum, "engine": ENGINE_VERSION}
    if last and last == {"findings": body_of(assessment), **today}:
        return
    snapshot_make(assessment=assessment)
    Assessment.objects.filter(pk=assessment.pk).update(
        published_at=timezone.now(), submitted_at=timezone.now()
    )


def codings_write(files: Sequence[Mapping[str, Any]], changes: Changes) -> None:
    """The codings of every reference assessment; one without a file has none."""
    library = Assessment.objects.filter(reference__isnull=False)
    keys = dict(library.values_list("reference", "pk"))
    rows = [
        {"assessment_id": keys[data["assessment"]], **_coding_values(number, row)}
        for data in files
        for number, row in enumerate(data["codings"])
    ]
    present = Coding.objects.filter(assessment__reference__isnull=False)
    sync_rows(present, ("assessment_id", "slug"), rows, changes)


def _coding_values(number: int, row: Mapping[str, Any]) -> dict[str, Any]:
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
