"""Rows shown with less work are the rows that Django REST framework shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from rest_framework import serializers
from rest_framework.test import APIClient

from cases.assessments.api.serializers import AssessmentSerializer
from cases.studies.api.serializers import CaseSerializer, PhaseSerializer
from frameworks.api.serializers import InstrumentSerializer, LegalTestSerializer, ProvisionSerializer
from natoassess.web.quick_rows import QuickRows
from natoassess.web.serializers import TextOrNull

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ROWS = {
    "instruments": InstrumentSerializer, "provisions": ProvisionSerializer, "tests": LegalTestSerializer,
    "cases": CaseSerializer, "phases": PhaseSerializer, "assessments": AssessmentSerializer,
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_a_list_is_the_same_without_it(
    name: str, api_client: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/api/v1/{name}/?page_size=200"
    quick = api_client.get(address).content
    assert issubclass(ROWS[name], QuickRows)
    monkeypatch.delattr(QuickRows, "to_representation")
    assert api_client.get(address).content == quick


class Inner(QuickRows):
    code = serializers.CharField()


class Whole(QuickRows):
    number = serializers.IntegerField()
    text = serializers.CharField(source="inner.code")
    blank = TextOrNull()
    day = serializers.DateField()
    moment = serializers.DateTimeField()
    sure = serializers.BooleanField()
    kind = serializers.ChoiceField(["one", "two"])
    whatever = serializers.JSONField()
    inner = Inner()
    several = Inner(many=True)
    worked_out = serializers.SerializerMethodField()
    share = serializers.FloatField()
    optional = serializers.CharField(required=False)

    def get_worked_out(self, row: Any) -> str:
        return f"{row.number}!"


def row(**changed: Any) -> Any:
    inner = SimpleNamespace(code="c")
    values: dict[str, Any] = {
        "number": "7", "inner": inner, "several": [inner, inner], "blank": "", "day": date(1999, 3, 24),
        "moment": datetime(1999, 3, 24, 18, tzinfo=UTC), "sure": True, "kind": "two", "whatever": {"a": [1]},
        "share": "0.5", "optional": "here",
    }  # fmt: skip
    return SimpleNamespace(**{**values, **changed})


def absent(values: Any) -> Any:
    del values.optional
    return values


@pytest.mark.parametrize(
    "make",
    [
        row,
        lambda: row(blank="there", sure="true", day="1999-03-24", kind="", number=None),
        lambda: row(inner=None, several=[], day=None, moment=None, whatever=None),
        lambda: absent(row()),
    ],
    ids=["plain", "other types", "nothing there", "a field left out"],
)
def test_each_kind_of_field_is_shown_as_the_framework_does(make: Callable[[], Any]) -> None:
    given = make()
    quick, slow = (outcome(show, given) for show in (QuickRows.to_representation, stock))
    assert quick == slow
    if isinstance(quick, dict):
        assert list(quick) == list(slow)


def stock(serializer: Any, given: Any) -> Any:
    return serializers.Serializer.to_representation(serializer, given)


def outcome(show: Callable[[Any, Any], Any], given: Any) -> Any:
    try:
        return show(Whole(), given)
    except (AttributeError, ObjectDoesNotExist, AssertionError) as error:
        return type(error)
