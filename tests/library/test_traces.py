"""The traces of the library's phases: complete, and in the form that is published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from cases.assessments.models import Assessment, Snapshot
from cases.assessments.models.finding import FindingKind
from frameworks.api.trace_schema import TRACE_SCHEMA
from frameworks.models import Framework, Instrument, Provision
from frameworks.services import findings_evaluate

pytestmark = [pytest.mark.django_db, pytest.mark.once]

PUBLISHED = Path(__file__).parents[2] / "docs" / "trace.schema.json"


def nodes(trace: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield trace
    for child in trace["children"]:
        yield from nodes(child)


def references() -> list[Assessment]:
    found = list(Assessment.objects.filter(reference__isnull=False))
    assert len(found) >= 4
    return found


def trace_of(assessment: Assessment) -> dict[str, Any]:
    snapshot = Snapshot.objects.filter(assessment=assessment).latest("revision")
    trace: dict[str, Any] = snapshot.evaluation["legality"]["trace"]
    return trace


def test_not_one_leaf_is_without_finding_and_provision() -> None:
    """Every fact in the derivation is answered, with a reason, and stands on a provision that the library has."""
    known = {
        *Provision.objects.values_list("pk", flat=True),
        *Instrument.objects.values_list("pk", flat=True),
    }
    for assessment in references():
        findings = {f.code: f for f in assessment.findings.filter(kind=FindingKind.FACT)}
        leaves = [node for node in nodes(trace_of(assessment)) if node["op"] == "fact"]
        assert len({leaf["code"] for leaf in leaves}) > 30
        for leaf in leaves:
            place = assessment.reference, leaf["code"]
            assert leaf["code"] in findings, place
            assert findings[leaf["code"]].why, place
            assert leaf["value"] == findings[leaf["code"]].value, place
            assert leaf["provisions"], place
            assert {*leaf["provisions"], *leaf["relied_on"]} <= known, place
            assert leaf["relied_on"] == sorted(findings[leaf["code"]].provisions), place


def test_not_one_test_is_without_provision() -> None:
    for assessment in references():
        for node in nodes(trace_of(assessment)):
            assert "standing" not in node or node["provisions"], (assessment.reference, node["code"])


def test_every_trace_has_the_published_form() -> None:
    """Also where attribution is open, and where nothing is judged."""
    schema = Draft202012Validator(TRACE_SCHEMA)
    Draft202012Validator.check_schema(TRACE_SCHEMA)
    traces = [trace_of(assessment) for assessment in references()]
    for framework in Framework.objects.select_related("catalogue"):
        for conduct in ("yes", "no", "unknown"):
            evidence = [{"reliability": "B", "credibility": 2}]
            force = {"value": "contested", "evidence": evidence, "provisions": ["un-charter#art-2-4"]}
            body = {"facts": {"state_conduct": conduct, "uses_force": force}}
            day = framework.doctrine_from
            evaluation = findings_evaluate(framework=framework, body=body, as_of=day, draws=0).as_dict()
            traces.append(evaluation["legality"]["trace"])
    for trace in traces:
        assert [error.message for error in schema.iter_errors(trace)] == []
    broken = {**traces[0], "children": [{**traces[0]["children"][0], "weight": 1}]}
    assert not schema.is_valid(broken)


def test_the_published_schema_is_the_one_that_holds() -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == TRACE_SCHEMA
