"""A rule that cannot be evaluated is an error of its own: never an evaluation without an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from cases.assessments.models import Assessment, Snapshot
from frameworks import services
from frameworks.compile import compile_framework
from frameworks.scoring.values import Leaf, Rule
from tests.api.conftest import ROOT

pytestmark = pytest.mark.django_db

BODY = {"framework": "nato-2022", "as_of": "2023-01-01", "facts": {"state_conduct": "yes"}, "draws": 0}


@pytest.fixture
def broken_rule(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A framework whose test of self-defence has an operator that nobody knows."""

    def compiled(row: Any) -> Any:
        whole = compile_framework(row)
        rule = Rule(cast(Any, "most"), (Leaf("armed_attack_occurred"),))
        tests = tuple(replace(t, rule=rule) if t.code == "self_defence" else t for t in whole.tests)
        return replace(whole, tests=tests)

    monkeypatch.setattr(services, "compile_framework", compiled)
    yield "self_defence"


def test_the_api_says_which_rule(api_client: APIClient, broken_rule: str) -> None:
    response = api_client.post(f"{ROOT}/score/", BODY)
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    problem = response.json()
    assert problem["code"] == "rule_error"
    assert broken_rule in problem["detail"]
    assert "legality" not in problem


def test_a_page_becomes_the_page_for_errors(client: Client, broken_rule: str) -> None:
    """A draft is evaluated as it is shown; a reference assessment without its snapshot too."""
    reference = Assessment.objects.filter(reference__isnull=False).earliest("pk")
    Snapshot._base_manager.filter(assessment=reference).delete()
    client.raise_request_exception = False
    response = client.get(reverse("assessments:detail", args=[reference.pk]))
    assert response.status_code == 500
    assert "Unlawful" not in response.content.decode()


def test_the_fault_is_recorded(
    api_client: APIClient, broken_rule: str, caplog: pytest.LogCaptureFixture
) -> None:
    api_client.post(f"{ROOT}/score/", BODY)
    assert any(broken_rule in record.getMessage() for record in caplog.records if record.exc_info)
